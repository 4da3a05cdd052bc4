"""Figures of columns, worked out by hand."""

import numpy as np
import pytest

from footpath.core.errors import Invalid
from footpath.insights.draw import Facts, draw_map
from footpath.insights.reshaping import unrolled, within, without_bots
from footpath.insights.sketch import instant, sketch
from footpath.insights.travels import paths, typical, ways
from footpath.insights.wish import Wish
from footpath.maps.formats.json import Json
from footpath.maps.model import leaves
from footpath.maps.model import stages as stages_of
from tests.insights.journeys_of import MINUTE_US, START_US, journeys_of, many, no_signals, no_traits

# 10 reach the goal, 4 of them after going back to the cart; 6 stop at the cart; 4 only look.
WAYS = many({"home cart pay_done": 6, "home cart home cart pay_done": 4, "home cart": 6, "home": 4})


def column(name: str) -> dict[str, float]:
    drawn = sketch(journeys_of(WAYS), no_signals(), Wish())
    found = next(leaf for leaf in drawn.draft.columns if leaf.title == name)
    return {key: figure.value for key, figure in found.figures.items()}


def test_reach_conversion_drop_off_and_returns_by_hand() -> None:
    home, cart, pay = column("Home"), column("Cart"), column("Pay done")
    assert home == pytest.approx(
        {
            "reach": 1,
            "events": 24,
            "drop_off": 4 / 20,
            "returns": 4 / 20,
            "conversion": 16 / 20,
            "conversion_goal": 10 / 20,
        }
        | {"time_next_median": 60, "time_next_p90": 60}
    )
    assert (cart["reach"], cart["drop_off"], cart["returns"]) == pytest.approx((16 / 20, 6 / 16, 4 / 16))
    assert (cart["conversion"], cart["conversion_goal"]) == pytest.approx((10 / 16, 10 / 16))
    assert cart["time_next_p90"] == 180  # six after one minute, four after three
    assert pay["drop_off"] == 0
    assert "conversion_goal" not in pay


def test_every_share_carries_its_counts_and_interval() -> None:
    drawn = sketch(journeys_of(WAYS), no_signals(), Wish())
    for leaf in (*drawn.draft.columns, *drawn.draft.stages):
        for figure in leaf.figures.values():
            assert figure.definition
            assert figure.source == "test.csv"
            if figure.unit == "share":
                assert figure.numerator / figure.denominator == figure.value
                assert figure.lo <= figure.value <= figure.hi


def test_moves_say_next_loop_and_leave_with_shares_of_those_who_were_there() -> None:
    drawn = sketch(journeys_of(WAYS), no_signals(), Wish())
    moves = {(edge.frm, edge.to, edge.kind): edge.figures["share"].numerator for edge in drawn.draft.edges}
    assert moves == {
        ("home", "cart", "next"): 16,
        ("home", "", "leave"): 4,
        ("cart", "home", "loop"): 4,
        ("cart", "pay-done", "next"): 10,
        ("cart", "", "leave"): 6,
        ("pay-done", "", "leave"): 10,
    }


def test_who_goes_back_from_the_goal_starts_again() -> None:
    drawn = sketch(journeys_of(many({"home cart pay_done home": 30})), no_signals(), Wish())
    kinds = {(edge.frm, edge.to): edge.kind for edge in drawn.draft.edges}
    assert kinds["pay-done", "home"] == "branch"


def test_the_map_is_whole_and_the_same_bytes_every_time() -> None:
    facts = Facts(journeys=journeys_of(WAYS), signals=no_signals(), traits=no_traits())
    one, two = (draw_map(facts, Wish(personas=0)) for _ in range(2))
    assert Json().write(one, None) == Json().write(two, None)  # type: ignore[arg-type]
    keys = [column.key for column in one.columns]
    assert len(keys) == len(set(keys))
    assert one.goal == "pay-done"
    assert one.goal_conversion is not None
    assert one.goal_conversion.value == 0.5
    assert {card.at for card in one.cards} <= set(keys)
    assert [leaf.title for leaf in leaves(one)] == ["Home", "Cart", "Pay done"]
    assert len(stages_of(one)) == 3


