"""Mermaid journeys: read as mermaid 11.17 reads them, written so that it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import lamp
from worlds_hard import five_curves, hostile

from footpath.core.errors import Invalid
from footpath.maps import MapDocument, templates
from footpath.maps.lint import lint
from footpath.maps.mermaid import curves, read_journey, write_journey
from footpath.maps.model import Card, Column, Figure, Lane, Map, Persona


def read(text: str) -> Map:
    return read_journey(text, name="j.mmd")


def told(text: str) -> list[tuple[str, float | None, list[str]]]:
    """Return (title, emotion, who) of the steps."""
    model = read("journey\n" + text)
    felt = {card.at: card for card in model.cards}
    parents = {column.parent for column in model.columns}
    everyone = [persona.key for persona in model.personas]
    return [
        (
            str(column.title),
            felt[column.key].value.value if column.key in felt and felt[column.key].value else None,
            felt[column.key].props.get("actors", everyone) if column.key in felt else everyone,
        )
        for column in model.columns
        if column.key not in parents
    ]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("A: 3", [("A", 0.0, [])]),
        ("A: 3:", [("A", 0.0, [])]),
        ("A: 2.5", [("A", -0.25, [])]),
        ("A: +4", [("A", 0.5, [])]),
        ("A: 4e0: Me", [("A", 0.5, ["me"])]),
        ("A: 7: Me", [("A", 1.0, ["me"])]),
        ("A: -1", [("A", -1.0, [])]),
        ("A: good: Me", [("A", None, ["me"])]),
        ("A: : Me", [("A", None, ["me"])]),
        ("A: 3: Me #1", [("A", 0.0, ["me"])]),
        ("A: 3: Me %% x", [("A", 0.0, ["me-x"])]),
        ('"A: b": 3: Me', [('"A', None, ["3"])]),
        ("A: 3: Me: dropped: too", [("A", 0.0, ["me"])]),
        ("TITLE t\nSECTION s\nA: 1", [("A", -1.0, [])]),
        ("  A (b) [c] {d} — 5%: 5: Żółw, 我", [("A (b) [c] {d} — 5%", 1.0, ["żółw", "我"])]),
        ("% x: 3\nA: 3", [("A", 0.0, [])]),
        ("A: 3: Zoe, Bob\nB: 4: Bob", [("A", 0.0, ["zoe", "bob"]), ("B", 0.5, ["bob"])]),
    ],
)
def test_tasks_are_read_as_mermaid_reads_them(text: str, steps: list[tuple[str, float | None, list[str]]]) -> None:
    assert told(text) == steps


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("journey\nTask A", 2, "`Task A: 3`"),
        ("journey\nA #1: 3", 2, "＃"),
        ("journey\nsection Phase 1: Buy", 2, "colon"),
        ("journey\nA: 5: Me; B: 3: You", 2, "semicolons"),
        ("journey\nA: 3;", 2, "semicolons"),
        ("journey\n\nsection \n", 3, "section Discover"),
        ("JOURNEY\nA: 3", 1, "`journey`"),
        ("graph TD", 1, "`journey`"),
    ],
)
def test_what_mermaid_refuses_is_refused_with_line_and_remedy(text: str, line: int, hint: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(text)
    assert f"line {line}:" in caught.value.message
    assert hint in caught.value.hint


def test_titles_and_comments() -> None:
    assert read("journey\ntitle Fix #12 now\nA: 3").title == "Fix"
    assert read("journey\ntitle Buy: it\nA: 3").title == "Buy: it"
    assert read("journey title X\nA: 3").title == "X"
    assert read("journey\ntitle\n section X\n A: 3").title == "section X"
    assert (
        read("---\ntitle: Front\nconfig: {journey: {}}\n---\n%%{init: {'a': 1}}%%\njourney\n%% c\nA: 3").title
        == "Front"
    )
    assert read("journey\naccDescr {\n two\n lines\n}\nA: 3").scenario == "two\n lines"
    assert read("journey").columns == ()


def test_duplicate_sections_stay_apart() -> None:
    model = read("journey\nsection A\nX: 3\nsection B\nsection A\nY: 3")
    assert [(str(c.title), c.parent) for c in model.columns] == [
        ("A", ""), ("X", "a"), ("B", ""), ("A", ""), ("Y", "a-2"),
    ]  # fmt: skip


def test_a_score_off_the_scale_keeps_its_raw_value() -> None:
    assert read("journey\nA: 7").cards[0].props == {"score": 7.0}


def small(title: str, value: float | None = 0.3) -> Map:
    card = Card(key="e", lane="e", at="s", value=Figure(value=value, unit="score", n=4)) if value is not None else None
    return Map(
        key="m", title=title, columns=(Column(key="st", title=title), Column(key="s", title=title, parent="st")),
        lanes=(Lane(key="e", type="emotion", title="E"),), cards=(card,) if card else (),
        personas=(Persona(key="p", name=title),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "a: b; c # d",
        "Title of it",
        "Section 8",
        "journey",
        "accTitle",
        "%% x",
        "two\nlines",
        "A, B",
        "%%{x}%%",
        "100%",
        "% off",
        "我",
    ],
)
def test_forbidden_characters_and_keywords_survive(title: str) -> None:
    text = write_journey(small(title), "en")
    again = read(text)
    assert [str(column.title) for column in again.columns] == [title, title]
    assert [column.key for column in again.columns] == ["st", "s"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), st.none() | st.floats(-1, 1))
def test_whatever_is_written_can_be_read(title: str, value: float | None) -> None:
    model = small(title, value)
    again = read(write_journey(model, "en"))
    assert [column.key for column in again.columns] == ["st", "s"]
    assert [card.value.value for card in again.cards if card.value] == ([] if value is None else [value])


def test_an_edited_score_wins_over_the_exact_one_kept_in_the_comment() -> None:
    text = write_journey(small("Pay", 0.3), "en")
    assert "Pay: 4" in text
    changed = read(text.replace("Pay: 4", "Pay: 1"))
    assert [card.value.value for card in changed.cards if card.value] == [-1.0]


def test_an_edited_title_wins_too() -> None:
    text = write_journey(small("a: b"), "en").replace("section a∶ b", "section New")
    assert str(read(text).columns[0].title) == "New"


def test_writing_again_gives_the_same_bytes() -> None:
    for model in (lamp(), *(templates.load(name) for name in templates.names())):
        text = write_journey(model, "en")
        assert write_journey(read(text), "en") == text


def test_each_persona_has_a_diagram_and_hostile_maps_make_sound_ones() -> None:
    assert len(curves(five_curves())) == 5
    for curve in curves(five_curves()):
        assert not [p for p in lint(read(write_journey(five_curves(), "en", curve))) if p.severity == "error"]
    read(write_journey(hostile(), "en"))


PAGE = """# Ride

