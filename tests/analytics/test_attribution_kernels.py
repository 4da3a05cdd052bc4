"""Attribution against its definitions: paths by a naive walk, weights by a loop, Shapley over all sets."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.attributing.shapley import additions
from footpath.analytics.attributing.weights import weight_of
from footpath.analytics.kernels.attribution_paths import CONVERSION, MILESTONE, TOUCH, PathRules, Paths, paths_of
from footpath.analytics.kernels.attribution_tallies import (
    GIVEN,
    GROUPS,
    MIDDLE,
    ROLES,
    UNIT,
    Ways,
    coalitions,
    decays,
    groups_of,
    moves,
    positions,
    takers,
)
from footpath.analytics.kernels.cells import gathered
from footpath.analytics.kernels.coalition_games import inside, shapley

THINGS = 3
quickly = settings(max_examples=150, deadline=None)
Event = tuple[int, int, int]  # (time, marks, thing)

events = st.tuples(st.integers(0, 12), st.integers(0, 7), st.integers(0, THINGS))
journeys = st.lists(st.lists(events, max_size=9).map(lambda one: sorted(one, key=lambda e: e[0])), max_size=3)
flags = st.integers(0, 1)
rules = st.builds(
    PathRules,
    lookback=st.sampled_from([0, 2, 5, 1 << 60]), gap=st.sampled_from([0, 2, 4]), same_session=flags, restart=flags,
    once=flags, own=flags, first_only=flags,
)  # fmt: skip


def naive_paths(journey: Sequence[Event], rule: PathRules) -> list[tuple[list[int], int, int]]:
    """Return (events that are touches, converting event or −1, thing of it), from all events for each conversion."""
    session, number = [], 0
    for i, event in enumerate(journey):
        number += int(i > 0 and event[0] - journey[i - 1][0] > rule.gap)
        session.append(number)
    ends = [i for i, event in enumerate(journey) if event[1] & CONVERSION]
    cut = {i: sum(end < i for end in ends) if rule.restart else 0 for i in range(len(journey))}
    kept: list[int] = []
    for i, (_, marks, thing) in enumerate(journey):
        if marks & TOUCH and thing and (rule.own or not marks & CONVERSION):
            again = any((session[j], cut[j], journey[j][2]) == (session[i], cut[i], thing) for j in kept)
            if not (rule.once and again):
                kept.append(i)
    found = []
    for end in ends:
        own = [i for i in kept if i <= end and cut[i] == cut[end]]
        near = [i for i in own if journey[end][0] - journey[i][0] <= rule.lookback]
        same = journey[end][2] if journey[end][1] & TOUCH else 0
        found.append(([i for i in near if not rule.same_session or session[i] == session[end]], end, same))
    left = [i for i in kept if not ends or (rule.restart and i > ends[-1])]
    if left and not (rule.first_only and ends):
        last = left[-1]
        near = [i for i in left if journey[last][0] - journey[i][0] <= rule.lookback]
        found.append(([i for i in near if not rule.same_session or session[i] == session[last]], -1, 0))
    return found[:1] if rule.first_only else found


@quickly
@given(journeys, rules, st.integers(0, 2))
def test_paths_are_those_of_a_naive_walk(world: list[list[Event]], rule: PathRules, gap: int) -> None:
    flat: list[Event] = [(0, 7, 1)] * gap  # events in no journey
    begin = []
    for journey in world:
        begin.append(len(flat))
        flat += [*journey, *[(99, 7, 2)] * gap]
    at, marks, things = (np.array([event[k] for event in flat], np.int64) for k in range(3))
    key = np.arange(len(flat), dtype=np.uint32)
    spans = (np.array(begin, np.int64), np.array([b + len(j) for b, j in zip(begin, world, strict=True)], np.int64))
    table = (key, marks.astype(np.uint8)), (key, things.astype(np.int32))
    got = paths_of(spans, at, *table, rule)
    expected = [
        ([flat[b + i][::2] for i in touches], b + end if end >= 0 else -1, same, owner)
        for owner, (b, journey) in enumerate(zip(begin, world, strict=True))
        for touches, end, same in naive_paths(journey, rule)
    ]
    assert [
        (list(zip(got.touch_at[a:b].tolist(), got.touch[a:b].tolist(), strict=True)), row, same, owner)
        for a, b, row, same, owner in zip(
            *(x.tolist() for x in (got.low, got.high, got.row, got.same, got.owner)), strict=True
        )
    ] == expected


Way = tuple[list[int], int, int, bool, int]  # (things, group, micros, converted, place of the milestone or −1)
ways = st.lists(
    st.tuples(
        st.lists(st.integers(1, THINGS), max_size=6), st.integers(0, 3), st.integers(-3_000_000, 9_000_000),
        st.booleans(), st.integers(-1, 5),
    ),
    max_size=8,
)  # fmt: skip


def flattened(unordered: list[Way]) -> tuple[Any, Ways]:
    given_ways = sorted(unordered, key=lambda way: way[1])
    touch = np.array([thing for way in given_ways for thing in way[0]], np.int32)
    high = np.cumsum([len(way[0]) for way in given_ways]).astype(np.int64)
    low = high - np.array([len(way[0]) for way in given_ways], np.int64)
    micros = np.array([way[2] for way in given_ways], np.int64)
    miles = [at + way[4] if 0 <= way[4] < len(way[0]) else -1 for at, way in zip(low.tolist(), given_ways, strict=True)]
    return touch, Ways(
        low, high, np.array([way[1] for way in given_ways], np.int64), micros // 1_000_000, micros % 1_000_000,
        np.array(miles, np.int64), np.array([len(way[0]) % 2 for way in given_ways], np.int64),
        *[np.array([way[3] for way in given_ways], np.bool_)] * 2,
    )  # fmt: skip


def told(cells: Any) -> dict[int, tuple[int, ...]]:
    keys, sums = cells
    return {int(key): tuple(row) for key, row in zip(keys.tolist(), sums.tolist(), strict=True) if any(row)}


def ends(weights: tuple[int, int, int]) -> Callable[[int, int, int], Fraction]:
    first, between, last = map(Fraction, weights)

    def weight(n: int, i: int, mile: int) -> Fraction:
        own = [first, *[between / max(n - 2, 1)] * (n - 2), last] if n > 1 else [Fraction(1)]
        return own[i] / sum(own) if sum(own) else Fraction(1, n)

    return weight


def of_w(n: int, i: int, mile: int) -> Fraction:
    if n == 1:
        return Fraction(1)
    special = {0: 30, n - 1: 30}
    if mile >= 0:
        special[mile] = special.get(mile, 0) + 30
    others = [place for place in range(n) if place not in special]
    own = {**special, **{place: Fraction(10, len(others)) for place in others}}
    return Fraction(own[i]) / sum(own.values())


NAIVE: dict[str, Callable[[int, int, int], Fraction]] = {
    "first": lambda _n, i, _mile: Fraction(i == 0),
    "last": lambda n, i, _mile: Fraction(i == n - 1),
    "linear": lambda n, _i, _mile: Fraction(1, n),
    "u": ends((40, 20, 40)),
    "j": ends((20, 20, 60)),
    "inverse_j": ends((60, 20, 20)),
    "custom": ends((0, 3, 1)),
    "w": of_w,
}


@pytest.mark.parametrize("model", NAIVE)
@pytest.mark.parametrize("milestones", [GIVEN, MIDDLE])
@quickly
@given(ways)
def test_positional_credit_is_that_of_a_naive_loop(model: Any, milestones: int, given_ways: list[Way]) -> None:
    touch, found = flattened(given_ways)
    keys, sums = positions(touch, found, np.zeros(THINGS + 1, np.bool_), milestones)
    weight = weight_of(model, (Fraction(0), Fraction(3), Fraction(1)))
    got: dict[int, Fraction] = defaultdict(Fraction)
    for key, row in zip(keys.tolist(), sums.tolist(), strict=True):
        code = key // GROUPS // (THINGS + 1)
        got[key // GROUPS % (THINGS + 1)] += row[0] * weight(code // ROLES, code % ROLES)
    expected: dict[int, Fraction] = defaultdict(Fraction)
    for things, _, _, converted, mile in given_ways:
        n = len(things)
        mile = (n // 2 if n > 2 else -1) if milestones == MIDDLE else mile if mile < n else -1  # noqa: PLW2901
        for i, thing in enumerate(things if converted else []):
            expected[thing] += NAIVE[model](n, i, mile)
    assert {k: v for k, v in got.items() if v} == {k: v for k, v in expected.items() if v}
    assert sum(got.values()) == sum(way[3] and bool(way[0]) for way in given_ways)


@quickly
@given(ways)
def test_takers_and_coalitions_count_each_journey_once(given_ways: list[Way]) -> None:
    touch, found = flattened(given_ways)
    by_thing: Counter[int] = Counter()
    by_set: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for things, group, micros, converted, _ in given_ways:
        for thing in set(things) if converted else ():
            by_thing[(len(set(things)) * (THINGS + 1) + thing) * GROUPS + group] += 1
        if things:
            cell = by_set[sum(1 << (thing - 1) for thing in set(things)) * GROUPS + group]
            worth = (1, micros // 1_000_000, micros % 1_000_000, 0) if converted else (0, 0, 0, 1)
            cell[:] = [a + b for a, b in zip(cell, worth, strict=True)]
    assert {key: row[0] for key, row in told(takers(touch, found, THINGS + 1)).items()} == dict(by_thing)
    assert told(coalitions(touch, found)) == {key: tuple(row) for key, row in by_set.items()}


@quickly
@given(ways, st.integers(1, 3), st.sampled_from([0, 1 << 14]))
def test_moves_are_counted_from_the_last_touches(given_ways: list[Way], order: int, room: int) -> None:
    touch, found = flattened(given_ways)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("footpath.analytics.kernels.attribution_tallies._ROOM", room)
        got = told(moves(touch, found, THINGS + 3, order))
    base = THINGS + 3
    expected: Counter[int] = Counter()
    for things, group, _, converted, _ in given_ways:
        track = [0] * order + things + [base - 2 if converted else base - 1]
        for i in range(order, len(track) if things else 0):
            state = 0
            for digit in track[i - order : i + 1]:
                state = state * base + digit
            expected[state * GROUPS + group] += 1
    assert {key: row[0] for key, row in got.items()} == dict(expected)
    paid = sum(way[2] for way in given_ways if way[3] and way[0])
    assert sum(row[1] * 1_000_000 + row[2] for row in got.values()) == paid


@quickly
@given(ways, st.floats(0.1, 1e4))
def test_decayed_credit_is_handed_out_whole(given_ways: list[Way], half_life: float) -> None:
    touch, found = flattened(given_ways)
    at = np.arange(len(touch), dtype=np.int64) ** 2
    cells = told(decays((touch, at), found, half_life, THINGS + 1))
    credited = [way for way in given_ways if way[3] and way[0]]
    assert sum(row[0] for row in cells.values()) == len(credited) * UNIT
    assert sum(row[1] * 1_000_000 + row[2] for row in cells.values()) == sum(way[2] for way in credited)
    expected: dict[int, float] = defaultdict(float)
    for way, (low, high) in enumerate(zip(found.low, found.high, strict=True)):
        weights = [2.0 ** ((at[i] - at[high - 1]) / half_life) for i in range(low, high)]
        for i in range(low, high):
            expected[int(touch[i])] += weights[i - low] / sum(weights) * found.converted[way]
    got: dict[int, float] = defaultdict(float)
    for key, row in cells.items():
        got[key // GROUPS] += row[0] / UNIT
    assert dict(got) == pytest.approx({k: v for k, v in expected.items() if k in got}, abs=1e-8)


def by_definition(worth: Callable[[frozenset[int]], float], things: Sequence[int]) -> dict[int, float]:
    found = {}
    for thing in things:
        rest = [one for one in things if one != thing]
        found[thing] = sum(
            factorial(size) * factorial(len(things) - size - 1) / factorial(len(things))
            * (worth(frozenset(some) | {thing}) - worth(frozenset(some)))
            for size in range(len(rest) + 1) for some in combinations(rest, size)
        )  # fmt: skip
    return found


@quickly
@given(ways)
def test_shapley_values_are_those_of_the_definition(given_ways: list[Way]) -> None:
    touch, found = flattened(given_ways)
    sets = [(frozenset(things), converted) for things, _, _, converted, _ in given_ways if things]
    used = sorted({thing for things, _ in sets for thing in things})

    def conversions(some: frozenset[int]) -> float:
        return sum(converted for things, converted in sets if things <= some)

    def rate(some: frozenset[int]) -> float:
        return conversions(some) / max(1, sum(things <= some for things, _ in sets))

    exact = additions(gathered([coalitions(touch, found)]), THINGS + 1, 500)
    assert exact.error is None
    got = {thing: exact.conversions[0, thing] for thing in used}
    assert got == pytest.approx(by_definition(rate, used), abs=1e-12)
    # the closed form: every conversion shared evenly among the different things
    closed: dict[int, float] = dict.fromkeys(used, 0.0)
    for key, row in told(takers(touch, found, THINGS + 1)).items():
        closed[key // GROUPS % (THINGS + 1)] += row[0] / (key // GROUPS // (THINGS + 1))
    assert closed == pytest.approx(by_definition(conversions, used), abs=1e-12)
    for group in range(4):  # leaving a group out is answering for the others
        touch_left, left = flattened([way for way in given_ways if way[1] != group])
        again = additions(gathered([coalitions(touch_left, left)]), THINGS + 1, 500)
        assert exact.conversions[1 + group] == pytest.approx(again.conversions[0], abs=1e-12)


@quickly
@given(st.lists(st.tuples(st.integers(1, 15), st.integers(0, 9)), max_size=9))
def test_sums_over_subsets(cells: list[tuple[int, int]]) -> None:
    got = inside(*(np.array([cell[k] for cell in cells], np.int64) for k in (0, 1)), 4)
    assert got.tolist() == [sum(n for one, n in cells if one & ~whole == 0) for whole in range(16)]


def test_shapley_of_any_game_is_the_mean_over_all_orders() -> None:
    worth = np.random.default_rng(1).normal(size=16)
    worth[0] = 0
    expected = np.zeros(4)
    for order in permutations(range(4)):
        before = 0
        for thing in order:
            expected[thing] += worth[before | 1 << thing] - worth[before]
            before |= 1 << thing
    assert shapley(worth) == pytest.approx(expected / 24, abs=1e-14)


def test_drawn_orders_come_near_and_say_how_near(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = np.random.default_rng(7)
    some = [
        (list({int(one) for one in draw.integers(1, 7, 4)}), int(draw.integers(32)), 1, bool(draw.random() < 0.4), -1)
        for _ in range(400)
    ]
    touch, found = flattened(some)
    cells = gathered([coalitions(touch, found)])
    exact = additions(cells, 7, 500)
    monkeypatch.setattr("footpath.analytics.attributing.shapley.EXACT", 2)
    drawn = additions(cells, 7, 500)
    assert drawn.error is not None
    assert drawn.error.max() < 0.03
    assert (abs(drawn.conversions[0] - exact.conversions[0]) <= 1.6 * drawn.error).all()
    assert drawn.conversions[0].sum() == pytest.approx(exact.conversions[0].sum(), abs=1e-12)
    assert abs(drawn.conversions[1:] - exact.conversions[1:]).max() < 0.06
    assert (additions(cells, 7, 500).conversions == drawn.conversions).all()


def test_groups_are_of_like_size_and_depend_on_the_id_alone() -> None:
    ids = [f"person-{number}" for number in range(20_000)]
    cuts = np.cumsum([0, *(len(one) for one in ids)]).astype(np.int32)
    found = groups_of(cuts, np.frombuffer("".join(ids).encode(), np.uint8))
    sizes = np.bincount(found, minlength=GROUPS)
    assert (len(sizes), sizes.min() > 520, sizes.max() < 730) == (GROUPS, True, True)
    assert groups_of(np.array([0, 8], np.int32), np.frombuffer(b"person-7", np.uint8))[0] == found[7]


def test_marks_of_milestones_point_at_the_touch_before() -> None:
    key = np.arange(4, dtype=np.uint32)
    marks = np.array([TOUCH, MILESTONE, TOUCH, CONVERSION], np.uint8)
    got: Paths = paths_of(
        (np.array([0]), np.array([4])), np.arange(4), (key, marks), (key, np.array([1, 1, 2, 1], np.int32)),
        PathRules(1 << 60, 1 << 60, 0, 1, 1, 0, 0),
    )  # fmt: skip
    assert (got.mile.tolist(), got.touch.tolist()) == ([0], [1, 2])
