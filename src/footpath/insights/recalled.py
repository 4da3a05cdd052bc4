"""What is known of a telling that does not say it itself: from what it names, and from what came before."""

from collections.abc import Mapping

import numpy as np

from footpath.insights.attach import Placed, before
from footpath.insights.facets import Facet
from footpath.insights.types import Int32, Int64
from footpath.insights.world import World

IMPLIES = 0.98  # share of events of a value that must have one value of another dimension


def last_known_of(world: World, placed: Placed) -> tuple[Int64, ...]:
    """Return for each signal the events to ask, in order: the last one, then the last thing done for the person."""
    done = before(world, placed.person, placed.at, ~world.own_pace, side="right")
    return placed.anchor, done


def implied(world: World, own: Mapping[str, Facet], wanted: Facet) -> Int32:
    """Return the codes of `wanted` that follow from the signals' own properties, 0 where nothing does."""
    n = len(next(iter(own.values())).codes) if own else 0
    codes = np.zeros(n, np.int32)
    for facet in world.frame.facets:
        if facet.name in own and facet.name != wanted.name and not facet.core and not wanted.core:
            table = _table(facet, wanted)
            mine = own[facet.name]
            known = {value: code for code, value in enumerate(facet.values) if value}
            through = np.array([known.get(value, 0) for value in mine.values], dtype=np.int64)
            codes = np.where(codes == 0, table[through[mine.codes]], codes)
    return codes.astype(np.int32)


def _table(facet: Facet, wanted: Facet) -> Int64:
    """Return code of `facet` → the one code of `wanted` that goes with it, 0 where there are several or none."""
    shape = len(facet.values), len(wanted.values)
    both = (facet.codes > 0) & (wanted.codes > 0)
    cell = facet.codes[both].astype(np.int64) * shape[1] + wanted.codes[both]
    counts = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    best = counts.argmax(axis=1)
    sure = counts.max(axis=1) >= IMPLIES * np.maximum(1, counts.sum(axis=1))
    table = np.where(sure, best, 0).astype(np.int64)
    table[0] = 0
    return table
