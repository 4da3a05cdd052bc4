"""Processes."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.boxes import Look, box_need, boxed
from footpath.maps.render.cards import spread, stack


class Process(LaneType):
    """What the organisation or the customer does; the lane's role says on which side of the lines it stands."""

    name = "process"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole and cards wider than high."""
        return spread(row, lambda card: box_need(row, card))

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each activity as a box."""
        return stack(row, top, boxed(row, _look))


def _look(card: Card) -> Look:
    del card
    return Look(weight=500)
