"""Kernels of ways and plans against naive searches."""

import heapq
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.conforming.plan import BACK, KINDS, LATE, LEAVE, REPEAT, SKIP, graph_of, in_order
from footpath.analytics.kernels.fitness import NO_WAY, plan_costs
from footpath.analytics.kernels.plan_moves import move_times, plan_counts, stay_times
from footpath.analytics.kernels.variants import variant_hashes
from footpath.analytics.kernels.way_visits import Visits, first_fit, visits_in
from footpath.analytics.ways.variants import joined, variants_of

K = 4
quickly = settings(max_examples=100, deadline=None)
ways = st.lists(st.lists(st.integers(0, K), max_size=7), max_size=5)
moves = st.lists(st.tuples(st.integers(0, K), st.integers(0, K)), max_size=10)


def laid(journeys: list[list[int]], gap: int = 1) -> tuple[tuple[np.ndarray, np.ndarray], np.ndarray]:
    """Lay journeys down with `gap` stray events before each."""
    key: list[int] = []
    begin, end = [], []
    for journey in journeys:
        key += [1] * gap
        begin.append(len(key))
        key += journey
        end.append(len(key))
    return (np.array(begin, np.int64), np.array(end, np.int64)), np.array(key, np.uint16)


@quickly
@given(ways, st.booleans())
def test_visits_are_runs_of_a_touchpoint(journeys: list[list[int]], repeats: bool) -> None:
    spans, key = laid(journeys)
    found = visits_in(spans, key, np.arange(K + 1, dtype=np.uint16), K, repeats=repeats)
    for place, journey in enumerate(journeys):
        rows = [i for i, code in enumerate(journey) if code]
        runs: list[list[int]] = []
        for i in rows:
            if runs and not repeats and journey[runs[-1][-1]] == journey[i]:
                runs[-1].append(i)
            else:
                runs.append([i])
        here = slice(found.offsets[place], found.offsets[place + 1])
        assert found.codes[here].tolist() == [journey[run[0]] for run in runs]
        assert (found.first[here] - spans[0][place]).tolist() == [run[0] for run in runs]
        assert (found.last[here] - spans[0][place]).tolist() == [run[-1] for run in runs]
        assert found.on[place] == len(rows)
    flat = [code for journey in journeys for code in journey]
    assert found.events.tolist() == [flat.count(code) for code in range(K + 1)]


def test_the_first_selection_that_fits_decides() -> None:
    bits = np.array([0, 1, 2, 3, 4, 6], np.uint64)
    assert first_fit(bits, np.array([2, 1, 3], np.uint16)).tolist() == [0, 2, 1, 2, 3, 1]


@quickly
@given(ways, ways)
def test_variants_of_several_buckets_are_those_of_all(left: list[list[int]], right: list[list[int]]) -> None:
    kept = [[[code for code in way if code] for way in half] for half in (left, right)]
    parts, rows = zip(*(variants_of(*flat(half)) for half in kept), strict=True)
    whole, places = joined(parts)
    counted = {tuple(whole.way(row).tolist()): int(whole.counts[row]) for row in range(len(whole))}
    everyone = [tuple(way) for half in kept for way in half if way]
    assert counted == {way: everyone.count(way) for way in everyone}
    for half, row, place in zip(kept, rows, places, strict=True):
        for way, index in zip(half, row.tolist(), strict=True):
            assert (index < 0) == (not way)
            assert not way or whole.way(place[index]).tolist() == way
    assert (variant_hashes(*flat(kept[0])) == 0).tolist() == [not way for way in kept[0]]


def flat(journeys: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, journeys)]).astype(np.int64)
    return offsets, np.array([code for journey in journeys for code in journey], np.uint16)


def allowed_of(pairs: list[tuple[int, int]]) -> np.ndarray:
    allowed = np.zeros((K + 1, K + 1), np.bool_)
    for before, after in pairs:
        allowed[before, after] = True
    return allowed


def nearest(way: list[int], allowed: np.ndarray) -> int | None:
    """Search all ways to keep, add and take away (Dijkstra over visits done and step of the plan)."""
    waiting: list[tuple[int, int, int]] = [(0, 0, 0)]
    done: set[tuple[int, int]] = set()
    while waiting:
        cost, used, step = heapq.heappop(waiting)
        if (used, step) in done:
            continue
        done.add((used, step))
        if used == len(way) and allowed[step, 0]:
            return cost
        if used < len(way):
            heapq.heappush(waiting, (cost + 1, used + 1, step))
            if allowed[step, way[used]]:
                heapq.heappush(waiting, (cost, used + 1, way[used]))
        for after in range(1, K + 1):
            if allowed[step, after]:
                heapq.heappush(waiting, (cost + 1, used, after))
    return None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(st.integers(1, K), max_size=8), max_size=4), moves, st.booleans())
