"""Cutting journeys: the part within a period, the persons chosen, the visits (sessions) a journey falls into."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64


@njit(nogil=True, cache=True)
def cut(offsets: Int64, at: Int64, keep: np.ndarray, since: int, until: int) -> tuple[Int64, Int64, Int64]:
    """Return (persons, rows, offsets): kept persons with events from `since` to before `until`, and those events.

    Args:
        keep: bool a person.

    Returns:
        Position of each person left, position of each event left, offsets (persons left + 1) into the latter.
    """
    n = len(offsets) - 1
    persons = np.empty(n, np.int64)
    cuts = np.empty(n + 1, np.int64)
    rows = np.empty(len(at), np.int64)
    left, written = 0, 0
    cuts[0] = 0
    for person in range(n):
        if not keep[person]:
            continue
        before = written
        for i in range(offsets[person], offsets[person + 1]):
            if since <= at[i] < until:
                rows[written] = i
                written += 1
        if written > before:
            persons[left] = person
            left += 1
            cuts[left] = written
    return persons[:left].copy(), rows[:written].copy(), cuts[: left + 1].copy()


@njit(nogil=True, cache=True)
def sessions(offsets: Int64, at: Int64, gap: int, breaks: np.ndarray) -> tuple[Int64, Int64]:
    """Return (offsets, owner) of the visits: cut where the pause is longer than `gap` µs, or where `breaks` says so.

    Args:
        breaks: bool an event: a new visit begins here; empty = nowhere.

    Returns:
        Offsets (visits + 1), and the position of each visit's person.
    """
    n = len(offsets) - 1
    cuts = np.empty(len(at) + 1, np.int64)
    owner = np.empty(len(at), np.int64)
    count = 0
    for person in range(n):
        for i in range(offsets[person], offsets[person + 1]):
            first = i == offsets[person] or at[i] - at[i - 1] > gap
            if first or (len(breaks) > 0 and breaks[i]):
                cuts[count] = i
                owner[count] = person
                count += 1
    cuts[count] = offsets[n]
    return cuts[: count + 1].copy(), owner[:count].copy()
