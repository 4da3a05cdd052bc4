"""Drivers: odds ratios by hand, what is looked at, thresholds, and kernels against naive walks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.analytics import Journeys, ask
from footpath.analytics.kernels.contrasts import (
    CONVERTED,
    DROPPED,
    GOAL,
    START,
    UNFINISHED,
    Terms,
    times_done,
    units_of,
)
from footpath.core.association import adjusted, correlation, odds_ratio
from footpath.core.errors import Invalid, NotFound
from tests.analytics.events_of import Event, events_of

D = 86_400.0


def drivers(journeys: Journeys, **fields: Any) -> Any:
    return ask("drivers", journeys, **{"starts": "S", "goals": "G", "unfinished": "in", **fields})


def row(answer: Any, value: str, kind: str = "name", table: str = "figures") -> dict[str, Any]:
    rows = answer.tables()[table].to_pylist()
    return next(one for one in rows if (one["kind"], one["value"]) == (kind, value))


def crowd(counts: Mapping[str, int], *, gap_s: float = 60) -> Journeys:
    """Build journeys: so many persons of each way."""
    return events_of(
        {
            f"{way} {number}": [(name, place * gap_s) for place, name in enumerate(way.split())]
            for way, count in counts.items()
            for number in range(count)
        }
    )


TWO_BY_TWO = {"S x G": 30, "S G": 10, "S x": 20, "S y": 40}


def test_the_odds_ratio_has_one_added_to_each_count() -> None:
    answer = drivers(crowd(TWO_BY_TWO), candidates="name")
    assert (answer.converted, answer.dropped, answer.n) == (40, 60, 100)
    got = row(answer, "x")
    assert (got["converted"], got["dropped"], got["converted_share"], got["dropped_share"]) == (30, 20, 0.75, 1 / 3)
    assert got["odds"] == pytest.approx(31 * 41 / (11 * 21))
    half = 1.959963984540054 * sqrt(1 / 31 + 1 / 41 + 1 / 11 + 1 / 21)
    assert (log(got["odds_low"]), log(got["odds_high"])) == pytest.approx(
        (log(got["odds"]) - half, log(got["odds"]) + half)
    )
    assert got["phi"] == pytest.approx((30 * 40 - 20 * 10) / sqrt(50 * 50 * 40 * 60))
    assert got["holds"]
    assert got["p"] < 1e-4
    # neither the start nor the goal drives
    assert {one["value"] for one in answer.table().to_pylist()} == {"x", "y"}


def test_those_that_go_with_converting_come_first_and_those_with_dropping_last() -> None:
    world = crowd({"S a b G": 60, "S a G": 60, "S c d": 60, "S c": 60, "S e G": 30, "S e": 30})
    answer = drivers(world, candidates="name", top=1)
    odds = answer.table()["odds"].to_pylist()
    assert odds == sorted(odds, reverse=True)
    assert answer.table()["value"].to_pylist() == ["a", "b", "e", "d", "c"]
    assert not row(answer, "e")["holds"]
    assert answer.brief()["what"].to_pylist() == ["a", "c"]
    assert ">a<" in answer.plot().svg


def test_rare_things_are_not_tried() -> None:
    world = crowd({"S x G": 24, "S y G": 25, "S": 1000, "S z": 400})
    assert {one["value"] for one in drivers(world, candidates="name").table().to_pylist()} == {"y", "z"}
    assert {one["value"] for one in drivers(world, candidates="name", least=24).table().to_pylist()} == {"x", "y", "z"}


def test_what_leads_to_the_goal_anyway_can_be_left_out() -> None:
    answer = drivers(crowd(TWO_BY_TWO), candidates="name", exclude="x")
    assert answer.table()["value"].to_pylist() == ["y"]
    assert answer.rules["not tried"] == "x"


def test_only_what_lies_between_start_and_goal_counts() -> None:
    world = {f"p{n}": [("x", 0.0), ("S", 1.0), ("a", 2.0), ("G", 3.0), ("b", 4.0)] for n in range(9)}
    others = {f"q{n}": [("x", 0.0), ("S", 1.0), ("b", D), ("c", 15 * D + 1)] for n in range(9)}
    answer = drivers(events_of({**world, **others}), candidates="name", least=1)
    counts = {one["value"]: (one["converted"], one["dropped"]) for one in answer.table().to_pylist()}
    assert counts == {"a": (9, 0), "b": (0, 9)}
    whole = drivers(events_of({**world, **others}), candidates="name", least=1, up_to="window").table().to_pylist()
    assert {one["value"]: (one["converted"], one["dropped"]) for one in whole} == {"a": (9, 0), "G": (9, 0)}
    short = drivers(events_of({**world, **others}), candidates="name", least=1, first="1 s").table().to_pylist()
    assert {one["value"]: (one["converted"], one["dropped"]) for one in short} == {"a": (9, 0)}


def test_a_start_counts_that_a_goal_follows_in_time() -> None:
    world = events_of(
        {"p": [("S", 0), ("a", 1), ("S", 20 * D), ("b", 20 * D + 1), ("G", 21 * D)], "q": [("S", 0), ("c", 1)]}
    )
    answer = drivers(world, candidates="name", least=1)
    assert (answer.converted, answer.dropped) == (1, 1)
    assert {one["value"]: one["converted"] for one in answer.table().to_pylist()} == {"b": 1, "c": 0}


def test_who_started_less_than_a_window_before_the_end_is_left_out_converted_or_not() -> None:
    world = events_of(
        {
            "p": [("S", 0), ("G", 1)],
            "q": [("S", 0)],
            "r": [("S", 7 * D), ("G", 8 * D)],
            "s": [("S", 8 * D), ("x", 20 * D)],
        }
    )
    answer = drivers(world, unfinished="out", window="13 d")
    assert (answer.converted, answer.dropped, answer.unfinished) == (2, 1, 1)
    answer = drivers(world, unfinished="out", window="30 d")
    assert (answer.converted, answer.dropped, answer.unfinished) == (0, 0, 4)
    assert answer.rules["nothing found"].startswith("4 who started are still in their window")
    assert "still in their window" in answer.plot().svg
    assert drivers(world, unfinished="out", window="").unfinished == 0
    cut = drivers(world, unfinished="out", window="7 d", until="2023-11-22T22:13:21")  # eight days after the start
    assert (cut.converted, cut.dropped, cut.unfinished) == (1, 1, 2)


def test_pages_properties_and_traits_drive_too() -> None:
    world = events_of(
        {
            f"{device} {n}": [("S", 0.0, {"device": device}), *([("G", 1.0)] if n < yes else [])]
            for device, yes in (("mobile", 10), ("desktop", 30))
            for n in range(40)
        }
    )
    people = [f"{device} {n}" for device in ("mobile", "desktop") for n in range(40)]
    traits = pa.table(
        {"person": people, "trait": ["plan"] * 80, "value": ["pro" if n % 2 else "free" for n in range(80)]}
    )
    answer = drivers(replace(world, traits=traits))
    assert (row(answer, "desktop", "device")["converted"], row(answer, "desktop", "device")["dropped"]) == (30, 10)
    assert (row(answer, "pro", "trait plan")["converted"], row(answer, "pro", "trait plan")["dropped"]) == (20, 20)
    assert row(answer, "desktop", "device")["holds"]
    assert not row(answer, "pro", "trait plan")["holds"]


def test_the_number_of_times_that_tells_best() -> None:
    world = crowd({"S x x x G": 40, "S x x": 30, "S x": 30, "S x x x x": 3, "S": 20, "S G": 10})
    got = row(drivers(world, candidates="name"), "x", table="thresholds")
    assert (got["times"], got["converted"], got["dropped"]) == (3, 40, 3)
    assert got["phi"] == pytest.approx((40 * 80 - 3 * 10) / sqrt(43 * 90 * 50 * 83))
    assert got["low"] < got["conversion"] == 40 / 43 < got["high"]


def test_first_days_against_coming_back_later() -> None:
    early = [("S", 0.0), ("x", D), ("x", 2 * D)]
    world: dict[str, Sequence[Event]] = {f"p{n}": [*early, ("any", 3 * D), ("any", 9 * D)] for n in range(30)}
    world |= {f"q{n}": [("S", 0.0), ("any", 3 * D)] for n in range(30)}
    answer = drivers(events_of(world), goals="any", after="7 d", first="7 d", window="30 d", candidates="name")
    assert (answer.converted, answer.dropped) == (30, 30)
    assert row(answer, "x", table="thresholds")["times"] == 1


@pytest.mark.parametrize("world", [{"p": [("S", 0)]}, {"p": [("S", 0), ("G", 0)]}, {"p": [("G", 0), ("S", 0)]}])
def test_degenerate_worlds_have_answers(world: Any) -> None:
    answer = drivers(events_of({**world, "z": [("G", 0)]}))
    assert answer.table().num_rows == 0
    assert "Nobody who started" in answer.plot().svg


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"starts": []}, Invalid), ({"goals": "nothing"}, NotFound), ({"candidates": "colour"}, NotFound),
        ({"after": "15 d"}, Invalid), ({"times": 0}, Invalid), ({"rate": 1}, Invalid), ({"like": "ga4"}, Invalid),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(fields: Mapping[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        drivers(crowd({"S G": 1}), **fields)


def test_products_have_their_rules() -> None:
    answer = drivers(crowd(TWO_BY_TWO), like="posthog", unfinished="in")
    assert set(answer.table()["kind"].to_pylist()) == {"name"}
    phi = drivers(crowd(TWO_BY_TWO), like="amplitude").table()["phi"].to_pylist()
    assert phi == sorted(phi, reverse=True)


def test_statistics_by_hand() -> None:
    ratio, low, high = odds_ratio(np.array([0.0]), np.array([0.0]), (10, 30))
    assert ratio[0] == pytest.approx(1 * 31 / (11 * 1))
    assert low[0] < ratio[0] < high[0]
    assert low[0] * high[0] == pytest.approx(ratio[0] ** 2)
    assert correlation(np.array([10.0, 10.0]), np.array([0.0, 30.0]), (10, 30)).tolist() == [1, 0]
    assert adjusted(np.array([0.01, 0.04, 0.03, 0.9])).tolist() == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.9])
    assert adjusted(np.zeros(0)).tolist() == []


OneEvent = tuple[int, int, int]  # (time, marks, thing)
journeys = st.lists(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 2)), max_size=8).map(
        lambda one: sorted(one, key=lambda e: e[0])
    ),
    max_size=3,
)
terms = st.builds(
    Terms,
    window=st.integers(0, 6), after=st.integers(0, 3), first=st.sampled_from([2, 1 << 60]), whole=st.integers(0, 1),
    newest=st.sampled_from([8, 1 << 62]),
)  # fmt: skip


def naive(journey: Sequence[OneEvent], rule: Terms) -> tuple[int, int, int] | None:
    starts = [i for i, event in enumerate(journey) if event[1] & START]
    goals = [i for i, event in enumerate(journey) if event[1] & GOAL]
    if not starts:
        return None
    # the first goal that any start leads to, with the earliest start that does
    ways = [
        (g, s) for g in goals for s in starts if s < g and rule.after <= journey[g][0] - journey[s][0] <= rule.window
    ]
    goal, start = min(ways) if ways else (None, starts[0])
    since = journey[start][0]
    inside = [i for i in range(start, len(journey)) if journey[i][0] - since <= min(rule.window, rule.first)]
    stop = inside[-1] + 1
    if goal is not None and not rule.whole:
        stop = min(stop, goal)
    outcome = UNFINISHED if since > rule.newest - rule.window else DROPPED if goal is None else CONVERTED
    return start, stop, outcome


@settings(max_examples=300, deadline=None)
@given(journeys, terms, st.integers(0, 2), st.booleans())
def test_units_and_times_are_those_of_a_naive_walk(
    world: list[list[OneEvent]], rule: Terms, gap: int, start_too: bool
) -> None:
    flat: list[OneEvent] = [(0, 3, 1)] * gap  # events in no journey
    begin = []
    for journey in world:
        begin.append(len(flat))
        flat += [*journey, *[(9, 3, 2)] * gap]
    at, marks, things = (np.array([event[k] for event in flat], np.int64) for k in range(3))
    key = np.arange(len(flat), dtype=np.uint32)
    spans = np.array(begin, np.int64), np.array([b + len(j) for b, j in zip(begin, world, strict=True)], np.int64)
    units = units_of(spans, at, (key, marks.astype(np.uint8)), rule)
    expected = [
        (owner, b + found[0], b + found[1], found[2])
        for owner, (b, found) in enumerate((b, naive(journey, rule)) for b, journey in zip(begin, world, strict=True))
        if found
    ]
    assert list(zip(*(column.tolist() for column in units), strict=True)) == expected
    counts: Counter[int] = Counter()
    for _, start, stop, outcome in expected:
        done = Counter(flat[i][2] for i in range(start + (not start_too), stop))
        for thing, times in done.items():
            if thing and outcome != UNFINISHED:
                counts[(thing * 3 + min(times, 2)) * 2 + outcome] += 1
    keys, found = times_done(units, (key, things), 2, start_too=start_too)
    assert dict(zip(keys.tolist(), found.tolist(), strict=True)) == dict(counts)