def test_costs_are_those_of_the_nearest_planned_way(
    journeys: list[list[int]], pairs: list[tuple[int, int]], chain: bool
) -> None:
    allowed = allowed_of(pairs) | (in_order(K) if chain else False)
    graph = graph_of(allowed)
    costs = plan_costs(*flat(journeys), graph.gap)
    for journey, cost in zip(journeys, costs.tolist(), strict=True):
        expected = nearest(journey, allowed)
        assert cost == expected if expected is not None else cost > NO_WAY
    if chain:
        assert costs.tolist() == [int(c) for c in costs]
        worst = [len(journey) + graph.shortest for journey in journeys]
        assert all(cost <= most for cost, most in zip(costs.tolist(), worst, strict=True))


def test_where_ways_may_end_anywhere_only_what_is_walked_is_judged() -> None:
    graph = graph_of(in_order(K), to_end=False)
    assert plan_costs(*flat([[], [1, 2], [1, 3], [2, 1]]), graph.gap).tolist() == [0, 0, 1, 1]


def test_moves_that_are_not_planned_have_a_kind() -> None:
    kind = graph_of(in_order(K)).kind
    assert [KINDS[kind[a, b]] for a, b in ((0, 1), (1, 2), (K, 0))] == ["planned"] * 3
    assert [kind[a, b] for a, b in ((1, 3), (3, 1), (2, 2), (0, 2), (2, 0))] == [SKIP, BACK, REPEAT, LATE, LEAVE]
    branching = graph_of(allowed_of([(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 0)]))
    assert KINDS[branching.kind[2, 3]] == "jump"
    assert branching.between[1, 4] == 0b10  # of equal ways that by the lower number


@quickly
@given(st.lists(st.lists(st.integers(1, K), max_size=8), max_size=4), moves)
def test_moves_and_visits_are_counted(journeys: list[list[int]], pairs: list[tuple[int, int]]) -> None:
    graph = graph_of(allowed_of(pairs) | in_order(K))
    offsets, codes = flat(journeys)
    none = np.zeros(0, np.int64)
    found = plan_counts(Visits(offsets, none, none, codes, none, none), graph.kind, graph.between)
    for place, journey in enumerate(journeys):
        made = list(pairwise([0, *journey, 0])) if journey else []
        kinds = {int(graph.kind[move]) for move in made} | ({REPEAT} if len(set(journey)) < len(journey) else set())
        assert {bit for bit in range(8) if found.kinds[place] >> bit & 1} == kinds
    all_moves = [list(pairwise([0, *journey, 0])) if journey else [] for journey in journeys]
    skips = [[int(graph.between[move]) for move in made if graph.kind[move] == SKIP] for made in all_moves]
    over = [{step for step in range(1, K + 1) if any(bits >> (step - 1) & 1 for bits in made)} for made in skips]
    for step in range(1, K + 1):
        assert found.reached[step] == sum(step in journey for journey in journeys)
        assert found.visits[step] == sum(journey.count(step) for journey in journeys)
        assert found.again[step] == sum(journey.count(step) > 1 for journey in journeys)
        assert found.passed[step] == sum(step in passed for passed in over)
        assert found.skipped[step] == sum(
            step in passed and step not in journey for passed, journey in zip(over, journeys, strict=True)
        )
    for before in range(K + 1):
        for after in range(K + 1):
            assert found.times[before, after] == sum(made.count((before, after)) for made in all_moves)
            assert found.movers[before, after] == sum((before, after) in made for made in all_moves)


@quickly
@given(st.lists(st.lists(st.tuples(st.integers(1, K), st.integers(0, 5), st.integers(0, 3)), max_size=6), max_size=4))
def test_times_are_grouped_by_move_and_step(journeys: list[list[tuple[int, int, int]]]) -> None:
    spans, clock = [], 0
    for journey in journeys:
        for _, wait, stay in journey:
            clock += wait
            spans.append((clock, clock + stay))
            clock += stay
    offsets, codes = flat([[step for step, _, _ in journey] for journey in journeys])
    times = tuple(np.array([span[side] for span in spans], np.int64) for side in (0, 1))
    cuts, micros = move_times(offsets, codes, times, K)
    stay_cuts, stays = stay_times(codes, times, K)
    for before in range(1, K + 1):
        for after in range(1, K + 1):
            pair = before * (K + 1) + after
            waits = [b[1] for journey in journeys for a, b in pairwise(journey) if (a[0], b[0]) == (before, after)]
            assert micros[cuts[pair] : cuts[pair + 1]].tolist() == waits
        held = [stay for journey in journeys for step, _, stay in journey if step == before and stay]
        assert stays[stay_cuts[before] : stay_cuts[before + 1]].tolist() == held
