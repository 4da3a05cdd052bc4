"""Map files: nothing is lost, diffs are by line, and a mistake is told with its place."""

import difflib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from worlds import lamp

from footpath.core.errors import Invalid
from footpath.maps import Options
from footpath.maps.formats.json import Json
from footpath.maps.formats.yaml import Yaml
from footpath.maps.model import Card, Column, Edge, Evidence, Figure, Lane, Map, Note, Persona

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
texts = words | st.dictionaries(words, words, max_size=3)
numbers = st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    words | numbers | st.booleans() | st.none() | st.integers(-(2**60), 2**60),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
free = st.dictionaries(words.filter(lambda key: key != "unknown"), plain, max_size=3)
instants = st.none() | st.datetimes(timezones=st.timezones(no_cache=False))
figures = st.builds(Figure, value=numbers, unit=st.just("share"), n=st.none() | st.integers(0, 9), definition=words)
named = st.dictionaries(words, figures, max_size=2)
cards = st.builds(
    Card, key=words, lane=words, at=words, text=texts, value=st.none() | figures, figures=named, props=free, lang=words,
    evidence=st.builds(Evidence, reported=st.integers(0, 9), sources=st.tuples(words)),
)  # fmt: skip
columns = st.builds(Column, key=words, title=texts, figures=named, matches=st.tuples(words, words))
maps = st.builds(
    Map, key=words, title=texts, extra=free,
    columns=st.lists(columns, max_size=2).map(tuple),
    lanes=st.lists(st.builds(Lane, key=words, type=words, title=texts, props=free), max_size=2).map(tuple),
    cards=st.lists(cards, max_size=2).map(tuple),
    edges=st.lists(st.builds(Edge, frm=words, to=words, figures=named), max_size=1).map(tuple),
    notes=st.lists(st.builds(Note, topic=words, text=texts), max_size=1).map(tuple),
    personas=st.lists(st.builds(Persona, key=words, name=texts, profile=free), max_size=1).map(tuple),
)  # fmt: skip


@given(maps)
def test_any_map_survives_yaml_and_json(model: Map) -> None:
    for kind in (Yaml(), Json()):
        assert kind.read(kind.write(model, Options()), name="map") == model


@given(maps)
def test_other_yaml_readers_read_the_same(model: Map) -> None:
    data = Yaml().write(model, Options())
    assert yaml.safe_load(data)["key"] == model.key


def test_fields_and_lane_types_of_a_later_version_survive() -> None:
    data = b"""format: footpath-map/1
key: a
title: {en: Hello}
columns:
- {key: pay, title: Pay, colour: red, figures: {reach: {value: 1, unit: share, trend: [1, 2]}}}
lanes:
- {key: x, type: hologram, title: X, props: {depth: 3}}
cards:
- {key: c, lane: x, at: pay, shape: star}
edges:
- {from: pay, to: pay, weight: 2}
seasons: {spring: 1}
"""
    model = Yaml().read(data, name="a")
    again = yaml.safe_load(Yaml().write(model, Options()))
    assert again == yaml.safe_load(data)
    assert Yaml().read(Yaml().write(model, Options()), name="a") == model


def test_an_unknown_field_stays_with_its_card_when_cards_move() -> None:
    data = b"key: a\ntitle: T\ncolumns: [{key: p, title: P}]\nlanes: [{key: x, type: text, title: X}]\n"
    data += b"cards:\n- {key: c, lane: x, at: p, shape: star}\n- {key: d, lane: x, at: p}\n"
    model = Yaml().read(data, name="a")
    moved = structs.replace(model, cards=model.cards[::-1])
    written = yaml.safe_load(Yaml().write(moved, Options()))
    assert written["cards"] == [
        {"key": "d", "lane": "x", "at": "p"},
        {"key": "c", "lane": "x", "at": "p", "shape": "star"},
    ]


def test_changing_one_card_changes_one_line() -> None:
    model = lamp()
    changed = structs.replace(model.cards[3], text="Another text: with, signs #1")
    other = structs.replace(model, cards=(*model.cards[:3], changed, *model.cards[4:]))
    before, after = (Yaml().write(one, Options()).decode().splitlines() for one in (model, other))
    added = [line for line in difflib.ndiff(before, after) if line.startswith("+ ")]
    assert len(added) == 1
    assert "Another text" in added[0]


def test_dates_and_the_word_no_stay_text() -> None:
    model = Yaml().read(b"key: no\ntitle: {no: 2026-01-01, en: on}\ncolumns: []\n", name="a")
    assert model.key == "no"
    assert model.title == {"no": "2026-01-01", "en": "on"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"key: a\ntitle: b: c", "line 2, column 9"),
        (b"key: a\ncolumns: []", "title is missing"),
        (b"key: a\ntitle: T\ncolumns:\n- {key: p}", "columns[0]: title is missing (key 'p')"),
        (
            b"key: a\ntitle: T\ncolumns: []\ncards:\n- {key: c, lane: 3, at: p}",
            "cards[0].lane: expected `str`, got `int`",
        ),
        (b"format: footpath-map/9", "'footpath-map/9' is unknown"),
        (b"\x00\xff", "not a text file"),
        (b"", "holds no map"),
        (b"[1, 2]", "holds no map"),
        (b"a: &x [*x]", "holds no map"),
    ],
)
def test_a_broken_file_is_told_with_its_place(data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        Yaml().read(data, name="broken.map.yaml")
    assert said in str(caught.value)
    assert "broken.map.yaml" in str(caught.value)


def test_broken_json_is_told() -> None:
    with pytest.raises(Invalid, match="is not JSON"):
        Json().read(b"{", name="a.json")
