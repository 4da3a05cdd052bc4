"""Lanes of a type this version does not know."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.cards import GLYPH, card_pieces, line, need, plain, spread, stack
from footpath.maps.render.theme import TINY


class Unknown(LaneType):
    """A lane of a type that is not known here: its cards are kept and listed."""

    name = "unknown"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole."""
        return spread(row, lambda card: need(card_pieces(row, card)) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Say that the type is unknown, then list the cards as text."""
        said = line(row.say("unknown_lane", what=row.lane.type), row.grid.x(0), top + 11, TINY, fill="ink-2")
        if not row.cards:
            return Drawn(marks=(said,), height=18)
        drawn = stack(row, top + 20, plain(row))
        return Drawn(marks=(said, *drawn.marks), height=drawn.height + 20, boxes=drawn.boxes)
