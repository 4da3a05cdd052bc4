"""What was decided by hand, in numbers of ids."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from footpath.events.decisions import Decision, id_of
from footpath.events.graph import Graph, named
from footpath.events.grouping import Hand, by_hand
from footpath.events.known import Fresh, Known, look_up

Int64 = npt.NDArray[np.int64]
UInt64 = npt.NDArray[np.uint64]


class Decided(NamedTuple):
    """What was decided by hand in numbers of ids, and the ids about which something else is decided than before."""

    hand: Hand
    changed: Int64


def decided(
    known: Known,
    fresh: Fresh,
    decisions: tuple[Sequence[Decision], Sequence[Decision]],
    hashed: Callable[[Graph], UInt64],
) -> Decided:
    """Return what is decided by hand, in numbers.

    Args:
        known: who was who before.
        fresh: the ids of all new facts.
        decisions: those in force when `known` was worked out, and now.
        hashed: makes hashes of ids as those in `known`.
    """
    before, now = decisions
    place = numbers_of(known, fresh, sorted({name for one in (*before, *now) for name in one.ids}), hashed)
    other = [one for one in before if one not in now] + [one for one in now if one not in before]
    other += [one for one in now if any(place.get(name, 0) >= len(known) for name in one.ids)]
    changed = sorted({place[name] for one in other for name in one.ids if name in place})
    return Decided(by_hand(now, place), np.array(changed, np.int64))


def numbers_of(known: Known, fresh: Fresh, names: Sequence[str], hashed: Callable[[Graph], UInt64]) -> dict[str, int]:
    """Return the numbers of ids called "type:id", known and new ones; those that are neither are left out."""
    kinds = known.graph.kinds
    pairs = [(kinds.index(kind), text) for kind, text in map(id_of, names) if kind in kinds]
    if not pairs:
        return {}
    none = np.zeros(0, np.int64)
    kind, texts = np.array([kind for kind, _ in pairs], np.uint8), pa.array([text for _, text in pairs], pa.string())
    graph = Graph(kinds, kind, texts, none, none, none)
    numbers = look_up(known, graph, hashed(graph)).number.tolist()
    place = {f"{kinds[kind]}:{text}": at for (kind, text), at in zip(pairs, numbers, strict=True) if at < len(known)}
    new = np.flatnonzero(fresh.number >= len(known))
    theirs = named(kinds, fresh.graph.kind[new], fresh.graph.id.take(pa.array(new)))
    there = pc.index_in(pa.array(names, pa.string()), theirs).to_pylist()
    return place | {name: int(fresh.number[new[at]]) for name, at in zip(names, there, strict=True) if at is not None}
