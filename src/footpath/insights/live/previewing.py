"""What a matcher matches: events, persons, and how often over time."""

from datetime import datetime

from msgspec import Struct

from footpath.analytics import Journeys, UInt16
from footpath.insights.figures import reach_only
from footpath.insights.live.trending import periods_of, trends
from footpath.insights.tracks import tracks


class Matched(Struct, frozen=True):
    """How many events of how many persons, and events in each of some periods."""

    events: int
    persons: int
    periods: list[datetime]
    trend: list[int]


def preview_of(journeys: Journeys, lookup: UInt16) -> Matched:
    """Return what the signatures with code 1 come to."""
    found = tracks(journeys, lookup)
    reach = reach_only(found, 1)
    periods = periods_of(found)
    trend = trends(found, 1, periods)[1].tolist() if periods else []
    return Matched(int(reach.events[1]), int(reach.persons[1]), periods.instants if periods else [], trend)
