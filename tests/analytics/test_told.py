"""Answers are told in the language that is spoken: pictures, columns, rules; what the data calls things stays."""

import html
import re
from collections.abc import Iterator

import pytest
from tools import server_texts, told

from footpath.analytics import ANALYSES, Journeys, ask, cell_told, column_told, heard, phrase
from footpath.core.languages import LANGUAGES, speaking
from tests.analytics.examples import CHANNELS, EXAMPLES, WAYS, journeys_of, shop

WORDS = re.compile(r"[A-Za-z]{3,}")
TEXT = re.compile(r"<(?:text|title)[^>]*>([^<]*)<")
NAMES = (
    "user", "min", "page", "plan", "trait", "pro", "free", "spring", "sale", "mobile", "desktop", "buying", "utc",
)  # fmt: skip
DATA = {name.lower() for way in WAYS for name in way} | {*CHANNELS, *NAMES}
QUESTIONS = [(name, fields) for name in ANALYSES for fields in EXAMPLES[name]]


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Journeys:
    return journeys_of(shop(tmp_path_factory.mktemp("shop")))


def texts(svg: str) -> Iterator[str]:
    return (html.unescape(text) for text in TEXT.findall(svg))


def test_the_package_has_what_the_catalogues_say() -> None:
    assert told.MADE.read_text() == told.written(), "run python -m tools.told"
    assert server_texts.PICTURED.read_text() == server_texts.written(server_texts.pictured()), (
        "run tools/server_texts.py"
    )


@pytest.mark.parametrize("locale", [one for one in LANGUAGES if one != "en"])
def test_no_picture_of_an_answer_has_english_words_left(journeys: Journeys, locale: str) -> None:
    left: dict[str, set[str]] = {}
    for name, fields in QUESTIONS:
        answer = ask(name, journeys, **fields)
        english = set(texts(answer.plot().svg))
        with speaking(locale):
            other = set(texts(answer.plot().svg))
        odd = {text for text in english & other if _words(text) - DATA}
        left |= {name: odd} if odd and name != "metric" else {}  # a metric is called by the text it was asked for with
    assert left == {}


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORDS.findall(text)}


def test_a_funnel_is_told_in_polish_with_its_numbers_and_rules(journeys: Journeys) -> None:
    answer = ask("funnel", journeys, steps=["Home", "Order"], window="7 d")
    count = answer.table().to_pylist()[1]
    with speaking("pl"):
        said = list(texts(answer.plot().svg))
        rule = heard(answer.rules["window"])
    assert "Lejek, liczba kroków: 2" in said
    assert f"{count['count']} · {count['of_first']:.1%}".replace(".", ",") in said
    assert "2. Order" in said
    assert rule not in ("", answer.rules["window"])
    assert any(rule[:20] in text for text in said)


def test_what_is_not_known_stays_and_english_is_what_it_was() -> None:
    assert heard("a rule nobody wrote down") == phrase("a rule nobody wrote down")
    with speaking("lv"):
        assert heard("a rule nobody wrote down") == "a rule nobody wrote down"
        assert phrase("step {n}", n=3) == "3. solis"
    assert phrase("step {n}", n=3) == "step 3"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("of_first", "z pierwszego kroku"),
        ("low", "od (95%)"),
        ("share_low", "od (95%)"),
        ("took_s", "trwało"),
        ("versus_count", "razy, pozostali"),
    ],
)
def test_columns_are_called_what_the_pages_call_them(name: str, said: str) -> None:
    with speaking("pl"):
        assert column_told(name) == said


def test_classes_and_periods_are_said_and_names_are_not() -> None:
    with speaking("pl"):
        cells = [
            ("recency", "under 10.5 d", "poniżej 10,5 d"),
            ("recency", "1 d to 7 d", "od 1 d do 7 d"),
            ("frequency", "3 or more", "3 lub więcej"),
            ("class", "11 or more", "11 lub więcej"),
            ("name", "under 10.5 d", "under 10.5 d"),
        ]
        assert [cell_told(column, value) for column, value, _ in cells] == [said for *_, said in cells]


def test_a_long_line_of_wide_letters_is_cut_to_the_width_of_the_picture() -> None:
    from footpath.analytics.plots.fitting import wrapped

    assert wrapped("一二三四五", 4) == ["一二", "三四", "五"]
    assert wrapped("one two three", 8) == ["one two", "three"]
