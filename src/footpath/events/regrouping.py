"""Who is who after new facts: only the persons whom the new facts touch are worked out again.

A new pair of ids can join persons. It can also part them: an id that comes to be seen with too many user ids links
nobody from then on, and a pair that turns out to be older can take the place another had. All that stays within the
clusters (see grouping.py) of the ids involved, and so does what is decided by hand; the rest is left as it was, and
the outcome is that of working out all persons anew.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from footpath.events.deciding import Decided
from footpath.events.graph import named
from footpath.events.grouping import Hand, Linked, grouped, over
from footpath.events.identity_rules import Rules
from footpath.events.known import Fresh, Known

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]


class Regrouped(NamedTuple):
    """What new facts change about who is who.

    Attributes:
        touched: numbers of the known persons that are no longer as they were, or did something new; ascending.
        ids: numbers of all ids of the persons that stand in their place; ascending.
        person: which of `names` each of `ids` belongs to.
        cluster: number of the cluster each of `ids` belongs to, from 0.
        names: canonical names of those persons.
        contested: numbers of ids that were seen with several of them.
    """

    touched: Int64
    ids: Int64
    person: Int64
    cluster: Int64
    names: pa.StringArray
    contested: Int64


def regroup(known: Known, fresh: Fresh, owners: Int64, rules: Rules, said: Decided) -> Regrouped:
    """Work out the persons whom new facts and decisions touch.

    Args:
        known: who was who before.
        fresh: the ids and pairs of all new facts.
        owners: numbers of the ids that own new events or traits.
        rules: of the store, as they were when `known` was worked out.
        said: by hand.
    """
    pairs = _new_pairs(known, fresh)
    shared = _Shared(known, fresh, pairs, rules)
    keep = ~(shared.now(pairs.left) | shared.now(pairs.right))
    if rules.shared_device == "turns":  # every row with a device may be a turn
        owners = np.append(owners, fresh.number)
    changed = np.concatenate([owners, pairs.left[keep], pairs.right[keep], shared.lately, said.changed])
    clusters = np.unique(known.cluster[changed[changed < len(known)]]).astype(np.int64)
    old = _in_groups(known.by_cluster, known.cluster, clusters)
    touched = np.unique(known.person[old]).astype(np.int64)
    ids = np.concatenate([old, fresh.number[fresh.number >= len(known)]])
    left, right, at = _pairs_of(known, old)
    every = _Pairs(np.append(left, pairs.left), np.append(right, pairs.right), np.append(at, pairs.at), pairs.new)
    return _grouped(known, fresh, (touched, ids), every, shared, (said.hand, rules))


class _Pairs(NamedTuple):
    """Pairs of ids by number, when each was first seen, and which of them are new rather than seen earlier."""

    left: Int64
    right: Int64
    at: Int64
    new: Bool


def _new_pairs(known: Known, fresh: Fresh) -> _Pairs:
    """Return the pairs that are new, and those that now turn out to have been seen earlier."""
    left, right, at = fresh.number[fresh.graph.left], fresh.number[fresh.graph.right], fresh.graph.at
    new = np.ones(len(left), np.bool_)
    earlier = np.zeros(len(left), np.bool_)
    old = np.flatnonzero((left < len(known)) & (right < len(known)))
    place = _pair_at(known, left[old], right[old])
    found = place >= 0
    new[old[found]] = False
    earlier[old[found]] = at[old[found]] < known.graph.at[place[found]]
    keep = new | earlier
    return _Pairs(left[keep], right[keep], at[keep], new[keep])


def _pair_at(known: Known, left: Int64, right: Int64) -> Int64:
    """Return where pairs are among the known ones; -1 where they are not."""
    if not len(known.graph.left):
        return np.full(len(left), -1, np.int64)
    lo = np.searchsorted(known.graph.left, left, side="left")
    hi = np.searchsorted(known.graph.left, left, side="right")
    # Right ends ascend among the pairs of one left end: look for all at once, halving each range.
    while (open_ := lo < hi).any():
        middle = (lo + hi) // 2
        before = open_ & (known.graph.right[np.minimum(middle, len(known.graph.right) - 1)] < right)
        lo, hi = np.where(before, middle + 1, lo), np.where(open_ & ~before, middle, hi)
    at = np.minimum(lo, len(known.graph.left) - 1)
    there = (lo < len(known.graph.left)) & (known.graph.left[at] == left) & (known.graph.right[at] == right)
    return np.where(there, at, -1).astype(np.int64)


class _Shared:
    """Which ids are seen with too many users to be one person's, now that there are new pairs."""

    def __init__(self, known: Known, fresh: Fresh, pairs: _Pairs, rules: Rules) -> None:
        self._known = known
        self._rules = rules
        kinds = np.zeros(max(len(known), int(fresh.number.max(initial=-1)) + 1), np.uint8)
        kinds[: len(known)] = known.graph.kind
        kinds[fresh.number] = fresh.graph.kind
        user = known.graph.kinds.index("user")
        left, right = pairs.left[pairs.new], pairs.right[pairs.new]
        beside = np.concatenate([right[kinds[left] == user], left[kinds[right] == user]])
        numbers, more = np.unique(beside, return_counts=True)
        was = np.zeros(len(numbers), np.int64)
        old = numbers < len(known)
        was[old] = known.linked[numbers[old]]
        now = over(kinds[numbers], was + more, known.graph.kinds, rules)
        self._over = numbers[now]
        self.lately = numbers[now & ~over(kinds[numbers], was, known.graph.kinds, rules)]

    def now(self, numbers: Int64) -> Bool:
        """Say which ids are shared."""
        shared = np.isin(numbers, self._over)
        old = numbers < len(self._known)
        some = numbers[old]
        kinds = self._known.graph.kind[some]
        shared[old] |= over(kinds, self._known.linked[some], self._known.graph.kinds, self._rules)
        return shared


