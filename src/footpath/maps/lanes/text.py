"""Free text."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.cards import GLYPH, card_pieces, need, plain, spread, stack


class TextLane(LaneType):
    """Free text, one or two lines a card."""

    name = "text"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole and texts short."""
        return spread(row, lambda card: need(card_pieces(row, card)) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write each card on its columns."""
        return stack(row, top, plain(row), aligned=False)
