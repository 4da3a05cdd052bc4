"""Anything."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.cards import GLYPH, card_pieces, need, plain, spread, stack


class GridLane(LaneType):
    """A free grid of notes, for whatever has no lane of its own."""

    name = "grid"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole and texts short."""
        return spread(row, lambda card: need(card_pieces(row, card)) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write each card on its columns."""
        return stack(row, top, plain(row), aligned=False)
