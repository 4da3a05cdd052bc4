"""Cards that lead to a video or a document: a sign, its title, and where it is."""

import re
from collections.abc import Callable, Sequence

from footpath.maps.lane import Drawn, Row
from footpath.maps.model import Card
from footpath.maps.render.cards import GLYPH, Face, Piece, belongs, evidence_glyph, flow, is_prompt, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Curve, Mark, Rect, Words
from footpath.maps.render.theme import SMALL, STEP, TINY

MEDIA = ("video", "document")  # the lane types that lead somewhere
_ADDRESS = re.compile(r"https://[^\s/@?#\"'<>\\]+(?:[/?#][^\s\"'<>\\]*)?")
_SIGN, _TOP = 22.0, 9.0

Sign = Callable[[float, float], tuple[Mark, ...]]


def address(card: Card) -> str:
    """Return the https address a card leads to, empty for a file kept with the map and for all that is no address."""
    src = str(card.props.get("src", ""))
    return src if is_address(src) else ""


def is_address(text: str) -> bool:
    """Say whether a text is an https address that is safe to lead to."""
    return bool(_ADDRESS.fullmatch(text))


def title(row: Row, card: Card) -> str:
    """Return what a video or document is called: the card's text, else what it shows, else its file's name."""
    return row.text(card.text) or str(card.props.get("alt", "")) or str(card.props.get("file", ""))


def media_needs(row: Row) -> Sequence[float]:
    """Return the width the cards want."""
    return spread(row, lambda card: max(110.0, need(_texts(row, card)) + 2 * INSET) + GLYPH)


def media(row: Row, top: float, sign: Sign, kind: str) -> Drawn:
    """Draw a box a card with its sign, what it is (`kind`, a fixed word), its title, and where it is."""

    def face(card: Card, wide: float) -> Face:
        block = flow(_texts(row, card), wide - 2 * INSET - 4)
        head = flow([Piece(row.say(kind), TINY, 500, fill="ink-2", lines=1)], wide - 2 * INSET - _SIGN - GLYPH - 8)

        def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
            frame = Rect(x=x, y=y, w=w, h=h, fill="bg" if is_prompt(card) else "panel", stroke="line", radius=7)
            left, under = x + INSET, y + _TOP + _SIGN + 6
            said: tuple[Words, ...] = (*head.words(left + _SIGN + 8, y + _TOP + 3), *block.words(left, under))
            return (frame, *sign(left, y + _TOP), *said, *evidence_glyph(row, card, x + w - 12, y + _TOP + 8))

        return Face(_TOP + _SIGN + 6 + block.height + 9, draw, block.shortened)

    return stack(row, top, face)


def media_words(row: Row, card: Card, said: str) -> str:
    """Return a card in words: its title first, where it is last."""
    titled = "" if row.text(card.text) else title(row, card)
    shows = str(card.props.get("alt", ""))
    more = shows if shows and shows not in (titled, row.text(card.text)) else ""
    return " · ".join(part for part in (titled, said, more, where(row, card)) if part) or row.say("no_title")


def play(x: float, y: float) -> tuple[Mark, ...]:
    """Return the sign of a video: a screen with the triangle that starts it."""
    triangle = (("M", x + 9, y + 6.5), ("L", x + 16, y + 11), ("L", x + 9, y + 15.5), ("Z",))
    return (
        Rect(x=x, y=y + 2, w=_SIGN, h=18, fill="accent-soft", radius=4),
        Curve(commands=triangle, fill="accent", stroke="accent", width=1.0),
    )


def paper(x: float, y: float) -> tuple[Mark, ...]:
    """Return the sign of a document: a sheet with its corner folded and lines of text."""
    sheet = (
        ("M", x + 3, y + 1),
        ("L", x + 13, y + 1),
        ("L", x + 19, y + 7),
        ("L", x + 19, y + 21),
        ("L", x + 3, y + 21),
        ("Z",),
    )
    corner = (("M", x + 13, y + 1), ("L", x + 13, y + 7), ("L", x + 19, y + 7))
    lines = tuple(
        Curve(commands=(("M", x + 7, y + at), ("L", x + 15, y + at)), stroke="accent", width=1.2) for at in (12, 16)
    )
    return (
        Curve(commands=sheet, fill="accent-soft", stroke="accent", width=1.2),
        Curve(commands=corner, stroke="accent", width=1.2),
        *lines,
    )


def where(row: Row, card: Card) -> str:
    """Return the address of a card, or the name of its file kept with the map."""
    if address(card):
        return address(card)
    kept = str(card.props.get("src", "")).startswith("/")
    return row.say("attached", what=str(card.props.get("file", ""))).strip() if kept else ""


def _texts(row: Row, card: Card) -> list[Piece]:
    called, shows, far = title(row, card), str(card.props.get("alt", "")), address(card)
    return [
        Piece(
            called or row.say("no_title"),
            STEP if called else SMALL,
            400 if is_prompt(card) or not called else 600,
            fill="ink-2" if is_prompt(card) or not called else "ink",
            lang=card.lang,
        ),
        Piece(shows if shows != called else "", SMALL, fill="ink-2", space=2),
        Piece(row.text(card.detail), SMALL, fill="ink-2", space=2),
        Piece(where(row, card), TINY, fill="accent" if far else "ink-2", lines=3, space=2, href=far),
        Piece(belongs(row, card), TINY, fill="ink-2", space=2),
    ]