def _in_groups(order: Int32, key: npt.NDArray[np.integer], wanted: Int64) -> Int64:
    """Return the members of some groups, ascending by group: `order` sorts `key`."""
    lo, hi = _bounds(order, key, wanted)
    lengths = hi - lo
    shift = np.repeat(lo - (np.cumsum(lengths) - lengths), lengths)
    return np.asarray(order[shift + np.arange(len(shift))], np.int64)


@njit(nogil=True, cache=True)
def _bounds(order: Int32, key: npt.NDArray[np.integer], wanted: Int64) -> tuple[Int64, Int64]:
    """Return where each wanted key begins and ends in `key[order]`, without making that array; groups are small."""
    begin, end = np.empty(len(wanted), np.int64), np.empty(len(wanted), np.int64)
    for i in range(len(wanted)):
        lo, hi = 0, len(order)
        while lo < hi:
            middle = (lo + hi) // 2
            if key[order[middle]] < wanted[i]:
                lo = middle + 1
            else:
                hi = middle
        begin[i] = lo
        while lo < len(order) and key[order[lo]] == wanted[i]:
            lo += 1
        end[i] = lo
    return begin, end


def _pairs_of(known: Known, ids: Int64) -> tuple[Int64, Int64, Int64]:
    """Return the known pairs that some ids are part of, each at least once."""
    graph = known.graph
    as_left = _in_groups(np.arange(len(graph.left), dtype=np.int32), graph.left, ids) if len(graph.left) else ids[:0]
    as_right = _in_groups(known.by_right, graph.right, ids) if len(graph.left) else ids[:0]
    pairs = np.unique(np.concatenate([as_left, as_right]))
    return graph.left[pairs], graph.right[pairs], graph.at[pairs]


def _grouped(
    known: Known,
    fresh: Fresh,
    whose: tuple[Int64, Int64],
    pairs: _Pairs,
    shared: _Shared,
    said: tuple[Hand, Rules],
) -> Regrouped:
    """Put ids together by the pairs among them; a person is named by its first id in order of (kind, id)."""
    touched, ids = whose
    hand, rules = said
    fresh_ids = fresh.number >= len(known)
    old = ids[ids < len(known)]
    kind = np.concatenate([known.graph.kind[old], fresh.graph.kind[fresh_ids]])
    text = pa.concat_arrays([known.graph.id.take(pa.array(old)), fresh.graph.id.filter(pa.array(fresh_ids))])
    alive = np.asarray(pc.not_equal(text, "").to_numpy(zero_copy_only=False), np.bool_)
    kind, text, numbers = kind[alive], text.filter(pa.array(alive)), ids[alive]
    table = pa.table({"kind": kind, "text": text})
    order = pc.sort_indices(table, sort_keys=[("kind", "ascending"), ("text", "ascending")]).to_numpy()
    place = np.full(len(known) + int(np.count_nonzero(fresh_ids)), -1, np.int64)
    place[numbers[order]] = np.arange(len(order))
    left, right = place[pairs.left], place[pairs.right]
    inside = (left >= 0) & (right >= 0)
    linked = Linked(kind[order], left[inside], right[inside], pairs.at[inside])
    found = grouped(linked, shared.now(numbers[order]), _moved(hand, place), rules)
    roots, person = np.unique(found.person, return_inverse=True)
    names = named(known.graph.kinds, kind[order][roots], text.take(pa.array(order[roots])))
    back = np.argsort(numbers[order])
    contested = numbers[order][found.contested]
    return Regrouped(touched, numbers[order][back], person[back], found.cluster[back], names, contested)


def _moved(hand: Hand, place: Int64) -> Hand:
    """Return decisions in numbers of the ids that are grouped, without what is about others."""
    left, right = place[hand.left], place[hand.right]
    both = (left >= 0) & (right >= 0)
    sides = [(place[one], place[other]) for one, other in hand.splits]
    splits = tuple((one[one >= 0], other[other >= 0]) for one, other in sides)
    return Hand(left[both], right[both], splits)
