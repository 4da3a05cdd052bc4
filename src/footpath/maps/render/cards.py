"""What cards are made of: broken lines of text, the evidence glyph, and rows of boxes that never overlap."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict, Unpack

from msgspec import Struct, structs

from footpath.maps.evidence import level
from footpath.maps.lane import Box, Drawn, Row
from footpath.maps.model import Card, Level
from footpath.maps.numbers import figure as shown
from footpath.maps.render.grid import GAP, INSET
from footpath.maps.render.icons import ROOM, icon, strokes
from footpath.maps.render.scene import Anchor, Disc, Group, Mark, Rect, Words
from footpath.maps.render.text import chinese, clean, longest, width, wrap
from footpath.maps.render.theme import LEADING, PAD, SMALL, TEXT, TINY
from footpath.maps.wording import figure_name

GLYPH = 18.0  # width kept for the evidence glyph at a card's right
LONGEST_WORD = 216.0  # a longer word is parted rather than widening its column further
# The colours people choose from, by the token that draws them: the same as in the editor.
WORN = {"green": "accent", "violet": "second", "blue": "third", "orange": "fourth", "pink": "fifth"}
_TAGS = 18.0  # px for a line of tags
_EDGE = 3.0
_ABOVE = 5.0  # px over the words of a card without a box
LINES = 12  # a longer text ends in an ellipsis, its whole in the card's title


class Piece(Struct, frozen=True):
    """A run of text of one look, not yet broken into lines."""

    text: str
    size: float = TEXT
    weight: int = 400
    fill: str = "ink"
    italic: bool = False
    lang: str = ""
    lines: int = LINES
    space: float = 0.0  # px above it
    href: str = ""


class Block(Struct, frozen=True):
    """Lines of text placed from their own top left corner."""

    lines: tuple[tuple[str, float, Piece], ...]  # text, baseline, look
    height: float
    shortened: bool = False

    def words(self, x: float, y: float, anchor: Anchor = "start") -> tuple[Words, ...]:
        """Return the lines as marks with the block's corner at (x, y)."""
        return tuple(_placed(text, x, y + baseline, piece, anchor) for text, baseline, piece in self.lines)


def _placed(text: str, x: float, y: float, piece: Piece, anchor: Anchor) -> Words:
    return line(
        text,
        x,
        y,
        piece.size,
        weight=piece.weight,
        fill=piece.fill,
        anchor=anchor,
        italic=piece.italic,
        lang=piece.lang,
        href=piece.href,
    )


class LineLook(TypedDict, total=False):
    """How one line of text looks."""

    weight: int
    fill: str
    anchor: Anchor
    italic: bool
    lang: str
    href: str


def line(text: str, x: float, y: float, size: float = TEXT, **look: Unpack[LineLook]) -> Words:
    """Return one line of text on its baseline, with its measured width."""
    wide = width(text, size, look.get("weight", 400), italic=look.get("italic", False))
    return Words(x=x, y=y, text=text, size=size, width=wide, **look)


def flow(pieces: Sequence[Piece], room: float) -> Block:
    """Break pieces of text to `room` px, one under the other."""
    lines: list[tuple[str, float, Piece]] = []
    y, shortened = 0.0, False
    for piece in pieces:
        if not piece.text.strip():
            continue
        rows = balanced(piece, room)
        shortened = shortened or "".join(rows).replace(" ", "") != clean(piece.text).replace(" ", "")
        leading = round(piece.size * LEADING)
        y += piece.space if lines else 0.0
        for text in rows:
            lines.append((text, y + piece.size * 0.97 + (leading - piece.size) / 2 - 1, piece))
            y += leading
    return Block(tuple(lines), y, shortened)


def balanced(piece: Piece, room: float) -> tuple[str, ...]:
    """Break a piece into as few lines as `room` allows, then make short texts' lines of about the same length."""

    def broken(within: float) -> tuple[str, ...]:
        return wrap(piece.text, within, piece.size, piece.weight, italic=piece.italic, lines=piece.lines)

    rows = broken(room)
    if not 2 <= len(rows) <= 4:
        return rows
    narrow, wide = room * 0.5, room
    while wide - narrow > 4:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(broken(middle)) == len(rows) else (middle, wide)
    unparted = longest(clean(piece.text), piece.size, piece.weight, italic=piece.italic)
    return broken(wide) if wide >= min(unparted, room) else broken(max(wide, min(unparted, room)))


