"""Importance."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.numbers import number
from footpath.maps.render.cards import GLYPH, Face, card_pieces, evidence_glyph, flow, line, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Disc, Group, Mark
from footpath.maps.render.theme import SMALL

STEPS = 5


class Importance(LaneType):
    """How much it matters, 1 to 5 dots, to the customer (or the organisation: props.whose)."""

    name = "importance"

    def measure(self, row: Row) -> Sequence[float]:
        """Leave room for the dots and their number."""
        return spread(row, lambda card: max(96.0, need(card_pieces(row, card))) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the dots, the number beside them, words below."""

        def face(card: Card, wide: float) -> Face:
            block = flow(card_pieces(row, card), wide - INSET - GLYPH)

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del h
                dots = _dots(row, card, x + INSET, y + 8)
                return (*dots, *block.words(x + INSET, y + 18), *evidence_glyph(row, card, x + w - 6, y + 8))

            return Face(18 + block.height, draw, block.shortened)

        return stack(row, top, face)


def _dots(row: Row, card: Card, x: float, y: float) -> tuple[Mark, ...]:
    if card.value is None:
        return ()
    colour = "second" if card.props.get("whose") == "organisation" else "accent"
    filled = round(card.value.value)
    dots: list[Mark] = [
        Disc(cx=x + 4 + index * 11, cy=y, r=3.6, fill=colour if index < filled else "", stroke=colour, width=1.2)
        for index in range(STEPS)
    ]
    said = f"{number(card.value.value, row.locale)}/{STEPS}"
    words = line(said, x + STEPS * 11 + 6, y + 4, SMALL, fill="ink-2")
    return (Group(marks=(*dots, words), ref=f"figure:card:{card.key}:value", label=said),)
