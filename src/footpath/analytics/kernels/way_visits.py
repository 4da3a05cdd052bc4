"""Ways: the touchpoints each journey comes to, in order, with repeats in a row taken as one visit."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16

Spans = tuple[Int64, Int64]


class Visits(NamedTuple):
    """The visits of all journeys of a bucket, in compressed sparse rows.

    Attributes:
        offsets: journeys + 1.
        first, last: position of a visit's first and last event.
        codes: touchpoint, 1…k.
        events: events of each code; [0] those on no touchpoint.
        on: events with a code, one number a journey.
    """

    offsets: Int64
    first: Int64
    last: Int64
    codes: UInt16
    events: Int64
    on: Int64


def visits_in(spans: Spans, key: npt.NDArray[np.integer], lookup: UInt16, k: int, *, repeats: bool = False) -> Visits:
    """Return the visits of journeys; event i has the code lookup[key[i]], 0 = left out.

    Args:
        spans: begin and end of each journey.
        repeats: whether every event is a visit of its own.
    """
    return Visits(*_visits(spans, key, lookup, k, repeats))


@njit(nogil=True, cache=True)
def _visits(
    spans: Spans, key: np.ndarray, lookup: UInt16, k: int, repeats: bool
) -> tuple[Int64, Int64, Int64, UInt16, Int64, Int64]:
    begin, end = spans
    offsets = np.zeros(len(begin) + 1, np.int64)
    events = np.zeros(k + 1, np.int64)
    on = np.zeros(len(begin), np.int64)
    total = 0
    for journey in range(len(begin)):
        before = 0
        for i in range(begin[journey], end[journey]):
            code = lookup[key[i]]
            events[code] += 1
            if code != 0:
                total += repeats or code != before
                before = code
                on[journey] += 1
        offsets[journey + 1] = total
    first = np.empty(total, np.int64)
    last = np.empty(total, np.int64)
    codes = np.empty(total, np.uint16)
    write = -1
    for journey in range(len(begin)):
        before = 0
        for i in range(begin[journey], end[journey]):
            code = lookup[key[i]]
            if code == 0:
                continue
            if repeats or code != before:
                write += 1
                first[write] = i
                codes[write] = code
                before = code
            last[write] = i
    return offsets, first, last, codes, events, on


@njit(nogil=True, cache=True)
def first_fit(bits: np.ndarray, group: UInt16) -> UInt16:
    """Return for each event the group of the lowest selection it meets, 0 where it meets none.

    Args:
        bits: uint64 an event, bit i = selection i.
        group: selection → group.
    """
    codes = np.zeros(len(bits), np.uint16)
    for i in range(len(bits)):
        held = bits[i]
        if held == np.uint64(0):
            continue
        for place in range(len(group)):
            if (held >> np.uint64(place)) & np.uint64(1):
                codes[i] = group[place]
                break
    return codes


@njit(nogil=True, cache=True)
def gathered(offsets: Int64, codes: UInt16, rows: Int64) -> tuple[Int64, UInt16]:
    """Return (offsets, codes) of some of the ways, in the order of `rows`."""
    new = np.zeros(len(rows) + 1, np.int64)
    for place in range(len(rows)):
        new[place + 1] = new[place] + offsets[rows[place] + 1] - offsets[rows[place]]
    found = np.empty(new[-1], np.uint16)
    for place in range(len(rows)):
        low = offsets[rows[place]]
        for step in range(new[place + 1] - new[place]):
            found[new[place] + step] = codes[low + step]
    return new, found