def test_the_number_of_buckets_changes_nothing() -> None:
    maps = [
        draw_map(Facts(journeys=journeys_of(WAYS, buckets=n), signals=no_signals(), traits=no_traits()), Wish())
        for n in (1, 3)
    ]
    assert maps[0].columns == maps[1].columns
    assert maps[0].edges == maps[1].edges
    assert maps[0].paths == maps[1].paths


def test_typical_journeys_are_real_and_their_shares_add_up() -> None:
    drawn = sketch(journeys_of(WAYS), no_signals(), Wish())
    found = paths(drawn.on_steps, drawn.draft.columns, drawn.draft.goal, _origin())
    real = {("home", "cart", "pay-done"), ("home", "cart", "home", "cart", "pay-done"), ("home", "cart"), ("home",)}
    assert {path.columns for path in found} <= real
    assert sum(path.figures["share"].value for path in found) == pytest.approx(1)


def test_the_typical_journey_of_a_group_is_the_one_nearest_to_all() -> None:
    drawn = sketch(journeys_of(many({"home cart pay_done": 5, "home cart": 4, "home": 4})), no_signals(), Wish())
    different = ways(drawn.on_steps)
    medoids, _ = typical(different, 1)
    assert different.way(medoids[0]).tolist() == [1, 2]  # one move from either side


def _origin() -> object:
    from footpath.insights.figures import Provenance

    return Provenance("test.csv", None)


def test_robots_are_set_apart_and_counted() -> None:
    journeys = journeys_of({"ann": "home cart", "bot": "home cart home"}, devices={"bot": "bot", "ann": "mobile"})
    kept, notes = without_bots(journeys)
    assert (kept.n_persons, kept.n_events) == (1, 2)
    assert notes[0].text.startswith("3 events of 1 visitors")


def test_a_period_keeps_its_events_and_the_persons_who_have_any() -> None:
    journeys = journeys_of({"ann": "a b c", "bob": "a"})
    kept = within(journeys, instant(START_US + MINUTE_US), None)
    assert (kept.n_persons, kept.n_events) == (1, 2)
    assert within(journeys, None, None) is journeys


def test_a_thing_that_only_repeats_is_counted() -> None:
    journeys, notes = unrolled(journeys_of({"ann": "buy " * 7, "bob": "buy"}), [0], "Purchase")
    names = journeys.signatures.column("name").to_pylist()
    assert names[0] == "First purchase"
    assert names[-1] == "Fifth purchase and later"
    assert journeys.signatures.column("events").to_pylist() == [2, 1, 1, 1, 3]
    assert notes[0].topic == "Steps"


def test_repeat_purchases_become_a_journey_with_coming_back_as_goal() -> None:
    facts = Facts(
        journeys=journeys_of(many({"purchase": 30, "purchase purchase": 20})), signals=no_signals(), traits=no_traits()
    )
    drawn = draw_map(facts, Wish())
    assert [column.title for column in drawn.columns] == ["First purchase", "Second purchase"]
    assert drawn.goal_conversion is not None
    assert drawn.goal_conversion.value == pytest.approx(20 / 50)


def test_too_many_personas_for_so_few_persons_says_so() -> None:
    facts = Facts(journeys=journeys_of(WAYS), signals=no_signals(), traits=no_traits())
    with pytest.raises(Invalid, match="too few"):
        draw_map(facts, Wish(personas=3))


def test_personas_find_the_two_kinds_of_people() -> None:
    ways = many({"home catalog": 60, "home catalog cart delivery pay_done": 40})
    devices = {person: "mobile" if way == "home catalog" else "desktop" for person, way in ways.items()}
    facts = Facts(journeys=journeys_of(ways, devices=devices), signals=no_signals(), traits=no_traits())
    drawn = draw_map(facts, Wish(personas=2))
    assert [persona.share.numerator for persona in drawn.personas if persona.share] == [60, 40]
    assert [persona.name for persona in drawn.personas] == ["Browsers", "Buyers"]
    assert any("device: desktop" in str(trait) for trait in drawn.personas[1].traits)
    assert [persona.segment for persona in drawn.personas] == ['not did "cart"', 'did "cart"']
    typical_of = {path.key: path for path in drawn.paths}
    assert typical_of[drawn.personas[1].typical].columns == ("home", "catalog", "cart", "delivery", "pay-done")
    assert np.isclose(sum(persona.share.value for persona in drawn.personas if persona.share), 1)
