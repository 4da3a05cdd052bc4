"""What people draw beside cards: moves between steps, and icons."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from footpath.maps import FORMATS, Options
from footpath.maps.model import Card, Column, Edge, Figure, Lane, Map
from footpath.maps.render.icons import ROOM, icon, strokes
from footpath.maps.render.layout import layout
from footpath.maps.render.scene import Curve, Group, Mark, Rect, Words
from footpath.maps.render.strands import strands_of, what

COLUMNS = tuple(Column(key=key, title=f"Step {key}") for key in "abcde")
UI = Path(__file__).parents[2] / "ui" / "src"


def drawn(*edges: Edge) -> Map:
    return Map(key="m", title="M", columns=COLUMNS, edges=edges)


def marks_of(marks: tuple[Mark, ...], ref: str) -> tuple[Mark, ...]:
    for mark in marks:
        if isinstance(mark, Group):
            if mark.ref == ref:
                return mark.marks
            if found := marks_of(mark.marks, ref):
                return found
    return ()


def test_moves_that_cross_stand_on_levels_of_their_own() -> None:
    model = drawn(
        Edge(frm="a", to="d", kind="skip"),
        Edge(frm="c", to="b", kind="loop"),
        Edge(frm="d", to="e", kind="branch"),
        Edge(frm="e", to="d", kind="loop"),
        Edge(frm="a", to="b"),
        Edge(frm="a", to="gone", kind="skip"),
        Edge(frm="c", to="c", kind="loop"),
    )
    assert [(one.edge.frm, one.edge.to, one.level) for one in strands_of(model)] == [
        ("c", "b", 0),
        ("d", "e", 0),
        ("e", "d", 1),
        ("a", "d", 1),
    ]


def test_measured_ways_back_are_left_to_the_river_where_there_is_one_and_the_fifth_level_to_nobody() -> None:
    share, few = (Figure(value=value, unit="share", n=100) for value in (0.2, 0.01))
    back = Edge(frm="c", to="a", kind="loop", figures={"share": share})
    model = drawn(back, Edge(frm="d", to="a", kind="loop", figures={"share": few}))
    river = replace(model, lanes=(Lane(key="r", type="traffic", title="Path"),))
    assert strands_of(river) == ()
    assert [(one.edge, what(one.edge, "pl")) for one in strands_of(model)] == [(back, "20% wraca")]
    assert strands_of(drawn(Edge(frm="a", to="c", kind="branch", figures={"share": share}))) == ()
    six = drawn(*(Edge(frm="a", to="c", kind="branch", condition=str(one)) for one in range(6)))
    assert [one.level for one in strands_of(six)] == [0, 1, 2, 3]


def test_moves_are_drawn_under_the_titles_with_their_condition() -> None:
    back, bare = Edge(frm="c", to="b", kind="loop", condition="card refused"), layout(drawn())
    scene = layout(drawn(back, Edge(frm="a", to="c", kind="branch")))
    assert scene.height == bare.height + 2 * 22 + 4
    line, head, _, words = marks_of(scene.marks, "move:c>b")
    assert isinstance(line, Curve)
    assert isinstance(head, Curve)
    assert isinstance(words, Words)
    assert (line.stroke, line.dash, head.fill, words.text) == ("pain", (), "pain", "card refused")
    assert line.commands[0][1] > line.commands[-1][1]
    line, *_, words = marks_of(scene.marks, "move:a>c")
    assert isinstance(line, Curve)
    assert isinstance(words, Words)
    assert (line.dash, words.text) == ((5.0, 3.0), "or")


@pytest.mark.parametrize("name", ["svg", "html", "md", "pptx"])
def test_a_file_says_a_move_in_the_language_of_the_map(name: str) -> None:
    model = drawn(Edge(frm="c", to="b", kind="loop"))
    written = FORMATS[name]().write(model, Options(locale="pl"))
    if name == "pptx":
        assert len(written) > len(FORMATS[name]().write(drawn(), Options(locale="pl")))
    else:
        assert "z powrotem" in written.decode()


def test_the_editor_and_files_know_the_same_icons() -> None:
    source = (UI / "maps/model/icons.ts").read_text()
    assert "src/footpath/maps/render/icons.json" in source
    labels = re.findall(r'^  (\w+): msg\("', source, re.MULTILINE)
    assert labels == list(strokes())
    assert len(labels) == 24
    points = {"M": 3, "L": 3, "C": 7, "Z": 1}
    for commands in strokes().values():
        assert commands[0][0] == "M"
        assert all(len(one) == points[str(one[0])] for one in commands)
        assert all(0 <= float(at) <= 16 for one in commands for at in one[1:])


def test_an_icon_is_placed_and_scaled() -> None:
    found = icon("phone", 10, 20)
    assert found
    assert found.commands[:2] == (("M", 10 + 5 * 0.875, 21.75), ("L", 10 + 11 * 0.875, 21.75))
    assert icon("dragon", 0, 0) is None


@pytest.mark.parametrize("kind", ["text", "pain_point", "touchpoint", "verbatim"])
def test_a_card_is_drawn_with_its_icon_before_its_words(kind: str) -> None:
    def card(name: str) -> tuple[Mark, ...]:
        made = Card(key="k", lane="l", at="a", text="words", icon=name)
        lanes = (Lane(key="l", type=kind, title="L"),)
        return marks_of(
            layout(Map(key="m", title="M", columns=COLUMNS[:1], lanes=lanes, cards=(made,))).marks, "card:k"
        )

    bare, worn, unknown = card(""), card("cart"), card("dragon")
    assert unknown == bare
    (before,) = [one for one in bare if isinstance(one, Words) and "words" in one.text]
    (after,) = [one for one in worn if isinstance(one, Words) and "words" in one.text]
    assert after.x == before.x + ROOM
    assert after.y == before.y
    (drawing,) = [one for one in worn if isinstance(one, Curve)]
    assert before.x <= min(float(one[1]) for one in drawing.commands if len(one) > 1) < after.x
    assert [one for one in worn if isinstance(one, Rect)] == [one for one in bare if isinstance(one, Rect)]
