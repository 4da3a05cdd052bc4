"""Quotes."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.cards import GLYPH, Face, Piece, belongs, evidence_glyph, flow, need, slanted, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Mark
from footpath.maps.render.theme import TEXT, TINY

MARKS = {"pl": "„”", "lv": "“”", "de": "„“", "fr": "«»", "zh": "「」", "ja": "「」"}
_QUOTES = "\"'“”„«»「」『』‘’"


class Verbatim(LaneType):
    """What customers said, in their own words and language, with where they said it."""

    name = "verbatim"

    def measure(self, row: Row) -> Sequence[float]:
        """Give long quotes room, so that they stay within a few lines."""
        return spread(row, lambda card: need(_pieces(row, card), tallest=6, most=200.0) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Set quotes in italics (Chinese upright), the origin under them."""

        def face(card: Card, wide: float) -> Face:
            block = flow(_pieces(row, card), wide - INSET - GLYPH)

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del h
                return (*block.words(x + INSET, y), *evidence_glyph(row, card, x + w - 6, y + 8))

            return Face(block.height, draw, block.shortened)

        return stack(row, top, face, gap=12)


def _pieces(row: Row, card: Card) -> list[Piece]:
    text = row.text(card.text)
    locale = card.lang or row.locale
    return [
        Piece(quoted(text, locale), TEXT, italic=slanted(text), lang=card.lang),
        Piece(row.text(card.detail), TINY, fill="ink-2", space=2),
        Piece(card.origin, TINY, fill="ink-2", space=2, lines=3),
        Piece(belongs(row, card), TINY, fill="ink-2", space=1),
    ]


def quoted(text: str, lang: str) -> str:
    """Return a text in the quotation marks of its language, unless it has some already."""
    bare = text.strip()
    if not bare or bare[0] in _QUOTES:
        return bare
    marks = MARKS.get(lang.split("-", maxsplit=1)[0].lower(), "“”")
    return f"{marks[0]}{bare}{marks[1]}"
