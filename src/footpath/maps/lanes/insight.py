"""Insights."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.boxes import Look, box_need, boxed
from footpath.maps.render.cards import spread, stack


class Insight(LaneType):
    """What was learned: pains, gains, needs and observations, told apart by their edge."""

    name = "insight"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole and cards wider than high."""
        return spread(row, lambda card: box_need(row, card))

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each insight in the colours of its tone."""
        return stack(row, top, boxed(row, _look))


def _look(card: Card) -> Look:
    looks = {
        "pain": Look(fill="pain-soft", stroke="", edge="pain"),
        "warn": Look(fill="warn-soft", stroke="", edge="warn"),
        "good": Look(fill="accent-soft", stroke="", edge="accent"),
    }
    return looks.get(card.tone, Look())
