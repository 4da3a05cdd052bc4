"""Who is who after new facts: only the persons whom the new facts touch are worked out again.

A new pair of ids can join persons. It can also part one: an id that comes to be seen with more than `LINK_LIMIT` user
ids links nobody from then on. Both stay within the persons of the ids involved, so the rest is left as it was, and
the outcome is that of working out all persons anew.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from numba import njit

from footpath.events.identity import LINK_LIMIT, Graph, components, named

Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


class Known(Struct, frozen=True):
    """Ids and their persons as worked out before, laid out so that a few are found among millions without reading all.

    Attributes:
        graph: the ids and pairs; an id that was erased is "". Ids that were added later come last, in no order.
        person: number of each id's person.
        linked: number of user ids each id was seen with.
        hashes, by_hash: hashes of the ids in ascending order, and whose they are; none of an id that was erased.
        by_person: the ids in order of their persons.
        by_right: the pairs in order of `graph.right`.
    """

    graph: Graph
    person: Int32
    linked: Int32
    hashes: UInt64
    by_hash: Int32
    by_person: Int32
    by_right: Int32

    def __len__(self) -> int:
        return len(self.person)


def known_of(graph: Graph, person: Int32, hashes: UInt64) -> Known:
    """Lay out ids and their persons.

    Args:
        graph: ids and pairs.
        person: number of each id's person.
        hashes: a hash of each id with its kind.
    """
    by_hash = np.argsort(hashes, kind="stable").astype(np.int32)
    return Known(
        graph=graph,
        person=person,
        linked=graph.linked.astype(np.int32),
        hashes=hashes[by_hash],
        by_hash=by_hash,
        by_person=np.argsort(person, kind="stable").astype(np.int32),
        by_right=np.argsort(graph.right, kind="stable").astype(np.int32),
    )


def known_without(known: Known, gone: npt.NDArray[np.bool_]) -> Known | None:
    """Return the known ids without those that are gone; numbers stay as they are.

    Returns:
        None when others may be touched too: one of the ids stands on facts of others, or an id that was seen with too
        many users no longer is.
    """
    graph = known.graph
    if (gone[graph.right] & ~gone[graph.left]).any():
        return None
    keep = ~(gone[graph.left] | gone[graph.right])
    fewer = Graph(graph.kind, pc.if_else(pa.array(gone), "", graph.id), graph.left[keep], graph.right[keep])
    linked = fewer.linked.astype(np.int32)
    if ((linked <= LINK_LIMIT) & (known.linked > LINK_LIMIT) & ~gone).any():
        return None
    hashed = ~gone[known.by_hash]
    return Known(
        graph=fewer,
        person=known.person,
        linked=linked,
        hashes=known.hashes[hashed],
        by_hash=known.by_hash[hashed],
        by_person=known.by_person,
        by_right=np.argsort(fewer.right, kind="stable").astype(np.int32),
    )


def known_with(known: Known, new: Graph, person: Int32, hashes: UInt64) -> Known:
    """Return the known ids and, after them, new ones.

    Args:
        known: ids there are.
        new: further ids, numbered from `len(known)` on, and pairs of any ids by number, known pairs among them.
        person: number of the person of every id, known and new.
        hashes: of the new ids.
    """
    pairs = np.unique(
        np.stack([np.append(known.graph.left, new.left), np.append(known.graph.right, new.right)]), axis=1
    )
    kind = np.concatenate([known.graph.kind, new.kind]).astype(np.uint8)
    graph = Graph(kind, pa.concat_arrays([known.graph.id, new.id.cast(pa.string())]), pairs[0], pairs[1])
    every = np.concatenate([known.hashes, hashes])
    whose = np.concatenate([known.by_hash, len(known) + np.arange(len(hashes))]).astype(np.int32)
    order = np.argsort(every, kind="stable")
    return Known(
        graph=graph,
        person=person,
        linked=graph.linked.astype(np.int32),
        hashes=every[order],
        by_hash=whose[order],
        by_person=np.argsort(person, kind="stable").astype(np.int32),
        by_right=np.argsort(pairs[1], kind="stable").astype(np.int32),
    )


class Fresh(Struct, frozen=True):
    """Ids of new facts by number: that of the known id, or one after all known ones.

    Attributes:
        graph: the ids and pairs of the new facts.
        number: of each id in `graph`.
    """

    graph: Graph
    number: Int64


def look_up(known: Known, graph: Graph, hashes: UInt64) -> Fresh:
    """Find the ids of new facts among the known ones."""
    number = np.full(len(graph.id), -1, np.int64)
    place = np.searchsorted(known.hashes, hashes)
    open_ = np.flatnonzero(place < len(known.hashes))
    while len(open_):  # more than once only where two ids have one hash
        open_ = open_[known.hashes[place[open_]] == hashes[open_]]
        found = known.by_hash[place[open_]]
        same = known.graph.kind[found] == graph.kind[open_]
        ids = pc.equal(known.graph.id.take(pa.array(found)), graph.id.take(pa.array(open_)))
        same &= np.asarray(ids.to_numpy(zero_copy_only=False), np.bool_)
        number[open_[same]] = found[same]
        open_ = open_[~same]
        place[open_] += 1
        open_ = open_[place[open_] < len(known.hashes)]
    unknown = np.flatnonzero(number < 0)
    number[unknown] = len(known) + np.arange(len(unknown))
    return Fresh(graph, number)


class Regrouped(NamedTuple):
    """What new facts change about who is who.

    Attributes:
        touched: numbers of the known persons that are no longer as they were, or did something new; ascending.
        ids: numbers of all ids of the persons that stand in their place; ascending.
        person: which of `names` each of `ids` belongs to.
        names: canonical names of those persons.
    """

    touched: Int64
    ids: Int64
    person: Int64
    names: pa.StringArray


def regroup(known: Known, fresh: Fresh, owners: Int64) -> Regrouped:
    """Work out the persons whom new facts touch.

    Args:
        known: who was who before.
        fresh: the ids and pairs of all new facts.
        owners: numbers of the ids that own new events or traits.
    """
    left, right = _new_pairs(known, fresh)
    shared = _Shared(known, fresh, left, right)
    keep = ~(shared.now(left) | shared.now(right))
    left, right = left[keep], right[keep]
    changed = np.concatenate([owners, left, right, shared.lately])
    touched = np.unique(known.person[changed[changed < len(known)]]).astype(np.int64)
    ids = np.concatenate([_in_groups(known.by_person, known.person, touched), fresh.number[fresh.number >= len(known)]])
    pairs = _pairs_of(known, ids[ids < len(known)])
    left, right = np.concatenate([pairs[0], left]), np.concatenate([pairs[1], right])
    keep = ~(shared.now(left) | shared.now(right))
    return _grouped(known, fresh, touched, ids, (left[keep], right[keep]))


def _new_pairs(known: Known, fresh: Fresh) -> tuple[Int64, Int64]:
    left, right = fresh.number[fresh.graph.left], fresh.number[fresh.graph.right]
    old = (left < len(known)) & (right < len(known))
    old[old] = _are_pairs(known, left[old], right[old])
    return left[~old], right[~old]


def _are_pairs(known: Known, left: Int64, right: Int64) -> npt.NDArray[np.bool_]:
    lo = np.searchsorted(known.graph.left, left, side="left")
    hi = np.searchsorted(known.graph.left, left, side="right")
    # Right ends ascend among the pairs of one left end: look for all at once, halving each range.
    while (open_ := lo < hi).any():
        middle = (lo + hi) // 2
        before = open_ & (known.graph.right[np.minimum(middle, len(known.graph.right) - 1)] < right)
        lo, hi = np.where(before, middle + 1, lo), np.where(open_ & ~before, middle, hi)
    inside = lo < len(known.graph.left)
    at = np.minimum(lo, max(len(known.graph.left) - 1, 0))
    if not len(known.graph.left):
        return np.zeros(len(left), np.bool_)
    return np.asarray(inside & (known.graph.left[at] == left) & (known.graph.right[at] == right))


class _Shared:
    """Which ids are seen with too many users to be one person's, now that there are new pairs."""

    def __init__(self, known: Known, fresh: Fresh, left: Int64, right: Int64) -> None:
        self._known = known
        kinds = np.zeros(int(fresh.number.max(initial=-1)) + 1, np.uint8)
        kinds[fresh.number] = fresh.graph.kind
        with_user = kinds[left] == 0
        numbers, more = np.unique(right[with_user], return_counts=True)
        was = np.zeros(len(numbers), np.int64)
        old = numbers < len(known)
        was[old] = known.linked[numbers[old]]
        over = was + more > LINK_LIMIT
        self._over = numbers[over]
        self.lately = numbers[over & (was <= LINK_LIMIT)]

    def now(self, numbers: Int64) -> npt.NDArray[np.bool_]:
        """Say which ids are shared."""
        shared = np.isin(numbers, self._over)
        old = numbers < len(self._known)
        shared[old] |= self._known.linked[numbers[old]] > LINK_LIMIT
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


