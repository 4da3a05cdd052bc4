"""Insights: the map drawn from data, and what hurts and helps on it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.insights.answers import with_answers
    from footpath.insights.draft import Draft
    from footpath.insights.draw import Facts, draw_map
    from footpath.insights.live import Filters, Live, LiveCard, LiveColumn, LiveTouchpoint, Said, live_of, preview_of
    from footpath.insights.service import Store, open_store, read, said_in
    from footpath.insights.travelled import Planned, planned, with_plan
    from footpath.insights.wish import Wish

# Loaded when first asked for: kernels and readers take longer to import than `footpath --help` may take.
_HOMES = {
    "Draft": "draft",
    "Facts": "draw",
    "Filters": "live",
    "Live": "live",
    "LiveCard": "live",
    "LiveColumn": "live",
    "LiveTouchpoint": "live",
    "Planned": "travelled",
    "Said": "live",
    "live_of": "live",
    "preview_of": "live",
    "said_in": "service",
    "Store": "service",
    "Wish": "wish",
    "draw_map": "draw",
    "open_store": "service",
    "planned": "travelled",
    "read": "service",
    "with_answers": "answers",
    "with_plan": "travelled",
}

__all__ = [
    "Draft",
    "Facts",
    "Filters",
    "Live",
    "LiveCard",
    "LiveColumn",
    "LiveTouchpoint",
    "Planned",
    "Said",
    "Store",
    "Wish",
    "draw_map",
    "live_of",
    "open_store",
    "planned",
    "preview_of",
    "read",
    "said_in",
    "with_answers",
    "with_plan",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
