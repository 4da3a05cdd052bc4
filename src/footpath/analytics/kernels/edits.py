"""How far every way is from one: exact edit distances by bits, 64 visits of the one at a time."""

from typing import NamedTuple

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.variants import UInt64

_ONE = np.uint64(1)
_NONE = np.uint64(0)
_TOP = np.uint64(63)


class Edits(NamedTuple):
    """One entry a journey.

    Attributes:
        edits: visits to add, take away or change to get from the wanted way to the journey's.
        size: visits of the longer of both; edits / size is the distance.
        row: position of the last event compared, −1 = none was.
    """

    edits: Int64
    size: Int64
    row: Int64


def masks(way: UInt16, k: int) -> UInt64:
    """Return (k + 1) × words: bit i of a code's words is set where visit i of the way is that code."""
    found = np.zeros((k + 1, (len(way) + 63) // 64), np.uint64)
    for place, code in enumerate(way.tolist()):
        found[code, place // 64] |= np.uint64(1 << (place % 64))
    return found


def edits_to(
    spans: tuple[Int64, Int64], key: np.ndarray, lookup: UInt16, wanted: tuple[UInt64, int], rule: tuple[bool, int]
) -> Edits:
    """Return how far each journey is from the wanted way; repeats in a row are one visit.

    Args:
        spans, key, lookup: as in `visits_in`.
        wanted: `masks` of the way, and how many visits it has (at least 1).
        rule: whether only the nearest beginning of a journey is compared (of equal ones the shortest), and the most
            visits of a journey that are looked at.
    """
    return Edits(*_edits_to(spans, key, lookup, wanted, rule))


@njit(nogil=True, cache=True)
def _edits_to(
    spans: tuple[Int64, Int64], key: np.ndarray, lookup: UInt16, wanted: tuple[UInt64, int], rule: tuple[bool, int]
) -> tuple[Int64, Int64, Int64]:
    begin, end = spans
    held, length = wanted
    beginning, most = rule
    words = held.shape[1]
    up, down = np.empty(words, np.uint64), np.empty(words, np.uint64)
    edits = np.empty(len(begin), np.int64)
    size = np.empty(len(begin), np.int64)
    row = np.full(len(begin), -1, np.int64)
    for journey in range(len(begin)):
        up[:] = ~_NONE
        down[:] = _NONE
        score = length
        best, longer = length, length
        count, before = 0, 0
        for i in range(begin[journey], end[journey]):
            code = lookup[key[i]]
            if code in (0, before):
                continue
            if count == most:
                break
            before = code
            count += 1
            score += _advance(held[code], up, down, length)
            here = max(count, length)
            if not beginning or score * longer < best * here:
                best, longer = score, here
                row[journey] = i
        edits[journey] = best
        size[journey] = longer
    return edits, size, row


@inner
def _advance(held: UInt64, up: UInt64, down: UInt64, length: int) -> int:
    """Take one more visit and return by how much the distance of the whole wanted way changes.

    `up` and `down` say where the distance of one more visit of the wanted way is one more and one less.
    Source: G. Myers 1999, "A fast bit-vector algorithm for approximate string matching"; H. Hyyrö 2003 for words
    in a row, with the distance of nothing to n visits being n.
    """
    carry_up, carry_down = _ONE, _NONE
    words = len(held)
    change = np.int64(0)
    for word in range(words):
        equal = held[word]
        p, m = up[word], down[word]
        vertical = equal | m
        equal |= carry_down
        horizontal = (((equal & p) + p) ^ p) | equal
        plus = m | ~(horizontal | p)
        minus = p & horizontal
        top = _TOP if word < words - 1 else np.uint64((length - 1) % 64)
        out_up, out_down = (plus >> top) & _ONE, (minus >> top) & _ONE
        if word == words - 1:
            change = np.int64(out_up) - np.int64(out_down)
        plus = (plus << _ONE) | carry_up
        minus = (minus << _ONE) | carry_down
        up[word] = minus | ~(vertical | plus)
        down[word] = plus & vertical
        carry_up, carry_down = out_up, out_down
    return int(change)


@njit(nogil=True, cache=True)
def shared_way(left: UInt16, right: UInt16) -> UInt16:
    """Return what two ways have in common: the longest way both go over with visits left out."""
    n, m = len(left), len(right)
    best = np.zeros((n + 1, m + 1), np.int32)
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            if left[i] == right[j]:
                best[i, j] = best[i + 1, j + 1] + 1
            else:
                best[i, j] = max(best[i + 1, j], best[i, j + 1])
    found = np.empty(best[0, 0], np.uint16)
    i, j, count = 0, 0, 0
    while count < len(found):
        if left[i] == right[j]:
            found[count] = left[i]
            i, j, count = i + 1, j + 1, count + 1
        elif best[i + 1, j] >= best[i, j + 1]:
            i += 1
        else:
            j += 1
    return found


@njit(nogil=True, cache=True)
def marked_after(begin: Int64, end: Int64, row: Int64, bits: tuple[np.ndarray, UInt64]) -> np.ndarray:
    """Return whether each journey has a marked event after the position `row`; after −1 is from its beginning.

    Args:
        bits: (key, table): event i is marked where table[key[i]] is not 0.
    """
    key, table = bits
    found = np.zeros(len(begin), np.bool_)
    for journey in range(len(begin)):
        for i in range(max(begin[journey], row[journey] + 1), end[journey]):
            if table[key[i]] != _NONE:
                found[journey] = True
                break
    return found