def need(pieces: Sequence[Piece], *, tallest: int = 5, most: float = 184.0) -> float:
    """Return the width that keeps words whole and the text within `tallest` lines, as far as `most` px allow."""
    words = max((longest(clean(p.text), p.size, p.weight, italic=p.italic) for p in pieces), default=0.0)
    area = sum(width(clean(p.text), p.size, p.weight, italic=p.italic) for p in pieces)
    return max(min(words, LONGEST_WORD), min(most, area / tallest))


def spread(row: Row, wanted: Callable[[Card], float]) -> list[float]:
    """Return per column the width its cards want; a card over several columns asks each for its part."""
    needs = [0.0] * (len(row.grid.edges) - 1)
    for card in row.cards:
        first, last = row.span(card)
        each = (wanted(card) + (ROOM if card.icon in strokes() else 0.0) - (last - first) * (INSET + GAP)) / (
            last - first + 1
        )
        for index in range(first, last + 1):
            needs[index] = max(needs[index], each)
    return needs


class Face(Struct, frozen=True):
    """A card ready to be placed: its height and how to draw it at (x, y, width, height)."""

    height: float
    draw: Callable[[float, float, float, float], tuple[Mark, ...]]
    shortened: bool = False


def stack(
    row: Row, top: float, face: Callable[[Card, float], Face], *, gap: float = 8.0, aligned: bool = True
) -> Drawn:
    """Place cards on their columns in their order, never over each other.

    Args:
        row: what to place.
        top: y of the first card.
        face: how a card looks at a width.
        gap: px between cards of a column.
        aligned: in rows of equally high boxes; else each card directly under the one above it.
    """
    if not row.cards:
        empty = line(row.say("empty_lane"), row.grid.x(0), top + PAD, SMALL, fill="ink-2")
        return Drawn(marks=(empty,), height=16)
    marks: list[Mark] = []
    boxes: dict[str, Box] = {}
    floor = [top] * (len(row.grid.edges) - 1)
    for shelf in _shelves(row):
        ready = [(card, row.span(card), worn(card, face, row.grid.box(*row.span(card))[1])) for card in shelf]
        start, height = max(floor), max(one.height for _, _, one in ready)
        for card, (first, last), one in ready:
            x, wide = row.grid.box(first, last)
            y, high = (start, height) if aligned else (max(floor[first : last + 1]), one.height)
            marks.append(card_group(row, card, one.draw(x, y, wide, high), shortened=one.shortened))
            boxes[card.key] = (x, y, wide, high)
            floor[first : last + 1] = [y + high + gap] * (last + 1 - first)
    return Drawn(marks=tuple(marks), height=max(floor) - gap - top, boxes=boxes)


def worn(card: Card, make: Callable[[Card, float], Face], wide: float) -> Face:
    """Return the face of a card with what any may wear: an icon before it, tags under it, a colour along its top."""
    face = _with_icon(card, make, wide) if card.icon in strokes() else make(card, wide)
    tags, token = card.tags, WORN.get(str(card.props.get("colour", "")), "")
    if not tags and not token:
        return face

    def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
        marks = list(face.draw(x, y, w, h))
        if tags:
            words = flow([Piece(" · ".join(tags), TINY, fill="ink-2", lines=1)], w - 2 * INSET)
            marks += words.words(x + INSET, y + h - _TAGS)
        if token:
            boxed = any(isinstance(one, Rect) and one.w == w for one in marks)
            marks.append(Rect(x=x, y=y if boxed else y - _ABOVE, w=w, h=_EDGE, fill=token))
        return tuple(marks)

    return Face(face.height + (_TAGS if tags else 0.0), draw, face.shortened)


def _with_icon(card: Card, make: Callable[[Card, float], Face], wide: float) -> Face:
    """Return the face moved aside for the icon, which stands before its first line; a box stays as wide as it was."""
    face = make(card, wide - ROOM)

    def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
        marks = [_widened(mark, x, w) for mark in face.draw(x + ROOM, y, w - ROOM, h)]
        first = next((mark.y for mark in _lines(marks)), y + 13)
        drawn = icon(card.icon, x + INSET, first - 12)
        return (*marks, *([drawn] if drawn else []))

    return Face(max(face.height, 17.0), draw, face.shortened)


def _widened(mark: Mark, x: float, w: float) -> Mark:
    if not isinstance(mark, Rect) or mark.x != x + ROOM:
        return mark
    return structs.replace(mark, x=x, w=w if mark.w == w - ROOM else mark.w)


def _lines(marks: Sequence[Mark]) -> Iterator[Words]:
    for mark in marks:
        if isinstance(mark, Words):
            yield mark
        elif isinstance(mark, Group):
            yield from _lines(mark.marks)


