"""How long it is from one event to another, journey by journey."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.periods import RETURN, START, Marks, Spans, next_start

FIRST, EACH, LAST = 0, 1, 2
NEVER_AFTER = -1  # wait of a start that no end follows in time


def between(spans: Spans, at: Int64, marks: Marks, pair: int, window: int) -> tuple[Int64, Int64, Int64]:
    """Return (row, wait, journey) of every start that counts; wait in µs, −1 where no end follows in the window.

    An end is another event, later in stored order; at the same time the wait is 0.

    Args:
        marks: a key an event, and what a key is: 1 = a start, 2 = an end, 3 = both.
        pair: FIRST = the first start of a journey, EACH = every one, LAST = those that no other start follows before
            the next end; the end is always the next one.
        window: µs.
    """
    if pair == FIRST:
        row, wait, journey, count = _first(spans, at, marks, window)
    else:
        row, wait, journey, count = _each(spans, at, marks, pair, window)
    return row[:count].copy(), wait[:count].copy(), journey[:count].copy()


@njit(nogil=True, cache=True)
def _first(spans: Spans, at: Int64, marks: Marks, window: int) -> tuple[Int64, Int64, Int64, int]:
    begin, end = spans
    key, table = marks
    n = len(begin)
    row, wait, owner = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    count = 0
    for journey in range(n):
        stop = end[journey]
        i = next_start(key[:stop], table, begin[journey])
        if i >= stop:
            continue
        j = i + 1
        while j < stop and not table[key[j]] & RETURN:
            j += 1
        row[count], owner[count] = i, journey
        wait[count] = at[j] - at[i] if j < stop and at[j] - at[i] <= window else NEVER_AFTER
        count += 1
    return row, wait, owner, count


@njit(nogil=True, cache=True)
def _each(spans: Spans, at: Int64, marks: Marks, pair: int, window: int) -> tuple[Int64, Int64, Int64, int]:
    begin, end = spans
    key, table = marks
    size = 0
    for journey in range(len(begin)):
        size += end[journey] - begin[journey]
    # no memory is used before it is written to
    row, wait, owner = np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64)
    count = 0
    for journey in range(len(begin)):
        following, kind = -1, 0  # the next end, and what the next start or end is
        for i in range(end[journey] - 1, begin[journey] - 1, -1):
            bits = table[key[i]]
            if bits & START and (pair == EACH or kind != START):
                gap = at[following] - at[i] if following >= 0 else window + 1
                row[count], owner[count] = i, journey
                wait[count] = gap if gap <= window else NEVER_AFTER
                count += 1
            if bits & RETURN:
                following = i
            if bits:
                kind = bits
    return row, wait, owner, count
