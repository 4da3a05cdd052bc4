"""Funnels as in `funnel_plain`, where only how far journeys get is asked, not by which events: no way there is kept.

Truth is −1 or 0 where it is a number: a branch that depends on an event would be guessed wrong every other time.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt32
from footpath.analytics.kernels.funnel import NONE, Spans, longest
from footpath.analytics.kernels.funnel_moves import ANY, STORED, Rules
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.lanes import COUNT, at_least, chosen, flagged, held, placed, pushed, spread, without

UInt8 = npt.NDArray[np.uint8]
Int16 = npt.NDArray[np.int16]
UInt32s = npt.NDArray[np.uint32]
UInt64s = npt.NDArray[np.uint64]
_Found = tuple[Int64, Int16, Int64, Int64, Int64]
_Place = tuple[int, int, int]
_BLOCK = 2048
_ONE, _BYTE = np.uint64(1), np.uint64(8)
_SIGN = 63
_NEVER = -(1 << 62)  # µs: before all events, and before all windows that end with one
_ALWAYS = 1 << 62  # µs: after all events
_LONGEST = 1 << 61


class Reached(NamedTuple):
    """How far journeys got that began.

    Attributes:
        owner: the journey of each, by position; level: its furthest step, from 1.
        entered, ended: µs of the first and of the furthest step.
    """

    owner: Int64
    level: Int16
    entered: Int64
    ended: Int64


def reach(spans: Spans, at: Int64, key: UInt32, code: UInt8, rules: Rules) -> tuple[Reached, Int64]:
    """Return what `funnel_plain.plain` does without the events on the way.

    Args:
        at: µs, of years 1 to 9999.

    Two starts at once need no telling apart here: whichever counts, the time is the same.
    """
    near = {STORED: NONE, ANY: rules.grace}.get(rules.ties, 0)
    windows = np.minimum(rules.windows, _LONGEST)
    owner, level, entered, ended, left = _reach(spans, at, key, code, (windows, near))
    return Reached(owner, level, entered, ended), left


@njit(nogil=True, cache=True)
def _reach(
    spans: Spans, at: Int64, key: UInt32, code: UInt8, asked: tuple[Int64, int]
) -> tuple[Int64, Int16, Int64, Int64, Int64]:
    """Go through the journeys in blocks that fit the processor's nearest cache."""
    begin, end = spans
    n, room = len(begin), max(longest(spans), _BLOCK)
    found = (np.empty(n, np.int64), np.empty(n, np.int16), np.empty(n, np.int64), np.empty(n, np.int64))
    left = np.empty(n, np.int64)
    listed, upto = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint32)
    journey = count = later = int(np.int64(0))  # numba would compile what is called for a plain 0, too
    while journey < n:
        first, stop = begin[journey], journey
        while stop < n and end[stop] - first <= room:
            stop += 1
        _list((np.uint64(first), np.uint64(end[stop - 1])), key, code, listed, upto)
        cuts = (upto[begin[journey:stop] - first], upto[end[journey:stop] - first])
        if len(asked[0]) <= COUNT:
            count, later = _few((journey, count, later), cuts, (listed, at), (*found, left), asked)
        else:
            count, later = _many((journey, count, later), cuts, (listed, at), (*found, left), asked)
        journey = stop
    owner, level, entered, ended = found
    return owner[:count], level[:count], entered[:count], ended[:count], left[:later]


@inner
def _list(stretch: tuple[np.uint64, np.uint64], key: UInt32, code: UInt8, listed: UInt64s, upto: UInt32s) -> None:
    """List the events asked about of a stretch, position · 256 + step, and how many there are up to each event of it.

    Journeys lie beside each other, so this need not stop at the end of each, which nothing could foresee.
    """
    count = np.uint64(0)
    upto[0] = 0
    for i in range(stretch[0], stretch[1]):
        this = code[key[i]]
        listed[count] = i << _BYTE | np.uint64(this)
        count += np.uint64(this != 0)
        upto[i - stretch[0] + _ONE] = count


