"""A map's figures as they are now, while events come in."""

from footpath.insights.live.figuring import live_of
from footpath.insights.live.filters import Filters
from footpath.insights.live.model import Live, LiveCard, LiveColumn, LiveTouchpoint
from footpath.insights.live.previewing import Matched, preview_of
from footpath.insights.live.saying import Said, said_of

__all__ = [
    "Filters",
    "Live",
    "LiveCard",
    "LiveColumn",
    "LiveTouchpoint",
    "Matched",
    "Said",
    "live_of",
    "preview_of",
    "said_of",
]
