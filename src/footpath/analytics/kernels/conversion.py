"""Who goes on from a column: to the next one, to any later one, to the goal; and how long that takes."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner


@njit(nogil=True, cache=True)
def onward(offsets: Int64, at: Int64, codes: UInt16, k: int, goal: int) -> tuple[Int64, Int64, Int64, Int64, Int64]:
    """Return (next, goal, lost, wait code, wait µs) for columns 1…k in reading order.

    next[c]: persons who, after first reaching c, reached c + 1.
    goal[c]: persons who, from first reaching c, reached the goal (the goal column itself counts all who reached it).
    lost[c]: persons whose last event is in c and who never reached the goal (any last event when `goal` is 0).
    wait: one entry for every person and column after which a later column was reached, with the time from the first
    event in the column to the first event of a later column after it.
    The first three add over buckets; concatenate the last two.
    """
    to_next = np.zeros(k + 1, np.int64)
    to_goal = np.zeros(k + 1, np.int64)
    lost = np.zeros(k + 1, np.int64)
    wait_code = np.empty(len(codes), np.int64)
    wait_micros = np.empty(len(codes), np.int64)
    write = 0
    first = np.empty(k + 2, np.int64)  # position of the person's first event in the column, -1 = none yet
    for person in range(len(offsets) - 1):
        begin, end = offsets[person], offsets[person + 1]
        if begin == end:
            continue
        _last_of_each(codes, begin, end, first)
        last = first.copy()
        _first_of_each(codes, begin, end, first)
        for code in range(1, k + 1):
            if first[code] < 0:
                continue
            to_next[code] += code < k and last[code + 1] > first[code]
            to_goal[code] += goal > 0 and last[goal] >= first[code]
            later = _first_later(codes, first[code], end, code)
            if later >= 0:
                wait_code[write] = code
                wait_micros[write] = at[later] - at[first[code]]
                write += 1
        lost[codes[end - 1]] += goal == 0 or first[goal] < 0
    return to_next, to_goal, lost, wait_code[:write].copy(), wait_micros[:write].copy()


@inner
def _first_of_each(codes: UInt16, begin: int, end: int, place: Int64) -> None:
    place[:] = -1
    for position in range(end - 1, begin - 1, -1):
        place[codes[position]] = position


@inner
def _last_of_each(codes: UInt16, begin: int, end: int, place: Int64) -> None:
    place[:] = -1
    for position in range(begin, end):
        place[codes[position]] = position


@inner
def _first_later(codes: UInt16, begin: int, end: int, code: int) -> int:
    """Return the position of the first event in a column after `code`, -1 when there is none."""
    for position in range(begin, end):
        if codes[position] > code:
            return position
    return -1