@inner
def _few(
    place: _Place, cuts: tuple[UInt32s, UInt32s], events: tuple[UInt64s, Int64], found: _Found, asked: tuple[Int64, int]
) -> tuple[int, int]:
    """Find how far each journey of a block gets, for as many steps as there are lanes.

    Args:
        place: the block's first journey, how many got somewhere and how many are left before it.
        cuts: first and last of each journey among the events.
        events: as listed; times of all, µs.
        found: owners, levels, starts and ends; journeys left.
        asked: windows, µs; how near events matter.
    """
    (first, count, later), (listed, at), windows = place, events, asked[0]
    for here in range(len(cuts[0])):
        low, high = np.uint64(cuts[0][here]), np.uint64(cuts[1][here])
        # by step, when the newest attempt that got there began; the first that did, and when it got there
        begun = entered = ended = spread(_NEVER)
        for x in range(low, high):
            t, lane = at[listed[x] >> _BYTE], np.int64(listed[x] & np.uint64(255)) - 1
            before = pushed(begun, t)
            came = at_least(before, placed(t - windows[np.uint64(lane)], lane, _ALWAYS))
            fresh = without(came, at_least(begun, spread(_NEVER + 1)))
            begun = chosen(came, before, begun)
            entered, ended = chosen(fresh, before, entered), chosen(fresh, spread(t), ended)
        level = flagged(at_least(begun, spread(_NEVER + 1)))
        far = (level, held(entered, level - 1), held(ended, level - 1))
        near = _near(low, high, events, asked[1])
        count, later = _note((first + here, count, later), far, near, found)
    return count, later


@inner
def _many(
    place: _Place, cuts: tuple[UInt32s, UInt32s], events: tuple[UInt64s, Int64], found: _Found, asked: tuple[Int64, int]
) -> tuple[int, int]:
    """Do what `_few` does for any number of steps.

    When the newest attempt that got to a step began stays in memory, of this journey or one before.
    """
    (first, count, later), (listed, at), windows = place, events, asked[0]
    begun = np.empty(len(windows) + 1, np.int64)
    for here in range(len(cuts[0])):
        low, high = np.uint64(cuts[0][here]), np.uint64(cuts[1][here])
        furthest, entered, ended = np.int64(0), np.int64(0), np.int64(0)
        for x in range(low, high):
            t, c = at[listed[x] >> _BYTE], np.int64(listed[x] & np.uint64(255))
            p = np.uint64(c - 1)
            begun[np.uint64(0)] = t
            start, other = begun[p], begun[np.uint64(c)]
            # as in `funnel_plain`; an attempt that got there before writes the same again
            reached = (c - furthest - 2 & (t - windows[p] - 1) - start) >> _SIGN
            better = reached & furthest - c >> _SIGN
            begun[np.uint64(c)] = other ^ ((other ^ start) & reached)
            furthest += better & c - furthest
            entered += better & start - entered
            ended += better & t - ended
        near = _near(low, high, events, asked[1])
        count, later = _note((first + here, count, later), (furthest, entered, ended), near, found)
    return count, later


@inner
def _near(low: np.uint64, high: np.uint64, events: tuple[UInt64s, Int64], near: int) -> bool:
    """Say whether two events of a journey are so near that stored order may not decide."""
    (listed, at), close = events, False
    if near >= 0:
        for x in range(low + _ONE, high):
            close |= at[listed[x] >> _BYTE] - at[listed[x - _ONE] >> _BYTE] <= near
    return close


@inner
def _note(place: _Place, far: tuple[np.int64, np.int64, np.int64], near: bool, found: _Found) -> tuple[int, int]:
    """Write how far a journey got, or that it is left; return how many got somewhere and how many are left."""
    (journey, count, later), (owner, level, entered, ended, left) = place, found
    if near:
        left[later] = journey
        return count, later + 1
    owner[count], level[count], entered[count], ended[count] = journey, *far
    return count + (far[0] != 0), later
