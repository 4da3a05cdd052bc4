import csv
from pathlib import Path

import pytest

from footpath.feedback import UNKNOWN, Spoken, phrases
from footpath.feedback.text.words import grams, stem


def test_a_group_is_told_by_what_it_says_more_than_the_others() -> None:
    mine = ["The parcel arrived late", "Parcel was very late!", "My parcel is late again", "late parcel, no answer"]
    others = ["Lovely lamp", "The lamp is lovely and the parcel was fine", "Great lamp", "Good price for a lamp"]
    found = phrases(mine, ["en"] * 4, against=Spoken(texts=others, languages=["en"] * 4))
    late = next(phrase for phrase in found if phrase.text == "late")
    assert (late.n, late.of, late.elsewhere, late.of_elsewhere) == (4, 4, 0, 4)
    assert "lamp" not in [phrase.text for phrase in found]


def test_a_phrase_stands_for_the_words_in_it() -> None:
    mine = ["Customer service never called", "Awful customer service", "customer service hung up", "customer service??"]
    others = ["Nice seats", "Good food", "Nice crew", "On time"]
    found = [phrase.text for phrase in phrases(mine, ["en"] * 4, against=Spoken(texts=others, languages=["en"] * 4))]
    assert found == ["customer service"]


def test_polish_and_latvian_inflections_are_counted_together() -> None:
    polish = ["Przesyłka zaginęła", "Czekam na przesyłkę", "Nie mam przesyłki", "Gdzie jest przesyłka?"]
    latvian = ["Piegāde kavējas", "Nav piegādes", "Gaidu piegādi jau nedēļu", "Kad būs piegāde?"]
    found = phrases([*polish, *latvian], ["pl"] * 4 + ["lv"] * 4)
    assert {(phrase.text, phrase.language, phrase.n) for phrase in found} >= {
        ("przesyłka", "pl", 4),
        ("piegāde", "lv", 4),
    }


def test_chinese_phrases_are_whole_words_without_a_dictionary() -> None:
    mine = ["快遞太慢了", "快遞很慢，等很久", "這次快遞太慢", "快遞員態度差", "等快遞等很久"]
    others = ["檯燈很漂亮", "品質很好", "顏色漂亮", "價格便宜", "品質不錯"]
    found = [phrase.text for phrase in phrases(mine, ["zh"] * 5, against=Spoken(texts=others, languages=["zh"] * 5))]
    assert found[0] == "快遞"
    assert not any(text.startswith("的") or text.endswith("了") for text in found)


def test_negations_stay_with_their_word_and_empty_words_never_lead() -> None:
    assert "not working" in [gram.shown for gram in grams("It is not working at all.", "en")]
    assert "nie działa" in [gram.shown for gram in grams("To nie działa", "pl")]
    shown = [gram.shown for gram in grams("the app of the shop, with it", "en")]
    assert shown == ["app", "shop"]


def test_nothing_to_say_gives_nothing() -> None:
    assert phrases([], []) == []
    assert phrases([None, "", "👍"], ["en", "en", UNKNOWN]) == []
    assert phrases(["Only once said"], ["en"]) == []


def test_a_template_sent_a_thousand_times_is_one_voice() -> None:
    assert phrases(["Your ticket was closed automatically"] * 1000, ["en"] * 1000) == []


def test_stems_are_light() -> None:
    assert {stem(word, "en") for word in ("delay", "delays", "delayed")} == {"delay"}
    assert stem("was", "en") == "was"
    assert stem("bags", "en") == "bag"


def test_the_words_of_real_complaints_name_their_reason(shared_data: Path) -> None:
    with (shared_data / "airline_tweets" / "tweets_half.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["airline_sentiment"] == "negative"][:2000]
    expected = {"Lost Luggage": "bag", "Late Flight": "delayed", "Customer Service Issue": "customer service"}
    for reason, word in expected.items():
        mine = [row["text"] for row in rows if row["negativereason"] == reason]
        others = [row["text"] for row in rows if row["negativereason"] != reason]
        found = phrases(mine, ["en"] * len(mine), against=Spoken(texts=others, languages=["en"] * len(others)))
        assert word in [phrase.text for phrase in found], (reason, found)


@pytest.mark.parametrize("text", ["\x00\x01\x02", "a" * 100_000, "的" * 10_000])
def test_junk_and_very_long_texts_do_no_harm(text: str) -> None:
    phrases([text, text + " b"], ["zh", "zh"])
    phrases([text, text + " b"], ["en", "en"])


def test_what_everybody_says_tells_nobody_apart() -> None:
    mine, others = ["my parcel is late", "the parcel is late"], ["a parcel is lovely"]
    found = phrases(mine, ["en"] * 2, against=Spoken(texts=others, languages=["en"]))
    assert "parcel" not in [phrase.text for phrase in found]
