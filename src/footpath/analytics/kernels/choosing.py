"""Choosing the events of a metric: those that meet selections, and those that another must follow."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.cutting import earliest

UInt8 = npt.NDArray[np.uint8]
Key = npt.NDArray[np.integer]
Spans = tuple[Int64, Int64]
SECOND_US = 1_000_000


@njit(nogil=True, cache=True)
def chosen(spans: Spans, at: Int64, key: Key, table: UInt8, period: tuple[int, int]) -> tuple[Int64, Int64, UInt8]:
    """Return (cuts, rows, bits) of the events of a period that meet a selection, journey by journey.

    Args:
        spans: begin and end of each journey.
        at: µs, ascending inside a journey.
        key, table: table[key[i]] are the selections event i meets, as bits.
        period: first µs, and the µs it ends before.
    """
    begin, end = spans
    cuts = np.zeros(len(begin) + 1, np.int64)
    size = (end - begin).sum() + 1
    rows = np.empty(size, np.int64)  # what is never written takes no memory
    bits = np.empty(size, np.uint8)
    k = 0
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        if lo < hi and (at[lo] < period[0] or at[hi - 1] >= period[1]):
            lo = earliest(at, lo, hi, period[0])
            hi = earliest(at, lo, hi, period[1])
        for i in range(lo, hi):
            found = table[key[i]]
            rows[k] = i  # written over unless it is one: a branch would be guessed wrong too often
            bits[k] = found
            k += found != 0
        cuts[journey + 1] = k
    return cuts, rows[:k], bits[:k]


@njit(nogil=True, cache=True)
def followed(
    spans: Spans, at: Int64, key: Key, table: UInt8, rule: tuple[int, bool, int, int]
) -> tuple[Int64, Int64, UInt8, Float64]:
    """Return (cuts, rows, bits, waits) of the events that begin something: bit 0, and bit 1 where it was followed.

    Args:
        spans, at: as for `chosen`.
        key, table: bit 0 = begins, bit 1 = follows; an event does not follow itself.
        rule: (most µs to the follower, only the first beginning of each journey, since, until) of beginnings.

    Returns:
        Waits in seconds, NaN where nothing followed in time.
    """
    begin, end = spans
    window, only, since, until = rule
    n = len(begin)
    cuts = np.zeros(n + 1, np.int64)
    for journey in range(n):
        count = 0
        for i in range(begin[journey], end[journey]):
            count += table[key[i]] & 1 and since <= at[i] < until
        cuts[journey + 1] = cuts[journey] + (min(count, 1) if only else count)
    rows = np.empty(cuts[n], np.int64)
    bits = np.empty(cuts[n], np.uint8)
    waits = np.empty(cuts[n], np.float64)
    for journey in range(n):
        k = cuts[journey + 1]
        if k == cuts[journey]:
            continue
        follower = -1
        for i in range(end[journey] - 1, begin[journey] - 1, -1):
            found = table[key[i]]
            if found & 1 and since <= at[i] < until:
                # Going backward, the first beginning comes last and stays.
                k = cuts[journey] if only else k - 1
                in_time = follower >= 0 and at[follower] - at[i] <= window
                rows[k] = i
                bits[k] = 3 if in_time else 1
                waits[k] = (at[follower] - at[i]) / SECOND_US if in_time else np.nan
            if found & 2:
                follower = i
    return cuts, rows, bits, waits


@njit(nogil=True, cache=True)
def stain(spans: Spans, key: Key, table: npt.NDArray[np.bool_], bit: int, bits: npt.NDArray[np.uint16]) -> None:
    """Set a bit of the events in the spans where table[key[i]]; bit 0 clears the others first."""
    begin, end = spans
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            before = np.uint16(0) if bit == 0 else bits[i]
            bits[i] = before | np.uint16(np.uint16(table[key[i]]) << np.uint16(bit))
