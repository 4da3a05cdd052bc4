"""Lint: each rule finds its fault, and a sound map has none of it."""

from datetime import UTC, datetime

import pytest
from msgspec import structs
from worlds import lamp

from footpath.core.clock import freeze
from footpath.core.errors import Invalid
from footpath.maps import Map, templates
from footpath.maps.lint import RULES, demand_sound, lint
from footpath.maps.model import Card, CardLink, Column, Edge, Evidence, Figure, Lane, Path, Persona

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def sound(**changes: object) -> Map:
    """Return a map without any problem, then changed."""
    model = Map(
        key="m",
        title="I buy",
        as_of=NOW,
        columns=tuple(
            column
            for stage in ("a", "b", "c")
            for column in (Column(key=stage, title=stage), Column(key=f"{stage}1", title="Step", parent=stage))
        ),
        lanes=(
            Lane(key="pains", type="pain_point", title="Pains"),
            Lane(key="ideas", type="opportunity", title="Ideas"),
            Lane(key="mood", type="emotion", title="Mood"),
        ),
        cards=(
            Card(key="p", lane="pains", at="a1", text="Slow", evidence=Evidence(reported=2)),
            Card(key="o", lane="ideas", at="a", text="How might we be quick?"),
            Card(key="e", lane="mood", at="b1", value=Figure(value=0.5, unit="score", n=9, definition="Mean.")),
        ),
    )
    return structs.replace(model, **changes)


def card(**fields: object) -> tuple[Card, ...]:
    values = {"key": "x", "lane": "mood", "at": "a1", "text": "Words"} | fields
    return (*sound().cards, Card(**values))  # type: ignore[arg-type]


def figure(**fields: object) -> Figure:
    return Figure(**({"value": 0.5, "unit": "share", "n": 9, "definition": "Share."} | fields))  # type: ignore[arg-type]


FAULTS = {
    "all_languages": (sound(title={"en": "I buy", "pl": "Kupuję"}, scenario={"en": "A shop"}), "scenario"),
    "columns_exist": (sound(edges=(Edge(frm="a1", to="nowhere"),)), "edges[0].to"),
    "first_person_title": (sound(title="Checkout process"), "title"),
    "fresh_data": (sound(as_of=datetime(2026, 1, 1, tzinfo=UTC)), "as_of"),
    "intervals_hold": (sound(goal_conversion=figure(lo=0.6, hi=0.7)), "goal_conversion"),
    "lanes_exist": (sound(cards=card(lane="moods")), "cards[3].lane"),
    "lanes_filled": (sound(lanes=(*sound().lanes, Lane(key="z", type="text", title="Z"))), "lanes[3]"),
    "links_exist": (sound(links=(CardLink(frm="p", to="q"),)), "links[0].to"),
    "numbers_have_n": (sound(goal_conversion=figure(n=None, definition="")), "goal_conversion"),
    "opportunities_answer_pains": (sound(cards=card(lane="ideas", at="c1")), "cards[3]"),
    "pains_have_evidence": (sound(cards=card(lane="pains")), "cards[3].evidence"),
    "spans_run_forward": (sound(cards=card(at="b1", to="a")), "cards[3].to"),
    "stage_count": (sound(columns=sound().columns[:2], cards=sound().cards[:2]), "columns"),
    "steps_together": (
        sound(columns=(*sound().columns, Column(key="a2", title="Late", parent="a"))),
        "columns[6].parent",
    ),
    "titles_present": (sound(personas=(Persona(key="anna", name=" "),)), "personas[0].name"),
    "unique_keys": (sound(cards=card(key="p")), "cards[3].key"),
    "values_in_scale": (sound(cards=card(value=figure(value=1.5, unit="score"))), "cards[3].value"),
}


def test_every_rule_has_a_fault_here() -> None:
    assert sorted(FAULTS) == sorted(RULES)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_rule_finds_its_fault_and_only_there(name: str) -> None:
    model, path = FAULTS[name]
    with freeze(NOW):
        found = [problem for problem in lint(model) if problem.rule == name]
        assert [problem.path for problem in found] == [path]
        assert found[0].message
        assert found[0].hint
        assert [problem for problem in lint(sound()) if problem.rule == name] == []


def test_a_sound_map_has_no_problem() -> None:
    with freeze(NOW):
        assert lint(sound()) == ()


def test_errors_come_first_and_advice_last() -> None:
    order = [problem.severity for problem in lint(sound(title="Checkout", cards=card(lane="moods"), as_of=NOW))]
    assert order == sorted(order, key=["error", "warn", "advice"].index)


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(Invalid) as caught:
        demand_sound(FAULTS["lanes_exist"][0], name="x.map.yaml")
    assert caught.value.message == "x.map.yaml: cards[3].lane: no lane is called 'moods' (card 'x')."
    assert caught.value.hint == "Did you mean 'mood'?"


def test_a_column_inside_itself_is_an_error_not_an_endless_loop() -> None:
    loop = (Column(key="a", title="A", parent="b"), Column(key="b", title="B", parent="a"))
    assert "steps_together" in {problem.rule for problem in lint(sound(columns=loop, cards=()))}


def test_a_card_over_a_whole_stage_that_begins_at_a_step_is_fine() -> None:
    assert "spans_run_forward" not in {p.rule for p in lint(sound(cards=card(at="a1", to="b")))}


def test_deeper_trees_are_fine() -> None:
    deep = (
        Column(key="a", title="A"), Column(key="b", title="B", parent="a"), Column(key="c", title="C", parent="b"),
        Column(key="d", title="D", parent="b"), Column(key="e", title="E", parent="a"),
    )  # fmt: skip
    assert "steps_together" not in {problem.rule for problem in lint(sound(columns=deep, cards=()))}


@pytest.mark.parametrize("name", templates.names())
def test_templates_are_sound(name: str) -> None:
    model = templates.load(name)
    assert model.key == name
    assert {problem.rule for problem in lint(model)} <= {"lanes_filled"}
    stages = [column.description for column in model.columns if not column.parent]
    for text in (model.title, model.scenario, *(column.title for column in model.columns), *stages):
        assert isinstance(text, dict)
        assert set(text) == {"en", "pl", "lv", "zh-Hant"}, text
        assert all(said.strip() for said in text.values()), text
        assert len(set(text.values())) > 1, text  # not English four times


def test_the_reference_map_has_no_errors() -> None:
    assert [problem for problem in lint(lamp()) if problem.severity == "error"] == []


def test_a_path_over_missing_columns_is_found() -> None:
    model = sound(paths=(Path(key="w", title="W", columns=("a1", "zz")),))
    assert [problem.path for problem in lint(model) if problem.severity == "error"] == ["paths[0].columns[1]"]
