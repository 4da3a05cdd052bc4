"""Edit distances by bits against the textbook's table."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.kernels.edits import edits_to, marked_after, masks, shared_way

K = 3


def collapsed(way: list[int]) -> list[int]:
    kept = [code for code in way if code]
    return [code for place, code in enumerate(kept) if place == 0 or kept[place - 1] != code]


def distance(left: list[int], right: list[int]) -> int:
    row = list(range(len(right) + 1))
    for i, one in enumerate(left, 1):
        above, row = row, [i]
        for j, other in enumerate(right, 1):
            row.append(min(above[j - 1] + (one != other), above[j] + 1, row[-1] + 1))
    return row[-1]


journeys = st.lists(st.lists(st.integers(0, K), max_size=9), max_size=4)
short = st.lists(st.integers(1, K), min_size=1, max_size=9)
long = st.lists(st.integers(1, K), min_size=60, max_size=140)


@settings(max_examples=200, deadline=None)
@given(journeys, st.one_of(short, long), st.booleans(), st.integers(1, 12))
def test_distances_to_one_way(world: list[list[int]], wanted: list[int], beginning: bool, most: int) -> None:
    check(world, wanted, beginning, most)


@settings(max_examples=30, deadline=None)
@given(st.lists(long, max_size=2), st.one_of(short, long), st.booleans())
def test_distances_of_long_ways(world: list[list[int]], wanted: list[int], beginning: bool) -> None:
    check(world, wanted, beginning, 1000)


def check(world: list[list[int]], wanted: list[int], beginning: bool, most: int) -> None:
    key, begin, end = [], [], []
    for journey in world:
        key.append(1)  # a stray event between journeys
        begin.append(len(key))
        key += journey
        end.append(len(key))
    spans = (np.array(begin, np.int64), np.array(end, np.int64))
    codes = np.array(wanted, np.uint16)
    lookup = np.arange(K + 1, dtype=np.uint16)
    found = edits_to(spans, np.array(key, np.uint16), lookup, (masks(codes, K), len(wanted)), (beginning, most))
    for place, journey in enumerate(world):
        way = collapsed(journey)[:most]
        sizes = range(len(way) + 1) if beginning else (len(way),)
        each = [(distance(wanted, way[:size]) / max(size, len(wanted)), size) for size in sizes]
        best, size = min(each)
        assert found.edits[place] / found.size[place] == best
        assert found.size[place] == max(size, len(wanted))
        compared = journey[: max(found.row[place] - begin[place] + 1, 0)]
        assert len(collapsed(compared)) == size


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, K), max_size=7), st.lists(st.integers(1, K), max_size=7))
def test_the_shared_way_is_the_longest_both_go_over(left: list[int], right: list[int]) -> None:
    found = shared_way(np.array(left, np.uint16), np.array(right, np.uint16)).tolist()
    both = [set(combinations(way, len(found))) for way in (left, right)]
    assert all(tuple(found) in ways for ways in both)
    longer = [set(combinations(way, len(found) + 1)) for way in (left, right)]
    assert not longer[0] & longer[1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.lists(st.integers(0, 1), max_size=5), st.integers(-1, 4)), max_size=4))
def test_marked_events_after_a_place(world: list[tuple[list[int], int]]) -> None:
    lengths = [len(journey) for journey, _ in world]
    end = np.cumsum(lengths).astype(np.int64)
    begin = end - np.array(lengths, np.int64)
    rows = [min(place, size - 1) for (_, place), size in zip(world, lengths, strict=True)]
    row = np.array([b + r if r >= 0 else -1 for b, r in zip(begin.tolist(), rows, strict=True)], np.int64)
    key = np.array([code for journey, _ in world for code in journey], np.uint16)
    found = marked_after(begin, end, row, (key, np.array([0, 4], np.uint64)))
    assert found.tolist() == [any(journey[place + 1 :]) for (journey, _), place in zip(world, rows, strict=True)]
