"""The figures of a map as they are now."""

from datetime import datetime

from msgspec import Struct, field

from footpath.insights.live.filters import Filters
from footpath.maps import Edge, Evidence, Figure, Level


class LiveColumn(Struct, frozen=True, kw_only=True):
    """A column as it is now.

    Attributes:
        figures: by name, as `Column.figures`; besides `emotion` and `said` where people spoke of it.
        trend: its events in each of `Live.periods`.
        channels: its events by channel, most first.
        newest_at: instant of its newest event.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    trend: list[int] = field(default_factory=list)
    channels: dict[str, int] = field(default_factory=dict)
    newest_at: datetime | None = None


class LiveTouchpoint(Struct, frozen=True, kw_only=True):
    """A touchpoint as it is now: reach, persons and events."""

    figures: dict[str, Figure] = field(default_factory=dict)


class LiveCard(Struct, frozen=True, kw_only=True):
    """A card as it is now.

    Attributes:
        value: the number its lane draws, where it follows from data: a binding, an emotion, a touchpoint.
        figures: further numbers by name.
        evidence: what supports it.
        level: how well: hypothesis < reported < observed < measured.
        stale: whether the newest fact behind it is more than 90 days older than the data.
        problem: why its binding has no number.
    """

    value: Figure | None = None
    figures: dict[str, Figure] = field(default_factory=dict)
    evidence: Evidence = Evidence()
    level: Level = "hypothesis"
    stale: bool = False
    problem: str = ""


class Live(Struct, frozen=True, kw_only=True):
    """The figures of a map as they are now.

    Attributes:
        version: of the data; equal versions give equal figures.
        as_of: instant of the newest event looked at.
        persons, events: looked at, within the filters.
        filters: what was looked at.
        periods: instants at which the periods of every trend begin.
        every: length of a period: hour, day, week or month.
        columns, touchpoints, cards: by key.
        edges: moves that were made, with their figures.
        trust: cards that are observed or measured, of the cards with content.
        why: why there are no figures, where there are none.
    """

    version: str
    as_of: datetime | None = None
    persons: int = 0
    events: int = 0
    filters: Filters = Filters()
    periods: list[datetime] = field(default_factory=list)
    every: str = "day"
    columns: dict[str, LiveColumn] = field(default_factory=dict)
    touchpoints: dict[str, LiveTouchpoint] = field(default_factory=dict)
    edges: tuple[Edge, ...] = ()
    cards: dict[str, LiveCard] = field(default_factory=dict)
    trust: Figure | None = None
    why: str = ""