Text with `journey` in it.

```python
journey = 1
```

> ```mermaid
> journey
>   section Find
>     Look: 2: Ann
> ```

~~~ {mermaid}
---
title: The other
---
%% a comment
journey
  section Pay
    Card: 5
"""


def test_journeys_fenced_in_a_page_are_read() -> None:
    model = MapDocument.read(PAGE.encode(), name="readme.md").model
    assert model.title == "Ride"
    assert [str(column.title) for column in model.columns] == ["Find", "Look"]
    assert [card.value.value for card in model.cards if card.value] == [-0.5]
    assert [note.text for note in model.notes] == [
        "The page holds further journeys that are not on this map: The other."
    ]


def test_a_page_of_a_map_gives_every_curve_back() -> None:
    model = five_curves()
    again = MapDocument.read(MapDocument(model).render("md"), name="m.md").model
    told = [[card.value for card in again.cards if card.lane == lane.key] for lane in again.lanes]
    alone = [[card.value for card in read(write_journey(model, "en", curve)).cards] for curve in curves(model)]
    assert len(told) == 5
    assert told == alone
    assert [problem for problem in lint(again) if problem.severity == "error"] == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("# None\n\n```mermaid\ngraph TD\n```\n", "no Mermaid journey"),
        ("a\n\n```mermaid\njourney\nBuy\n```\n", "line 5"),
    ],
)
def test_a_page_without_a_journey_or_with_a_broken_one_is_refused(page: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        MapDocument.read(page.encode(), name="readme.md")
