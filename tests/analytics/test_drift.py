"""What changed between two periods or groups, worked out by hand and on data without any change."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import mannwhitneyu

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import instant_of
from footpath.analytics.drifting.distances import Sets, distances
from footpath.analytics.drifting.shifts import shift
from footpath.analytics.kernels.drifts import cut_short, transport_cost
from footpath.analytics.ways.variants import variants_of
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import upper_tail
from tests.analytics.events_of import START_US, events_of, in_order

D = 86_400.0


def world(buckets: int = 3) -> Journeys:
    """One journey a day: for 30 days four of five go A B C; then every second one goes past B, and B is slow."""
    made: dict[str, Any] = {}
    for day in range(60):
        at = day * D
        if day < 30:
            made[f"p{day:02}"] = [("A", at), ("B", at + 60), ("C", at + 120)] if day % 5 else [("A", at)]
        elif day % 2:
            made[f"p{day:02}"] = [("A", at), ("C", at + 60)]
        else:
            made[f"p{day:02}"] = [("A", at), ("B", at + 300), ("B", at + 310), ("C", at + 400)]
    return events_of(made, buckets=buckets)


def rows(answer: Any, kind: str) -> dict[str, Any]:
    return {row["what"]: row for row in answer.figures.to_pylist() if row["kind"] == kind}


def test_steps_moves_and_times_of_two_halves() -> None:
    answer = ask("drift", world())
    assert [row["journeys"] for row in answer.groups.to_pylist()] == [30, 30]
    steps, moves, times = (rows(answer, kind) for kind in ("step", "move", "time"))
    assert {name: (row["first"], row["second"], row["changed"]) for name, row in steps.items()} == {
        "A": (1, 1, False), "B": (0.8, 0.5, True), "C": (0.8, 1, True),
    }  # fmt: skip
    past = moves["A → C"]
    assert (past["first"], past["second"], past["first_n"], past["changed"]) == (0, 0.5, 30, True)
    assert past["low"] < past["change"] == 0.5 < past["high"]
    assert (moves["A → (end)"]["first"], moves["A → (end)"]["second"]) == (0.2, 0)
    assert (times["A → B"]["first"], times["A → B"]["second"], times["A → B"]["longer"]) == (60, 300, 1)
    assert times["B → C"]["change"] == 90 - 60  # from the last B
    assert {row["what"] for row in answer.changes().to_pylist() if row["kind"] == "move"} == {
        "A → B", "A → C", "A → (end)",
    }  # fmt: skip


def test_distances_as_a_whole_stand_beside_what_chance_does() -> None:
    # first: 24 A B C, 6 A; second: 15 A B C, 15 A C
    variation, carried = ask("drift", world()).distances.to_pylist()
    assert variation["value"] == pytest.approx(0.5)  # 9 of 30 leave A B C and 6 of 30 leave A, for A C
    # A to A C and A B C to A C: 6 of 30 change 1 of 2, 9 of 30 change 1 of 3 visits
    assert carried["value"] == pytest.approx(6 / 30 / 2 + 9 / 30 / 3)
    for row in (variation, carried):
        assert row["p"] == 1 / 201
        assert row["by_chance"] < row["by_chance_95"] < row["value"]


def test_without_a_change_nothing_is_marked() -> None:
    rng = np.random.default_rng(7)
    made = {}
    for person in range(400):
        way = [str(one) for one in rng.choice(list("ABCDE"), size=rng.integers(2, 7))]
        made[f"p{person}"] = [(name, person * D + 60 * place * rng.random()) for place, name in enumerate(way)]
    ordered = {person: sorted(events, key=lambda event: event[1]) for person, events in made.items()}
    answer = ask("drift", events_of(ordered))
    assert answer.changes().num_rows == 0
    assert all(row["p"] > 0.05 for row in answer.distances.to_pylist())


def test_buckets_do_not_matter_and_the_same_question_gives_the_same_figures() -> None:
    few, many = (ask("drift", world(buckets)) for buckets in (1, 7))
    for name, table in few.tables().items():
        assert table.equals(many.tables()[name]), name


def test_periods_by_start_or_by_event_and_a_horizon() -> None:
    start = instant_of(START_US)
    made = events_of({"ann": [("A", 0), ("B", 2 * D)], "bob": [("A", 2 * D)], "cid": [("A", 3 * D)]})
    middle = instant_of(START_US + round(1.5 * D * 1e6)).isoformat()
    periods = [f"..{middle}", f"{middle}.."]

    def counts(**fields: Any) -> list[tuple[int, int]]:
        answer = ask("drift", made, periods=periods, shuffles=5, **fields)
        return [(row["journeys"], row["events"]) for row in answer.groups.to_pylist()]

    assert counts() == [(1, 2), (2, 2)]
    assert counts(belongs="events") == [(1, 1), (3, 3)]
    assert counts(horizon="1 d") == [(1, 1), (1, 1)]  # bob had a day, cid has not yet
    assert counts(horizon="2 d") == [(1, 2), (0, 0)]
    assert counts(since=start, until=instant_of(START_US + round(2.5 * D * 1e6))) == [(1, 2), (1, 1)]


def test_two_groups_of_persons() -> None:
    answer = ask("drift", world(), versus="did B")
    assert answer.titles == ("everybody else", "did B")
    assert [row["journeys"] for row in answer.groups.to_pylist()] == [21, 39]
    assert rows(answer, "step")["B"]["first"] == 0
    both = ask("drift", world(), who="did C", versus="did B")
    assert [row["journeys"] for row in both.groups.to_pylist()] == [54, 39]


def test_columns_of_a_plan_are_touchpoints() -> None:
    fields = {"touchpoints": [{"name": ["A"], "label": "begin"}, {"name": ["B", "C"], "label": "go on"}]}
    steps = rows(ask("drift", world(), **fields), "step")
    assert (set(steps), steps["go on"]["first"], steps["go on"]["second"]) == ({"begin", "go on"}, 0.8, 1)


def test_many_names_are_folded() -> None:
    made = in_order({f"p{number}": f"n{number} common" for number in range(150)})
    steps = rows(ask("drift", made, shuffles=2), "step")
    assert len(steps) == 100
    assert "common" in steps
    assert "(other)" in steps


def test_degenerate_journeys_answer_sensibly() -> None:
    nothing = ask("drift", Journeys((), world().signatures, "none"))
    assert (nothing.n, nothing.as_of, nothing.distances.num_rows, nothing.titles[0]) == (0, None, 0, "the earlier half")
    alone = ask("drift", in_order({"p": "A"}))
    assert (alone.n, alone.figures["changed"].to_pylist()) == (1, [False])
    assert "no journeys" in alone.plot().title
    at_once = ask("drift", in_order({"p": "A B", "q": "B A"}, gap_s=0))
    assert [row["journeys"] for row in at_once.groups.to_pylist()] == [2, 0]


def test_what_cannot_be_compared_is_refused() -> None:
    for error, fields in (
        (Invalid, {"periods": ["2024-01-01..2024-02-01"]}),
        (Invalid, {"periods": ["soon", "2024-01-01.."]}),
        (Invalid, {"periods": ["2024-13-01..", "..2024-01-01"]}),
        (Invalid, {"periods": ["2024-02-01..2024-01-01", "2024-03-01.."]}),
        (Invalid, {"periods": ["2024-01-01..2024-03-01", "2024-02-01.."]}),
        (Invalid, {"periods": ["..2024-01-01", "2024-01-01.."], "versus": "did B"}),
        (Invalid, {"rate": 0}),
        (Invalid, {"shuffles": -1}),
        (NotFound, {"versus": "did Z"}),
    ):
        with pytest.raises(error) as caught:
            ask("drift", world(), **fields)
        assert caught.value.hint


places = st.integers(1, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 4), min_size=n, max_size=n),
        st.lists(st.integers(0, n - 1), min_size=4 * n, max_size=4 * n),
        st.lists(st.integers(0, 9), min_size=n * n, max_size=n * n),
    )
)


@settings(max_examples=80, deadline=None)
@given(places)
def test_carrying_costs_what_a_linear_programme_says(drawn: tuple[list[int], list[int], list[int]]) -> None:
    have, wishes, costs = drawn
    n, total = len(have), sum(have)
    want = np.bincount(wishes[:total], minlength=n)
    cost = np.array(costs, float).reshape(n, n)
    found = transport_cost(np.array(have, np.int64), want.astype(np.int64), cost)
    bounds = np.zeros((2 * n, n, n))
    for place in range(n):
        bounds[place, place, :] = 1
        bounds[n + place, :, place] = 1
    best = linprog(cost.ravel(), A_eq=bounds.reshape(2 * n, n * n), b_eq=[*have, *want]).fun
    assert found == pytest.approx(best, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 20), min_size=1, max_size=5).map(sorted), max_size=4), st.integers(0, 12))
def test_journeys_are_cut_to_one_length(times: list[list[int]], length: int) -> None:
    end = np.cumsum([len(one) for one in times]).astype(np.int64)
    begin = end - np.array([len(one) for one in times], np.int64)
    at = np.array([time for one in times for time in one], np.int64)
    kept = [sum(time - one[0] <= length for time in one) for one in times]
    assert (cut_short(begin, end, at, length) - begin).tolist() == kept


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_times_are_compared_by_ranks(first: list[int], second: list[int]) -> None:
    found = shift(np.array(first, float), np.array(second, float))
    wins = sum((b > a) + (a == b) / 2 for a in first for b in second)
    assert found.longer == pytest.approx(wins / len(first) / len(second))
    if len({*first, *second}) > 1:
        told = mannwhitneyu(second, first, method="asymptotic", use_continuity=False)
        assert 2 * upper_tail(np.array([abs(found.z)]))[0] == pytest.approx(told.pvalue)
    assert found.medians == (np.median(first), np.median(second))


def test_rare_ways_are_sampled_fairly(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    ways = [rng.integers(1, 6, rng.integers(1, 8)).tolist() for _ in range(3000)]
    offsets = np.cumsum([0, *map(len, ways)]).astype(np.int64)
    found, row = variants_of(offsets, np.array([code for way in ways for code in way], np.uint16))
    sets = Sets(found, np.bincount(row[:1500], minlength=len(found)).astype(np.int64))
    whole = distances(sets, 5, 20).to_pylist()[1]
    monkeypatch.setattr("footpath.analytics.drifting.distances.EXACT", 200)
    sample = distances(sets, 5, 20).to_pylist()[1]
    assert sample["value"] == pytest.approx(whole["value"], abs=0.05)
    assert sample["p"] > 0.05
    assert whole["p"] > 0.05
