"""Bins of a histogram of times: of one length, or ever longer ones at the marks people know."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from footpath.analytics.funnels.bins import counted, edges
from footpath.analytics.journeys import Float64, Int64

_MIN, _HOUR, _DAY = 60, 3600, 86_400
MARKS = (
    0, 1, 2, 5, 10, 20, 30, _MIN, 2 * _MIN, 5 * _MIN, 10 * _MIN, 20 * _MIN, 30 * _MIN, _HOUR, 2 * _HOUR, 4 * _HOUR,
    8 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 3 * _DAY, 5 * _DAY, 7 * _DAY, 14 * _DAY, 21 * _DAY, 30 * _DAY, 45 * _DAY,
    60 * _DAY, 90 * _DAY, 180 * _DAY, 365 * _DAY, 730 * _DAY, 1825 * _DAY, 3650 * _DAY,
)  # fmt: skip


def histogram(seconds: Float64, *, log: bool) -> pa.Table:
    """Return how many times lie in each bin: from (s), to (s; null = no end), count.

    Args:
        log: ever longer bins, from 0 s, 1 s, 2 s, 5 s, … to 10 y; else as many of one length as the cube root of n.
    """
    if not len(seconds):
        return pa.table({"from_s": pa.array([], pa.float64()), "to_s": pa.array([], pa.float64()), "count": _ints([])})
    if not log:
        begin = edges(float(seconds.min()), float(seconds.max()), len(seconds))
        ends = [*begin[1:], begin[-1] * 2 - begin[-2]]
        count = counted(seconds, begin)
        last = len(count) if count[-1] else len(count) - 1  # the bin that holds what lies at the very end, if any does
        return pa.table({"from_s": begin[:last], "to_s": ends[:last], "count": _ints(count[:last])})
    return trimmed(binned(np.sort(seconds)))


def binned(times: npt.NDArray[np.float64] | npt.NDArray[np.int64], unit: int = 1) -> Int64:
    """Return how many times, given ascending, lie in each of the ever longer bins.

    Args:
        unit: how many of what the times are in make a second.
    """
    cuts = np.searchsorted(times, np.array(MARKS) * unit)
    return np.diff(np.append(cuts, len(times))).astype(np.int64)


def trimmed(count: Int64) -> pa.Table:
    """Return the bins from the first to the last that hold any time: from (s), to (s; null = no end), count."""
    some = np.flatnonzero(count)
    first, last = (int(some[0]), int(some[-1]) + 1) if len(some) else (0, 0)
    marks = (*MARKS, None)
    columns = {"from_s": _reals(marks[first:last]), "to_s": _reals(marks[first + 1 : last + 1])}
    return pa.table({**columns, "count": _ints(count[first:last])})


def _ints(values: object) -> pa.Array:
    return pa.array(values, pa.int64())


def _reals(values: object) -> pa.Array:
    return pa.array(values, pa.float64())
