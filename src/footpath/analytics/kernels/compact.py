"""Tracks: the events that a question asks about, and runs of the same column taken as one visit."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16, UInt32

Track = tuple[Int64, Int64, UInt16]


@njit(nogil=True, cache=True)
def compact(spans: tuple[Int64, Int64], at: Int64, signature: UInt32, lookup: UInt16) -> Track:
    """Return (offsets, at, codes) of the events whose signature has a code; journeys without any stay, with no event.

    Args:
        spans: begin and end of each journey in `at` and `signature`.
        at: µs, ascending inside a person.
        signature: row of the signature dictionary.
        lookup: signature → code, 0 = leave out.
    """
    begin, end = spans
    kept = 0
    for person in range(len(begin)):
        for position in range(begin[person], end[person]):
            kept += lookup[signature[position]] != 0
    new_offsets = np.zeros(len(begin) + 1, np.int64)
    new_at = np.empty(kept, np.int64)
    codes = np.empty(kept, np.uint16)
    write = 0
    for person in range(len(begin)):
        for position in range(begin[person], end[person]):
            code = lookup[signature[position]]
            if code != 0:
                new_at[write] = at[position]
                codes[write] = code
                write += 1
        new_offsets[person + 1] = write
    return new_offsets, new_at, codes


@njit(nogil=True, cache=True)
def runs(offsets: Int64, at: Int64, codes: UInt16) -> tuple[Int64, Int64, Int64, UInt16]:
    """Return (offsets, first at, last at, codes) with neighbours of equal code taken as one visit."""
    new_offsets = np.zeros(len(offsets), np.int64)
    first = np.empty(len(at), np.int64)
    last = np.empty(len(at), np.int64)
    visit = np.empty(len(at), np.uint16)
    write = 0
    for person in range(len(offsets) - 1):
        start = write
        for position in range(offsets[person], offsets[person + 1]):
            if write > start and visit[write - 1] == codes[position]:
                last[write - 1] = at[position]
                continue
            first[write] = at[position]
            last[write] = at[position]
            visit[write] = codes[position]
            write += 1
        new_offsets[person + 1] = write
    return new_offsets, first[:write].copy(), last[:write].copy(), visit[:write].copy()


@njit(nogil=True, cache=True)
def ordinals(offsets: Int64, codes: UInt16, top: int) -> UInt16:
    """Return for every event whether it is its person's 1st, 2nd, … event, counted up to `top` and capped there."""
    numbers = np.empty(len(codes), np.uint16)
    for person in range(len(offsets) - 1):
        for position in range(offsets[person], offsets[person + 1]):
            numbers[position] = min(position - offsets[person] + 1, top)
    return numbers
