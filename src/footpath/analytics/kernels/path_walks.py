"""Walks: the stretches of journeys after (or before) a beginning, and the tree they make, level by level."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64, UInt16
from footpath.analytics.kernels.inner import inner
from footpath.analytics.kernels.path_steps import Float32, Room, gather, room_for

Int32 = npt.NDArray[np.int32]
UInt8 = npt.NDArray[np.uint8]
Bool = npt.NDArray[np.bool_]
Spans = tuple[Int64, Int64]
FIRST, LAST, EVERY = 0, 1, 2
MORE_AFTER, MORE_BEFORE = 1, 2


class Rule(NamedTuple):
    """Which stretches are taken.

    Attributes:
        collapse: take repeats one after the other as one step.
        before, after: number of steps on either side of the root, which is not counted.
        occurrence: FIRST, LAST or EVERY step with a root label begins a walk.
        within: longest µs between the root and a step.
        waits: 0 = a wait runs from the last event of a step to the first of the next, 1 = from first to first, 2 = from
            last to last; they differ for repeats taken as one.
    """

    collapse: bool
    before: int
    after: int
    occurrence: int
    within: int
    waits: int


class Walks(NamedTuple):
    """Walks, and the steps they go over; walks of one journey may share steps.

    Attributes:
        codes: label of each step.
        waits: µs between a step and the one before it, to seven digits.
        root: where each walk's root is; may lie one before or after the steps, where journeys' ends are roots.
        low, high: the steps that belong to it.
        more: bits MORE_AFTER, MORE_BEFORE: the journey goes on beyond them.
        owner: the walk's journey.
    """

    codes: UInt16
    waits: Float32
    root: Int32
    low: Int32
    high: Int32
    more: UInt8
    owner: Int32


def walks(spans: Spans, at: Int64, key: np.ndarray, lookup: UInt16, roots: Bool, rule: Rule) -> Walks:
    """Return the walks of journeys.

    Args:
        spans, at, key, lookup: as in `gather`.
        roots: bool a label; none at all = walks run from the beginning of a journey (`after`) or its end (`before`).
    """
    enough = rule.after + 1 if len(roots) == 0 and rule.after > 0 else 0
    lengths = spans[1] - spans[0]
    bound = int((np.minimum(lengths, enough) if enough else lengths).sum())
    size = bound if rule.occurrence == EVERY and len(roots) > 0 else len(lengths)
    found = Walks(
        codes=np.empty(bound, np.uint16),
        waits=np.empty(bound, np.float32),
        root=np.empty(size, np.int32),
        low=np.empty(size, np.int32),
        high=np.empty(size, np.int32),
        more=np.empty(size, np.uint8),
        owner=np.empty(size, np.int32),
    )
    room = (*room_for(spans, rule.collapse), roots, enough)
    steps, count = _walk((spans, at, key, lookup), room, rule, found)
    return Walks(
        codes=found.codes[:steps].copy(),
        waits=found.waits[:steps].copy(),
        root=found.root[:count].copy(),
        low=found.low[:count].copy(),
        high=found.high[:count].copy(),
        more=found.more[:count].copy(),
        owner=found.owner[:count].copy(),
    )


@njit(nogil=True, cache=True)
def _walk(
    events: tuple[Spans, Int64, np.ndarray, UInt16],
    given: tuple[Int64, Int64, UInt16, Bool, int],
    rule: Rule,
    found: Walks,
) -> tuple[int, int]:
    """Write the walks, and return how many steps and how many walks there are."""
    (begin, end), at, key, lookup = events
    first_us, last_us, labels, roots, enough = given
    room = (first_us, last_us, labels)
    arrive = last_us if rule.waits == 2 else first_us
    leave = first_us if rule.waits == 1 else last_us
    write, count = 0, 0
    for journey in range(len(begin)):
        span = (begin[journey], end[journey])
        n = gather(span, at, key, lookup, (rule.collapse, enough), room)
        first, last = _roots(labels, n, roots, rule)
        if last < first:
            continue
        low, high = max(0, first - rule.before), min(n, last + rule.after + 1)
        shift = write - low
        for step in range(first, last + 1):
            if len(roots) > 0 and not (roots[labels[step]] and (rule.occurrence == EVERY or step == first)):
                continue
            a, b = _reach(room, n, step, rule)
            found.root[count] = step + shift
            found.low[count] = a + shift
            found.high[count] = b + shift
            found.more[count] = (MORE_AFTER if b < n else 0) | (MORE_BEFORE if a > 0 else 0)
            found.owner[count] = journey
            count += 1
        for step in range(low, high):
            found.codes[write] = labels[step]
            found.waits[write] = arrive[step] - leave[step - 1] if step > 0 else 0
            write += 1
    return write, count


@inner
def _roots(codes: UInt16, n: int, roots: Bool, rule: Rule) -> tuple[int, int]:
    """Return the first and the last step of a journey that begins a walk; (0, −1) when none does."""
    if n == 0:
        return 0, -1
    if len(roots) == 0:
        return (-1, -1) if rule.after > 0 else (n, n)
    first = 0
    while first < n and not roots[codes[first]]:
        first += 1
    if first == n:
        return 0, -1
    last = n - 1
    while not roots[codes[last]]:
        last -= 1
    if rule.occurrence == FIRST:
        return first, first
    return (last, last) if rule.occurrence == LAST else (first, last)


@inner
def _reach(room: Room, n: int, step: int, rule: Rule) -> tuple[int, int]:
    """Return the steps of a walk with this root: within the number of steps and the time.

    Steps begin with their first event. A root before the beginning is there at the first event, one after the end at
    the last.
    """
    first, last, _ = room
    low, high = max(0, step - rule.before), min(n, step + rule.after + 1)
    here = first[max(step, 0)]
    while high > step + 1 and first[high - 1] - here > rule.within:
        high -= 1
    here = first[step] if step < n else last[n - 1]
    while low < step and here - first[low] > rule.within:
        low += 1
    return low, high


@njit(nogil=True, cache=True)
def branch(found: Walks, place: Int32, level: int, counts: npt.NDArray[np.int32], stops: Int64) -> None:
    """Count what comes next on walks, by the node each is at; walks that are over leave the tree.

    Args:
        place: node of each walk, −1 = over; changed in place.
        level: steps from the root, negative backwards.
        counts: nodes × labels, added to.
        stops: nodes × 2, added to: journeys that end there, and walks cut off by a limit.
    """
    more = MORE_AFTER if level > 0 else MORE_BEFORE
    for walk in range(len(place)):
        node = place[walk]
        if node < 0:
            continue
        step = found.root[walk] + level
        if found.low[walk] <= step < found.high[walk]:
            counts[node, found.codes[step]] += 1
            continue
        stops[node, 1 if found.more[walk] & more else 0] += 1
        place[walk] = -1


@njit(nogil=True, cache=True)
def grow(found: Walks, place: Int32, level: int, child: Int32, fill: Int64, waits: Float32) -> npt.NDArray[np.int64]:
    """Move walks on to the next node, write how long each took, and return how many journeys came to each node.

    Args:
        place: node of each walk, −1 = over; changed in place.
        level: steps from the root, negative backwards.
        child: nodes × labels: the node a label leads to; −1 = the walk is over.
        fill: where the next wait of each new node is to be written; changed in place.
        waits: room for the waits of every new node, written to; none = not wanted.
    """
    units = np.zeros(len(fill), np.int64)
    seen = np.zeros(len(fill), np.int64)  # the last journey that came to each node, from 1
    shift = 0 if level > 0 else 1
    for walk in range(len(place)):
        if place[walk] < 0:
            continue
        step = found.root[walk] + level
        node = child[place[walk], found.codes[step]]
        place[walk] = node
        if node < 0:
            continue
        units[node] += seen[node] != found.owner[walk] + 1
        seen[node] = found.owner[walk] + 1
        if len(waits) > 0:
            waits[fill[node]] = found.waits[min(step + shift, len(found.waits) - 1)]
            fill[node] += 1
    return units
