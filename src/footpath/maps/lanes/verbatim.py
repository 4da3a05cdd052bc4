"""Quotes."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.cards import (
    GLYPH,
    Face,
    Piece,
    belongs,
    evidence_glyph,
    flow,
    is_prompt,
    need,
    slanted,
    spread,
    stack,
)
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Mark
from footpath.maps.render.text import clean, longest
from footpath.maps.render.theme import TEXT, TINY

MARKS = {"pl": "„”", "lv": "“”", "de": "„“", "fr": "«»", "zh": "「」", "ja": "「」"}
_QUOTES = "\"'“”„«»「」『』‘’"


class Verbatim(LaneType):
    """What customers said, in their own words and language, with where they said it."""

    name = "verbatim"

    def measure(self, row: Row) -> Sequence[float]:
        """Give long quotes room, so that they stay within a few lines."""
        return spread(row, lambda card: max(need([_quote(row, card)], tallest=6, most=200.0), _said_need(row, card)))

    def draw(self, row: Row, top: float) -> Drawn:
        """Set quotes in italics (Chinese upright), the origin under them."""

        def face(card: Card, wide: float) -> Face:
            quote = flow([_quote(row, card)], wide - INSET)
            said = flow(_said(row, card), wide - INSET - GLYPH)

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del w, h
                below = y + quote.height + 3
                sign = evidence_glyph(row, card, x + INSET + 5, below + 7, 4.0)
                return (*quote.words(x + INSET, y), *sign, *said.words(x + INSET + 15, below))

            return Face(quote.height + 3 + max(said.height, 14.0), draw, quote.shortened or said.shortened)

        return stack(row, top, face, gap=12, aligned=False)


def _quote(row: Row, card: Card) -> Piece:
    text = row.text(card.text)
    if is_prompt(card):
        return Piece(text, TEXT, fill="ink-2")
    return Piece(quoted(text, card.lang or row.locale), TEXT, italic=slanted(text), lang=card.lang)


def _said(row: Row, card: Card) -> list[Piece]:
    parts = (row.text(card.detail), card.origin, belongs(row, card))
    return [Piece(part, TINY, fill="ink-2", lines=3) for part in parts]


def _said_need(row: Row, card: Card) -> float:
    return min(130.0, max((longest(piece.text, TINY) for piece in _said(row, card)), default=0.0)) + GLYPH


def quoted(text: str, lang: str) -> str:
    """Return a text in the quotation marks of its language, unless it has some already."""
    bare = clean(text)
    if not bare or bare[0] in _QUOTES:
        return bare
    marks = MARKS.get(lang.split("-", maxsplit=1)[0].lower(), "“”")
    return f"{marks[0]}{bare}{marks[1]}"
