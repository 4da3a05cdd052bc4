"""Every drawing: texts never meet, nothing leaves the page, all of it can be read somewhere."""

from itertools import pairwise

import pytest
from all_worlds import WORLDS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import AS_OF, count, feeling, lamp, share

from footpath.maps.format import Options
from footpath.maps.lane import LANES
from footpath.maps.model import Card, CardLink, Column, Edge, Evidence, Lane, Map, Path, Persona
from footpath.maps.render.layout import layout
from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark, Rect, Scene, Words
from footpath.maps.render.svg import words_of
from footpath.maps.render.theme import COLOURS

Box = tuple[float, float, float, float]


def extent(words: Words) -> Box:
    left = {"start": words.x, "middle": words.x - words.width / 2, "end": words.x - words.width}[words.anchor]
    return left, words.y - 0.74 * words.size, left + words.width, words.y + 0.2 * words.size


def meeting(scene: Scene) -> list[tuple[str, str]]:
    placed = sorted(((extent(one), one.text) for one in words_of(scene.marks)), key=lambda pair: pair[0][1])
    found = []
    for index, (one, text) in enumerate(placed):
        for other, beside in placed[index + 1 :]:
            if other[1] >= one[3]:
                break
            if one[0] < other[2] - 0.5 and other[0] < one[2] - 0.5:
                found.append((text, beside))
    return found


def outside(scene: Scene) -> list[str]:
    return [
        one.text
        for one in words_of(scene.marks)
        if (box := extent(one))[0] < 0 or box[1] < 0 or box[2] > scene.width + 0.5 or box[3] > scene.height
    ]


def flat(marks: tuple[Mark, ...]) -> list[Mark]:
    return [inner for mark in marks for inner in (flat(mark.marks) if isinstance(mark, Group) else [mark])]


@pytest.mark.parametrize("name", list(WORLDS))
def test_texts_of_a_map_never_meet_and_stay_on_the_page(name: str) -> None:
    scene = layout(WORLDS[name]())
    assert meeting(scene) == []
    assert outside(scene) == []


@pytest.mark.parametrize("locale", ["pl", "lv", "zh-Hant"])
def test_a_map_in_another_language_still_fits(locale: str) -> None:
    scene = layout(lamp(), locale=locale)
    assert meeting(scene) == []
    assert outside(scene) == []


@pytest.mark.parametrize("name", list(WORLDS))
def test_bands_follow_each_other_from_top_to_bottom(name: str) -> None:
    scene = layout(WORLDS[name]())
    assert scene.bands[0][:2] == ("header", 0.0)
    assert all(before[2] == after[1] for before, after in pairwise(scene.bands))
    assert scene.bands[-1][2] <= scene.height


@pytest.mark.parametrize("name", list(WORLDS))
def test_colours_are_tokens_and_nothing_is_smaller_than_eleven_px(name: str) -> None:
    scene = layout(WORLDS[name]())
    for mark in flat(scene.marks):
        inks = {getattr(mark, "fill", ""), getattr(mark, "stroke", "")} - {""}
        assert inks <= set(COLOURS)
    assert all(words.size >= 11 for words in words_of(scene.marks))


def test_a_shortened_text_can_be_read_in_full_in_its_title() -> None:
    long = "word " * 200
    model = Map(
        key="m",
        title="t",
        columns=(Column(key="a", title="A"),),
        lanes=(Lane(key="l", type="text", title="L"),),
        cards=(Card(key="c", lane="l", at="a", text=long),),
    )
    scene = layout(model)
    assert any(words.text.endswith("…") for words in words_of(scene.marks))
    assert long in [group.title for group in groups(scene.marks)]


def groups(marks: tuple[Mark, ...]) -> list[Group]:
    found: list[Group] = []
    for mark in marks:
        if isinstance(mark, Group):
            found += [mark, *groups(mark.marks)]
    return found


def test_every_card_is_drawn_and_said_in_words() -> None:
    said = {group.ref: group.label for group in groups(layout(lamp()).marks) if group.ref.startswith("card:")}
    model = lamp()
    assert {f"card:{card.key}" for card in model.cards} <= set(said)
    assert "Payment fails on phones since 12 Oct" in said["card:p2"]


def test_a_folded_lane_says_how_many_cards_it_hides_unless_the_format_unfolds() -> None:
    model = lamp()
    folded = Map(**{f: getattr(model, f) for f in model.__struct_fields__} | {"lanes": (
        *model.lanes[:-1], Lane(key="chance", type="opportunity", title="Opportunities", collapsed=True))})  # fmt: skip
    texts = {words.text for words in words_of(layout(folded).marks)}
    assert "3 cards folded away" in texts
    assert layout(folded, unfold=True).height > layout(folded).height


def test_only_the_lanes_asked_for_are_drawn() -> None:
    scene = layout(lamp(), options=Options(lanes=("pain",)))
    assert [ref for ref, _, _ in scene.bands] == ["header", "columns", "lane:pain", "footer"]


