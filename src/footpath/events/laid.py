"""The ids and persons worked out before, laid out so that a few are found among millions without reading all."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.events.graph import Graph
from footpath.events.grouping import over
from footpath.events.identity_rules import Rules
from footpath.events.turns import Turns

Bool = npt.NDArray[np.bool_]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


class Known(Struct, frozen=True):
    """Ids and their persons as worked out before, laid out so that a few are found among millions without reading all.

    Attributes:
        graph: the ids and pairs; an id that was erased is "". Ids that were added later come last, in no order.
        person: number of each id's person.
        cluster: number of each id's cluster; persons of one cluster are worked out together.
        linked: number of user ids each id was seen with.
        hashes, by_hash: hashes of the ids in ascending order, and whose they are; none of an id that was erased.
        by_cluster: the ids in order of their clusters.
        by_right: the pairs in order of `graph.right`.
        turns: whose turn it was on devices that several persons were seen with.
    """

    graph: Graph
    person: Int32
    cluster: Int32
    linked: Int32
    hashes: UInt64
    by_hash: Int32
    by_cluster: Int32
    by_right: Int32
    turns: Turns = Turns()

    def __len__(self) -> int:
        return len(self.person)


class Where(NamedTuple):
    """The number of the person and of the cluster of every id, and whose turn it was on contested devices."""

    person: Int32
    cluster: Int32
    turns: Turns = Turns()


def known_of(graph: Graph, where: Where, hashes: UInt64) -> Known:
    """Lay out ids and their persons.

    Args:
        graph: ids and pairs.
        where: of every id.
        hashes: a hash of each id with its type.
    """
    by_hash = np.argsort(hashes, kind="stable").astype(np.int32)
    return Known(
        graph=graph,
        person=where.person,
        cluster=where.cluster,
        linked=graph.linked.astype(np.int32),
        hashes=hashes[by_hash],
        by_hash=by_hash,
        by_cluster=np.argsort(where.cluster, kind="stable").astype(np.int32),
        by_right=np.argsort(graph.right, kind="stable").astype(np.int32),
        turns=where.turns,
    )


def known_without(known: Known, gone: Bool, rules: Rules) -> Known | None:
    """Return the known ids without those that are gone; numbers stay as they are.

    Returns:
        None when others may be touched too: an id that stays was of the same cluster, or was seen with one that is gone
        and is not shared, or no longer is.
    """
    graph = known.graph
    across = gone[graph.right] != gone[graph.left]
    stays = np.where(gone[graph.left], graph.right, graph.left)[across]
    hidden = np.zeros(int(known.cluster.max(initial=-1)) + 1, np.bool_)
    hidden[known.cluster[gone]] = True
    alive = np.asarray(pc.not_equal(graph.id, "").to_numpy(zero_copy_only=False), np.bool_)
    if (hidden[known.cluster] & ~gone & alive).any():
        return None
    keep = ~(gone[graph.left] | gone[graph.right])
    fewer = Graph(
        graph.kinds,
        graph.kind,
        pc.if_else(pa.array(gone), "", graph.id),
        graph.left[keep],
        graph.right[keep],
        graph.at[keep],
    )
    linked = fewer.linked.astype(np.int32)
    for counts in (known.linked, linked):
        if not over(graph.kind[stays], counts[stays], graph.kinds, rules).all():
            return None
    hashed = ~gone[known.by_hash]
    return Known(
        graph=fewer,
        person=known.person,
        cluster=known.cluster,
        linked=linked,
        hashes=known.hashes[hashed],
        by_hash=known.by_hash[hashed],
        by_cluster=known.by_cluster,
        by_right=np.argsort(fewer.right, kind="stable").astype(np.int32),
        turns=known.turns.without(gone),
    )


def known_with(known: Known, new: Graph, where: Where, hashes: UInt64) -> Known:
    """Return the known ids and, after them, new ones.

    Args:
        known: ids there are.
        new: further ids, numbered from `len(known)` on, and pairs of any ids by number, known pairs among them.
        where: of every id, known and new.
        hashes: of the new ids.
    """
    left, right = np.append(known.graph.left, new.left), np.append(known.graph.right, new.right)
    at = np.append(known.graph.at, new.at)
    order = np.lexsort((at, right, left))
    first = np.ones(len(order), np.bool_)
    first[1:] = (np.diff(left[order]) != 0) | (np.diff(right[order]) != 0)
    some = order[first]
    kind = np.concatenate([known.graph.kind, new.kind]).astype(np.uint8)
    ids = pa.concat_arrays([known.graph.id, new.id.cast(pa.string())])
    graph = Graph(known.graph.kinds, kind, ids, left[some], right[some], at[some])
    every = np.concatenate([known.hashes, hashes])
    whose = np.concatenate([known.by_hash, len(known) + np.arange(len(hashes))]).astype(np.int32)
    by_hash = np.argsort(every, kind="stable")
    return Known(
        graph=graph,
        person=where.person,
        cluster=where.cluster,
        linked=graph.linked.astype(np.int32),
        hashes=every[by_hash],
        by_hash=whose[by_hash],
        by_cluster=np.argsort(where.cluster, kind="stable").astype(np.int32),
        by_right=np.argsort(graph.right, kind="stable").astype(np.int32),
        turns=where.turns,
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
    order = np.argsort(hashes)
    place = np.empty(len(hashes), np.int64)
    place[order] = np.searchsorted(known.hashes, hashes[order])  # in their order, each is found near the one before
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
