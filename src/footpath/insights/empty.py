"""Questions that found nothing: searches and filters that tell how many results they had."""

import numpy as np
from msgspec import Struct

from footpath.insights import signs
from footpath.insights.cases import Cases
from footpath.insights.things import near, things_of
from footpath.insights.world import World

LEAST_ASKED = 60
MOSTLY_EMPTY = 0.9  # where nearly everything is empty, the number counts something else


class Asked(Struct, frozen=True):
    """Events of one kind that tell how much they found; outcome 1 = nothing."""

    name: str
    cases: Cases


def empty_results(world: World) -> dict[int, Asked]:
    """Return the kinds of events with a number of results, by the identity of their cases."""
    facet = next((facet for facet in world.frame.facets if signs.counts_results(facet.name)), None)
    if facet is None or "0" not in facet.values:
        return {}
    things = things_of(world)
    told = np.flatnonzero(facet.codes > 0)
    none = facet.codes == facet.values.index("0")
    leave = frozenset({facet.name, "query", "search", "term", "keyword", "q"})
    found: dict[int, Asked] = {}
    for code in np.unique(things.of[told]).tolist():
        rows = told[things.of[told] == code]
        empty = none[rows]
        if len(rows) >= LEAST_ASKED and 0 < empty.mean() <= MOSTLY_EMPTY:
            cases = Cases(
                column=near(world, rows), frame=world.frame, rows=rows, outcome=empty.astype(np.float64), leave=leave
            )
            found[id(cases)] = Asked(things.titles[code], cases)
    return found
