"""Putting ids together to persons: cut what is shared, take what hangs together, then hold the limits.

Two levels. Ids that hang together, but for shared ids and what was split by hand, make a *cluster*. A cluster within
the limits is one person. In one beyond them the pairs are taken in order of time (ties: of the ids), and a pair that
would give a person too many ids of a type is refused. So persons depend on the pairs of their cluster alone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.events.decisions import Decision
from footpath.events.identity_rules import Rules

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
NO_LIMIT = 1 << 30
_EVER = np.iinfo(np.int64).max
_DAY = 86_400_000_000  # µs
NONE = np.zeros(0, np.int64)


class Linked(NamedTuple):
    """Ids, ordered by (kind, id), and the pairs of them that facts link; a pair may come more than once.

    Attributes:
        kind: type of each id.
        left, right: the pairs.
        at: when each was first seen, µs.
    """

    kind: npt.NDArray[np.uint8]
    left: Int64
    right: Int64
    at: Int64


class Hand(NamedTuple):
    """Decisions in numbers of ids.

    Attributes:
        left, right: the pairs that are to be one person's.
        splits: numbers of ids that no pair may join, side by side.
    """

    left: Int64
    right: Int64
    splits: tuple[tuple[Int64, Int64], ...] = ()


class Grouped(NamedTuple):
    """What became of ids.

    Attributes:
        cluster, person: the smallest id of the cluster and of the person of each id.
        contested: ids that were seen with another person too.
    """

    cluster: Int64
    person: Int64
    contested: Int64 = NONE


def by_hand(decisions: Sequence[Decision], place: Mapping[str, int]) -> Hand:
    """Return decisions in numbers, without ids that have none."""
    merges = [
        (place[one.one[0]], place[one.other[0]])
        for one in decisions
        if one.kind == "merge" and one.one[0] in place and one.other[0] in place
    ]
    splits = []
    for decision in decisions:
        if decision.kind == "split":
            one, other = ([place[name] for name in side if name in place] for side in (decision.one, decision.other))
            if one and other:
                splits.append((np.array(one, np.int64), np.array(other, np.int64)))
    pairs = np.array(merges, np.int64).reshape(-1, 2)
    return Hand(pairs[:, 0].copy(), pairs[:, 1].copy(), tuple(splits))


def over(kind: npt.NDArray[np.uint8], linked: npt.NDArray[np.integer], kinds: tuple[str, ...], rules: Rules) -> Bool:
    """Say which ids were seen with too many users to be one person's."""
    most = np.array([rules.shared.get(name, NO_LIMIT) for name in kinds], np.int64)
    return np.asarray(linked > most[kind], np.bool_)


def grouped(linked: Linked, shared: Bool, hand: Hand, rules: Rules) -> Grouped:
    """Group ids.

    Args:
        linked: ids and pairs.
        shared: which ids link nothing.
        hand: what was decided by hand, in numbers of these ids.
        rules: the limits.
    """
    left, right, at = _kept(linked, shared, hand)
    size = len(linked.kind)
    every = components(size, (left, hand.left), (right, hand.right))
    if not rules.most:
        return Grouped(every, every)
    beyond = np.zeros(size, np.bool_)
    for code, most in _limits(rules):
        beyond |= np.bincount(every[linked.kind == code], minlength=size) > most
    chosen = beyond[every]
    if not chosen.any():
        return Grouped(every, every)
    inside = chosen[left]
    pairs = Linked(linked.kind, left[inside], right[inside], at[inside])
    ours = chosen[hand.left]
    person = np.where(chosen, _taken(pairs, (hand.left[ours], hand.right[ours]), rules).person, every)
    across = person[pairs.left] != person[pairs.right]
    return Grouped(every, person, np.unique(pairs.right[across]))


def _kept(linked: Linked, shared: Bool, hand: Hand) -> tuple[Int64, Int64, Int64]:
    """Return left, right and instant of the pairs that may join ids."""
    keep = _split(linked, hand)
    np.logical_not(keep, out=keep)
    if shared.any():
        keep &= ~(shared[linked.left] | shared[linked.right])
    if keep.all():  # as nearly always: pairs are many, and copies of them are large
        return linked.left, linked.right, linked.at
    return linked.left[keep], linked.right[keep], linked.at[keep]


def _split(linked: Linked, hand: Hand) -> Bool:
    """Say which pairs were split by hand."""
    gone = np.zeros(len(linked.left), np.bool_)
    if not hand.splits:
        return gone
    named = np.zeros(len(linked.kind), np.bool_)
    for side in (side for both in hand.splits for side in both):
        named[side] = True
    some = np.flatnonzero(named[linked.left] & named[linked.right])
    left, right = linked.left[some], linked.right[some]
    for one, other in hand.splits:
        across = np.isin(left, one) & np.isin(right, other) | np.isin(left, other) & np.isin(right, one)
        gone[some[across]] = True
    return gone


class Merges(NamedTuple):
    """The pairs that joined two sets of ids, in the order they are taken; the first ones were decided by hand.

    Attributes:
        left, right: the pairs.
        at: when each was first seen, µs.
        hand: position of the decision among the merges by hand; -1 = a fact did.
    """

    left: Int64
    right: Int64
    at: Int64
    hand: Int64


