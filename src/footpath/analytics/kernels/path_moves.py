"""Moves: which label directly follows which, how often, for how many journeys, and after how long.

A pair is `before · (k + 1) + after`; 0 stands for the beginning and the end of a journey. Events without a label (0)
are passed over. No memory is taken per event but for the times, which are wanted back.
"""

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner

Float32 = npt.NDArray[np.float32]
Spans = tuple[Int64, Int64]
STRETCH = 1 << 14  # events read as one: their ends are looked at first, so they had better stay in a core's own cache
FOUR_TABLES = 128  # labels up to which four tables of counts stay in a core's own cache


@njit(nogil=True, cache=True)
def move_counts(spans: Spans, key: np.ndarray, lookup: UInt16, k: int) -> Int64:
    """Return (k + 1) × (k + 1) counts: how often b came right after a; row 0 = starts with b, column 0 = ends with a.

    Every event must have a label (`move_counts_of_some` does without). Journeys that lie back to back are read as one,
    without a branch at each one's end; the pairs across ends are taken off again. Four tables in turn, because adding
    to a number just written has to wait for it. Bound by loads: about 0.6 ns an event.
    """
    begin, end = spans
    width = np.uint32(k + 1)
    size = np.int64(k + 1) * (k + 1)
    tables = 4 if k <= FOUR_TABLES else 1
    counts = np.zeros(tables * size, np.uint32)
    total = np.zeros((k + 1, k + 1), np.int64)
    journey = 0
    while journey < len(begin):
        low, high = begin[journey], end[journey]
        journey += 1
        if low == high:
            continue
        total[0, lookup[key[low]]] += 1
        while journey < len(begin) and begin[journey] == high and high - low < STRETCH:
            if end[journey] > high:
                before, after = lookup[key[high - 1]], lookup[key[high]]
                total[before, 0] += 1
                total[0, after] += 1
                total[before, after] -= 1
                high = end[journey]
            journey += 1
        total[lookup[key[high - 1]], 0] += 1
        _count(key[low:high], lookup, width, counts, size if tables > 1 else np.int64(0))
    for table in range(tables):
        for before in range(k + 1):
            for after in range(k + 1):
                total[before, after] += counts[table * size + before * (k + 1) + after]
    return total


@inner
def _count(key: np.ndarray, lookup: UInt16, width: np.uint32, counts: npt.NDArray[np.uint32], apart: np.int64) -> None:
    """Count every pair of neighbours, in four tables that lie `apart` in turn."""
    # unsigned positions throughout: signed ones would be checked for counting from the end
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    second, third, fourth = np.uint32(apart), np.uint32(2 * apart), np.uint32(3 * apart)
    add = np.uint32(1)
    stop = np.uint64(len(key))
    before = np.uint32(lookup[key[np.uint64(0)]])
    i = one
    while i + three < stop:
        a = np.uint32(lookup[key[i]])
        b = np.uint32(lookup[key[i + one]])
        c = np.uint32(lookup[key[i + two]])
        d = np.uint32(lookup[key[i + three]])
        counts[before * width + a] += add
        counts[second + a * width + b] += add
        counts[third + b * width + c] += add
        counts[fourth + c * width + d] += add
        before = d
        i += four
    while i < stop:
        a = np.uint32(lookup[key[i]])
        counts[before * width + a] += add
        before = a
        i += one


