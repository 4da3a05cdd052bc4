"""Marking events: one pass that looks a code up, one that compares amounts."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Float64, Int64, UInt16

Bool = npt.NDArray[np.bool_]
Spans = tuple[Int64, Int64]
Key = npt.NDArray[np.integer]


@njit(nogil=True, cache=True)
def mark(spans: Spans, key: Key, table: Bool, marks: UInt16) -> None:
    """Set marks[i] to whether table[key[i]], for the events in the spans."""
    begin, end = spans
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            marks[i] = table[key[i]]


@njit(nogil=True, cache=True)
def mark_both(spans: Spans, first: tuple[Key, Bool], second: tuple[Key, Bool], marks: UInt16) -> None:
    """Set marks[i] to whether both tables say so; each is looked up by a key of its own."""
    begin, end = spans
    one, table = first
    two, other = second
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            marks[i] = table[one[i]] & other[two[i]]


@njit(nogil=True, cache=True)
def mark_between(spans: Spans, value: Float64, bounds: tuple[float, float], marks: UInt16) -> None:
    """Leave only marks of events whose value lies within the bounds, which are included; a NaN never does."""
    begin, end = spans
    low, high = bounds
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if not low <= value[i] <= high:
                marks[i] = 0
