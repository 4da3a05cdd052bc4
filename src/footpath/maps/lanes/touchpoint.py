"""Touchpoints."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.numbers import figure as shown
from footpath.maps.render.cards import GLYPH, Face, Piece, belongs, evidence_glyph, flow, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Group, Mark
from footpath.maps.render.theme import SMALL, TEXT, TINY

_COUNTED = ("persons", "reach", "events", "count")


class TouchpointLane(LaneType):
    """Where customer and organisation meet: the contact, its channel, how many it reaches."""

    name = "touchpoint"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep names whole."""
        return spread(row, lambda card: need(_pieces(row, card), tallest=3, most=150.0) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write name, channel and reach, the evidence sign at the right."""

        def face(card: Card, wide: float) -> Face:
            block = flow(_pieces(row, card), wide - INSET - GLYPH)

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del h
                words: tuple[Mark, ...] = block.words(x + INSET, y)
                reference, _ = _reach(row, card)
                if reference:
                    words = (Group(marks=words, ref=f"figure:{reference}", label=self.describe(row, card)),)
                return (*words, *evidence_glyph(row, card, x + w - 6, y + 8))

            return Face(block.height, draw, block.shortened)

        return stack(row, top, face)


def _pieces(row: Row, card: Card) -> list[Piece]:
    title = row.text(card.text) or card.channel
    channel = card.channel if card.channel.casefold() not in title.casefold() else ""
    _, reach = _reach(row, card)
    return [
        Piece(title, TEXT),
        Piece(" · ".join(part for part in (channel, reach) if part), SMALL, fill="ink-2"),
        Piece(row.text(card.detail), SMALL, fill="ink-2"),
        Piece(belongs(row, card), TINY, fill="ink-2"),
    ]


def _reach(row: Row, card: Card) -> tuple[str, str]:
    if card.value is not None:
        return f"card:{card.key}:value", shown(card.value, row.locale)
    for name in _COUNTED:
        if name in card.figures:
            return f"card:{card.key}:{name}", shown(card.figures[name], row.locale)
    return "", ""