@njit(nogil=True, cache=True)
def move_counts_of_some(spans: Spans, key: np.ndarray, lookup: UInt16, k: int) -> Int64:
    """Return what `move_counts` does where some events have no label. About 2 ns an event."""
    begin, end = spans
    width = np.uint32(k + 1)
    size = np.int64(k + 1) * (k + 1)
    tables = 2 if k <= FOUR_TABLES else 1
    counts = np.zeros(tables * size, np.uint32)
    apart = np.uint32(size if tables > 1 else 0)
    total = np.zeros((k + 1, k + 1), np.int64)
    for journey in range(len(begin)):
        row, table = np.uint32(0), np.uint32(0)
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            code = np.uint32(lookup[key[i]])
            # an event without a label is counted in column 0, which nobody reads: cheaper than a branch
            counts[table + row + code] += np.uint32(1)
            row = code * width if code != 0 else row
            table = apart - table
        total[row // width, 0] += 1
    total[0, 0] = 0
    for which in range(tables):
        for before in range(k + 1):
            for after in range(1, k + 1):
                total[before, after] += counts[which * size + before * (k + 1) + after]
    return total


@njit(nogil=True, cache=True)
def move_units(spans: Spans, key: np.ndarray, lookup: UInt16, k: int) -> tuple[Int64, Int64]:
    """Return how many journeys have each pair, (k + 1)² numbers, and how many have each label, k + 1 numbers.

    A cell holds the journey that was counted last in its upper half and the count in its lower: one read, one write,
    no branch. About 3 ns an event.
    """
    begin, end = spans
    width = np.uint32(k + 1)
    half, low = np.uint64(32), np.uint64(0xFFFFFFFF)
    pairs = np.zeros((k + 1) * (k + 1), np.uint64)
    labels = np.zeros(k + 1, np.uint64)
    for journey in range(len(begin)):
        stamp = np.uint64(journey + 1) << half
        row = np.uint32(0)
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            code = np.uint32(lookup[key[i]])
            pair = row + code if code != 0 else np.uint32(0)
            cell = pairs[pair]
            pairs[pair] = stamp | ((cell & low) + np.uint64(cell < stamp))
            cell = labels[code]
            labels[code] = stamp | ((cell & low) + np.uint64(cell < stamp))
            row = code * width if code != 0 else row
        pairs[row] += np.uint64(1)
    of_pairs, of_labels = np.zeros(len(pairs), np.int64), np.zeros(len(labels), np.int64)
    for one in range(1, len(pairs)):
        of_pairs[one] = np.int64(pairs[one] & low)
    for one in range(1, len(labels)):
        of_labels[one] = np.int64(labels[one] & low)
    return of_pairs, of_labels


def move_times(
    spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, sizes: tuple[int, Int64]
) -> tuple[Float32, Int64]:
    """Return (times, sums): µs of every move to seven digits, grouped by pair, and their exact sums.

    Args:
        sizes: k, and where each pair's times begin, (k + 1)² + 1 positions; starts and ends have none.

    Returns:
        times: by pair; sums: (k + 1)² × 2, in units of 2³² µs and of 1 µs, so that no sum overflows.
    """
    k, cuts = sizes
    # the numbers of a pair lie side by side, so that one line of the cache is touched
    cells = np.zeros(((k + 1) * (k + 1), 4), np.int64)
    cells[:, 0] = cuts[:-1]
    cells[0, 0] = cuts[-1]  # what is no move is written one past the end
    times = np.empty(int(cuts[-1]) + 1, np.float32)
    _time(spans, at, key, lookup, (cells, times, k + 1))
    return times[:-1], cells[:, 1:3]


@njit(nogil=True, cache=True)
def _time(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, room: tuple[Int64, Float32, int]) -> None:
    """Write the time of every move where its pair's next one belongs, and add it up."""
    begin, end = spans
    cells, times, size = room
    width = np.uint32(size)
    for journey in range(len(begin)):
        row, before = np.uint32(0), np.int64(0)
        for i in range(np.uint64(begin[journey]), np.uint64(end[journey])):
            code = np.uint32(lookup[key[i]])
            moves = code != 0 and row != 0
            pair = row + code if moves else np.uint32(0)
            wait = at[i] - before if moves else np.int64(0)
            place = cells[pair, 0]
            cells[pair, 0] = place + moves
            cells[pair, 1] += wait >> 32
            cells[pair, 2] += wait & 0xFFFFFFFF
            times[np.uint64(place)] = np.float32(wait)
            before = at[i] if code != 0 else before
            row = code * width if code != 0 else row


def listed(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, k: int) -> tuple[Int64, Int64, Int64]:
    """Return (pair, journey, µs) of every move, starts and ends too: for more labels than a table has room for."""
    size = int((spans[1] - spans[0]).sum()) + len(spans[0])
    pair, whose, wait = (np.empty(size, np.int64) for _ in range(3))
    count = _list(spans, at, key, lookup, (pair, whose, wait, k + 1))
    return pair[:count], whose[:count], wait[:count]


@njit(nogil=True, cache=True)
def _list(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, room: tuple[Int64, Int64, Int64, int]) -> int:
    """Write every move and return how many there are."""
    begin, end = spans
    pair, whose, wait, width = room
    write = 0
    for journey in range(len(begin)):
        before, then = np.int64(0), np.int64(0)
        for i in range(begin[journey], end[journey]):
            code = np.int64(lookup[key[i]])
            if code == 0:
                continue
            pair[write] = before * width + code
            whose[write] = journey
            wait[write] = at[i] - then if before != 0 else 0
            write += 1
            before, then = code, at[i]
        if before != 0:
            pair[write] = before * width
            whose[write] = journey
            wait[write] = 0
            write += 1
    return write


def grouped(groups: Int64, wait: Int64, size: int) -> tuple[Int64, Float32, Int64]:
    """Return (cuts, times, sums) of waits by group, as `move_times` does.

    Args:
        groups: group of each wait, 0 … size − 1.
        wait: µs.
    """
    cuts = np.append(0, np.cumsum(np.bincount(groups, minlength=size))).astype(np.int64)
    times, sums = np.empty(len(groups), np.float32), np.zeros((size, 2), np.int64)
    _group(groups, wait, cuts[:-1].copy(), times, sums)
    return cuts, times, sums


@njit(nogil=True, cache=True)
def _group(groups: Int64, wait: Int64, fill: Int64, times: Float32, sums: Int64) -> None:
    """Write every wait where its group's next one belongs, and add it up."""
    for i in range(len(groups)):
        group = groups[i]
        times[fill[group]] = np.float32(wait[i])
        fill[group] += 1
        sums[group, 0] += wait[i] >> 32
        sums[group, 1] += wait[i] & 0xFFFFFFFF
