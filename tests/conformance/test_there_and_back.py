"""Every format that reads its own files: what comes back is the map less what `carried` says the format loses."""

from functools import cache

import msgspec
import pytest
from all_worlds import WORLDS
from carried import CARRIED, diagram, structure
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from footpath.maps import FORMATS, Map, Options
from footpath.maps.model import Card, CardLink, Column, Evidence, Figure, Lane, Path, Persona

HANDMADE = sorted(name for name in WORLDS if name != "hostile")  # texts with NUL: no format but JSON and YAML has them
WORDS = (
    st.text("abZż痛 =-+%1.,;:'\"<&\n", max_size=6)
    .map(lambda text: " ".join(text.split(" ")).strip())
    .filter(
        lambda text: not text.startswith("'")  # read as the apostrophe that disarms a formula
    )
)
COLOURS = st.sampled_from(["green", "violet", "blue"])
FIGURES = st.builds(
    Figure, value=st.floats(-5, 5), unit=st.sampled_from(["share", "score", "seconds", "money", "count"]),
    n=st.none() | st.integers(0, 10**6), lo=st.none() | st.floats(-5, 5), definition=WORDS, source=WORDS,
)  # fmt: skip


@cache
def there_and_back(kind: str, world: str) -> Map:
    form = FORMATS[kind]()
    return form.read(form.write(WORLDS[world](), Options()), name="m")


def plain(model: Map) -> Map:
    """Return the map as files have it: free fields hold lists, no tuples."""
    return msgspec.json.decode(msgspec.json.encode(model), type=Map)


def test_every_format_that_is_read_says_what_it_carries() -> None:
    assert sorted(CARRIED) == sorted(name for name in FORMATS if FORMATS[name].readable)


@pytest.mark.parametrize("world", HANDMADE)
@pytest.mark.parametrize("kind", sorted(CARRIED))
def test_a_map_comes_back(kind: str, world: str) -> None:
    carried = CARRIED[kind]
    if carried in (structure, diagram) and not WORLDS[world]().columns:
        pytest.skip("a journey without touchpoints or tasks is none in its grammar")
    assert plain(carried(there_and_back(kind, world))) == plain(carried(WORLDS[world]()))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_else_is_made_up(kind: str) -> None:
    model = there_and_back(kind, "lamp")
    assert plain(model) == plain(CARRIED[kind](model))


@st.composite
def columns(draw: st.DrawFn) -> tuple[Column, ...]:
    found: list[Column] = []
    for stage in range(draw(st.integers(1, 3))):
        found.append(Column(key=f"s{stage}", title=draw(WORDS), description=draw(WORDS)))
        for step in range(draw(st.integers(0, 2))):
            figures = draw(st.dictionaries(st.sampled_from(["reach", "own"]), FIGURES, max_size=1))
            found.append(Column(key=f"s{stage}-{step}", title=draw(WORDS), parent=f"s{stage}", figures=figures))
    return tuple(found)


@st.composite
def maps(draw: st.DrawFn) -> Map:
    """Return a sound map: equal titles, blank titles, empty lanes, spans and overlapping cards are all allowed."""
    own = draw(columns())
    keys = [column.key for column in own]
    lanes = tuple(
        Lane(key=f"l{at}", type=draw(st.sampled_from(["text", "metric", "emotion", "traffic", "verbatim", "odd"])),
             title=draw(WORDS), note=draw(WORDS))
        for at in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    cards = tuple(
        Card(
            key=f"c{at}", lane=draw(st.sampled_from(lanes)).key, at=draw(st.sampled_from(keys)),
            to=draw(st.just("") | st.sampled_from(keys)), text=draw(WORDS), detail=draw(WORDS),
            value=draw(st.none() | FIGURES), tone=draw(st.sampled_from(["neutral", "pain"])), persona="p",
            owner=draw(WORDS), rank=draw(st.none() | st.integers(1, 9)),
            evidence=Evidence(reported=draw(st.integers(0, 2)), sources=("a", "b")),
            props=draw(st.fixed_dictionaries({}, optional={"tags": st.lists(WORDS, max_size=2), "colour": COLOURS})),
        )
        for at in range(draw(st.integers(0, 4)) if lanes else 0)
    )  # fmt: skip
    links = (CardLink(frm="c0", to="c1", label=draw(WORDS)),) if len(cards) > 1 else ()
    return Map(
        key="m", title=draw(WORDS), subtitle=draw(WORDS), scenario=draw(WORDS), locale="pl", columns=own, lanes=lanes,
        cards=cards, links=links, personas=(Persona(key="p", name=draw(WORDS), traits=("t",)),),
        paths=(Path(key="w", title="W", columns=(keys[0], keys[-1])),),
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(maps())
def test_any_map_comes_back_from_sheets(kind: str, model: Map) -> None:
    form = FORMATS[kind]()
    again = form.read(form.write(model, Options()), name="m")
    assert plain(again) == plain(CARRIED[kind](model))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_lanes_left_out_leave_nothing_behind(kind: str) -> None:
    model = WORLDS["lamp"]()
    form = FORMATS[kind]()
    first = model.lanes[0].key
    again = form.read(form.write(model, Options(lanes=(first,))), name="m")
    assert [lane.key for lane in again.lanes] == [first]
    assert {card.lane for card in again.cards} <= {first}
    left = structs.replace(model, cards=tuple(card for card in model.cards if card.lane != first))
    texts = {str(card.text) for card in left.cards if card.text}
    rows = form.write(model, Options(lanes=(first,))).decode("utf-8", "ignore") if kind == "csv" else ""
    assert not [text for text in texts if f",{text}," in rows]