def _shelves(row: Row) -> list[list[Card]]:
    shelves: list[tuple[list[Card], set[int]]] = []
    for card in row.cards:
        first, last = row.span(card)
        wanted = set(range(first, last + 1))
        shelf = next((one for one in shelves if not one[1] & wanted), None)
        if shelf is None:
            shelf = ([], set())
            shelves.append(shelf)
        shelf[0].append(card)
        shelf[1].update(wanted)
    return [cards for cards, _ in shelves]


def card_group(row: Row, card: Card, marks: tuple[Mark, ...], *, shortened: bool = False) -> Group:
    """Return a card's marks as one group that says the card in words."""
    from footpath.maps.lane import lane_type

    said = lane_type(row.lane.type).describe(row, card)
    whole = " — ".join(part for part in (row.text(card.text), row.text(card.detail)) if part)
    return Group(marks=marks, ref=f"card:{card.key}", label=said, title=whole if shortened else "")


def glyph(of: Level, cx: float, cy: float, r: float = 4.5) -> tuple[Mark, ...]:
    """Draw the evidence ladder's sign: dotted ring, ring, half disc, disc."""
    if of == "hypothesis":
        return (Disc(cx=cx, cy=cy, r=r, stroke="ink-2", width=1.2, dash=(1.6, 1.9)),)
    if of == "reported":
        return (Disc(cx=cx, cy=cy, r=r, stroke="accent", width=1.5),)
    if of == "observed":
        return (
            Disc(cx=cx, cy=cy, r=r, fill="accent", half=True),
            Disc(cx=cx, cy=cy, r=r, stroke="accent", width=1.5),
        )
    return (Disc(cx=cx, cy=cy, r=r, fill="accent", stroke="accent", width=1.5),)


def evidence_glyph(row: Row, card: Card, cx: float, cy: float, r: float = 4.5) -> tuple[Mark, ...]:
    """Draw the evidence sign of a card; a template's prompt is no statement and has none."""
    if is_prompt(card):
        return ()
    return glyph(level(card.evidence, row.model), cx, cy, r)


def plain(
    row: Row, *, weight: int = 400, extra: Callable[[Card], Sequence[Piece]] | None = None
) -> Callable[[Card, float], Face]:
    """Return the face of a card without a box: text, smaller detail, figures, glyph at the right."""

    def face(card: Card, wide: float) -> Face:
        block = flow(card_pieces(row, card, weight=weight, extra=extra), wide - INSET - GLYPH)

        def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
            del h
            return (*block.words(x + INSET, y), *evidence_glyph(row, card, x + w - 6, y + 8))

        return Face(max(block.height, 17.0), draw, block.shortened)

    return face


def card_pieces(
    row: Row, card: Card, *, weight: int = 400, extra: Callable[[Card], Sequence[Piece]] | None = None
) -> list[Piece]:
    """Return the texts of a card in the order they are read."""
    ink = "ink-2" if is_prompt(card) else "ink"
    pieces = [Piece(row.text(card.text), weight=weight, fill=ink, lang=card.lang)]
    pieces += extra(card) if extra else ()
    pieces += [Piece(line, SMALL, fill="ink-2", space=1) for line in row.text(card.detail).splitlines()]
    pieces.append(Piece(figures_line(row, card), SMALL, fill="ink-2", space=1))
    pieces.append(Piece(belongs(row, card), TINY, fill="ink-2", space=1))
    return pieces


def is_prompt(card: Card) -> bool:
    """Say whether a card is a template's question rather than an answer."""
    return card.props.get("prompt") is True


def figures_line(row: Row, card: Card) -> str:
    """Return a card's figures as "value name · value name", unless its detail already says one of them."""
    values = [(shown(one, row.locale), figure_name(name, row.locale)) for name, one in card.figures.items()]
    detail = row.text(card.detail)
    if any(value in detail for value, _ in values):
        return ""
    return " · ".join(f"{value} {name}" for value, name in values)


def belongs(row: Row, card: Card) -> str:
    """Return whose card it is (when the lane is everybody's) and what its arrows say."""
    persona = row.persona(card.persona) if card.persona != row.lane.persona else None
    arrows = [f"→ {row.text(link.label)}" for link in row.model.links if link.frm == card.key and link.label]
    return " · ".join([*([row.text(persona.name)] if persona else []), *arrows])


def slanted(text: str) -> bool:
    """Say whether a quote is set in italics: never in Chinese."""
    return not chinese(text)
