"""Maps inside maps."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.boxes import Look, box_pieces, boxed
from footpath.maps.render.cards import GLYPH, Piece, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.theme import SMALL


class Submap(LaneType):
    """A step that has a map of its own (props.map is its key)."""

    name = "submap"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep names whole."""
        return spread(row, lambda card: need(_pieces(row, card), tallest=4) + GLYPH + INSET)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each as a box that names the map it opens."""
        return stack(
            row, top, boxed(row, lambda _: Look(fill="accent-soft", stroke=""), lambda card: _pieces(row, card))
        )


def _pieces(row: Row, card: Card) -> list[Piece]:
    opens = str(card.props.get("map", ""))
    said = f"↳ {row.say('opens', what=opens)}" if opens else ""
    return [*box_pieces(row, card), Piece(said, SMALL, 500, fill="accent", space=2)]
