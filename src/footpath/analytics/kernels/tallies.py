"""Tallies: what units add up to in calendar periods, by group, with the products that intervals are made of.

All of it is whole numbers, so that it adds up to the same whatever the order: amounts are taken in millionths, and
sums of products are kept in limbs of 31 bits. Units of one person are one cluster: the sum over its sessions counts.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.periods import Clock, period_of

COUNT, DID, AMOUNT, ANSWERED, PROMOTED, REACHED, HAS = range(7)
MICRO = 1e6
LIMB = 31  # bits
LIMBS = 4
MOST = 1 << 61  # millionths; beyond, products would not fit
_MASK = (1 << LIMB) - 1
_PER_ROUND = 1 << 13  # events looked at together, so that what is kept of them stays in the processor's cache
PROMOTER, DETRACTOR = 9.0, 6.0  # ≥ 9 promotes, ≤ 6 detracts (Reichheld 2003)
ROW, MET, FIRST = range(3)  # columns of an entry: row of the answer, selections met as bits, then the sums

UInt8 = npt.NDArray[np.uint8]
Entries = npt.NDArray[np.int64]
Limbs = npt.NDArray[np.int64]


class Track(NamedTuple):
    """The events asked about.

    Attributes:
        owner: whose each journey is; journeys of one owner follow each other.
        cuts: journeys + 1 positions in the others.
        cell: which cell of the frame each is in; ascending inside a journey.
        bits: which selections each meets; never 0.
        slot: group of each from 1; all 0 where there are no groups.
    """

    owner: Int64
    cuts: Int64
    cell: npt.NDArray[np.int32]
    bits: UInt8
    slot: npt.NDArray[np.int32]


class Frame(NamedTuple):
    """Periods, and what is made of them. Row = cell × slots + slot; slot 0 is everybody.

    Attributes:
        window: cell → which window it is part of, −1 = none; windows are the cells behind the last.
        before: row → row it is compared with, −1 = none; empty = nothing is compared.
        slots: groups + 1.
        windows: how many there are.
        trend: whether cells are wanted, beside windows.
    """

    window: Int64
    before: Int64
    slots: int
    windows: int
    trend: bool


class Parts(NamedTuple):
    """Quantities, one row each.

    Attributes:
        what: what (COUNT, DID, …), the selections it is of as bits (DID needs all of them), which of the numbers; HAS
            is whether a unit has any number.
        scale: least and greatest number that is not left out, and the least that counts for REACHED.
    """

    what: npt.NDArray[np.int64]
    scale: npt.NDArray[np.float64]


class Tally(NamedTuple):
    """What units add up to.

    Attributes:
        products: row × pair × limb: sums of products of 1 and the quantities, pairs in the order 11, 1a, aa, 1b, ab, …
        crossed: row × (quantity here, quantity of the row compared with) × limb.
    """

    products: Limbs
    crossed: Limbs


def tally(weights: npt.NDArray[np.int64], track: Track, frame: Frame, parts: Parts) -> Tally:
    """Add units up.

    What a unit has in a row is an entry; entries of a cluster's units are put together; their products are added.

    Args:
        weights: event × quantity, from `weights_of`.
        track: the events.
        frame: periods.
        parts: quantities.

    Raises:
        OverflowError: what a cluster has of a quantity is too large for its square to be added.
    """
    q = len(parts.what)
    rows = (len(frame.window) + frame.windows) * frame.slots
    products = np.zeros((rows, (q + 1) * (q + 2) // 2, LIMBS), np.int64)
    crossed = np.zeros((rows if len(frame.before) else 0, q * q, LIMBS), np.int64)
    place = np.zeros(rows, np.int64)
    finest, onward = _rows(frame)
    together = len(track.owner) > 1 and bool((track.owner[1:] == track.owner[:-1]).any())
    rounds = _rounds(track)
    most = max((int(track.cuts[last] - track.cuts[first]) for first, last in rounds), default=0)
    fine = np.empty((most, FIRST + q), np.int64)
    risen = np.empty((most * (1 + onward.shape[1]), FIRST + q), np.int64) if onward.shape[1] else fine
    for first, last in rounds:
        ends = _enter((first, last), track, weights, finest, (fine, place))
        ends = _rise(fine, ends, onward, (risen, place)) if onward.shape[1] else ends
        entries = risen[: ends[-1]]
        _finish(entries, parts.what)
        if together:
            ends = _join(entries, ends, track.owner[first:last], place)
            ends = ends[np.append(np.diff(track.owner[first:last]) != 0, True)]
        entries = entries[: ends[-1]]
        if _multiply(entries, products):
            raise OverflowError
        if len(frame.before):
            _cross(entries, ends, frame.before, place, crossed)
    return Tally(products, crossed)


def _rows(frame: Frame) -> tuple[Int64, npt.NDArray[np.int64]]:
    """Return the rows that events go to, and the rows that what is in a row goes on to.

    Returns:
        cell → row of its slot 0 (of its window's, where no trend is wanted), −1 = none; and row × level: the row it
        goes on to, −1 = none. Levels are everybody, and the window by slot and for everybody.
    """
    cells, slots = np.arange(len(frame.window)), frame.slots
    window = np.where(frame.window >= 0, (len(cells) + frame.window) * slots, -1)
    own = cells * slots if frame.trend else window
    rows = np.arange((len(cells) + frame.windows) * slots)
    everybody = rows // slots * slots
    to_window = np.append(window, np.full(frame.windows, -1))[rows // slots]
    levels = [everybody] if slots > 1 else []
    if frame.trend:
        levels.append(np.where(to_window >= 0, to_window + rows % slots, -1))
        levels += [to_window] if slots > 1 else []
    onward = np.stack(levels, axis=1) if levels else np.zeros((len(rows), 0))
    return own.astype(np.int64), onward.astype(np.int64)


def _rounds(track: Track) -> list[tuple[int, int]]:
    """Return stretches of journeys with about `_PER_ROUND` events each that part no cluster."""
    if len(track.cuts) < 2:
        return []
    starts = np.append(np.flatnonzero(np.diff(track.owner, prepend=track.owner[0] - 1)), len(track.owner))
    wanted = np.arange(0, int(track.cuts[-1]) + _PER_ROUND, _PER_ROUND)
    bounds = np.unique(starts[np.minimum(np.searchsorted(track.cuts[starts], wanted), len(starts) - 1)])
    bounds = np.unique(np.concatenate([[0], bounds, [len(track.owner)]]))
    return list(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True))


@njit(nogil=True, cache=True)
def weights_of(
    numbers: npt.NDArray[np.float64], rows: Int64, bits: UInt8, parts: Parts
) -> tuple[npt.NDArray[np.int64], tuple[int, int, int]]:
    """Return event × quantity: what each event adds; for HAS whether it has a number, for DID nothing.

    Args:
        numbers: source × event; amounts become whole millionths.
        rows: position of each event in the numbers.
        bits: selections each meets.
        parts: quantities.

    Returns:
        The weights, and how many amounts are too small to count, too large to be added, and less than zero.
    """
    what, scale = parts
    found = np.zeros((len(rows), len(what)), np.int64)
    tiny, huge, negative = 0, 0, 0
    for part in range(len(what)):
        kind, mask, source = what[part, 0], what[part, 1], what[part, 2]
        low, high, least = scale[part, 0], scale[part, 1], scale[part, 2]
        for k in range(len(rows)):
            value = numbers[source, rows[k]]
            if bits[k] & mask:
                found[k, part] = _weight(value, kind, low, high, least)
                if kind == AMOUNT and low <= value <= high:
                    tiny += found[k, part] == 0 and value != 0
                    huge += abs(value) * MICRO > MOST
                    negative += value < 0
    return found, (tiny, huge, negative)


@inner
def _weight(value: float, what: int, low: float, high: float, least: float) -> np.int64:
    weight = np.int64(what == COUNT)
    if low <= value <= high:
        if what == AMOUNT:
            weight = np.int64(np.rint(value * MICRO))
        elif what == PROMOTED:
            weight = np.int64(value >= PROMOTER) - np.int64(value <= DETRACTOR)
        elif what == REACHED:
            weight = np.int64(value >= least)
        elif what in (ANSWERED, HAS):
            weight = np.int64(1)
    return weight


@njit(nogil=True, cache=True)
def _enter(
    span: tuple[int, int], track: Track, weights: npt.NDArray[np.int64], finest: Int64, room: tuple[Entries, Int64]
) -> Int64:
    """Fill in what each journey has in each cell and slot; return where the entries of each end."""
    _, cuts, cells, bits, slot_of = track
    entries, place = room
    ends = np.zeros(span[1] - span[0], np.int64)
    size = 0
    for journey in range(span[0], span[1]):
        start = size
        for k in range(cuts[journey], cuts[journey + 1]):
            if finest[cells[k]] < 0:
                continue
            row = finest[cells[k]] + slot_of[k]
            at = place[row]
            if at < start or at >= size or entries[at, ROW] != row:
                at = place[row] = size
                size += 1
                entries[at, ROW] = row
                entries[at, MET] = bits[k]
                for part in range(weights.shape[1]):
                    entries[at, FIRST + part] = weights[k, part]
                continue
            entries[at, MET] |= bits[k]
            for part in range(weights.shape[1]):
                entries[at, FIRST + part] += weights[k, part]
        ends[journey - span[0]] = size
    return ends


@njit(nogil=True, cache=True)
def _rise(fine: Entries, fine_ends: Int64, onward: npt.NDArray[np.int64], room: tuple[Entries, Int64]) -> Int64:
    """Copy the entries of each journey, and add what they go on to; return where the entries of each end."""
    entries, place = room
    ends = np.zeros(len(fine_ends), np.int64)
    size, read = 0, 0
    for journey in range(len(fine_ends)):
        start = size
        for i in range(read, fine_ends[journey]):
            for level in range(-1, onward.shape[1]):
                row = onward[fine[i, ROW], level] if level >= 0 else fine[i, ROW]
                at = place[row] if row >= 0 else 0
                if row < 0:
                    continue
                if at < start or at >= size or entries[at, ROW] != row:
                    at = place[row] = size
                    size += 1
                    for column in range(entries.shape[1]):
                        entries[at, column] = fine[i, column]
                    entries[at, ROW] = row
                    continue
                entries[at, MET] |= fine[i, MET]
                for column in range(FIRST, entries.shape[1]):
                    entries[at, column] += fine[i, column]
        read = fine_ends[journey]
        ends[journey] = size
    return ends


@njit(nogil=True, cache=True)
def _finish(entries: Entries, what: npt.NDArray[np.int64]) -> None:
    """Fill in what units did, and whether they have any number."""
    for part in range(len(what)):
        kind, mask = what[part, 0], what[part, 1]
        if kind == DID:
            for i in range(len(entries)):
                entries[i, FIRST + part] = (entries[i, MET] & mask) == mask
        elif kind == HAS:
            for i in range(len(entries)):
                entries[i, FIRST + part] = entries[i, FIRST + part] != 0


@njit(nogil=True, cache=True)
def _join(entries: Entries, ends: Int64, owner: Int64, place: Int64) -> Int64:
    """Put entries of one owner's journeys together, row by row; return where the entries of each journey end now."""
    found = np.empty(len(ends), np.int64)
    size, start, read = 0, 0, 0
    for journey in range(len(ends)):
        if journey > 0 and owner[journey] != owner[journey - 1]:
            start = size
        for i in range(read, ends[journey]):
            row = entries[i, ROW]
            at = place[row]
            if start <= at < size and entries[at, ROW] == row:
                for column in range(FIRST, entries.shape[1]):
                    entries[at, column] += entries[i, column]
            else:
                entries[size] = entries[i]
                place[row] = size
                size += 1
        read = ends[journey]
        found[journey] = size
    return found


@njit(nogil=True, cache=True)
def _multiply(entries: Entries, products: Limbs) -> int:
    """Add the products of all pairs of quantities, and of each with 1; return how many are too large for that."""
    q = entries.shape[1] - FIRST
    beyond = 0
    for i in range(len(entries)):
        row = entries[i, ROW]
        products[row, 0, 0] += 1
        pair = 1
        for a in range(q):
            beyond += abs(entries[i, FIRST + a]) > MOST
            for b in range(-1, a + 1):
                one, two, three, four = _limbs(entries[i, FIRST + a], entries[i, FIRST + b] if b >= 0 else np.int64(1))
                products[row, pair, 0] += one
                products[row, pair, 1] += two
                products[row, pair, 2] += three
                products[row, pair, 3] += four
                pair += 1
    return beyond


@njit(nogil=True, cache=True)
def _cross(entries: Entries, ends: Int64, before: Int64, place: Int64, crossed: Limbs) -> None:
    """Add the products of the quantities of a row and of the row it is compared with, cluster by cluster."""
    q = entries.shape[1] - FIRST
    start = 0
    for end in ends:
        for i in range(start, end):
            place[entries[i, ROW]] = i
        for i in range(start, end):
            row = entries[i, ROW]
            other = place[before[row]] if before[row] >= 0 else -1
            if other < start or other >= end or entries[other, ROW] != before[row]:
                continue
            for pair in range(q * q):
                one, two, three, four = _limbs(entries[i, FIRST + pair // q], entries[other, FIRST + pair % q])
                crossed[row, pair, 0] += one
                crossed[row, pair, 1] += two
                crossed[row, pair, 2] += three
                crossed[row, pair, 3] += four
        start = end


@inner
def _limbs(x: np.int64, y: np.int64) -> tuple[np.int64, np.int64, np.int64, np.int64]:
    """Return x · y as limbs: Σ limb k × 2^(31 k); a sum of them has room for 2^29 additions."""
    x_high, x_low, y_high, y_low = x >> LIMB, x & _MASK, y >> LIMB, y & _MASK
    low, middle, other, high = x_low * y_low, x_high * y_low, x_low * y_high, x_high * y_high
    second = (low >> LIMB) + (middle & _MASK) + (other & _MASK)
    third = (middle >> LIMB) + (other >> LIMB) + (high & _MASK)
    return low & _MASK, second, third, high >> LIMB


@njit(nogil=True, cache=True)
def cells_of(at: Int64, rows: Int64, clock: Clock, edges: Int64) -> npt.NDArray[np.int32]:
    """Return the cell of the time of each row: what lies between the bounds of periods and the edges that cut them.

    Args:
        at: µs.
        rows: positions in `at`, of times within the clock's bounds.
        clock: calendar periods.
        edges: µs, ascending, none of which is a bound.
    """
    found = np.empty(len(rows), np.int32)
    for k in range(len(rows)):
        cell = np.int64(period_of(at[rows[k]], clock))
        for e in range(len(edges)):
            cell += at[rows[k]] >= edges[e]
        found[k] = cell
    return found