def test_the_river_is_as_high_as_the_share_of_people() -> None:
    scene = layout(lamp())
    river = next(
        mark
        for mark in flat(scene.marks)
        if isinstance(mark, Curve) and mark.fill == "accent-soft" and len(mark.commands) > 10
    )
    surface = [command[-1] for command in river.commands if command[0] == "C"]
    floor = river.commands[-2][-1]
    assert isinstance(floor, float)
    assert floor - float(surface[0]) == pytest.approx(64.0)
    assert floor - float(surface[1]) == pytest.approx(64.0 * 0.62)


def test_losses_are_points_of_all_people_in_the_pain_colour() -> None:
    losses = [words for words in words_of(layout(lamp()).marks) if words.text.endswith("pts") and words.fill == "pain"]
    assert [words.text for words in losses] == ["−38 pts", "−4 pts", "−24 pts", "−4 pts", "−8 pts"]


def test_a_card_on_an_unknown_column_covers_the_whole_map_instead_of_being_lost() -> None:
    model = Map(
        key="m",
        title="t",
        columns=(Column(key="a", title="A"), Column(key="b", title="B")),
        lanes=(Lane(key="l", type="text", title="L"),),
        cards=(Card(key="c", lane="l", at="gone", text="still here"),),
    )
    assert "still here" in {words.text for words in words_of(layout(model).marks)}


def test_the_same_map_gives_the_same_scene() -> None:
    assert layout(lamp()) == layout(lamp())


texts = st.text(
    st.one_of(st.characters(min_codepoint=32, max_codepoint=0x17F), st.sampled_from("漢字，。「」🔥👍")), max_size=60
)
evidences = st.builds(Evidence, reported=st.integers(0, 3), observed=st.integers(0, 3), measured=st.integers(0, 90))


@st.composite
def maps(draw: st.DrawFn) -> Map:
    columns: list[Column] = []
    for stage in range(draw(st.integers(0, 5))):
        columns.append(Column(key=f"s{stage}", title=draw(texts), moment_of_truth=draw(st.booleans())))
        for step in range(draw(st.integers(0, 3))):
            figures = {"reach": share(draw(st.floats(0, 1))), "drop_off": share(draw(st.floats(0, 1)))}
            columns.append(Column(key=f"s{stage}c{step}", title=draw(texts), parent=f"s{stage}", figures=figures))
    keys = [column.key for column in columns] or ["none"]
    key = st.sampled_from(keys)
    kinds = draw(st.lists(st.sampled_from([*LANES, "hologram"]), max_size=6))
    lanes = tuple(Lane(key=f"l{i}", type=kind, title=draw(texts), note=draw(texts)) for i, kind in enumerate(kinds))
    cards = []
    for lane in lanes:
        for i in range(draw(st.integers(0, 5))):
            cards += [
                Card(
                    key=f"{lane.key}-{i}",
                    lane=lane.key,
                    at=draw(key),
                    to=draw(st.sampled_from(["", *keys])),
                    text=draw(texts),
                    detail=draw(texts),
                    origin=draw(texts),
                    owner=draw(texts),
                    evidence=draw(evidences),
                    value=draw(st.sampled_from([None, feeling(draw(st.floats(-1, 1)), 40)])),
                    figures=draw(st.sampled_from([{}, {"web": share(0.6), "app": share(0.4)}, {"persons": count(9)}])),
                    persona=draw(st.sampled_from(["", "p0", "p1"])),
                    tone=draw(st.sampled_from(["neutral", "pain"])),
                )
            ]
    loops = tuple(
        Edge(frm=draw(key), to=draw(key), kind="loop", figures={"share": share(draw(st.floats(0, 1)))})
        for _ in range(draw(st.integers(0, 4)))
    )
    names = [card.key for card in cards]
    links = tuple(
        CardLink(frm=draw(st.sampled_from(names)), to=draw(st.sampled_from(names)), label=draw(texts))
        for _ in range(draw(st.integers(0, 3)) if names else 0)
    )
    paths = (
        Path(key="p", title=draw(texts), columns=tuple(draw(st.lists(key, max_size=7))), figures={"share": share(0.3)}),
    )
    personas = tuple(Persona(key=f"p{i}", name=draw(texts), share=share(0.5), traits=(draw(texts),)) for i in range(2))
    return Map(
        key="m", title=draw(texts), as_of=AS_OF, columns=tuple(columns), lanes=lanes, cards=tuple(cards), edges=loops,
        links=links, paths=paths, personas=personas, locale=draw(st.sampled_from(["en", "pl", "lv", "zh-Hant"])),
    )  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(maps())
def test_texts_of_any_map_never_meet_and_stay_on_the_page(model: Map) -> None:
    scene = layout(model)
    assert meeting(scene) == []
    assert outside(scene) == []


def test_boxes_of_cards_never_meet() -> None:
    for make in WORLDS.values():
        frames = [mark for mark in flat(layout(make()).marks) if isinstance(mark, Rect) and mark.radius == 7]
        for index, one in enumerate(frames):
            for other in frames[index + 1 :]:
                apart = one.x + one.w <= other.x or other.x + other.w <= one.x
                assert apart or one.y + one.h <= other.y or other.y + other.h <= one.y


def test_marks_are_of_the_five_kinds_formats_know() -> None:
    for mark in flat(layout(WORLDS["huge"]()).marks):
        assert isinstance(mark, Rect | Line | Curve | Disc | Words)
