"""Funnels: the worked cases of published products, ties, windows and exclusions at their bounds."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from footpath.analytics import Journeys, ask
from footpath.analytics.funnels.bins import edges
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import Event, events_of, in_order

H = 3600.0
D = 86_400.0


def funnel(journeys: Journeys, steps: str | Sequence[str], **fields: Any) -> Any:
    return ask("funnel", journeys, steps=steps.split() if isinstance(steps, str) else steps, **fields)


def counts(journeys: Journeys, steps: str | Sequence[str], **fields: Any) -> list[int]:
    return funnel(journeys, steps, **fields).table()["count"].to_pylist()


def one(*events: Event) -> Journeys:
    return events_of({"p": list(events)})


STRICT = {
    "p1": "S", "p2": "V S", "p3": "S V x I", "p4": "I x V S", "p5": "V S x V I", "p6": "x S x V", "p7": "x S V I x",
    "p8": "I V",
}  # fmt: skip


def test_f1_strict_lets_nothing_come_between() -> None:
    answer = funnel(in_order(STRICT), "S V I", order="strict")
    assert answer.table()["count"].to_pylist() == [7, 2, 1]
    got = {row["person"]: row["furthest"] for row in answer.people.to_pylist()}
    assert {person for person, furthest in got.items() if furthest >= 2} == {"p3", "p7"}
    assert answer.converted()["person"].to_pylist() == ["p7"]


def test_strict_lets_the_last_step_repeat() -> None:
    assert counts(in_order({"p": "A B B C"}), "A B C", order="strict") == [1, 1, 1]


def test_f2_any_order_counts_different_steps() -> None:
    world = {
        "p1": "S", "p2": "V S", "p3": "S V x I", "p4": "I V S", "p5": "V S x I", "p6": "x I", "p7": "V x", "p8": "I V",
    }  # fmt: skip
    answer = funnel(in_order(world), "S V I", order="any")
    assert answer.table()["count"].to_pylist() == [8, 5, 3]
    assert sorted(answer.dropped(after=2)["person"].to_pylist()) == ["p2", "p8"]


def test_f3_times_between_steps() -> None:
    world = events_of(
        {
            "p1": [("signup", 12 * H), ("play", 13 * H), ("buy", 15 * H)],
            "p2": [("signup", 14 * H), ("play", 16 * H)],
            "p3": [("signup", 14 * H), ("play", 16 * H), ("buy", 17 * H)],
        }
    )
    table = funnel(world, "signup play buy", window="7 d").table()
    assert table["mean_s"].to_pylist() == [None, 6000, 5400]
    assert table["median_s"].to_pylist() == [None, 7200, 5400]


def test_f4_the_bound_of_the_window_is_inside() -> None:
    world = events_of(
        {"a": [("S", 14 * H), ("V", 14 * H + 300)], "b": [("S", 14 * H)], "c": [("S", 12 * H), ("V", 12 * H + 900)]}
    )
    wide = funnel(world, "S V", window="14 d").table()
    assert (wide["count"].to_pylist(), wide["mean_s"].to_pylist()[1]) == ([3, 2], 600)
    narrow = funnel(world, "S V", window="5 min").table()
    assert (narrow["count"].to_pylist(), narrow["mean_s"].to_pylist()[1]) == ([3, 1], 300)


@pytest.mark.parametrize("order", ["ordered", "strict", "any"])
def test_f5_tries_that_went_less_far_do_not_shape_the_times(order: str) -> None:
    world = one(
        ("S", 1 * H), ("V", 2 * H), ("X", 3 * H), ("S", 3 * D), ("V", 3 * D + H), ("S", 4 * D), ("V", 4 * D + 3 * H)
    )  # fmt: skip
    table = funnel(world, "S V X", window="1 d", order=order).table()
    assert table["count"].to_pylist() == [1, 1, 1]
    assert (table["mean_s"].to_pylist()[1], table["median_s"].to_pylist()[1]) == (3600, 3600)


@pytest.mark.parametrize("ties", ["stored", "any"])
def test_f6_ten_steps_in_one_instant(ties: str) -> None:
    letters = "A B B C C D B C D A"
    assert counts(in_order({"p": letters}, gap_s=0), letters, ties=ties)[-1] == 1


def test_f7_an_exclusion_after_the_window_does_not_count() -> None:
    world = one(("S", 0), ("EXCL", 11), ("V", 12))
    for excluded in ("leave", "stop"):
        assert counts(world, "S V", window="10 s", exclude="EXCL", excluded=excluded) == [1, 0]
        assert counts(world, "S V", window="20 s", exclude="EXCL", excluded=excluded) == [int(excluded == "stop"), 0]


def test_f8_all_steps_must_have_the_value() -> None:
    world = one(
        ("pageview", 0, {"browser": "Chrome"}), ("pageview", 1, {"browser": "Firefox"}),
        ("signup", 2, {"browser": "Chrome"}), ("posted", 3, {"browser": "Chrome"}),
        ("posted", 4, {"browser": "Firefox"}),
    )  # fmt: skip
    assert by_value(funnel(world, "pageview signup posted", by="browser", attribution="all steps")) == {
        "Chrome": [1, 1, 1], "Firefox": [1, 0, 0],
    }  # fmt: skip


def by_value(answer: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in answer.table().to_pylist():
        found.setdefault(row["value"], []).append(row["count"])
    return found


@pytest.mark.parametrize("attribution", ["first touch", "last touch", "all steps", "step 1"])
def test_f9_strict_with_a_breakdown(attribution: str) -> None:
    chrome: Mapping[str, str] = {"browser": "Chrome"}
    safari: Mapping[str, str] = {"browser": "Safari"}
    world = events_of(
        {
            "p1": [("signup", 0, chrome), ("blah", 1, chrome), ("play", 2, chrome)],
            "p2": [("signup", 0, safari), ("play", 3600, safari)],
        }
    )
    answer = funnel(world, "signup play", order="strict", by="browser", attribution=attribution)
    assert by_value(answer) == {"Safari": [1, 1], "Chrome": [1, 0]}
    medians = {row["value"]: row["median_s"] for row in answer.overall.to_pylist()}
    assert medians == {"Safari": 3600, "Chrome": None}


@pytest.mark.parametrize("names", [("one", "two", "three"), ("one", "one", "one")])
def test_f10_and_f12_histogram_of_the_whole_way(names: tuple[str, str, str]) -> None:
    world = {
        "p1": [(names[0], 0), (names[1], 1800), (names[2], 3600)],
        "p2": [(names[0], 0), (names[1], 1000), (names[2], 2220)],
        "p3": [(names[0], 0), (names[1], 40_000), (names[2], 82_800)],
    }
    answer = funnel(events_of(world), names, window="7 d")
    assert rows(answer.histogram) == [(2220, 2), (42_510, 0), (82_800, 1)]
    assert answer.overall["mean_s"].to_pylist() == [29_540]
    seven = rows(funnel(events_of(world), names, window="7 d", bins=7).histogram)
    assert [n for _, n in seven] == [2, 0, 0, 0, 0, 0, 1, 0]
    assert [seven[place][0] for place in (0, 1, 5, 6, 7)] == [2220, 13_732, 59_780, 71_292, 82_804]


def rows(table: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


def test_f11_bins() -> None:
    assert edges(50, 300, 27) == [50, 134, 218, 302]
    assert edges(100, 200, 8) == [100, 150, 200]
    assert edges(0, 100, 5, 4) == [0, 25, 50, 75, 100]


def test_f13_a_later_start_does_not_reset_the_first() -> None:
    world = one(("A", 13 * H), ("A", 13.5 * H), ("B", 13.75 * H), ("C", 14.25 * H))
    assert counts(world, "A B C", like="mixpanel", window="1 h") == [1, 1, 0]
    assert counts(world, "A B C", window="1 h", reentry="newest") == [1, 1, 1]


def test_f14_optimised_reentry_tries_every_entry() -> None:
    late = one(("A", 0), ("A", 1800), ("B", 5000))
    assert counts(late, "A B", window="1 h", reentry="first", count="attempt", excluded="stop") == [1, 0]
    assert counts(late, "A B", window="1 h", reentry="newest", count="attempt", excluded="stop") == [2, 1]
    again = one(("A", 0), ("A", 4000), ("B", 5000))
    assert counts(again, "A B", window="1 h", reentry="first") == [1, 0]
    assert counts(again, "A B", window="1 h", reentry="newest") == [1, 1]


def test_f15_an_exclusion_ends_an_attempt_and_does_not_start_one() -> None:
    assert counts(
        in_order({"p": "A A A B"}), "A B", like="mixpanel", exclude="A", count="attempt"
    ) == [2, 1]  # fmt: skip


def test_f16_within_a_second_either_order_will_do() -> None:
    world = one(("B", 0.2), ("A", 0.7))
    assert counts(world, "A B", like="amplitude") == [1, 1]
    assert counts(world, "A B", like="openpanel") == [1, 0]
    assert counts(one(("B", 0.7), ("A", 1.2)), "A B", like="amplitude") == [1, 0]


def test_f17_rates_over_all_paths() -> None:
    table = funnel(in_order({"u1": "A B C", "u2": "A B", "u3": "A", "u4": "B"}), "A B C").table()
    assert table["count"].to_pylist() == [3, 2, 1]
    assert table["of_all"].to_pylist() == [0.75, 0.5, 0.25]
    assert table["of_previous"].to_pylist() == pytest.approx([1, 2 / 3, 0.5])


def test_two_seconds_apart_are_interchangeable_for_mixpanel_and_no_more() -> None:
    assert counts(one(("B", 0), ("A", 2)), "A B", like="mixpanel") == [1, 1]
    assert counts(one(("B", 0), ("A", 2.001)), "A B", like="mixpanel") == [1, 0]


@pytest.mark.parametrize(("ties", "expected"), [("stored", [1, 0]), ("later", [1, 0]), ("any", [1, 1])])
def test_ties_when_the_second_step_is_stored_first(ties: str, expected: list[int]) -> None:
    assert counts(one(("B", 5), ("A", 5)), "A B", ties=ties) == expected


@pytest.mark.parametrize(("ties", "expected"), [("stored", [1, 1]), ("later", [1, 0]), ("any", [1, 1])])
def test_ties_when_the_first_step_is_stored_first(ties: str, expected: list[int]) -> None:
    assert counts(one(("A", 5), ("B", 5)), "A B", ties=ties) == expected


def test_one_event_is_never_two_steps() -> None:
    for ties in ("stored", "later", "any"):
        assert counts(one(("A", 5)), "A A", ties=ties) == [1, 0]


def test_steps_may_have_several_events_and_conditions() -> None:
    world = events_of(
        {
            "p1": [("home", 0, {"device": "mobile"}), ("order", 9, {"device": "mobile", "amount": "20"})],
            "p2": [("landing", 0, {"device": "desktop"}), ("order", 9, {"device": "desktop", "amount": "5"})],
        }
    )
    assert counts(world, ["home | landing", "order & value >= 10"]) == [2, 1]
    assert counts(world, ["home | landing", "order & device = desktop"]) == [2, 1]


def test_optional_steps_may_be_skipped() -> None:
    table = funnel(in_order({"p1": "A B C", "p2": "A C", "p3": "A B", "p4": "B C"}), "A B C", optional=[2]).table()
    assert table["count"].to_pylist() == [3, 2, 2]
    assert table["of_previous"].to_pylist()[2] == pytest.approx(2 / 3)


def test_a_window_from_the_previous_step() -> None:
    world = one(("A", 0), ("B", 50), ("C", 100))
    assert counts(world, "A B C", window="60 s") == [1, 1, 0]
    assert counts(world, "A B C", window="60 s", anchor="previous") == [1, 1, 1]
    assert counts(world, "A B C", window="60 s", anchor="previous", step_windows=["60 s", "40 s"]) == [1, 1, 0]


def test_a_window_of_sessions() -> None:
    world = one(("A", 0), ("B", 2 * H), ("C", 4 * H))
    assert counts(world, "A B C", window="1 session") == [1, 0, 0]
    assert counts(world, "A B C", window="2 sessions") == [1, 1, 0]
    assert counts(world, "A B C", window="3 sessions") == [1, 1, 1]
    assert counts(world, "A B C", unit="session") == [1, 0, 0]


def test_an_exclusion_between_two_of_the_steps() -> None:
    ways = in_order({"p1": "A x B C", "p2": "A B x C", "p3": "A B C"})
    assert counts(ways, "A B C", exclude="x", excluded="stop") == [3, 2, 1]
    assert counts(ways, "A B C", exclude="x", exclude_between=["2-3"], excluded="stop") == [3, 3, 2]
    assert counts(ways, "A B C", exclude="x", exclude_between=["2-3"], excluded="leave") == [2, 2, 2]
    answer = funnel(ways, "A B C", exclude="x")
    assert (answer.table()["count"].to_pylist(), answer.excluded) == ([1, 1, 1], 2)


def test_a_newer_attempt_saves_who_hit_an_exclusion() -> None:
    assert counts(in_order({"p": "A x A B"}), "A B", exclude="x") == [1, 1]


def test_sixty_four_steps() -> None:
    names = [f"s{place}" for place in range(64)]
    world = in_order({"all": " ".join(names), "half": " ".join(names[:40])})
    assert counts(world, names) == [2] * 40 + [1] * 24
    assert counts(world, names, ties="any")[-1] == 1
    with pytest.raises(Invalid, match="65 steps"):
        counts(world, [*names, "s0"])


def test_trend_by_day_of_entry_marks_what_is_not_over() -> None:
    start = 1_704_060_000_000_000  # 2024-01-01 00:00 in Riga
    world = events_of(
        {"p1": [("A", 0), ("B", 60)], "p2": [("A", 0)], "p3": [("A", D), ("B", D + 60)], "p4": [("x", 2 * D)]},
        start=start,
    )
    trend = funnel(world, "A B", window="1 h", trend="day", tz="Europe/Riga").trend.to_pylist()
    assert [(row["entered"], row["converted"], row["complete"]) for row in trend] == [(2, 1, True), (1, 1, False)]


def test_who_converted_and_who_dropped_are_lists() -> None:
    answer = funnel(in_order({"ann": "A B C", "bob": "A B", "cid": "A", "dan": "C"}), "A B C")
    assert answer.converted()["person"].to_pylist() == ["ann"]
    assert sorted(answer.dropped()["person"].to_pylist()) == ["bob", "cid"]
    assert answer.dropped(after=2)["person"].to_pylist() == ["bob"]


def test_breakdown_by_touch_and_by_step() -> None:
    world = events_of(
        {
            "p1": [("x", 0, {"c": "ads"}), ("A", 1, {"c": "mail"}), ("B", 2, {"c": "web"}), ("x", 3, {"c": "shop"})],
            "p2": [("A", 1)],
        }
    )
    assert by_value(funnel(world, "A B", by="c", attribution="first touch")) == {"(unknown)": [1, 0], "ads": [1, 1]}
    assert by_value(funnel(world, "A B", by="c", attribution="last touch")) == {"(unknown)": [1, 0], "shop": [1, 1]}
    assert by_value(funnel(world, "A B", by="c", attribution="step 2")) == {"web": [1, 1]}


def test_the_answer_says_its_rules() -> None:
    rules = funnel(in_order({"p": "A B"}), "A B", like="mixpanel").rules
    assert rules["like"] == "mixpanel"
    assert rules["window"].startswith("7 d from the first step")
    assert "2 s" in rules["ties"]


def test_degenerate_input_is_answered() -> None:
    nobody = events_of({"p": [("A", 0), ("B", 1)]})
    answer = funnel(nobody, "A B", since="2030-01-01")
    assert answer.table()["count"].to_pylist() == [0, 0]
    assert (answer.n, answer.as_of) == (0, None)
    assert "0" in answer.plot().svg
    assert counts(nobody, "A") == [1]


def test_names_that_nothing_has_are_named_with_the_nearest() -> None:
    with pytest.raises(NotFound, match="'sign up'") as error:
        counts(in_order({"p": "signup"}), ["sign up"])
    assert "signup" in error.value.hint


def test_times_can_be_left_out_and_counts_stay() -> None:
    world = in_order({"p1": "A B C", "p2": "A B", "p3": "A"})
    answer = funnel(world, "A B C", times=False)
    assert answer.table()["count"].to_pylist() == counts(world, "A B C") == [3, 2, 1]
    assert answer.table()["median_s"].to_pylist() == [None, None, None]
    assert (answer.rules["times"], answer.histogram.num_rows) == ("none", 0)


@pytest.mark.parametrize(("ties", "expected"), [("stored", [1, 1, 1]), ("later", [1, 1, 1])])
def test_two_starts_at_one_instant_are_told_apart(ties: str, expected: list[int]) -> None:
    world = one(("A", 0), ("A", 0), ("B", 1), ("C", 2))
    answer = funnel(world, "A B C", ties=ties)
    assert answer.table()["count"].to_pylist() == expected
    assert answer.table()["median_s"].to_pylist() == [None, 1, 1]
