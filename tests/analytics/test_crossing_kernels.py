"""The one pass that counts a map's columns, and the exact quantiles it leads to, against naive oracles."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Kinds, at_places, clock_of, crossed, cuts_around, cuts_of, spanned, totals

K = 4
GOAL = 3
TOUCHPOINT = (0, 1, 1, 2, 0, 3, 0)  # by signature
COLUMN = (1, 1, 2, 3, 4, 3, 0)
WANTED = (1, 1, 1, 1, 1, 1, 1, 0)
PERIODS = np.array([0, 10, 20, 31], np.int64)
Journey = list[tuple[int, int]]  # (µs, signature 0…7, of which 7 does not count)

worlds = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 7)), max_size=14).map(
        lambda events: sorted(events, key=lambda event: event[0])
    ),
    max_size=8,
)
quick = settings(max_examples=60, deadline=None)


def kinds(goal: int = GOAL, success: Sequence[int] = (3, 5)) -> Kinds:
    rows = [
        ((*COLUMN, 0)[sign], (*TOUCHPOINT, 0)[sign], WANTED[sign], int(goal > 0 and sign in success))
        for sign in range(8)
    ]
    return Kinds(np.array(rows, np.uint16), K, 3, goal)


def arrays(world: list[Journey]) -> tuple[Any, Any]:
    ends = np.cumsum([0, *(len(one) for one in world)]).astype(np.int64)
    at = np.array([event[0] for one in world for event in one], np.int64)
    return (ends[:-1], ends[1:]), (at, np.array([event[1] for one in world for event in one], np.uint16))


def everything() -> tuple[Any, Any]:
    return cuts_of((K + 1) ** 2), cuts_of(K + 1)


class Oracle:
    """The same counts, told journey by journey."""

    def __init__(self, world: list[Journey], goal: int, success: Sequence[int]) -> None:
        self.counts: Counter[tuple[Any, ...]] = Counter()
        self.moves: list[tuple[int, int]] = []
        self.waits: list[tuple[int, int]] = []
        self.newest: dict[int, int] = {}
        for one in world:
            self.counts["persons",] += any(WANTED[sign] for _, sign in one)
            for sign in (sign for _, sign in one if WANTED[sign]):
                self.counts["events", sign] += 1
            for touchpoint in {TOUCHPOINT[sign] for _, sign in one if WANTED[sign]}:
                self.counts["met", touchpoint] += 1
            self.read([(at, COLUMN[sign], sign in success) for at, sign in one if WANTED[sign] and COLUMN[sign]], goal)

    def read(self, one: list[tuple[int, int, bool]], goal: int) -> None:
        codes = [code for _, code, _ in one]
        for at, code, _ in one:
            self.counts["trend", code, int(np.searchsorted(PERIODS, at, side="right")) - 1] += 1
            self.newest[code] = max(self.newest.get(code, 0), at)
        for code in set(codes):
            self.column(one, code, goal)
        if codes and (not goal or goal not in codes):
            self.counts["lost", codes[-1]] += 1
        runs = [place for place, code in enumerate(codes) if not place or codes[place - 1] != code]
        visits = [0, *(codes[place] for place in runs), 0] if codes else []
        for pair in pairwise(visits):
            self.counts["times", *pair] += 1
        for pair in set(pairwise(visits)):
            self.counts["moved", *pair] += 1
        for place in runs[1:]:
            self.moves.append((codes[place - 1] * (K + 1) + codes[place], one[place][0] - one[place - 1][0]))
        for code in set(codes):
            self.counts["returns", code] += sum(codes[place] == code for place in runs) > 1

    def column(self, one: list[tuple[int, int, bool]], code: int, goal: int) -> None:
        codes = [code for _, code, _ in one]
        after = codes.index(code)
        self.counts["here", code] += 1
        self.counts["to_next", code] += code + 1 in codes[after:]
        self.counts["to_goal", code] += goal > 0 and any(hit for _, _, hit in one[after:])
        later = [at for at, other, _ in one[after:] if other > code]
        if later:
            self.counts["waits", code] += 1
            self.waits.append((code, later[0] - one[after][0]))


@quick
@given(worlds, st.sampled_from(((GOAL, (3, 5)), (GOAL, (5,)), (0, ()))))
def test_one_pass_counts_all_that_a_map_shows(world: list[Journey], aim: tuple[int, tuple[int, ...]]) -> None:
    found = crossed(*arrays(world), kinds(*aim), clock_of(PERIODS), everything())
    total, oracle = totals([found]), Oracle(world, *aim)
    assert total.persons == oracle.counts["persons",]
    for name in ("events", "here", "returns", "to_next", "to_goal", "lost", "waits", "times", "moved", "trend", "met"):
        counted = getattr(total, name)
        for place in np.ndindex(counted.shape):
            if name != "met" or place != (0,):
                assert counted[place] == oracle.counts[(name, *place)], (name, place)
    assert {code: at for code, at in enumerate(total.newest.tolist()) if at} == {
        code: at for code, at in oracle.newest.items() if at
    }
    for kept, expected in zip(found.times, (oracle.moves, oracle.waits), strict=True):
        assert sorted(zip(kept[0].tolist(), kept[1].tolist(), strict=True)) == sorted(expected)


@quick
@given(worlds)
def test_the_span_is_of_events_on_columns(world: list[Journey]) -> None:
    oldest, newest, last = spanned(*arrays(world), kinds())
    placed = [at for one in world for at, sign in one if (*COLUMN, 0)[sign]]
    assert (oldest <= newest) == bool(placed)
    if placed:
        assert (oldest, newest) == (min(placed), max(placed))
    assert max(last, -1) == max((at for one in world for at, _ in one), default=-1)


@quick
@given(st.lists(st.integers(1, 30), min_size=3, max_size=60), st.data())
def test_what_lies_between_cuts_is_found_exactly_and_else_missed(waits: list[int], data: st.DataObject) -> None:
    """Each journey waits at column 1 for so long; cuts anywhere never lead to a wrong duration."""
    world = [[(0, 0), (wait, 2)] for wait in waits]
    ends = sorted(data.draw(st.lists(st.integers(0, 32), min_size=4, max_size=4)))
    cuts = cuts_of(K + 1, kept=[])
    cuts[1] = ends
    found = crossed(*arrays(world), kinds(), clock_of(PERIODS), (cuts_of(0), cuts))
    ordered = sorted(waits)
    place = data.draw(st.integers(0, len(ordered) - 1))
    got = at_places([found.times[1]], found.cells[1], cuts, {1: [place]})[1]
    inside = ends[0] <= ordered[place] < ends[1] or ends[2] <= ordered[place] < ends[3]
    assert got == ([ordered[place]] if inside else None)


def test_a_sample_tells_where_quantiles_must_lie() -> None:
    rng = np.random.default_rng(7)
    everyone = rng.exponential(1e9, 40_000).astype(np.int64)
    sample = (np.full(4_000, 1, np.int32), everyone[:4_000])
    cuts = cuts_around(sample, 2, (0.5, 0.9))
    ordered = np.sort(everyone)
    for (low, high), share in zip((cuts[1, :2], cuts[1, 2:]), (0.5, 0.9), strict=True):
        around = ordered[[int(share * 40_000) - 300, int(share * 40_000) + 300]]
        assert low <= around[0]
        assert around[1] < high
        assert ((ordered >= low) & (ordered < high)).mean() < 0.1
    assert cuts[0].tolist() == cuts_of(1)[0].tolist()  # too few to tell: all are kept
    same = cuts_around((np.zeros(500, np.int32), np.full(500, 7)), 1, (0.5, 0.9))
    assert same[0].tolist() == [7, 8, 8, 8]
