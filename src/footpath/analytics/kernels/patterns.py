"""Patterns of touches: what journeys came last to, and how many hold each sequence, found by growing frequent ones."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

Spans = tuple[Int64, Int64]
Keyed = tuple[np.ndarray, np.ndarray]  # what an event looks up, and the table it is looked up in
Int8 = npt.NDArray[np.int8]
Int32 = npt.NDArray[np.int32]
TOUCH, LOSS, GOAL = 1, 2, 4
KEPT, LOST, NEITHER = 0, 1, 2


class Ends(NamedTuple):
    """What a journey is lost or kept by, and what is looked at before.

    Attributes:
        losses, goals: 1 = there are events that say so.
        silent: who did nothing from this µs on is lost, where no event says so.
        within: most µs before the end.
        last: most touches before the end.
        collapse: 1 = repeats in a row are one touch.
    """

    losses: int
    goals: int
    silent: int
    within: int
    last: int
    collapse: int


def ways_before(
    spans: Spans, at: Int64, marks: Keyed, things: Keyed, ends: Ends
) -> tuple[Int64, npt.NDArray[np.int32], Int8]:
    """Return (offsets, things, outcome): the last touches before each journey was lost or kept, oldest first.

    Args:
        spans: begin and end of each journey.
        marks: (key of each event, key → 1 touch + 2 loss + 4 goal).
        things: (key of each event, key → thing, 0 = none).
    """
    n = len(spans[0])
    room = np.empty(int(np.minimum(spans[1] - spans[0], ends.last).sum()), np.int32)
    offsets, outcome = np.zeros(n + 1, np.int64), np.empty(n, np.int8)
    _ways(spans, at, (marks, things), ends, (room, offsets, outcome))
    return offsets, room[: offsets[-1]].copy(), outcome


@njit(nogil=True, cache=True)
def _ways(spans: Spans, at: Int64, tables: tuple[Keyed, Keyed], ends: Ends, found: tuple[Int32, Int64, Int8]) -> None:
    begin, end = spans
    (key, marks), (thing, things) = tables
    room, offsets, outcome = found
    write = 0
    for journey in range(len(begin)):
        first, stop = begin[journey], end[journey]
        outcome[journey], stop = _outcome(first, stop, at, tables[0], ends)
        left = write
        if stop > first and outcome[journey] != NEITHER:
            instant = at[stop] if stop < end[journey] else at[stop - 1]
            first = earliest(at, first, stop, instant - ends.within)
            before = 0
            for i in range(stop - 1, first - 1, -1):
                code = things[thing[i]] if marks[key[i]] & TOUCH else 0
                if code == 0 or (ends.collapse and code == before):
                    continue
                if write - left == ends.last:
                    break
                room[write] = code
                before = code
                write += 1
            for i in range((write - left) // 2):
                room[left + i], room[write - 1 - i] = room[write - 1 - i], room[left + i]
        offsets[journey + 1] = write


@inner
def _outcome(begin: int, end: int, at: Int64, keyed: Keyed, ends: Ends) -> tuple[int, int]:
    """Return what became of a journey, and where what came before ends."""
    key, marks = keyed
    asked = LOSS * ends.losses + GOAL * ends.goals
    for i in range(begin, end if asked else begin):
        if marks[key[i]] & asked:
            return LOST if marks[key[i]] & LOSS & asked else KEPT, i
    if end == begin or (ends.losses and ends.goals):
        return NEITHER, end
    if ends.losses:
        return KEPT, end
    if at[end - 1] < ends.silent:
        return LOST, end
    return NEITHER if ends.goals else KEPT, end


class Tree(NamedTuple):
    """Patterns as paths from node 0.

    Attributes:
        width: things + 1; thing 0 is none.
        child: node × width + thing → node, −1 = no such pattern, or one that is not grown.
    """

    width: int
    child: Int32


def count(tokens: Int32, offsets: Int64, outcome: Int8, tree: Tree, rule: tuple[int, bool]) -> npt.NDArray[np.int64]:
    """Return how many journeys kept, and lost, hold each pattern: (node × width + thing) × 2.

    Args:
        tokens, offsets: touches of each journey.
        outcome: KEPT or LOST.
        rule: length of the patterns, and whether their touches follow directly.
    """
    length, direct = rule
    counts = np.zeros((len(tree.child), 2), np.int64)
    if direct:
        _direct(tokens, offsets, outcome, tree, length, (counts, np.full(len(tree.child), -1, np.int32)))
    else:
        _apart(tokens, offsets, outcome, tree, length, (counts, np.zeros((length, tree.width), np.int64)))
    return counts


@njit(nogil=True, cache=True)
def _direct(
    tokens: Int32, offsets: Int64, outcome: Int8, tree: Tree, length: int, room: tuple[npt.NDArray[np.int64], Int32]
) -> None:
    counts, seen = room
    for journey in range(len(outcome)):
        for begin in range(offsets[journey], offsets[journey + 1] - length + 1):
            node = 0
            for i in range(begin, begin + length - 1):
                node = tree.child[node * tree.width + tokens[i]]
                if node < 0:
                    break
            thing = tokens[begin + length - 1]
            cell = node * tree.width + thing
            if node >= 0 and thing != 0 and seen[cell] != journey:
                seen[cell] = journey
                counts[cell, outcome[journey]] += 1


@njit(nogil=True, cache=True)
def _apart(
    tokens: Int32,
    offsets: Int64,
    outcome: Int8,
    tree: Tree,
    length: int,
    room: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> None:
    """Walk all patterns a journey holds; what ends earliest can be gone on from furthest, so that is enough of each."""
    counts, seen = room
    node, place, serial = np.zeros(length, np.int64), np.zeros(length, np.int64), np.zeros(length, np.int64)
    walks = 0
    for journey in range(len(outcome)):
        end, depth = offsets[journey + 1], 0
        walks += 1
        place[0], serial[0] = offsets[journey], walks
        while depth >= 0:
            if place[depth] == end:
                depth -= 1
                continue
            thing = tokens[place[depth]]
            place[depth] += 1
            if thing == 0 or seen[depth, thing] == serial[depth]:
                continue
            seen[depth, thing] = serial[depth]
            cell = node[depth] * tree.width + thing
            if depth == length - 1:
                counts[cell, outcome[journey]] += 1
            elif tree.child[cell] >= 0:
                depth += 1
                walks += 1
                node[depth], place[depth], serial[depth] = tree.child[cell], place[depth - 1], walks