def merges(linked: Linked, shared: Bool, hand: Hand, rules: Rules) -> Merges:
    """Return which pairs made the persons; arguments as for `grouped`."""
    some = Linked(linked.kind, *_kept(linked, shared, hand))
    taken = _taken(some, (hand.left, hand.right), rules)
    by = np.append(np.arange(len(hand.left)), np.full(len(some.left), -1))
    at = np.append(np.zeros(len(hand.left), np.int64), some.at[taken.order])
    return Merges(taken.left[taken.joins], taken.right[taken.joins], at[taken.joins], by[taken.joins])


class _Taken(NamedTuple):
    """Pairs in the order they were taken: those by hand, then `order` of the others; which joined two sets."""

    order: Int64
    left: Int64
    right: Int64
    joins: Bool
    person: Int64


def _taken(linked: Linked, hand: tuple[Int64, Int64], rules: Rules) -> _Taken:
    """Take pairs in order of time, each unless a limit forbids it."""
    order = np.lexsort((linked.right, linked.left, linked.at))
    left, right = np.append(hand[0], linked.left[order]), np.append(hand[1], linked.right[order])
    forced = np.arange(len(left)) < len(hand[0])
    if rules.alias:
        forced |= linked.kind[left] == linked.kind[right]
    limits = _limits(rules)
    counts = np.zeros((len(linked.kind), len(limits)), np.int32)
    for place, (code, _) in enumerate(limits):
        counts[linked.kind == code, place] = 1
    born = np.full(len(linked.kind), _EVER, np.int64)
    for side in (linked.left, linked.right):
        np.minimum.at(born, side, linked.at)
    at = np.append(np.zeros(len(hand[0]), np.int64), linked.at[order])
    spans = np.array([rules.within.get(rules.kinds[code], 0) * _DAY for code, _ in limits], np.int64)
    most = np.array([most for _, most in limits], np.int32)
    person, joins = _joined((left, right, at), forced, counts, (most, spans), born)
    return _Taken(order, left, right, joins, person)


def _limits(rules: Rules) -> list[tuple[int, int]]:
    """Return the position and the limit of each type that has one."""
    return [(code, rules.most[kind]) for code, kind in enumerate(rules.kinds) if kind in rules.most]


@njit(nogil=True, cache=True)
def _root(parent: Int64, node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(nogil=True, cache=True)
def _recent(newest: tuple[int, int], older: Int64, born: Int64, since: int, most: int) -> int:
    """Return how many ids of two lists, the newest first, came after an instant; no more than two above a limit."""
    count = 0
    for one in newest:
        while one >= 0 and born[one] > since and count <= most:
            count, one = count + 1, older[one]  # noqa: PLW2901
    return count


@njit(nogil=True, cache=True)
def _woven(one: int, other: int, older: Int64, born: Int64) -> int:
    """Make two lists of ids, the newest first, one such list and return its first."""
    first = last = -1
    while one >= 0 or other >= 0:
        if other < 0 or (one >= 0 and born[one] >= born[other]):
            taken, one = one, older[one]
        else:
            taken, other = other, older[other]
        if last < 0:
            first = taken
        else:
            older[last] = taken
        last = taken
        if one < 0 or other < 0:
            older[last] = max(one, other)  # what is left of the one list is in order already
            break
    return first


@njit(nogil=True, cache=True)
def _joined(
    pairs: tuple[Int64, Int64, Int64],
    forced: Bool,
    counts: npt.NDArray[np.int32],
    limits: tuple[Int32, Int64],
    born: Int64,
) -> tuple[Int64, Bool]:
    """Join pairs in turn by union-find; a root is the smallest of its set and counts the ids of each limited type.

    Of types whose limit holds for a span of time a root knows the newest id, and each id the next older one.

    Returns:
        The root of each id, and which pairs joined two sets.
    """
    left, right, at = pairs
    most, spans = limits
    parent = np.arange(len(counts))
    took = np.zeros(len(left), np.bool_)
    older = np.full(len(counts), -1, np.int64)
    newest = np.where(counts > 0, parent.reshape(-1, 1), -1)
    for i in range(len(left)):
        a, b = _root(parent, left[i]), _root(parent, right[i])
        if a == b:
            continue
        beyond = False
        for k in range(len(most)):
            both = counts[a, k] + counts[b, k]
            if counts[a, k] and counts[b, k] and both > most[k] and spans[k]:
                both = _recent((newest[a, k], newest[b, k]), older, born, at[i] - spans[k], most[k])
            beyond |= counts[a, k] > 0 and counts[b, k] > 0 and both > most[k]
        if beyond and not forced[i]:
            continue
        low, high = min(a, b), max(a, b)
        parent[high] = low
        took[i] = True
        for k in range(len(most)):
            counts[low, k] += counts[high, k]
            if spans[k]:
                newest[low, k] = _woven(newest[low, k], newest[high, k], older, born)
    _flatten(parent)
    return parent, took


def components(size: int, left: Sequence[Int64], right: Sequence[Int64]) -> Int64:
    """Return for each of `size` nodes the smallest node it hangs together with by the edges left[k][i]–right[k][i]."""
    parent = np.arange(size, dtype=np.int64)
    for one, other in zip(left, right, strict=True):
        _unite(parent, one, other)
    _flatten(parent)
    return parent


@njit(nogil=True, cache=True)
def _unite(parent: Int64, left: Int64, right: Int64) -> None:
    """Hang together nodes by edges; a root is the smallest of its set."""
    for i in range(len(left)):
        a, b = _root(parent, left[i]), _root(parent, right[i])
        parent[max(a, b)] = min(a, b)


@njit(nogil=True, cache=True)
def _flatten(parent: Int64) -> None:
    """Let every node know its root."""
    for i in range(len(parent)):
        parent[i] = _root(parent, i)
