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


def ways(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, collapse: bool) -> Ways:
    """Return the different ways of journeys.

    Args:
        spans, at, key, lookup, collapse: as in `gather`.
    """
    n = len(spans[0])
    found = Ways(
        np.empty(n, np.uint64),
        np.zeros(n + 1, np.int64),
        np.empty(int((spans[1] - spans[0]).sum()), np.uint16),
        np.full(n, -1, np.int64),
        np.zeros(n, np.int64),
        np.full((n, EXAMPLES), -1, np.int32),
    )
    size = 1 << max(10, (2 * n).bit_length())
    given = (*room_for(spans, collapse), np.full(size, -1, np.int32), collapse)
    count = _tell((spans, at, key, lookup), given, found)
    hashes, cuts, codes, way, took, examples = found
    return Ways(
        hashes[:count].copy(), cuts[: count + 1].copy(), codes[: cuts[count]].copy(), way, took, examples[:count].copy()
    )


@njit(nogil=True, cache=True)
def _tell(
    events: tuple[Spans, Int64, np.ndarray, UInt16], given: tuple[Int64, Int64, UInt16, Int32, bool], found: Ways
) -> int:
    """Write the ways, looked up in an open-addressing table, and return how many there are."""
    (begin, end), at, key, lookup = events
    first, last, labels, table, collapse = given
    room = (first, last, labels)
    cuts = found.cuts
    count = 0
    for journey in range(len(begin)):
        # for a plain 0 it would be compiled anew
        n = gather((begin[journey], end[journey]), at, key, lookup, (collapse, int(np.int64(0))), room)
        if n == 0:
            continue
        number = hash_of(labels[:n])
        place = np.int64(number & np.uint64(len(table) - 1))
        this = np.int64(table[place])
        while this >= 0 and not (
            found.hashes[this] == number and same(found.codes[cuts[this] : cuts[this + 1]], labels[:n])
        ):
            place = (place + 1) & (len(table) - 1)
            this = np.int64(table[place])
        if this < 0:
            this = np.int64(count)
            table[place] = count
            found.hashes[count] = number
            for i in range(n):
                found.codes[cuts[count] + i] = labels[i]
            cuts[count + 1] = cuts[count] + n
            count += 1
        found.way[journey] = this
        found.took[journey] = last[n - 1] - first[0]
        for example in range(EXAMPLES):
            if found.examples[this, example] < 0:
                found.examples[this, example] = journey
                break
    return count


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


def joined(order: Int64, hashes: UInt64, spans: Spans, codes: UInt16) -> tuple[Int64, int]:
    """Return the way of each way of some buckets, told apart by their steps, and how many there are.

    Args:
        order: the ways by hash.
        hashes: number of each.
        spans: begin and end of its steps in `codes`.
    """
    group = np.full(len(order), -1, np.int64)
    return group, int(_join(order, hashes, spans, codes, group))


@njit(nogil=True, cache=True)
def _join(order: Int64, hashes: UInt64, spans: Spans, codes: UInt16, group: Int64) -> int:
    """Write the way of each, and return how many there are."""
    begin, end = spans
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
    return count
