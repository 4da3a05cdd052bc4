"""Journeys from paths: {"a>b": (conversions, none)}, a touch a minute, then an "order" or nothing."""

from collections.abc import Mapping, Sequence

from footpath.analytics import Journeys
from tests.analytics.events_of import Event, events_of


def ways_of(ways: Mapping[str, tuple[int, int]], *, buckets: int = 2, amount: str = "") -> Journeys:
    """Build journeys: one person a conversion and one each journey to none."""
    world: dict[str, Sequence[Event]] = {}
    for way, (conversions, none) in ways.items():
        touches: list[Event] = [
            ("visit", 60.0 * place, {"channel": channel}) for place, channel in enumerate(filter(None, way.split(">")))
        ]
        paid = {"amount": amount} if amount else {}
        for number in range(conversions):
            world[f"{way} yes {number}"] = [*touches, ("order", 60.0 * len(touches), paid)]
        for number in range(none):
            world[f"{way} no {number}"] = touches
    return events_of(world, buckets=buckets)
