"""Funnel kernels against naive searches over all chains of events."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics.journeys import NEVER
from footpath.analytics.kernels import exact_quantiles
from footpath.analytics.kernels.funnel import Entries, Events, matched, timed, together
from footpath.analytics.kernels.funnel_any import in_any_order
from footpath.analytics.kernels.funnel_moves import ANY, FIRST, LATER, LONGEST, NEWEST, STORED, Rules
from footpath.analytics.kernels.funnel_plain import plain
from footpath.analytics.kernels.funnel_quick import coded, quick
from footpath.analytics.kernels.funnel_reach import Reached, reach
from footpath.analytics.kernels.funnel_sums import step_counts, waits
from footpath.analytics.kernels.funnel_walk import walk
from footpath.analytics.kernels.lanes import COUNT

Event = tuple[int, int, int]  # (time, bits of steps, bits of exclusions); no bits: something else
STEPS = 3

times = st.one_of(st.integers(0, 2), st.integers(0, 9))
one_step = st.sampled_from([0, 1, 2, 4])
overlapping = st.integers(0, 2**STEPS - 1)


def journeys(bits: st.SearchStrategy[int]) -> st.SearchStrategy[list[list[Event]]]:
    event = st.tuples(times, bits, st.sampled_from([0, 0, 0, 1, 2]))
    journey = st.lists(event, max_size=8).map(lambda events: sorted(events, key=lambda one: one[0]))
    return st.lists(journey, max_size=3)


quickly = settings(max_examples=120, deadline=None)


def events_of(world: list[list[Event]]) -> Events:
    flat = [event for journey in world for event in journey]
    offsets = np.cumsum([0, *(len(journey) for journey in world)]).astype(np.int64)
    key = np.arange(len(flat), dtype=np.uint32)
    at = np.array([event[0] for event in flat], np.int64)
    steps = np.array([event[1] for event in flat], np.uint64)
    return matched((offsets[:-1], offsets[1:]), key, (steps, np.array([event[2] for event in flat], np.uint64)), at, at)


def walked(world: list[list[Event]], rules: Rules) -> Entries:
    at = np.array([event[0] for journey in world for event in journey], np.int64)
    return timed(walk(events_of(world), rules), at)


def rules_of(**given: Any) -> Rules:
    usual = {
        "steps": STEPS, "ties": STORED, "grace": 0, "previous": 0, "leaves": 0, "reentry": NEWEST, "attempts": 0,
        "optional": np.uint64(0), "direct": np.uint64(0), "windows": np.full(STEPS, 5),
        "first": np.array([0, 1]), "last": np.array([STEPS - 1, 2]),
    }  # fmt: skip
    return Rules(**{**usual, **given})


def levels(entries: Entries, n: int) -> list[int]:
    found = [0] * n
    for owner, level in zip(entries.owner.tolist(), entries.level.tolist(), strict=True):
        found[owner] = level
    return found


def paths(entries: Entries) -> list[list[int]]:
    return [entries.rows[a:b].tolist() for a, b in zip(entries.cuts[:-1], entries.cuts[1:], strict=True)]


def chains(journey: list[Event], rules: Rules, only: int | None = None) -> Iterator[dict[int, int]]:
    """Yield every chain {step: event} that the rules allow, by trying all."""
    open_chains = [{0: i} for i, event in enumerate(journey) if event[1] & 1 and only in (None, i)]
    while open_chains:
        chain = open_chains.pop()
        yield chain
        p = max(chain)
        for k in range(p + 1, rules.steps):
            if any(not (int(rules.optional) >> skipped) & 1 for skipped in range(p + 1, k)):
                break
            for i, event in enumerate(journey):
                if (event[1] >> k) & 1 and i not in chain.values() and allowed(journey, chain, (p, k, i), rules):
                    open_chains.append({**chain, k: i})


def allowed(journey: list[Event], chain: dict[int, int], move: tuple[int, int, int], rules: Rules) -> bool:
    p, k, i = move
    before, at = chain[p], journey[i][0]
    since = journey[before][0]
    in_order = {STORED: before < i, LATER: since < at, ANY: at >= since - rules.grace}[rules.ties]
    anchor = since if rules.previous else journey[chain[0]][0]
    direct = not (int(rules.direct) >> k) & 1 or all(e[1] >> p & 1 for e in journey[before + 1 : i])
    return in_order and at - anchor <= rules.windows[k] and direct and not stopped(journey, before, (p, i), rules)


def stopped(journey: list[Event], before: int, move: tuple[int, int], rules: Rules) -> bool:
    p, i = move
    if rules.ties == STORED:
        between = journey[before + 1 : i + 1]
    else:
        between = [event for event in journey if journey[before][0] < event[0] < journey[i][0]]
    held = [e for e in range(len(rules.first)) if rules.first[e] <= p < rules.last[e]]
    return any((event[2] >> e) & 1 for event in between for e in held)


def furthest(journey: list[Event], rules: Rules, only: int | None = None) -> int:
    return max((max(chain) + 1 for chain in chains(journey, rules, only)), default=0)


def first_start(journey: list[Event]) -> int | None:
    return next((i for i, event in enumerate(journey) if event[1] & 1), None)


def check(world: list[list[Event]], rules: Rules) -> None:
    entries = walked(world, rules)
    if rules.reentry == FIRST:
        starts = [first_start(journey) for journey in world]
        expected = [
            0 if i is None else furthest(journey, rules, i) for journey, i in zip(world, starts, strict=True)
        ]  # fmt: skip
    else:
        expected = [furthest(journey, rules) for journey in world]
    assert levels(entries, len(world)) == expected
    begins = np.cumsum([0, *(len(journey) for journey in world)])
    for owner, path in zip(entries.owner, paths(entries), strict=True):
        chain = {step: row - int(begins[owner]) for step, row in enumerate(path) if row >= 0}
        assert chain in list(chains(world[owner], rules))


windows = st.sampled_from([0, 2, 5, 100])
optional = st.sampled_from([0, 2])


@quickly
@given(journeys(overlapping), windows, optional, st.sampled_from([0, 1]), st.sampled_from([FIRST, NEWEST, LONGEST]))
def test_stored_order(world: list[list[Event]], window: int, skip: int, previous: int, reentry: int) -> None:
    if previous and reentry == FIRST:
        reentry = NEWEST
    check(
        world,
        rules_of(windows=np.full(STEPS, window), optional=np.uint64(skip), previous=previous, reentry=reentry),
    )


@quickly
@given(journeys(overlapping), windows, optional, st.sampled_from([0, 1]))
def test_strictly_later(world: list[list[Event]], window: int, skip: int, previous: int) -> None:
    check(world, rules_of(ties=LATER, windows=np.full(STEPS, window), optional=np.uint64(skip), previous=previous))


@quickly
@given(journeys(one_step), windows, st.sampled_from([0, 1, 2]))
def test_either_order_within_the_grace(world: list[list[Event]], window: int, grace: int) -> None:
    check(world, rules_of(ties=ANY, windows=np.full(STEPS, window), grace=grace))


@quickly
@given(journeys(overlapping), st.sampled_from([0, 1, 2]))
def test_either_order_never_uses_an_event_twice(world: list[list[Event]], grace: int) -> None:
    for path in paths(walked(world, rules_of(ties=ANY, grace=grace))):
        assert len(set(path)) == len(path)


@quickly
@given(journeys(one_step), st.sampled_from([6, 4, 2]))
def test_steps_that_must_follow_directly(world: list[list[Event]], direct: int) -> None:
    check(world, rules_of(direct=np.uint64(direct)))


@quickly
@given(journeys(overlapping), st.tuples(windows, windows), st.sampled_from([STORED, LATER]))
def test_a_window_for_each_step(world: list[list[Event]], own: tuple[int, int], ties: int) -> None:
    none = np.zeros(0, np.int64)
    check(world, rules_of(windows=np.array([100, *own]), ties=ties, first=none, last=none))


@quickly
@given(journeys(one_step), windows, st.sampled_from([STORED, LATER, ANY]))
def test_who_leaves_for_an_exclusion_would_else_have_stopped(world: list[list[Event]], window: int, ties: int) -> None:
    rules = rules_of(ties=ties, windows=np.full(STEPS, window))
    stops = levels(walked(world, rules), len(world))
    leaves = levels(walked(world, rules._replace(leaves=1)), len(world))
    for journey, stop, leave in zip(world, stops, leaves, strict=True):
        assert leave in (stop, -1)
        assert leave == stop or any(event[2] for event in journey)


@quickly
@given(journeys(overlapping), windows)
def test_every_attempt_begins_after_the_one_before(world: list[list[Event]], window: int) -> None:
    none = np.zeros(0, np.int64)
    rules = rules_of(windows=np.full(STEPS, window), reentry=FIRST, attempts=1, first=none, last=none)
    entries = walked(world, rules)
    found = list(zip(entries.owner.tolist(), entries.level.tolist(), strict=True))
    assert found == [(owner, level) for owner, journey in enumerate(world) for level in attempts(journey, rules)]


def attempts(journey: list[Event], rules: Rules) -> list[int]:
    found = []
    i = 0
    while i < len(journey):
        if not journey[i][1] & 1:
            i += 1
            continue
        made = [chain for chain in chains(journey, rules, i) if all(event >= i for event in chain.values())]
        whole = [max(chain.values()) for chain in made if max(chain) == rules.steps - 1]
        found.append(max(max(chain) + 1 for chain in made))
        late = [j for j in range(i + 1, len(journey)) if journey[j][0] - journey[i][0] > rules.windows[0]]
        i = min(whole) + 1 if whole else min(late, default=len(journey))
    return found


rules_for_the_quick_way = st.builds(
    lambda own, ties, grace, reentry, leaves: rules_of(
        windows=np.array([5, *own]), ties=ties, grace=grace, reentry=reentry, leaves=leaves
    ),
    st.tuples(windows, windows),
    st.sampled_from([STORED, LATER, ANY]),
    st.sampled_from([0, 1]),
    st.sampled_from([FIRST, NEWEST, LONGEST]),
    st.sampled_from([0, 1]),
)


@settings(max_examples=600, deadline=None)
@given(journeys(one_step), rules_for_the_quick_way, st.booleans(), st.sampled_from([1, 3]))
def test_the_quick_way_gives_what_the_long_way_gives(
    world: list[list[Event]], rules: Rules, excluding: bool, resolution: int
) -> None:
    if not excluding:
        rules = rules._replace(first=np.zeros(0, np.int64), last=np.zeros(0, np.int64))
    flat = [event for journey in world for event in journey]
    steps = np.array([event[1] for event in flat], np.uint64)
    stops = np.array([event[2] * excluding for event in flat], np.uint64)
    offsets = np.cumsum([0, *(len(journey) for journey in world)]).astype(np.int64)
    at = np.array([event[0] for event in flat], np.int64)
    key = np.arange(len(flat), dtype=np.uint32)
    tables = coded(steps, stops, STEPS), stops if excluding else stops[:0]
    short, left, newest = quick((offsets[:-1], offsets[1:]), at, key, tables, rules, resolution)

    def long(chosen: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Entries:
        cut = at // resolution * resolution
        spans = (offsets[:-1][chosen], offsets[1:][chosen])
        owner, *more = walk(matched(spans, key, (steps, stops), cut, cut), rules)
        return timed((chosen[owner], *more), at)

    for one, other in zip(together(short, long(left)), long(np.arange(len(world))), strict=True):
        assert one.tolist() == other.tolist()
    assert newest == max(at.tolist(), default=NEVER)
    if rules.ties == STORED:
        assert not len(left)


plain_rules = st.builds(
    lambda window, ties, grace: rules_of(
        windows=np.full(STEPS, window), ties=ties, grace=grace, first=np.zeros(0, np.int64), last=np.zeros(0, np.int64)
    ),
    windows,
    st.sampled_from([STORED, LATER, ANY]),
    st.sampled_from([0, 2]),
)


@settings(max_examples=600, deadline=None)
@given(journeys(one_step), plain_rules, st.lists(st.booleans(), min_size=12, max_size=12), st.booleans())
def test_how_far_alone_is_how_far_with_the_way_there(
    world: list[list[Event]], rules: Rules, kept: list[bool], many: bool
) -> None:
    if many:  # more steps than there are lanes
        rules = rules._replace(steps=COUNT + 2, windows=np.full(COUNT + 2, rules.windows[0]))
    flat = [event for journey in world for event in journey]
    steps = np.array([event[1] for event in flat], np.uint64)
    offsets = np.cumsum([0, *(len(journey) for journey in world)]).astype(np.int64)
    chosen = np.array([place for place in range(len(world)) if kept[place % len(kept)]], np.int64)
    spans = (offsets[:-1][chosen], offsets[1:][chosen])
    at = np.array([event[0] for event in flat], np.int64)
    key = np.arange(len(flat), dtype=np.uint32)
    codes = coded(steps, np.zeros(len(flat), np.uint64), STEPS)
    whole, left = plain(spans, at, key, codes, rules)
    alone, others = reach(spans, at, key, codes, rules)
    assert set(others.tolist()) <= set(left.tolist())
    assert bool(len(others)) <= (rules.ties != STORED)
    assert _far(whole, left) == {owner: far for owner, far in _ways(alone).items() if owner not in left}
    long = walked([world[place] for place in chosen], rules)
    assert _ways(alone) == _far(long, others)


def _far(entries: Entries, left: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[int, tuple[int, int, int]]:
    """Return how far journeys got, when they began and when they got there, but for those left."""
    first, last = entries.at[entries.cuts[:-1]].tolist(), entries.at[entries.cuts[1:] - 1].tolist()
    found = dict(zip(entries.owner.tolist(), zip(entries.level.tolist(), first, last, strict=True), strict=True))
    return {owner: far for owner, far in found.items() if owner not in left}


def _ways(reached: Reached) -> dict[int, tuple[int, int, int]]:
    owner, *far = (column.tolist() for column in reached)
    return dict(zip(owner, zip(*far, strict=True), strict=True))


@quickly
@given(journeys(overlapping), windows, st.booleans())
def test_any_order(world: list[list[Event]], window: int, overlap: bool) -> None:
    if not overlap:
        world = [[(at, bits & -bits, stops) for at, bits, stops in journey] for journey in world]
    events = events_of(world)
    found = in_any_order(events, STEPS, window, attempts=False, first=False, overlapping=overlap)
    entries = timed(found, np.array([event[0] for journey in world for event in journey], np.int64))
    assert levels(entries, len(world)) == [most_steps(journey, window) for journey in world]


def most_steps(journey: list[Event], window: int) -> int:
    best = 0
    for i, start in enumerate(journey):
        inside = []
        for event in journey[i:]:
            if event[0] - start[0] > window or event[2]:
                break
            inside.append(event[1])
        best = max(best, assigned(inside, range(STEPS)))
    return best


def assigned(bits: list[int], steps: range) -> int:
    """Return the most steps that can each have an event of their own."""
    for size in range(len(steps), 0, -1):
        if any(fits(bits, chosen) for chosen in combinations(steps, size)):
            return size
    return 0


def fits(bits: list[int], steps: tuple[int, ...]) -> bool:
    if not steps:
        return True
    return any(
        fits(bits[:i] + bits[i + 1 :], steps[1:]) for i, event in enumerate(bits) if (event >> steps[0]) & 1
    )  # fmt: skip


def test_counts_and_waits_by_hand() -> None:
    entries = Entries(
        np.array([0, 1]), np.array([3, 2], np.int16), np.array([0, 3, 5]), np.array([0, -1, 2, 3, 4]),
        np.array([0, 1, 7, 10, 14], np.int64),
    )  # fmt: skip
    codes = np.array([0, 1], np.int64)
    assert step_counts(entries, codes, (2, 3)).tolist() == [[1, 0, 1], [1, 1, 0]]
    cuts, micros, whose = waits(entries, codes, 3, (0, 1))
    kinds = [list(zip(micros[a:b].tolist(), whose[a:b].tolist(), strict=True)) for a, b in pairwise(cuts)]
    assert kinds == [[(7, 0)], [(4, 1)], [(7, 0)], [(4, 1)]]


@pytest.mark.parametrize("ties", [STORED, LATER, ANY])
@pytest.mark.parametrize("attempts_too", [0, 1])
def test_one_person_with_a_hundred_thousand_events_in_one_instant(ties: int, attempts_too: int) -> None:
    world = [[(7, 1 << (i % STEPS), 0) for i in range(99_999)]]
    entries = walked(world, rules_of(ties=ties, attempts=attempts_too, reentry=FIRST if attempts_too else NEWEST))
    assert entries.level.tolist()[0] == (1 if ties == LATER else STEPS)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 2**62) | st.integers(0, 5), min_size=1, max_size=60),
    st.lists(st.floats(0, 1), min_size=1, max_size=3),
    st.booleans(),
)
def test_quantiles_are_those_of_all_pieces_together(values: list[int], shares: list[float], few: bool) -> None:
    whole = np.array(values, np.int64)
    size = exact_quantiles.FEW
    exact_quantiles.FEW = size if few else 0
    try:
        found = exact_quantiles.quantiles([whole[: len(whole) // 2], whole[len(whole) // 2 :]], shares)
    finally:
        exact_quantiles.FEW = size
    assert found == pytest.approx([float(np.percentile(whole.astype(np.float64), 100 * share)) for share in shares])
