"""Who is there at all: journeys with an event of some kind, and how many events each kind has."""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64

Bool = npt.NDArray[np.bool_]
Key = npt.NDArray[np.integer]


@njit(nogil=True, cache=True)
def present(begin: Int64, end: Int64, key: Key, wanted: Bool) -> tuple[Bool, Int64]:
    """Return which journeys have an event of a wanted kind, and how many events each wanted kind has in them.

    Args:
        begin, end: where the events of each journey begin and end in `key`.
        key: kind of every event.
        wanted: bool a kind.
    """
    there = np.zeros(len(begin), np.bool_)
    events = np.zeros(len(wanted), np.int64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            if wanted[key[i]]:
                there[journey] = True
                events[key[i]] += 1
    return there, events


@njit(nogil=True, cache=True)
def newest_of_kind(begin: Int64, end: Int64, at: Int64, key: Key, kinds: int) -> Int64:
    """Return the time of the newest event of each kind, 0 = there is none; as `present`."""
    newest = np.zeros(kinds, np.int64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            newest[key[i]] = max(newest[key[i]], at[i])
    return newest


@njit(nogil=True, cache=True)
def met(begin: Int64, end: Int64, key: Key, lookup: Key, kinds: int) -> tuple[Int64, Int64]:
    """Return how many journeys have an event of each kind 1…kinds, and how many events there are of it.

    Args:
        lookup: key → kind, 0 = none.
    """
    journeys = np.zeros(kinds + 1, np.int64)
    events = np.zeros(kinds + 1, np.int64)
    seen = np.full(kinds + 1, -1, np.int64)
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            kind = lookup[key[i]]
            if kind == 0:
                continue
            events[kind] += 1
            if seen[kind] != journey:
                seen[kind] = journey
                journeys[kind] += 1
    return journeys, events
