"""A map's figures as they are now, while events come in."""

from footpath.insights.live.checking import How, how_of
from footpath.insights.live.figuring import live_of
from footpath.insights.live.filters import Filters, segment_of
from footpath.insights.live.model import Live, LiveCard, LiveColumn, LiveTouchpoint
from footpath.insights.live.moving import Moves, moved_lately
from footpath.insights.live.persons import Behind, People, Wanted, names_of, people_of, people_within
from footpath.insights.live.places import places_on
from footpath.insights.live.previewing import Matched, preview_of
from footpath.insights.live.proposing import Proposal, proposals
from footpath.insights.live.saying import Said, said_of, steps_of
from footpath.insights.live.sliding import OverTime, over_time
from footpath.insights.live.trending import Every

__all__ = [
    "Behind",
    "Every",
    "Filters",
    "How",
    "Live",
    "LiveCard",
    "LiveColumn",
    "LiveTouchpoint",
    "Matched",
    "Moves",
    "OverTime",
    "People",
    "Proposal",
    "Said",
    "Wanted",
    "how_of",
    "live_of",
    "moved_lately",
    "names_of",
    "over_time",
    "people_of",
    "people_within",
    "places_on",
    "preview_of",
    "proposals",
    "said_of",
    "segment_of",
    "steps_of",
]
