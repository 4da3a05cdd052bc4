"""Number cards: the value first and larger, what it is second, its interval in brackets."""

from collections.abc import Callable, Sequence

from footpath.maps.lane import Drawn, Row, in_words
from footpath.maps.model import Card, Figure
from footpath.maps.numbers import figure as shown
from footpath.maps.numbers import interval
from footpath.maps.render.cards import GLYPH, Face, Piece, belongs, evidence_glyph, flow, line, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Group, Mark
from footpath.maps.render.theme import SMALL, TEXT, TINY
from footpath.maps.wording import figure_name

NUMBER = 15.0


def number_needs(row: Row) -> Sequence[float]:
    """Return the width number cards need."""
    return spread(row, lambda card: need([p for _, pieces in blocks(row, card) for p in pieces], tallest=5) + GLYPH)


def blocks(row: Row, card: Card) -> list[tuple[str, list[Piece]]]:
    """Return a card's figures as (reference, texts), its own text last."""
    found: list[tuple[str, list[Piece]]] = []
    if card.value is not None:
        found.append((f"card:{card.key}:value", figure_pieces(row, row.text(card.text), card.value)))
    for name, one in card.figures.items():
        label = figure_name(name, row.locale)
        found.append((f"card:{card.key}:{name}", figure_pieces(row, label, one, small=bool(found))))
    rest = [] if card.value is not None else [Piece(row.text(card.text), TEXT, 500)]
    rest += [Piece(row.text(card.detail), SMALL, fill="ink-2"), Piece(belongs(row, card), TINY, fill="ink-2")]
    return [("", rest[:1]), *found, ("", rest[1:])] if card.value is None else [*found, ("", rest)]


def figure_pieces(row: Row, what: str, value: Figure, *, small: bool = False) -> list[Piece]:
    """Return value, name and interval of one figure."""
    within = interval(value, row.locale)
    if small:
        return [Piece(f"{shown(value, row.locale)} {what}", SMALL, fill="ink-2", space=2)]
    return [
        Piece(shown(value, row.locale), NUMBER, 600, space=4),
        Piece(what, SMALL, fill="ink-2"),
        Piece(f"({within})" if within else "", TINY, fill="ink-2"),
    ]


def number_face(
    row: Row, face_of: Callable[[Card], list[tuple[str, list[Piece]]]] | None = None
) -> Callable[[Card, float], Face]:
    """Return the face of a number card; each figure in it can be asked for its definition."""

    def face(card: Card, wide: float) -> Face:
        parts = [
            (ref, flow(pieces, wide - INSET - GLYPH)) for ref, pieces in (face_of or (lambda c: blocks(row, c)))(card)
        ]
        height = sum(block.height + (3 if block.height else 0) for _, block in parts)

        def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
            del h
            marks: list[Mark] = [*evidence_glyph(row, card, x + w - 6, y + 10)]
            for ref, block in parts:
                words = block.words(x + INSET, y)
                marks += (
                    [Group(marks=words, ref=f"figure:{ref}", label=" ".join(w.text for w in words))] if ref else words
                )
                y += block.height + (3 if block.height else 0)
            return tuple(marks)

        return Face(max(20.0, height), draw, any(block.shortened for _, block in parts))

    return face


def column_numbers(row: Row, names: Sequence[str], top: float) -> Drawn:
    """Draw figures of the columns themselves, for a lane nobody put cards on."""
    marks: list[Mark] = []
    lowest = 0.0
    for index, column in enumerate(row.grid.columns):
        y = top
        known = [(name, column.figures[name]) for name in names if name in column.figures]
        for name, value in known:
            pieces = figure_pieces(row, figure_name(name, row.locale), value, small=name != names[0])
            block = flow(pieces, row.grid.room(index, index))
            said = f"{row.text(column.title)}: {figure_name(name, row.locale)} {in_words(value, row.locale)}"
            marks.append(
                Group(marks=block.words(row.grid.x(index), y), ref=f"figure:column:{column.key}:{name}", label=said)
            )
            y += block.height + 3
        lowest = max(lowest, y - top)
    if not marks:
        marks.append(line(row.say("no_data"), row.grid.x(0), top + 13, SMALL, fill="ink-2"))
    return Drawn(marks=tuple(marks), height=max(20.0, lowest))


def column_cells(row: Row, names: Sequence[str]) -> list[list[str]]:
    """Return the columns' own figures of those names in words, per column."""
    return [
        [
            f"{figure_name(name, row.locale)} {in_words(column.figures[name], row.locale)}"
            for name in names
            if name in column.figures
        ]
        for column in row.grid.columns
    ]


def numbers(row: Row, names: Sequence[str], top: float) -> Drawn:
    """Draw a lane of numbers: its cards, or the columns' own figures of those names where it has none."""
    return stack(row, top, number_face(row)) if row.cards else column_numbers(row, names, top)
