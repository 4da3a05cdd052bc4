"""Pain points."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.boxes import Look, box_need, boxed
from footpath.maps.render.cards import spread, stack


class PainPoint(LaneType):
    """What hurts, worst first, with a thick left edge: pain in red, friction in amber."""

    name = "pain_point"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole and cards wider than high."""
        return spread(row, lambda card: box_need(row, card))

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each pain with its edge in the colour of its tone."""
        return stack(row, top, boxed(row, _look))


def _look(card: Card) -> Look:
    tone = "warn" if card.tone == "warn" else "pain"
    return Look(fill=f"{tone}-soft", stroke="", edge=tone)
