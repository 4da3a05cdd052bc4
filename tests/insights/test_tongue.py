"""Maps are drawn in the language asked for: every sentence is there in every language."""

import ast
import string
from pathlib import Path

import footpath.insights
from footpath.insights import wording
from footpath.insights.tongue import figure_words, phrase, sayings, speaking, spoken

SLICE = Path(str(footpath.insights.__file__)).parent
ELSEWHERE = ("live",)  # the pages say these
DEFINING = ("share", "count", "quantile", "share_figure", "wait_figure")  # figures that say what they count


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def said() -> set[str]:
    """Return every sentence that the slice gives to `phrase`, or to a figure as what it counts."""
    found = {*wording.TEXTS.values(), *wording._PLACES.values(), *wording._WAYS.values(), *wording._IN.values()}
    found |= {f"{{n}} {word}" for _, _, word in wording._LENGTHS}
    for path in sorted(SLICE.rglob("*.py")):
        if not {*ELSEWHERE} & {*path.relative_to(SLICE).parts}:
            found |= {text for text in _given(ast.parse(path.read_text())) if any(sign.isalpha() for sign in text)}
    return found


def _given(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))
            texts = {part for one in node.args for part in _texts(one)}
            found |= texts if called == "phrase" else set()
            found |= {text for text in texts if text.endswith(".")} if called in DEFINING else set()
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            value = node.value.value
            found |= {value} if isinstance(value, str) and value.endswith(".") and value.count(" ") > 4 else set()
    return found


def _texts(node: ast.expr) -> list[str]:
    """Return whole sentences in a piece of code: neither parts of others nor conditions."""
    if isinstance(node, ast.IfExp):
        return [*_texts(node.body), *_texts(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_sentence_of_drawn_maps_is_said_in_every_language() -> None:
    assert len(said()) > 150
    assert said() - set(sayings()) == set()
    for english, others in sayings().items():
        assert len(others) == 3, english
        assert all(text.strip() for text in others), english
        assert [places(text) for text in others] == [places(english)] * 3, english


def test_a_language_is_spoken_inside_only() -> None:
    with speaking("pl-PL"):
        assert spoken() == "pl"
        assert wording.say("drop_off.title", share=wording.share(0.031), step="Koszyk", where=" na telefonach") == (
            "3,1% odchodzi: Koszyk na telefonach"
        )
        assert wording.duration(3 * 3600) == "3 godz."
    with speaking("lv"):
        assert [figure_words("1,234.5"), figure_words("12%"), wording.score(-0.4)] == [
            "1\u00a0234,5",
            "12\u00a0%",
            "−0,4",
        ]
    with speaking("zh-TW"):
        assert phrase("Straight from {first} to {last}", first="首頁", last="訂單") == "從首頁直達訂單"
    assert (spoken(), wording.duration(3 * 3600), figure_words("1,234.5")) == ("en", "3 h", "1,234.5")


def test_names_with_braces_are_no_places() -> None:
    with speaking("pl"):
        assert phrase("only {step}", step="{x}") == "tylko: {x}"
        assert phrase("{x} is not known") == "{x} is not known"
