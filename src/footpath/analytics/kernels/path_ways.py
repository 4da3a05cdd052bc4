"""Ways: whole journeys that go over the same steps are the same way; told apart by their steps, not by a hash alone."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.path_steps import gather, room_for
from footpath.analytics.kernels.path_walks import Int32, Spans

UInt64 = npt.NDArray[np.uint64]
EXAMPLES = 3


class Ways(NamedTuple):
    """The different ways of some journeys.

    Attributes:
        hashes: a number of each way; the same in every bucket.
        cuts: where its steps begin and end in `codes`.
        codes: labels.
        way: the way of each journey, −1 = it has no step.
        took: µs of each journey from its first step to its last.
        examples: ways × 3 journeys, −1 = no more.
    """

    hashes: UInt64
    cuts: Int64
    codes: UInt16
    way: Int64
    took: Int64
    examples: Int32


@njit(nogil=True, cache=True)
def ways(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, collapse: bool) -> Ways:
    """Return the different ways of journeys.

    Args:
        spans, at, key, lookup, collapse: as in `gather`.
    """
    begin, end = spans
    room = room_for(begin, end, collapse)
    size = 1024
    while size < 2 * len(begin):
        size *= 2
    table = np.full(size, -1, np.int32)
    hashes = np.empty(len(begin), np.uint64)
    cuts = np.zeros(len(begin) + 1, np.int64)
    codes = np.empty((end - begin).sum(), np.uint16)
    way = np.full(len(begin), -1, np.int64)
    took = np.zeros(len(begin), np.int64)
    examples = np.full((len(begin), EXAMPLES), -1, np.int32)
    count = 0
    for journey in range(len(begin)):
        n = gather((begin[journey], end[journey]), at, key, lookup, (collapse, 0), room)
        if n == 0:
            continue
        number = hash_of(room[2][:n])
        place = np.int64(number) & (size - 1)
        while table[place] >= 0 and not (
            hashes[table[place]] == number and same(codes[cuts[table[place]] : cuts[table[place] + 1]], room[2][:n])
        ):
            place = (place + 1) & (size - 1)
        if table[place] < 0:
            table[place] = count
            hashes[count] = number
            codes[cuts[count] : cuts[count] + n] = room[2][:n]
            cuts[count + 1] = cuts[count] + n
            count += 1
        this = table[place]
        way[journey] = this
        took[journey] = room[1][n - 1] - room[0][0]
        for example in range(EXAMPLES):
            if examples[this, example] < 0:
                examples[this, example] = journey
                break
    kept = codes[: cuts[count]].copy()
    return Ways(hashes[:count].copy(), cuts[: count + 1].copy(), kept, way, took, examples[:count].copy())


@njit(nogil=True, cache=True)
def hash_of(codes: UInt16) -> np.uint64:
    """Return a 64-bit number of a way: a polynomial of its labels, mixed at the end (MurmurHash3's finaliser)."""
    value = np.uint64(len(codes))
    for i in range(len(codes)):
        value = value * np.uint64(0x9E3779B97F4A7C15) + np.uint64(codes[i])
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


@njit(nogil=True, cache=True)
def same(left: UInt16, right: UInt16) -> bool:
    """Return whether two ways go over the same steps."""
    if len(left) != len(right):
        return False
    i = 0
    while i < len(left) and left[i] == right[i]:
        i += 1
    return i == len(left)


@njit(nogil=True, cache=True)
def joined(order: Int64, hashes: UInt64, spans: Spans, codes: UInt16) -> tuple[Int64, int]:
    """Return the way of each way of some buckets, told apart by their steps, and how many there are.

    Args:
        order: the ways by hash.
        hashes: number of each.
        spans: begin and end of its steps in `codes`.
    """
    begin, end = spans
    group = np.full(len(order), -1, np.int64)
    count = 0
    for i in range(len(order)):
        this = order[i]
        j = i - 1
        # ways with one hash stand side by side: back to the first of them, until one is the same
        while j >= 0 and hashes[order[j]] == hashes[this]:
            that = order[j]
            if same(codes[begin[that] : end[that]], codes[begin[this] : end[this]]):
                group[this] = group[that]
                break
            j -= 1
        if group[this] < 0:
            group[this] = count
            count += 1
    return group, count
