"""Kernels behind clusters against naive counting."""

from collections import Counter
from itertools import pairwise
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.clustering.groups import choices, chosen, directions, grouped
from footpath.analytics.kernels.grouping import k_means
from footpath.analytics.kernels.way_features import (
    MOST,
    feature_count,
    marked_sums,
    nearest_centre,
    reached_by_group,
    way_features,
)

K = 4
quickly = settings(max_examples=80, deadline=None)


def collapsed(way: list[int]) -> list[int]:
    return [code for place, code in enumerate(way) if place == 0 or way[place - 1] != code]


ways = st.lists(st.lists(st.integers(1, K), max_size=8).map(collapsed), max_size=6)


def flat(journeys: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, journeys)]).astype(np.int64)
    return offsets, np.array([code for journey in journeys for code in journey], np.uint16)


def counted(way: list[int]) -> Counter[tuple[int, int]]:
    return Counter([*pairwise([0, *way, 0]), *((code, code) for code in way)]) if way else Counter()


@quickly
@given(ways)
def test_features_are_roots_of_how_often_steps_and_moves_come(journeys: list[list[int]]) -> None:
    found = way_features(*flat(journeys), K, feature_count(K))
    for row, way in zip(found, journeys, strict=True):
        expected = np.zeros((K + 1, K + 1))
        for move, times in counted(way).items():
            expected[move] = np.sqrt(times / (2 * len(way) + 1))
        assert row.reshape(K + 1, K + 1) == pytest.approx(expected)
        assert (row**2).sum() == pytest.approx(1 if way else 0)


@quickly
@given(ways, st.integers(1, 4), st.integers(0, 99))
def test_every_way_goes_to_the_nearest_centre(journeys: list[list[int]], groups: int, seed: int) -> None:
    features = way_features(*flat(journeys), K, feature_count(K)).astype(float)
    centres = np.random.default_rng(seed).random((feature_count(K), groups))
    nearest, apart = nearest_centre(*flat(journeys), K, centres)
    for row, way in enumerate(journeys):
        squares = ((features[row][:, None] - centres) ** 2).sum(axis=0)
        assert (nearest[row] == -1) == (not way)
        if way:
            assert squares[nearest[row]] == pytest.approx(squares.min(), rel=1e-5)
            assert apart[row] == pytest.approx(squares.min(), rel=1e-5, abs=1e-6)


def test_many_steps_share_features_by_hash() -> None:
    k = 1000
    size = feature_count(k)
    assert size == MOST
    way = list(range(1, k + 1))
    row = way_features(*flat([way]), k, size)[0]
    assert (row**2).sum() == pytest.approx(1, rel=1e-4)
    assert np.count_nonzero(row) > MOST / 4
    centres = np.stack([row * 0, row], axis=1).astype(float)
    assert nearest_centre(*flat([way, [5]]), k, centres)[0].tolist() == [1, 0]


@quickly
@given(ways, st.integers(0, 9))
def test_steps_reached_by_group(journeys: list[list[int]], seed: int) -> None:
    group = np.random.default_rng(seed).integers(-1, 3, len(journeys)).astype(np.int16)
    found = reached_by_group(*flat(journeys), group, (3, K))
    for one in range(3):
        for code in range(1, K + 1):
            there = [way for way, mine in zip(journeys, group.tolist(), strict=True) if mine == one and code in way]
            assert found[one, code] == len(there)


@quickly
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([1.5, 2.0, float("nan")])), max_size=5), max_size=4)
)
def test_amounts_of_marked_events(journeys: list[list[tuple[int, float]]]) -> None:
    end = np.cumsum([len(one) for one in journeys]).astype(np.int64)
    begin = end - np.array([len(one) for one in journeys], np.int64)
    key = np.array([mark for one in journeys for mark, _ in one], np.uint16)
    value = np.array([amount for one in journeys for _, amount in one], float)
    times, sums = marked_sums((begin, end), (key, np.array([0, 2], np.uint64)), value)
    assert times.tolist() == [sum(mark for mark, _ in one) for one in journeys]
    assert sums.tolist() == [sum(amount for mark, amount in one if mark and not isnan(amount)) for one in journeys]


@quickly
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=12), st.integers(1, 3))
def test_k_means_ends_where_no_point_is_nearer_to_another_centre(drawn: list[tuple[int, int]], k: int) -> None:
    points = np.array(drawn, float)
    group, centres, total = k_means(points, points[:k].copy() if len(points) >= k else points.copy(), 100)
    squares = ((points[:, None, :] - centres[None]) ** 2).sum(axis=2)
    assert group.tolist() == squares.argmin(axis=1).tolist()
    assert total == pytest.approx(squares.min(axis=1).sum())
    for one in set(group.tolist()):
        assert centres[one] == pytest.approx(points[group == one].mean(axis=0))


def test_groups_that_lie_apart_are_found_and_counted() -> None:
    rng = np.random.default_rng(5)
    middles = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    truth = np.repeat([0, 1, 2], [90, 60, 30])
    points = middles[truth] + rng.normal(size=(180, 2))
    found = choices(points, 6)
    assert chosen(found) == 3
    assert grouped(points, 3).tolist() == truth.tolist()  # the largest is 0
    assert chosen(choices(rng.normal(size=(200, 3)), 6)) == 1
    assert chosen([]) == 1


def test_directions_keep_distances() -> None:
    rng = np.random.default_rng(2)
    features = rng.random((30, 12)).astype(np.float32)
    points = directions(features)
    for left, right in ((0, 1), (3, 17)):
        apart = np.linalg.norm(features[left].astype(float) - features[right].astype(float))
        assert np.linalg.norm(points[left] - points[right]) == pytest.approx(apart)