def _pairs_of(known: Known, ids: Int64) -> tuple[Int64, Int64]:
    """Return the known pairs that some ids are part of, each at least once."""
    graph = known.graph
    as_left = _in_groups(np.arange(len(graph.left), dtype=np.int32), graph.left, ids) if len(graph.left) else ids[:0]
    as_right = _in_groups(known.by_right, graph.right, ids) if len(graph.left) else ids[:0]
    pairs = np.concatenate([as_left, as_right])
    return graph.left[pairs], graph.right[pairs]


def _grouped(known: Known, fresh: Fresh, touched: Int64, ids: Int64, pairs: tuple[Int64, Int64]) -> Regrouped:
    """Put ids together by the pairs among them; a person is named by its first id in order of (kind, id)."""
    fresh_ids = fresh.number >= len(known)
    old = ids[ids < len(known)]
    kind = np.concatenate([known.graph.kind[old], fresh.graph.kind[fresh_ids]])
    texts = [known.graph.id.take(pa.array(old)), fresh.graph.id.filter(pa.array(fresh_ids))]
    text = pa.concat_arrays(texts)
    numbers = np.concatenate([old, fresh.number[fresh_ids]])
    alive = np.asarray(pc.not_equal(text, "").to_numpy(zero_copy_only=False), np.bool_)
    kind, text, numbers = kind[alive], text.filter(pa.array(alive)), numbers[alive]
    table = pa.table({"kind": kind, "text": text})
    order = pc.sort_indices(table, sort_keys=[("kind", "ascending"), ("text", "ascending")]).to_numpy()
    place = np.full(len(known) + int(np.count_nonzero(fresh_ids)), -1, np.int64)
    place[numbers[order]] = np.arange(len(order))
    left, right = place[pairs[0]], place[pairs[1]]
    inside = (left >= 0) & (right >= 0)
    smallest = components(len(order), left[inside], right[inside])
    roots, person = np.unique(smallest, return_inverse=True)
    names = named(kind[order][roots], text.take(pa.array(order[roots])))
    ascending = np.argsort(numbers[order])
    return Regrouped(touched, numbers[order][ascending], person[ascending].astype(np.int64), names)
