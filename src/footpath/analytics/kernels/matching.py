"""Whether a journey meets a condition: often enough, dense enough, in order, of enough value, by its first or last."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64, UInt16
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

Bool = npt.NDArray[np.bool_]
Spans = tuple[Int64, Int64]
Key = npt.NDArray[np.integer]
ENDLESS = 1 << 60  # µs, or a number of times, that nothing reaches
MICRO = 1e6  # amounts are added up in millionths, so that 0.7 + 0.1 is 0.8


@njit(nogil=True, cache=True)
def often(spans: Spans, at: Int64, key: Key, table: Bool, rule: tuple[int, int, int, int, int]) -> Bool:
    """Return whether each journey has between `least` and `most` marked events, `least` of them within `window`.

    Args:
        spans: begin and end of each journey.
        at: µs, ascending inside a journey.
        key, table: event i is marked where table[key[i]].
        rule: (least, most, window in µs, first µs, µs of the end) of what is looked at.
    """
    begin, end = spans
    least, most, window, since, until = rule
    n = len(begin)
    found = np.zeros(n, np.bool_)
    whole = since <= -ENDLESS and until >= ENDLESS
    for journey in range(n):
        lo, hi = begin[journey], end[journey]
        if not whole:
            lo = earliest(at, lo, hi, since)
            hi = earliest(at, lo, hi, until)
        count, dense = 0, least <= 1 or window >= ENDLESS
        if dense and most >= ENDLESS:
            for i in range(lo, hi):
                if count >= least:
                    break
                count += table[key[i]]
        elif dense:
            for i in range(lo, hi):
                count += table[key[i]]
        else:
            count, dense = _dense(at, key, table, (lo, hi, least, window))
        found[journey] = dense and least <= count <= most
    return found


@inner
def _dense(at: Int64, key: Key, table: Bool, rule: tuple[int, int, int, int]) -> tuple[int, bool]:
    """Return how many events are marked, and whether `least` of them lie within the window."""
    lo, hi, least, window = rule
    left, inside, count = lo, 0, 0
    dense = False
    for i in range(lo, hi):
        if not table[key[i]]:
            continue
        count += 1
        inside += 1
        while at[i] - at[left] > window or not table[key[left]]:
            inside -= table[key[left]]
            left += 1
        if inside >= least:
            dense = True
    return count, dense


@njit(nogil=True, cache=True)
def edge(spans: Spans, at: Int64, key: Key, table: UInt16, rule: tuple[bool, int, int]) -> Bool:
    """Return whether the first (or last) known event of each journey is one of those wanted.

    Args:
        spans, at: as for `often`.
        key, table: table[key[i]] is 0 = unknown, 1 = known, 2 = wanted.
        rule: (last, since, until): the last known one in the period; or the first known one of all, which then must lie
            in the period.
    """
    begin, end = spans
    last, since, until = rule
    found = np.zeros(len(begin), np.bool_)
    for journey in range(len(begin)):
        lo, hi = begin[journey], end[journey]
        if last:
            lo = earliest(at, lo, hi, since)
            hi = earliest(at, lo, hi, until)
            for i in range(hi - 1, lo - 1, -1):
                if table[key[i]] != 0:
                    found[journey] = table[key[i]] == 2
                    break
        else:
            for i in range(lo, hi):
                if table[key[i]] != 0:
                    found[journey] = table[key[i]] == 2 and since <= at[i] < until
                    break
    return found


@njit(nogil=True, cache=True)
def in_order(
    spans: Spans, at: Int64, key: Key, table: npt.NDArray[np.uint64], rule: tuple[int, int, int, int, int]
) -> Bool:
    """Return whether each journey did step 0, 1, … in stored order, soon enough.

    The newest event that ends a way to a step is always the best one to go on from: it began latest and leaves the
    shortest pause.

    Args:
        spans, at: as for `often`.
        key, table: bit k of table[key[i]] = event i is step k.
        rule: (steps, most µs from first to last, most µs from each to the next, since, until).
    """
    begin, end = spans
    steps, window, gap, since, until = rule
    n = len(begin)
    found = np.zeros(n, np.bool_)
    began = np.empty(max(steps, 1), np.int64)  # of the newest way to each step: when it began …
    came = np.empty(max(steps, 1), np.int64)  # … and when it came to the step
    whole = since <= -ENDLESS and until >= ENDLESS
    for journey in range(n):
        lo, hi = begin[journey], end[journey]
        if not whole:
            lo = earliest(at, lo, hi, since)
            hi = earliest(at, lo, hi, until)
        reached = 0
        for i in range(lo, hi):
            bits = table[key[i]]
            if bits == 0:
                continue
            for k in range(min(reached, steps - 1), -1, -1):
                if not (bits >> np.uint64(k)) & np.uint64(1):
                    continue
                if k == 0:
                    began[0] = at[i]
                elif at[i] - came[k - 1] <= gap and at[i] - began[k - 1] <= window:
                    began[k] = began[k - 1]
                else:
                    continue
                came[k] = at[i]
                reached = max(reached, k + 1)
            if reached == steps:
                found[journey] = True
                break
    return found


@njit(nogil=True, cache=True)
def amounts(
    spans: Spans, at: Int64, key: Key, table: Bool, value: Float64, period: tuple[int, int]
) -> tuple[Int64, Float64, Float64, Float64]:
    """Return (how many, sum in millionths, least, greatest) of the amounts of each journey's marked events.

    Events without an amount (NaN) are left out. Sums of whole millionths are exact up to nine thousand million.
    """
    begin, end = spans
    n = len(begin)
    count = np.zeros(n, np.int64)
    total = np.zeros(n, np.float64)
    least = np.full(n, np.inf)
    greatest = np.full(n, -np.inf)
    for journey in range(n):
        lo = earliest(at, begin[journey], end[journey], period[0])
        hi = earliest(at, lo, end[journey], period[1])
        for i in range(lo, hi):
            if table[key[i]] and not np.isnan(value[i]):
                count[journey] += 1
                total[journey] += np.rint(value[i] * MICRO)
                least[journey] = min(least[journey], value[i])
                greatest[journey] = max(greatest[journey], value[i])
    return count, total, least, greatest


@njit(nogil=True, cache=True)
def known_code(begin: Int64, end: Int64, codes: np.ndarray, last: bool) -> Int64:
    """Return each journey's first (or last) code that is not 0; 0 where all are."""
    found = np.zeros(len(begin), np.int64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if codes[i] != 0:
                found[journey] = codes[i]
                if not last:
                    break
    return found
