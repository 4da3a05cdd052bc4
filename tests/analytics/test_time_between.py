"""Time between two touchpoints: which start goes with which end, who never gets there, and how sure the times are."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.kernels.between import EACH, FIRST, LAST, between
from footpath.analytics.timing.bins import histogram
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import wilson
from tests.analytics.events_of import Event, events_of, in_order

D = 86_400.0


def time_between(journeys: Journeys, **fields: Any) -> Any:
    return ask("time_between", journeys, **{"start": "A", "end": "B", **fields})


def waits(journeys: Journeys, **fields: Any) -> list[float | None]:
    return time_between(journeys, people=True, **fields).people["wait_s"].to_pylist()


WAY = in_order({"p": "B A A x B A B A"}, gap_s=1)  # A at 1, 2, 5, 7 s; B at 0, 4, 6 s


@pytest.mark.parametrize(
    ("pair", "expected"), [("first", [3.0]), ("each", [3.0, 2.0, 1.0, None]), ("last", [2.0, 1.0, None])]
)
def test_which_starts_count(pair: str, expected: list[float | None]) -> None:
    assert waits(WAY, pair=pair) == expected
    row = time_between(WAY, pair=pair).figures.to_pylist()[0]
    assert (row["n"], row["never"]) == (len(expected), expected.count(None))


def test_what_takes_longer_than_the_window_counts_as_never() -> None:
    assert waits(WAY, pair="each", window="2 s") == [None, 2.0, 1.0, None]


def test_until_it_happens_again() -> None:
    assert waits(WAY, end="A", pair="each") == [1.0, 3.0, 2.0, None]
    assert waits(WAY, start="A|B", end="A|B", pair="each") == [1.0, 1.0, 2.0, 1.0, 1.0, 1.0, None]


def test_the_stored_order_decides_at_the_same_time() -> None:
    assert waits(events_of({"p": [("A", 5), ("B", 5)]})) == [0.0]
    assert waits(events_of({"p": [("B", 5), ("A", 5)]})) == [None]


def world(seconds: list[float | None]) -> Journeys:
    ways: dict[str, list[Event]] = {}
    for place, gap in enumerate(seconds):
        ways[f"p{place}"] = [("A", 0), *([("B", gap)] if gap is not None else [])]
    return events_of(ways)


def test_shares_medians_and_means_have_intervals() -> None:
    row = time_between(world([*range(1, 21), None, None])).figures.to_pylist()[0]
    assert (row["n"], row["reached"], row["never"], row["share"]) == (22, 20, 2, 20 / 22)
    assert (row["low"], row["high"]) == wilson(20, 22)
    assert (row["median_s"], row["p90_s"], row["mean_s"]) == (10.5, pytest.approx(18.1), 10.5)
    assert (row["median_low_s"], row["median_high_s"]) == (6, 15)  # ranks 10 ± 1.96 · √20 / 2, from 0
    half = 1.959963984540054 * np.arange(1, 21).std(ddof=1) / np.sqrt(20)
    assert (row["mean_low_s"], row["mean_high_s"]) == pytest.approx((10.5 - half, 10.5 + half))


def test_several_starts_of_a_person_count_as_one_that_was_drawn() -> None:
    def way(gap: float) -> list[Event]:
        return [event for k in range(10) for event in (("A", k * 100), ("B", k * 100 + gap))]

    ways = {f"p{i}": way(1 + i) for i in range(12)}
    alone = time_between(events_of(ways)).figures.to_pylist()[0]
    often = time_between(events_of(ways), pair="each").figures.to_pylist()[0]
    assert (often["n"], often["mean_s"]) == (120, alone["mean_s"])
    # ten equal times of a person tell no more than one of them
    width, single = (row["mean_high_s"] - row["mean_low_s"] for row in (often, alone))
    assert width == pytest.approx(single, rel=0.06)


def test_bins_grow_or_are_of_one_length() -> None:
    seconds = np.array([0, 0.5, 90, 3600, 86_400 * 8.0])
    found = histogram(seconds, log=True).to_pylist()
    assert (found[0], found[-1]) == (
        {"from_s": 0, "to_s": 1, "count": 2}, {"from_s": 7 * D, "to_s": 14 * D, "count": 1},
    )  # fmt: skip
    assert sum(row["count"] for row in found) == 5
    found = histogram(np.array([3600, 2220, 82_800.0]), log=False).to_pylist()
    assert [(row["from_s"], row["count"]) for row in found] == [(2220, 2), (42_510, 0), (82_800, 1)]
    assert histogram(np.array([1e10]), log=True).to_pylist() == [{"from_s": 3650 * D, "to_s": None, "count": 1}]
    assert histogram(np.zeros(0), log=False).num_rows == 0


def test_values_of_a_property_at_the_start_or_by_touch() -> None:
    ways = events_of(
        {"p": [("x", 0, {"c": "a"}), ("A", 1, {"c": "b"}), ("B", 3)], "q": [("A", 0), ("B", 9, {"c": "b"})]}
    )

    def by(attribution: str) -> list[tuple[str, float]]:
        rows = time_between(ways, by="c", attribution=attribution).figures.to_pylist()
        return [(row["value"], row["median_s"]) for row in rows]

    assert by("start") == [("(unknown)", 9), ("b", 2)]
    assert by("first touch") == [("a", 2), ("b", 9)]
    assert by("last touch") == [("b", 5.5)]


def test_trend_by_period_of_the_start_marks_what_is_not_over() -> None:
    people = {"p": [("A", 0), ("B", 60)], "q": [("A", D), ("B", D + 30)], "r": [("A", D)], "z": [("x", D + 7200)]}
    ways = events_of(people)
    trend = time_between(ways, trend=True, period="day", window="1 h").trend.to_pylist()
    assert [(row["n"], row["reached"], row["median_s"], row["complete"]) for row in trend] == [
        (1, 1, 60, True), (2, 1, 30, False),
    ]  # fmt: skip


def test_only_what_is_looked_at_counts() -> None:
    ways = events_of({"p": [("A", 0), ("A", D), ("B", 2 * D)]})
    assert waits(ways, since="2023-11-15") == [D]
    assert waits(ways, until="2023-11-16") == [None]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), max_size=8).map(sorted), min_size=1, max_size=4),
    st.sampled_from([FIRST, EACH, LAST]),
    st.sampled_from([2, 1 << 60]),
)
def test_waits_are_those_of_a_naive_search(ways: list[list[tuple[int, int]]], pair: int, window: int) -> None:
    at, bits, begin = [], [], []
    for way in ways:
        at += [99] + [event[0] for event in way]
        bits += [3] + [event[1] for event in way]  # one event before each journey that is nobody's
        begin.append(len(at) - len(way))
    starts = np.array(begin, np.int64)
    marks = (np.array(bits, np.uint16), np.arange(4, dtype=np.uint8))
    ends = starts + np.array([len(way) for way in ways], np.int64)
    row, wait, journey = between((starts, ends), np.array(at, np.int64), marks, pair, window)
    expected = []
    for person, way in enumerate(ways):
        chosen = [i for i, event in enumerate(way) if event[1] & 1]
        if pair == LAST:
            following = {i: next((event[1] for event in way[i + 1 :] if event[1]), 2) for i in chosen}
            chosen = [i for i in chosen if following[i] & 2]
        for i in chosen[: 1 if pair == FIRST else None]:
            gap = next((event[0] - way[i][0] for event in way[i + 1 :] if event[1] & 2), -1)
            expected.append((begin[person] + i, gap if gap <= window else -1, person))
    assert sorted(zip(row.tolist(), wait.tolist(), journey.tolist(), strict=True)) == expected


def test_degenerate_input_is_answered() -> None:
    ways = world([5.0])
    nobody = time_between(ways, since="2030-01-01", people=True, trend=True, pair="each")
    assert (nobody.n, nobody.as_of, nobody.people.num_rows, nobody.trend.num_rows) == (0, None, 0, 0)
    assert nobody.figures["median_s"].to_pylist() == [None]
    assert "Time from A to B" in nobody.plot().svg
    one = time_between(ways).figures.to_pylist()[0]
    assert (one["median_s"], one["median_low_s"], one["mean_low_s"]) == (5, None, None)
    never = time_between(world([None, None, 3.0]), pair="each", window="1 s", trend=True)
    assert (never.figures["never"].to_pylist(), never.histogram.num_rows) == ([3], 0)
    assert time_between(world([0.0] * 9)).brief()["median"].to_pylist() == ["0 s (0 s–0 s)"]
    assert time_between(Journeys((), ways.signatures, "none")).n == 0


def test_what_cannot_be_asked_says_why() -> None:
    with pytest.raises(NotFound):
        time_between(world([1.0]), end="C")
    with pytest.raises(Invalid, match="window"):
        time_between(world([1.0]), window="soon")
    with pytest.raises(Invalid, match="end"):
        ask("time_between", world([1.0]), start="A")
