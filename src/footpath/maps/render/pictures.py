"""Frames for pictures: where the map brings one along as data it is shown, else a sketch and what it is of."""

import re
from collections.abc import Sequence

from footpath.maps.lane import Drawn, Row
from footpath.maps.model import Card
from footpath.maps.render.cards import (
    GLYPH,
    Face,
    Piece,
    belongs,
    evidence_glyph,
    flow,
    need,
    spread,
    stack,
)
from footpath.maps.render.scene import Curve, Disc, Mark, Picture, Rect
from footpath.maps.render.theme import SMALL, TEXT, TINY

MARGIN = 12.0
_DATA = re.compile("data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+=*")


def picture_needs(row: Row) -> Sequence[float]:
    """Return the width frames want."""
    return spread(row, lambda card: max(110.0, need(_texts(row, card)) + MARGIN) + GLYPH)


def pictures(row: Row, top: float, *, sketch: float) -> Drawn:
    """Draw a frame per card with a horizon for a sketch and what it shows in words; `sketch` is its height."""

    def face(card: Card, wide: float) -> Face:
        block = flow(_texts(row, card), wide - 2 * MARGIN)

        def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
            frame = Rect(x=x, y=y, w=w, h=h, fill="panel", stroke="line", radius=7)
            ground = Rect(x=x + 6, y=y + 6, w=w - 12, h=sketch, fill="accent-soft", radius=4)
            words = block.words(x + MARGIN, y + sketch + 12)
            return (
                frame,
                ground,
                *(_shown(row, card, (x + 6, y + 6, w - 12, sketch)) or _horizon(x + 6, y + 6, w - 12, sketch)),
                *words,
                *evidence_glyph(row, card, x + w - 16, y + 17),
            )

        return Face(sketch + block.height + 20, draw, block.shortened)

    return stack(row, top, face)


def _shown(row: Row, card: Card, box: tuple[float, float, float, float]) -> tuple[Mark, ...]:
    src = str(card.props.get("src", ""))
    if not _DATA.fullmatch(src):
        return ()
    x, y, w, h = box
    alt = str(card.props.get("alt", "")) or row.text(card.text)
    return (Picture(x=x, y=y, w=w, h=h, src=src, alt=alt),)


def _texts(row: Row, card: Card) -> list[Piece]:
    said = row.text(card.text) or str(card.props.get("alt", ""))
    return [
        Piece(said or row.say("no_picture"), TEXT if said else SMALL, fill="ink" if said else "ink-2"),
        Piece(str(card.props.get("alt", "")) if row.text(card.text) else "", SMALL, fill="ink-2", space=1),
        Piece(row.text(card.detail), SMALL, fill="ink-2", space=1),
        Piece(belongs(row, card), TINY, fill="ink-2", space=1),
    ]


def _horizon(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
    low, middle = y + h - 8, x + w / 2
    hills = (
        ("M", middle - 30, low),
        ("L", middle - 10, low - 18),
        ("L", middle + 2, low - 8),
        ("L", middle + 13, low - 22),
        ("L", middle + 32, low),
    )
    return (
        Curve(commands=hills, stroke="accent", width=1.4),
        Disc(cx=middle - 20, cy=low - 27, r=3.5, stroke="accent", width=1.4),
    )
