"""How often each journey does something, when last, and for how much: one pass."""

from typing import NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import NEVER, Float64, Int64
from footpath.analytics.kernels.periods import Marks, Spans

MICROS = 1_000_000
_MOST = 1e12  # of one amount: what is beyond counts as this, so that sums of millions of them stay exact


class Tally(NamedTuple):
    """One row a journey.

    Attributes:
        events: how many.
        last: µs of the last one, `NEVER` where there is none.
        valued: events with an amount.
        units, micros: sum of the amounts: whole units, and millionths beyond them; whole numbers add up exactly.
    """

    events: Int64
    last: Int64
    valued: Int64
    units: Int64
    micros: Int64


@njit(nogil=True, cache=True)
def tally(spans: Spans, at: Int64, marks: Marks, value: Float64) -> Tally:
    """Return how often, when last and for how much.

    Args:
        marks: a key an event, and which keys count.
    """
    begin, end = spans
    key, table = marks
    n = len(begin)
    events, last, valued = np.zeros(n, np.int64), np.full(n, NEVER, np.int64), np.zeros(n, np.int64)
    units, micros = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for journey in range(n):
        lo, hi = begin[journey], end[journey]
        times, keys, values = at[lo:hi], key[lo:hi], value[lo:hi]
        for i in range(len(times)):
            if not table[keys[i]]:
                continue
            events[journey] += 1
            last[journey] = times[i]
            if values[i] == values[i]:
                amount = min(max(values[i], -_MOST), _MOST)
                whole = np.floor(amount)
                valued[journey] += 1
                units[journey] += np.int64(whole)
                micros[journey] += np.int64(np.rint((amount - whole) * MICROS))
    return Tally(events, last, valued, units, micros)
