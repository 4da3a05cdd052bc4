"""What a matcher matches: events, persons, and how often over time."""

from datetime import datetime

import numpy as np
from msgspec import Struct

from footpath.analytics import Journeys, Kinds, UInt16
from footpath.insights.live.counting import counted


class Matched(Struct, frozen=True):
    """How many events of how many persons, and events in each of some periods."""

    events: int
    persons: int
    periods: list[datetime]
    trend: list[int]


def preview_of(journeys: Journeys, lookup: UInt16) -> Matched:
    """Return what the signatures with code 1 come to."""
    here = (lookup > 0).astype(np.uint16)
    nothing = np.zeros(len(here), np.uint16)
    found = counted(journeys.buckets, Kinds(np.stack([here, nothing, here, nothing], axis=1), 1, 0, 0), "none")
    trend = found.total.trend[1].tolist() if found.periods else []
    return Matched(
        int(found.total.events.sum()), int(found.total.here[1]), found.periods.instants if found.periods else [], trend
    )
