"""Insights: the map drawn from data, and what hurts and helps on it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.insights.answers import with_answers
    from footpath.insights.draft import Draft
    from footpath.insights.draw import Facts, draw_map
    from footpath.insights.live import (
        Every,
        Filters,
        How,
        Live,
        LiveCard,
        LiveColumn,
        LiveTouchpoint,
        Moves,
        OverTime,
        People,
        Proposal,
        Said,
        Wanted,
        how_of,
        live_of,
        moved_lately,
        over_time,
        people_of,
        people_within,
        places_on,
        preview_of,
        proposals,
        said_of,
        segment_of,
        steps_of,
    )
    from footpath.insights.masking import mask
    from footpath.insights.quotes import RUDE
    from footpath.insights.service import Store, felt_in, open_store, read, said_in, told
    from footpath.insights.travelled import Planned, planned, with_plan
    from footpath.insights.wish import Wish

# Loaded when first asked for: kernels and readers take longer to import than `footpath --help` may take.
_HOMES = {
    **dict.fromkeys(
        (
            "Every",
            "Filters",
            "How",
            "Live",
            "LiveCard",
            "LiveColumn",
            "LiveTouchpoint",
            "Moves",
            "OverTime",
            "People",
            "Proposal",
            "Said",
            "Wanted",
            "how_of",
            "live_of",
            "moved_lately",
            "over_time",
            "people_of",
            "people_within",
            "places_on",
            "preview_of",
            "proposals",
            "said_of",
            "segment_of",
            "steps_of",
        ),
        "live",
    ),
    "Draft": "draft",
    "Facts": "draw",
    "Planned": "travelled",
    "RUDE": "quotes",
    "said_in": "service",
    "felt_in": "service",
    "Store": "service",
    "Wish": "wish",
    "draw_map": "draw",
    "mask": "masking",
    "open_store": "service",
    "planned": "travelled",
    "read": "service",
    "told": "service",
    "with_answers": "answers",
    "with_plan": "travelled",
}

__all__ = [
    "RUDE",
    "Draft",
    "Every",
    "Facts",
    "Filters",
    "How",
    "Live",
    "LiveCard",
    "LiveColumn",
    "LiveTouchpoint",
    "Moves",
    "OverTime",
    "People",
    "Planned",
    "Proposal",
    "Said",
    "Store",
    "Wanted",
    "Wish",
    "draw_map",
    "felt_in",
    "how_of",
    "live_of",
    "mask",
    "moved_lately",
    "open_store",
    "over_time",
    "people_of",
    "people_within",
    "places_on",
    "planned",
    "preview_of",
    "proposals",
    "read",
    "said_in",
    "said_of",
    "segment_of",
    "steps_of",
    "told",
    "with_answers",
    "with_plan",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
