"""Kernels of paths against naive passes over lists."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.kernels.path_flows import FlowRule, flows
from footpath.analytics.kernels.path_moves import (
    grouped,
    listed,
    move_counts,
    move_counts_of_some,
    move_times,
    move_units,
)
from footpath.analytics.kernels.path_steps import parted
from footpath.analytics.kernels.path_walks import (
    EVERY,
    FIRST,
    LAST,
    MORE_AFTER,
    MORE_BEFORE,
    Rule,
    Walks,
    branch,
    grow,
    walks,
)
from footpath.analytics.kernels.path_ways import joined, ways

K = 4  # labels; keys are 0 … K, of which key 0 has no label
NONE = np.zeros(0, np.bool_)
Event = tuple[int, int]  # (time, key)
World = list[list[Event]]

quickly = settings(max_examples=150, deadline=None)
times = st.one_of(st.integers(0, 3), st.integers(0, 40), st.integers(-(2**57), 2**57))
journey = st.lists(st.tuples(times, st.integers(0, K)), max_size=9).map(lambda one: sorted(one, key=lambda e: e[0]))
worlds = st.lists(journey, max_size=5)
full = st.lists(st.lists(st.tuples(times, st.integers(1, K)), max_size=12).map(sorted), max_size=5)
gaps = st.lists(st.integers(0, 2), min_size=6, max_size=6)


def laid(world: World, between: list[int], dtype: type = np.uint16) -> tuple:
    """Lay journeys out with events between them that are in none."""
    at: list[int] = []
    key: list[int] = []
    begin, end = [], []
    for events, junk in zip(world, between, strict=False):
        at += [7] * junk
        key += [1 + junk] * junk
        begin.append(len(at))
        at += [event[0] for event in events]
        key += [event[1] for event in events]
        end.append(len(at))
    at += [7] * between[-1]
    key += [2] * between[-1]
    spans = (np.array(begin, np.int64), np.array(end, np.int64))
    return spans, np.array(at, np.int64), np.array(key, dtype), np.arange(K + 1, dtype=np.uint16)


def steps_of(events: list[Event], collapse: bool = False) -> list[tuple[int, int, int]]:
    """Return (label, first, last) of the steps of a journey."""
    found: list[tuple[int, int, int]] = []
    for time, label in events:
        if label == 0:
            continue
        if collapse and found and found[-1][0] == label:
            found[-1] = (label, found[-1][1], time)
        else:
            found.append((label, time, time))
    return found


def moves_of(world: World) -> tuple[Counter, dict, dict]:
    counts: Counter = Counter()
    units: dict = defaultdict(set)
    waits: dict = defaultdict(list)
    for who, events in enumerate(world):
        way = steps_of(events)
        if not way:
            continue
        labels = [0, *(step[0] for step in way), 0]
        for pair in pairwise(labels):
            counts[pair] += 1
            units[pair].add(who)
        for before, after in pairwise(way):
            waits[before[0], after[0]].append(after[1] - before[2])
    return counts, units, waits


@quickly
@given(full, gaps)
def test_counts_where_every_event_has_a_label(world: World, between: list[int]) -> None:
    spans, _, key, lookup = laid(world, between, np.uint32)
    expected, _, _ = moves_of(world)
    for counts in (move_counts(spans, key, lookup, K), move_counts_of_some(spans, key, lookup, K)):
        assert {pair: int(counts[pair]) for pair in np.ndindex(counts.shape) if counts[pair]} == dict(expected)


@quickly
@given(worlds, gaps)
def test_counts_units_and_times_where_some_events_have_no_label(world: World, between: list[int]) -> None:
    spans, at, key, lookup = laid(world, between)
    expected, who, waits = moves_of(world)
    counts = move_counts_of_some(spans, key, lookup, K)
    assert {pair: int(counts[pair]) for pair in np.ndindex(counts.shape) if counts[pair]} == dict(expected)
    pairs, labels = move_units(spans, key, lookup, K)
    assert pairs.reshape(K + 1, K + 1).tolist() == [
        [len(who.get((a, b), ())) for b in range(K + 1)] for a in range(K + 1)
    ]
    for label in range(1, K + 1):
        assert labels[label] == sum(any(event[1] == label for event in events) for events in world)
    inner = counts.copy()
    inner[0], inner[:, 0] = 0, 0
    cuts = np.concatenate([[0], np.cumsum(inner.ravel())])
    found, sums = move_times(spans, at, key, lookup, (K, cuts))
    for (a, b), expected_waits in waits.items():
        pair = a * (K + 1) + b
        assert found[cuts[pair] : cuts[pair + 1]].tolist() == [np.float32(wait) for wait in expected_waits]
        assert (int(sums[pair, 0]) << 32) + int(sums[pair, 1]) == sum(expected_waits)


@quickly
@given(worlds, gaps)
def test_moves_are_listed_and_grouped(world: World, between: list[int]) -> None:
    spans, at, key, lookup = laid(world, between)
    expected, who, waits = moves_of(world)
    pair, whose, wait = listed(spans, at, key, lookup, K)
    assert Counter(divmod(int(one), K + 1) for one in pair) == expected
    assert {divmod(int(one), K + 1): int(n) for one, n in zip(pair, whose, strict=True)}.keys() == who.keys()
    cuts, found, sums = grouped(pair, wait, (K + 1) ** 2)
    for (a, b), expected_waits in waits.items():
        here = a * (K + 1) + b
        assert found[cuts[here] : cuts[here + 1]].tolist() == [np.float32(one) for one in expected_waits]
        assert (int(sums[here, 0]) << 32) + int(sums[here, 1]) == sum(expected_waits)


def test_one_journey_longer_than_any_table_and_more_labels_than_four_tables_hold() -> None:
    rng = np.random.default_rng(3)
    k = 200
    key = rng.integers(1, k + 1, 5001).astype(np.uint16)
    spans = (np.array([0], np.int64), np.array([len(key)], np.int64))
    counts = move_counts(spans, key, np.arange(k + 1, dtype=np.uint16), k)
    expected = Counter(zip(key.tolist(), key.tolist()[1:], strict=False))
    assert {pair: int(counts[pair]) for pair in expected} == dict(expected)
    assert (counts[0, key[0]], counts[key[-1], 0], counts.sum()) == (1, 1, 5002)


# --- walks ----------------------------------------------------------------------------------------------------------

root_sets = st.one_of(st.just(NONE), st.lists(st.booleans(), min_size=K + 1, max_size=K + 1).map(np.array))
sizes = st.integers(0, 4)


def instants(steps: list, waits: int) -> list[int | None]:
    """Return the µs before each step, None for the first."""
    made: list[int | None] = [None]
    for before, after in pairwise(steps):
        arrive = after[2] if waits == 2 else after[1]
        leave = before[1] if waits == 1 else before[2]
        made.append(arrive - leave)
    return made


def walks_of(world: World, roots: np.ndarray, rule: Rule) -> list[dict]:
    found = []
    for who, events in enumerate(world):
        steps = steps_of(events, rule.collapse)
        n = len(steps)
        if not n:
            continue
        if not len(roots):
            at = [-1] if rule.after else [n]
        else:
            at = [i for i in range(n) if roots[steps[i][0]]]
            at = {FIRST: at[:1], LAST: at[-1:], EVERY: at}[rule.occurrence]
        waits = instants(steps, rule.waits)
        for root in at:
            from_us = steps[min(max(root, 0), n - 1)][1]
            to_us = steps[root][1] if root < n else steps[-1][2]
            after = [i for i in range(root + 1, n) if i <= root + rule.after and steps[i][1] - from_us <= rule.within]
            before = [
                i for i in range(min(root, n) - 1, -1, -1)
                if i >= root - rule.before and to_us - steps[i][1] <= rule.within
            ]  # fmt: skip
            found.append(
                {
                    "who": who,
                    "after": [(steps[i][0], waits[i]) for i in after],
                    "before": [(steps[i][0], waits[i + 1] if i + 1 < n else None) for i in before],
                    "more_after": bool(range(root + 1, n)) and (after[-1] if after else root) < n - 1,
                    "more_before": (before[-1] if before else min(root, n)) > 0,
                }
            )
    return found


def told(found: Walks, walk: int, direction: int) -> list[int]:
    at = int(found.root[walk]) + direction
    labels = []
    while found.low[walk] <= at < found.high[walk]:
        labels.append(int(found.codes[at]))
        at += direction
    return labels


@quickly
@given(
    worlds, gaps, root_sets, st.tuples(st.booleans(), sizes, sizes, st.sampled_from([FIRST, LAST, EVERY]),
    st.sampled_from([1, 5, 2**60]), st.integers(0, 2))
)  # fmt: skip
def test_walks(world: World, between: list[int], roots: np.ndarray, given_rule: tuple) -> None:
    rule = Rule(*given_rule)
    if not len(roots):  # from one end of a journey, in one direction
        rule = rule._replace(after=rule.after or 1, before=0) if rule.occurrence else rule._replace(after=0)
    spans, at, key, lookup = laid(world, between)
    found = walks(spans, at, key, lookup, roots, rule)
    expected = walks_of(world, roots, rule)
    assert found.owner.tolist() == [one["who"] for one in expected]
    for walk, one in enumerate(expected):
        assert told(found, walk, 1) == [label for label, _ in one["after"]]
        assert told(found, walk, -1) == [label for label, _ in one["before"]]
        if rule.after:
            assert bool(found.more[walk] & MORE_AFTER) == one["more_after"]
        if rule.before:
            assert bool(found.more[walk] & MORE_BEFORE) == one["more_before"]
    for level in (1, 2, -1, -2):
        side = "after" if level > 0 else "before"
        check_level(found, level, [one[side] for one in expected], bool(len(roots)))


def check_level(found: Walks, level: int, sides: list[list], rooted: bool) -> None:
    """Grow a tree that has one node a label at each level, and hold counts, units and waits against lists."""
    place = np.zeros(len(sides), np.int32)
    depth = abs(level)
    step = 1 if level > 0 else -1
    for here in range(1, depth + 1):
        nodes = 1 if here == 1 else K + 1
        counts, stops = np.zeros((nodes, K + 1), np.int32), np.zeros((nodes, 2), np.int64)
        branch(found, place, step * here, counts, stops)
        expected = Counter(side[here - 1][0] for side in sides if len(side) >= here)
        assert counts.sum(0).tolist() == [expected.get(label, 0) for label in range(K + 1)]
        assert stops.sum() == sum(len(side) == here - 1 for side in sides)
        child = np.tile(np.arange(K + 1, dtype=np.int32), (nodes, 1))
        cuts = np.concatenate([[0], np.cumsum(counts.sum(0))]).astype(np.int64)
        room = np.zeros(int(cuts[-1]), np.float32)
        units = grow(found, place, step * here, child, cuts[:-1].copy(), room)
        for label in range(1, K + 1):
            those = [walk for walk, side in enumerate(sides) if len(side) >= here and side[here - 1][0] == label]
            assert units[label] == len({int(found.owner[walk]) for walk in those})
            if rooted or here > 1:
                waits = [np.float32(sides[walk][here - 1][1]) for walk in those]
                assert room[cuts[label] : cuts[label + 1]].tolist() == waits


# --- flows ----------------------------------------------------------------------------------------------------------


def stretch_of(steps: list, ends: tuple[np.ndarray, np.ndarray], rule: FlowRule) -> tuple[int, int]:
    """Return the steps low:high of a walk, (0, 0) when there is none."""
    low, high = 0, len(steps)
    if len(ends[0]):
        low = next((i for i, step in enumerate(steps) if ends[0][step[0]]), high)
    if not len(ends[1]):
        return low, low + sum(step[1] - steps[low][1] <= rule.within for step in steps[low:])
    high = next((i + 1 for i in range(low, high) if ends[1][steps[i][0]]), 0)
    in_time = [i for i in range(low, high) if steps[high - 1][1] - steps[i][1] <= rule.within]
    if not in_time or (len(ends[0]) and in_time[0] != low):
        return 0, 0
    return in_time[0], high


def shown_of(steps: list, span: tuple[int, int], ends: tuple, rule: FlowRule) -> tuple[list[int], list[int]]:
    """Return the steps that are shown, by position and by label."""
    at = list(range(*span))
    labels = [steps[i][0] for i in at]
    if len(ends[0]) and len(ends[1]) and len(at) > rule.steps:
        half = rule.steps // 2
        at = [*at[:half], at[half], *at[len(at) - half :]]
        labels = [steps[i][0] for i in at]
        labels[half] = K + 1
        return at, labels
    keep = slice(-rule.steps, None) if len(ends[1]) else slice(rule.steps)
    return at[keep], labels[keep]


def flows_of(world: World, ends: tuple[np.ndarray, np.ndarray], rule: FlowRule) -> tuple[dict, Counter]:
    waits: dict = defaultdict(list)
    nodes: Counter = Counter()
    both = len(ends[0]) and len(ends[1])
    positions = max(rule.steps, 2 * (rule.steps // 2) + 1) if both else rule.steps
    for events in world:
        steps = steps_of(events, rule.collapse)
        low, high = stretch_of(steps, ends, rule)
        if high <= low:
            continue
        at, labels = shown_of(steps, (low, high), ends, rule)
        shift = positions - len(at) if rule.right else 0
        for i, (here, label) in enumerate(zip(at, labels, strict=True)):
            nodes[shift + i, label, 0] += 1
            if i:
                arrive = steps[here][2] if rule.waits == 2 else steps[here][1]
                leave = steps[at[i - 1]][1 if rule.waits == 1 else 2]
                waits[shift + i - 1, labels[i - 1], label].append(arrive - leave)
        nodes[shift, labels[0], 1] += 1
        over = 4 if len(ends[1]) else 2 if at[-1] == len(steps) - 1 else 3
        nodes[shift + len(at) - 1, labels[-1], over] += 1
    return waits, nodes


@quickly
@given(
    worlds, gaps, root_sets, root_sets,
    st.tuples(st.booleans(), st.sampled_from([1, 5, 2**60]), st.integers(0, 2), st.integers(1, 5), st.booleans()),
)  # fmt: skip
def test_flows(world: World, between: list[int], starts: np.ndarray, stops: np.ndarray, given_rule: tuple) -> None:
    rule = FlowRule(K, *given_rule)
    spans, at, key, lookup = laid(world, between)
    found = flows(spans, at, key, lookup, (starts, stops), rule)
    waits, nodes = flows_of(world, (starts, stops), rule)
    triple = [(int(e) // (K + 2) ** 2, int(e) // (K + 2) % (K + 2), int(e) % (K + 2)) for e in found.edge]
    got: dict = defaultdict(list)
    for one, wait in zip(triple, found.wait.tolist(), strict=True):
        got[one].append(wait)
    assert got == waits
    assert {place: int(found.nodes[place]) for place in np.ndindex(found.nodes.shape) if found.nodes[place]} == nodes


# --- ways -----------------------------------------------------------------------------------------------------------


@quickly
@given(worlds, gaps, st.booleans())
def test_ways(world: World, between: list[int], collapse: bool) -> None:
    spans, at, key, lookup = laid(world, between)
    found = ways(spans, at, key, lookup, collapse)
    expected = [tuple(step[0] for step in steps_of(events, collapse)) for events in world]
    got = [tuple(found.codes[a:b].tolist()) for a, b in zip(found.cuts[:-1], found.cuts[1:], strict=True)]
    assert len(set(got)) == len(got)
    for who, events in enumerate(world):
        if not expected[who]:
            assert found.way[who] == -1
            continue
        assert got[found.way[who]] == expected[who]
        steps = steps_of(events, collapse)
        assert found.took[who] == steps[-1][2] - steps[0][1]
    for way, examples in enumerate(found.examples.tolist()):
        those = [who for who, one in enumerate(expected) if one == got[way]]
        assert [one for one in examples if one >= 0] == those[:3]


@quickly
@given(st.lists(st.tuples(st.integers(0, 1), st.lists(st.integers(1, 2), min_size=1, max_size=3)), max_size=8))
def test_ways_with_one_hash_stay_apart(those: list[tuple[int, list[int]]]) -> None:
    hashes = np.array([number for number, _ in those], np.uint64)
    cuts = np.cumsum([0, *(len(codes) for _, codes in those)]).astype(np.int64)
    codes = np.array([code for _, way in those for code in way], np.uint16)
    group, count = joined(np.argsort(hashes, kind="stable"), hashes, (cuts[:-1], cuts[1:]), codes)
    expected = {(number, tuple(way)) for number, way in those}
    assert count == len(expected)
    seen: dict = {}
    for (number, way), place in zip(those, group.tolist(), strict=True):
        assert seen.setdefault((number, tuple(way)), place) == place


@pytest.mark.parametrize("events", [0, 1])
def test_nobody_and_one_event(events: int) -> None:
    spans, at, key, lookup = laid([[(5, 1)]] * events, [0] * 6)
    assert move_counts(spans, key, lookup, K).sum() == 2 * events
    assert len(walks(spans, at, key, lookup, NONE, Rule(False, 0, 3, FIRST, 2**60, 0)).root) == events
    assert flows(spans, at, key, lookup, (NONE, NONE), FlowRule(K, False, 2**60, 0, 3, False)).nodes.sum() == 3 * events
    assert len(ways(spans, at, key, lookup, False).hashes) == events


@quickly
@given(worlds, gaps, st.sampled_from([1, 3, 2**58]))
def test_journeys_are_parted_at_pauses(world: World, between: list[int], pause: int) -> None:
    spans, at, key, lookup = laid(world, between)
    begin, end = parted(spans, at, key, lookup, pause)
    expected: list[list[tuple[int, int]]] = []
    for events in world:
        steps = [event for event in events if event[1]]
        for place, step in enumerate(steps):
            if place == 0 or step[0] - steps[place - 1][0] >= pause:
                expected.append([])
            expected[-1].append(step)
    got = [
        [(int(at[i]), int(key[i])) for i in range(low, high) if key[i]] for low, high in zip(begin, end, strict=True)
    ]
    assert got == expected
