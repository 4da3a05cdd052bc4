"""Kernels of structure against naive oracles, and by hand."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import kernels

K = 5
Journey = list[tuple[int, int]]  # (µs, code 0…K)

journey = st.lists(st.tuples(st.integers(0, 30), st.integers(0, K)), max_size=12).map(
    lambda events: sorted(events, key=lambda event: event[0])
)
worlds = st.lists(journey, max_size=8)
quick = settings(max_examples=60, deadline=None)


def arrays(world: list[Journey]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return offsets, at and signatures (= codes with 0) of a world."""
    offsets = np.cumsum([0, *(len(one) for one in world)]).astype(np.int64)
    at = np.array([event[0] for one in world for event in one], np.int64)
    signature = np.array([event[1] for one in world for event in one], np.uint16)
    return offsets, at, signature


def track(world: list[Journey]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    offsets, at, signature = arrays(world)
    return kernels.compact((offsets[:-1], offsets[1:]), at, signature, np.arange(K + 1, dtype=np.uint16))


def kept(world: list[Journey]) -> list[Journey]:
    return [[event for event in one if event[1]] for one in world]


def visits(one: Journey) -> list[tuple[int, int, int]]:
    """Return (first, last, code) of runs."""
    found: list[tuple[int, int, int]] = []
    for at, code in one:
        if found and found[-1][2] == code:
            found[-1] = (found[-1][0], at, code)
        else:
            found.append((at, at, code))
    return found


def on_visits(world: list[Journey]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    return kernels.runs(*track(world))


@quick
@given(worlds)
def test_compact_keeps_events_with_a_code_and_every_person(world: list[Journey]) -> None:
    offsets, at, codes = track(world)
    for person, one in enumerate(kept(world)):
        here = slice(offsets[person], offsets[person + 1])
        assert list(zip(at[here].tolist(), codes[here].tolist(), strict=True)) == one


@quick
@given(worlds)
def test_runs_take_neighbours_of_equal_code_as_one_visit(world: list[Journey]) -> None:
    offsets, first, last, codes = on_visits(world)
    for person, one in enumerate(kept(world)):
        here = slice(offsets[person], offsets[person + 1])
        found = zip(first[here].tolist(), last[here].tolist(), codes[here].tolist(), strict=True)
        assert list(found) == visits(one)


@quick
@given(worlds)
def test_follows_counts_moves_and_persons_with_start_and_end(world: list[Journey]) -> None:
    offsets, _, _, codes = on_visits(world)
    times, persons = kernels.follows(offsets, codes, K)
    expected: Counter[tuple[int, int]] = Counter()
    who: dict[tuple[int, int], set[int]] = defaultdict(set)
    for person, one in enumerate(kept(world)):
        steps = [code for _, _, code in visits(one)]
        for pair in zip([0, *steps], [*steps, 0], strict=True) if steps else ():
            expected[pair] += 1
            who[pair].add(person)
    assert {(a, b): int(times[a, b]) for a, b in zip(*np.nonzero(times), strict=True)} == expected
    assert {(a, b): int(persons[a, b]) for a, b in zip(*np.nonzero(persons), strict=True)} == {
        pair: len(people) for pair, people in who.items()
    }


@quick
@given(worlds)
def test_follow_times_run_from_the_end_of_a_visit_to_the_start_of_the_next(world: list[Journey]) -> None:
    pair, micros = kernels.follow_times(*on_visits(world), K)
    expected = [
        (before[2] * (K + 1) + after[2], after[0] - before[1])
        for one in kept(world)
        for before, after in zip(visits(one), visits(one)[1:], strict=False)
    ]
    assert list(zip(pair.tolist(), micros.tolist(), strict=True)) == expected


@quick
@given(worlds)
def test_reach_counts_persons_places_ends_and_returns(world: list[Journey]) -> None:
    offsets, _, codes = track(world)
    found = kernels.reach(offsets, codes, K)
    for code in range(1, K + 1):
        having = [one for one in kept(world) if code in [c for _, c in one]]
        assert found.events[code] == sum(c == code for one in kept(world) for _, c in one)
        assert found.persons[code] == len(having)
        assert found.starts[code] == sum(one[0][1] == code for one in having)
        assert found.ends[code] == sum(one[-1][1] == code for one in having)
        again = [one for one in having if sum(c == code for _, _, c in visits(one)) > 1]
        assert found.returns[code] == len(again)
        places = [[c for _, c in one].index(code) / max(1, len(one) - 1) for one in having]
        assert found.position[code] == pytest.approx(sum(places))


@quick
@given(worlds)
def test_precedence_says_who_was_met_first(world: list[Journey]) -> None:
    offsets, _, codes = track(world)
    found = kernels.precedence(offsets, codes, K)
    expected = np.zeros((K + 1, K + 1), int)
    for one in kept(world):
        order = list(dict.fromkeys(code for _, code in one))
        for place, a in enumerate(order):
            for b in order[place + 1 :]:
                expected[a, b] += 1
    assert (found == expected).all()


@quick
@given(worlds, st.integers(0, K))
def test_onward_counts_who_goes_on_and_how_long_it_takes(world: list[Journey], goal: int) -> None:
    offsets, at, codes = track(world)
    to_next, to_goal, lost, wait_code, wait = kernels.onward(offsets, at, codes, K, goal)
    waits: Counter[tuple[int, int]] = Counter()
    for code in range(1, K + 1):
        having = []
        for one in kept(world):
            places = [place for place, (_, c) in enumerate(one) if c == code]
            if places:
                having.append((one, one[places[0] :]))
        assert to_next[code] == sum(any(c == code + 1 for _, c in after) for _, after in having)
        assert to_goal[code] == (sum(any(c == goal for _, c in after) for _, after in having) if goal else 0)
        ended = [one for one, _ in having if one[-1][1] == code and not (goal and goal in [c for _, c in one])]
        assert lost[code] == len(ended)
        for _, after in having:
            later = [moment for moment, c in after if c > code]
            if later:
                waits[code, later[0] - after[0][0]] += 1
    assert Counter(zip(wait_code.tolist(), wait.tolist(), strict=True)) == waits


@quick
@given(worlds)
def test_equal_ways_and_only_those_have_equal_hashes(world: list[Journey]) -> None:
    offsets, _, codes = track(world)
    hashes = kernels.variant_hashes(offsets, codes).tolist()
    ways = [tuple(code for _, code in one) for one in kept(world)]
    for way, number in zip(ways, hashes, strict=True):
        assert (number == 0) == (way == ())
        assert [other == way for other in ways] == [other == number for other in hashes]


def naive_levenshtein(left: list[int], right: list[int]) -> int:
    if not left or not right:
        return len(left) + len(right)
    return min(
        naive_levenshtein(left[1:], right) + 1,
        naive_levenshtein(left, right[1:]) + 1,
        naive_levenshtein(left[1:], right[1:]) + (left[0] != right[0]),
    )


@quick
@given(st.lists(st.lists(st.integers(1, 3), max_size=5), min_size=1, max_size=5))
def test_edit_distance_is_levenshtein_over_the_longer_length(ways: list[list[int]]) -> None:
    offsets = np.cumsum([0, *(len(way) for way in ways)]).astype(np.int64)
    codes = np.array([code for way in ways for code in way], np.uint16)
    found = kernels.edit_distances(offsets, codes, np.arange(len(ways)))
    for a, left in enumerate(ways):
        for b, right in enumerate(ways):
            longer = max(len(left), len(right))
            assert found[a, b] == pytest.approx(naive_levenshtein(left, right) / longer if longer else 0)


def test_ordinals_count_up_to_the_cap() -> None:
    numbers = kernels.ordinals(np.array([0, 3, 3, 4]), np.zeros(4, np.uint16), 2)
    assert numbers.tolist() == [1, 2, 2, 1]


def test_a_way_over_three_columns_by_hand() -> None:
    world: list[Journey] = [[(0, 1), (10, 2), (15, 1), (40, 3)], [(0, 1)]]
    offsets, at, codes = track(world)
    to_next, to_goal, lost, wait_code, wait = kernels.onward(offsets, at, codes, K, 3)
    assert to_next.tolist() == [0, 1, 1, 0, 0, 0]
    assert to_goal.tolist() == [0, 1, 1, 1, 0, 0]
    assert lost.tolist() == [0, 1, 0, 0, 0, 0]
    assert sorted(zip(wait_code.tolist(), wait.tolist(), strict=True)) == [(1, 10), (2, 30)]
