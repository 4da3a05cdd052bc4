"""What every lane type must do."""

import pytest
from all_worlds import WORLDS
from worlds import lamp

from footpath.maps.lane import LANES, lane_type
from footpath.maps.model import Card, Column, Figure, Lane, Map
from footpath.maps.render import blueprint
from footpath.maps.render.layout import layout, row_of
from footpath.maps.render.svg import document


@pytest.mark.parametrize("name", list(LANES))
def test_a_lane_type_says_what_it_is_in_one_sentence(name: str) -> None:
    sentence = (LANES[name].__doc__ or "").strip().splitlines()[0]
    assert sentence.endswith(".")


@pytest.mark.parametrize("name", list(LANES))
def test_a_lane_type_says_each_card_in_the_table(name: str) -> None:
    model = WORLDS["huge"]()
    lane = next((lane for lane in model.lanes if lane.type == name), None)
    if lane is None:
        pytest.skip(f"the huge map has no lane {name}")
    row = row_of(model, lane, "en")
    said = [one for cell in lane_type(name).cells(row) for one in cell]
    assert len(said) >= len(row.cards)
    assert all(said)


def test_an_unknown_lane_type_keeps_its_cards() -> None:
    assert lane_type("hologram").name == "unknown"


def test_quotation_marks_follow_the_language_and_are_never_doubled() -> None:
    from footpath.maps.lanes.verbatim import quoted

    assert quoted("Paczka stoi", "pl") == "„Paczka stoi”"
    assert quoted("很好", "zh-Hant") == "「很好」"
    assert quoted("“Fine.”", "en") == "“Fine.”"


def test_blueprint_lines_follow_from_roles() -> None:
    roles = ("customer_actions", "frontstage_people", "frontstage_tech", "backstage_people", "support")
    lanes = [Lane(key=role, type="process", title=role, role=role) for role in roles]
    assert [blueprint.border(lanes, index) for index in range(5)] == ["interaction", "", "visibility", "internal", ""]


def test_no_internal_line_without_support() -> None:
    lanes = [Lane(key=role, type="process", title=role, role=role) for role in ("frontstage_tech", "backstage_tech")]
    assert [blueprint.border(lanes, index) for index in range(2)] == ["visibility", ""]


def test_a_map_without_lanes_draws_its_stages() -> None:
    model = lamp()
    bare = Map(key="bare", title="Bare", columns=model.columns)
    assert [ref for ref, _, _ in layout(bare).bands] == ["header", "columns", "footer"]


@pytest.mark.parametrize("kind", ["text", "pain_point", "touchpoint", "opportunity"])
def test_a_card_is_drawn_with_its_tags_and_its_colour(kind: str) -> None:
    lane = Lane(key="l", type=kind, title="L")

    def drawn(props: dict[str, object]) -> tuple[str, float]:
        card = Card(key="k", lane="l", at="c", text="words", props=props)
        model = Map(key="m", title="M", columns=(Column(key="c", title="C"),), lanes=(lane,), cards=(card,))
        scene = layout(model)
        return document(scene, "light", ""), scene.height

    bare, low = drawn({})
    worn, high = drawn({"tags": ["mobile", 7, "quick win"], "colour": "violet"})
    assert "mobile · quick win" in worn
    assert "mobile" not in bare
    assert worn.count("#7A5BB0") == bare.count("#7A5BB0") + 1
    assert high == low + 18


def test_a_pinned_answer_is_drawn_as_the_small_chart_it_keeps() -> None:
    def bars(points: object) -> int:
        value = Figure(value=4.0, unit="count")
        card = Card(key="k", lane="l", at="c", text="Orders", value=value, props={"chart": {"points": points}})
        lane = Lane(key="l", type="chart", title="L")
        model = Map(key="m", title="M", columns=(Column(key="c", title="C"),), lanes=(lane,), cards=(card,))
        return document(layout(model), "light", "").count("<rect")

    assert bars([["Mon", 2.0], ["Tue", 4.0], ["Wed", -1.0]]) == bars("nothing that can be drawn") + 2


@pytest.mark.parametrize("kind", ["text", "opportunity"])
def test_a_detail_keeps_its_lines_and_leaves_figures_it_does_not_say(kind: str) -> None:
    def drawn(detail: str) -> str:
        votes = {"votes": Figure(value=2, unit="count")}
        card = Card(key="k", lane="l", at="c", text="Delivery", detail=detail, figures=votes)
        lane = Lane(key="l", type=kind, title="L")
        model = Map(key="m", title="M", columns=(Column(key="c", title="C"),), lanes=(lane,), cards=(card,))
        return document(layout(model), "light", "")

    listed = drawn("– late\n– dear")
    assert ">– late<" in listed
    assert "– late – dear" not in listed
    assert "2 votes" in listed
    assert "2 votes" not in drawn("2 people")
