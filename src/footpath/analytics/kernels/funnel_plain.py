"""Funnels as most are asked: as in `funnel_quick`, and nothing is excluded, and the newest start that gets furthest
counts. Starts are told apart by their time, so that journeys with two at once are left; that is what makes it quick.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt32
from footpath.analytics.kernels.funnel import NONE, Entries, Spans, longest
from footpath.analytics.kernels.funnel_moves import ANY, NEWEST, STORED, Rules
from footpath.analytics.kernels.inner import inner

UInt8 = npt.NDArray[np.uint8]
Int16 = npt.NDArray[np.int16]
UInt32s = npt.NDArray[np.uint32]
# cuts by journey; of events their position, their step from 1, and the event that brought the attempt a step before
Listed = tuple[Int64, UInt32s, UInt8, UInt32s]
Found = tuple[Int64, Int16, Int64, Int64, Int64, Int64]
_BLOCK = 2048
_NONE, _ONE = np.uint64(0), np.uint64(1)
_SIGN = 63


def is_plain(rules: Rules, resolution: int) -> bool:
    """Say whether `plain` can answer, of what `quick` can."""
    return not len(rules.first) and rules.reentry == NEWEST and resolution == 1


def plain(spans: Spans, at: Int64, key: UInt32, code: UInt8, rules: Rules) -> tuple[Entries, Int64]:
    """Return how far each journey got, and the journeys that are left as ties matter.

    Args:
        spans: begin and end of each journey.
        key: one an event; `code` says which step each is, from 1; 0 = none.
        rules: those that `is_plain` is true of.
    """
    near = {STORED: NONE, ANY: rules.grace}.get(rules.ties, 0)
    owner, level, cuts, path, times, left = _all(spans, at, key, code, (rules.windows, near))
    return Entries(owner, level, cuts, path, times), left


@njit(nogil=True, cache=True)
def _all(
    spans: Spans, at: Int64, key: UInt32, code: UInt8, asked: tuple[Int64, int]
) -> tuple[Int64, Int16, Int64, Int64, Int64, Int64]:
    """Go through the journeys in blocks that fit the processor's nearest cache."""
    n, steps = len(spans[0]), len(asked[0])
    room = min(len(at), n * steps) + steps
    owner, level, ends = np.empty(n, np.int64), np.empty(n, np.int16), np.empty(n + 1, np.int64)
    path, path_at, left = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(n, np.int64)
    found = (owner, level, ends, path, path_at, left)
    rows = np.empty(max(longest(spans), _BLOCK) + 1, np.uint32)
    listed = (np.empty(_BLOCK + 1, np.int64), rows, np.empty(len(rows), np.uint8), rows.copy())
    journey = count = later = int(np.int64(0))  # numba would compile what is called for a plain 0, too
    ends[0] = listed[0][0] = 0
    while journey < n:
        size = _list(journey, spans, key, code, listed)
        count, later = _follow((journey, size, count, later), listed, at, found, asked)
        journey += size
    write = ends[count]
    return owner[:count], level[:count], ends[: count + 1], path[:write], path_at[:write], left[:later]


@inner
def _list(journey: int, spans: Spans, key: UInt32, code: UInt8, listed: Listed) -> int:
    """List the events asked about of as many journeys as there is room for; return how many."""
    (begin, end), (cuts, rows, codes, _) = spans, listed
    size, count = 0, np.uint64(0)
    while size < len(cuts) - 1 and journey < len(begin) and cuts[size] + end[journey] - begin[journey] < len(rows):
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            rows[count] = i
            count += np.uint64(code[key[i]] != 0)
        size += 1
        journey += 1
        cuts[size] = count
    for x in range(count):
        codes[x] = code[key[rows[x]]]
    return size


@inner
def _near(low: np.uint64, high: np.uint64, rows: UInt32s, at: Int64, near: int) -> bool:
    """Say whether two events of a journey are so near that stored order may not decide."""
    close = False
    for x in range(low + _ONE, high):
        close |= at[rows[x]] - at[rows[x - _ONE]] <= near
    return close


@inner
def _follow(
    span: tuple[int, int, int, int], listed: Listed, at: Int64, found: Found, asked: tuple[Int64, int]
) -> tuple[int, int]:
    """Find how far each journey of a block gets, and write the events that did it.

    Args:
        span: the block's first journey, how many it has, how many entries and how many journeys left there are.
        found: owners, levels, ends, events and their times of entries; journeys left.
        asked: windows, µs; how near events matter.

    Returns:
        Entries and journeys left.
    """
    (cuts, rows, codes, parents), (owner, level, ends, path, path_at, left) = listed, found
    (first, size, count, later), (windows, near) = span, asked
    # by step, when the newest attempt that got there began, and the event that brought it there; in the second half is
    # written what is not to count. Truth is −1 or 0 here, from signs: branches would be guessed wrong every other time.
    half = len(windows) + 1
    begun, head = np.empty(2 * half, np.int64), np.empty(2 * half, np.uint32)
    for here in range(size):
        low, high = np.uint64(cuts[here]), np.uint64(cuts[here + 1])
        furthest, last, tied = np.int64(0), np.int64(low), np.int64(0)
        for x in range(low, high):
            t, c = at[rows[x]], np.int64(codes[x])
            p = np.uint64(c - 1)
            begun[_NONE] = t
            start, other = begun[p], begun[np.uint64(c)]
            # all steps up to the furthest have an attempt of this journey, those beyond it may have one of another
            reached = (c - furthest - 2 & t - start - windows[p] - 1) >> _SIGN
            parents[x] = head[p]
            better = reached & furthest - c >> _SIGN
            moved = better | (reached & (start - other | other - start) >> _SIGN)
            tied |= c - 2 & ~moved
            place = np.uint64(c + (half & ~moved))
            begun[place], head[place] = start, x
            furthest += better & c - furthest
            last += better & np.int64(x) - last
        close = tied < 0 or (near >= 0 and _near(low, high, rows, at, near))
        if close:
            left[later] = first + here
            later += 1
        elif furthest != 0:
            write = ends[count]
            owner[count], level[count] = first + here, furthest
            count += 1
            ends[count] = write + np.int64(furthest)
            for step in range(ends[count] - 1, write - 1, -1):
                path[step] = rows[last]
                path_at[step] = at[rows[last]]
                last = np.int64(parents[last])
    return count, later
