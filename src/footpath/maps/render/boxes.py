"""Faces of cards that stand in a box: pain and opportunity, actors and processes, pictures."""

from collections.abc import Callable

from msgspec import Struct

from footpath.maps.lane import Row
from footpath.maps.model import Card
from footpath.maps.numbers import figure as shown
from footpath.maps.render.cards import (
    GLYPH,
    Face,
    Piece,
    belongs,
    evidence_glyph,
    figures_line,
    flow,
    is_prompt,
    need,
)
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Mark, Rect
from footpath.maps.render.theme import SMALL, STEP, TINY

EDGE = 3.5
TOP = 10.0


class Look(Struct, frozen=True, kw_only=True):
    """How a box is drawn: fill, hairline, and the thick left edge that says "this hurts"."""

    fill: str = "panel"
    stroke: str = "line"
    edge: str = ""
    weight: int = 600


def boxed(
    row: Row, look: Callable[[Card], Look], pieces: Callable[[Card], list[Piece]] | None = None
) -> Callable[[Card, float], Face]:
    """Return the face of a card in a box of the look that suits it."""

    def face(card: Card, wide: float) -> Face:
        one = Look(fill="bg") if is_prompt(card) else look(card)
        texts = pieces(card) if pieces else box_pieces(row, card, one.weight)
        block = flow(texts, wide - INSET - GLYPH - 4)

        def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
            marks: list[Mark] = [
                Rect(x=x, y=y, w=w, h=h, fill=one.fill, stroke=one.stroke, radius=7, square_left=bool(one.edge))
            ]
            if one.edge:
                marks.append(Rect(x=x, y=y, w=EDGE, h=h, fill=one.edge))
            marks += block.words(x + INSET, y + TOP - 1)
            marks += evidence_glyph(row, card, x + w - 12, y + TOP + 7)
            return tuple(marks)

        return Face(block.height + 2 * TOP - 1, draw, block.shortened)

    return face


def box_pieces(row: Row, card: Card, weight: int = 600) -> list[Piece]:
    """Return a boxed card's texts: what it is, its number, detail, owner and state."""
    detail = row.text(card.detail)
    value = shown(card.value, row.locale) if card.value is not None and not detail else ""  # a detail says the number
    owned = [part for part in (row.status(card), card.owner, card.channel) if part and part not in detail]
    *above, last = detail.splitlines() or [""]
    below = " · ".join(part for part in (last, figures_line(row, card), *owned) if part)
    return [
        Piece(row.text(card.text), STEP, 400 if is_prompt(card) else weight, _ink(card), lang=card.lang),
        Piece(value, SMALL, 500, space=2),
        *(Piece(line, SMALL, fill="ink-2", space=2) for line in (*above, below)),
        Piece(belongs(row, card), TINY, fill="ink-2", space=2),
    ]


def _ink(card: Card) -> str:
    return "ink-2" if is_prompt(card) else "ink"


def box_need(row: Row, card: Card) -> float:
    """Return the text width a boxed card wants, counting its glyph."""
    return need(box_pieces(row, card), tallest=5) + GLYPH + INSET
