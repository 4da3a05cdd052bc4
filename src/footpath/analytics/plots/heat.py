"""Shares as a table of tinted cells with their numbers: cohorts by period, frequency by recency."""

from collections.abc import Sequence
from html import escape

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.picture import Picture, picture, text
from footpath.analytics.telling import phrase

MOST_ROWS, MOST_COLUMNS = 61, 60
_MARGIN, _HEIGHT, _LABEL, _SIDE = 24.0, 24.0, 260.0, 84.0
_DEEPEST = 0.5  # a darker tint would leave the numbers hard to read, on dark pages as on light ones


class Cell(Struct, frozen=True):
    """One cell: `tint` 0…1 is how deep its colour is, `words` what it says; `open` = its period is not over."""

    tint: float
    words: str
    hint: str = ""
    open: bool = False


class Row(Struct, frozen=True):
    """One row: what it is, how many it is about, and its cells from the left; None leaves a cell out."""

    label: str
    side: str
    cells: tuple[Cell | None, ...]
    strong: bool = False


def heat(rows: Sequence[Row], columns: Sequence[str], *, title: str, head: tuple[str, str], note: str = "") -> Picture:
    """Return rows of tinted cells; what is beyond 61 rows or 60 columns is said and left out.

    Args:
        columns: what stands over each column.
        head: what stands over the labels and the numbers beside them.
    """
    shown, over = rows[:MOST_ROWS], columns[:MOST_COLUMNS]
    width, size = _cell_width(len(over))
    label = min(_LABEL, max(width_of(words) for words in [head[0], *(row.label for row in shown)])) + 8
    left = _MARGIN + label + _SIDE
    marks = [text(_MARGIN, 34, title, size=16)]
    y = 62.0
    marks += [text(_MARGIN, y, head[0], ink="ink-2"), text(left - 12, y, head[1], anchor="end", ink="ink-2")]
    for k, one in enumerate(over):
        marks.append(
            text(left + (k + 0.5) * width, y, fitted(one, width, size), size=size, anchor="middle", ink="ink-2")
        )
    y += 8
    for row in shown:
        marks += _row(row, (left, y), width, size)
        y += _HEIGHT + (6 if row.strong else 0)
    page = max(left + len(over) * width + _MARGIN, 560.0)
    for words in [*_left_out(rows, columns), *wrapped(note, int(page / 6.2))[:8]]:
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    described = "; ".join(f"{row.label}: {', '.join(cell.words for cell in row.cells if cell)}" for row in shown)
    return picture(marks, (page, y + _MARGIN), title, described)


def _cell_width(columns: int) -> tuple[float, float]:
    """Return width of a cell and size of its letters."""
    if columns <= 16:
        return 50.0, 12.0
    return (40.0, 11.0) if columns <= 32 else (34.0, 10.0)


def _left_out(rows: Sequence[Row], columns: Sequence[str]) -> list[str]:
    beyond = []
    if len(rows) > MOST_ROWS:
        beyond.append(phrase("{n} more rows", n=f"{len(rows) - MOST_ROWS:,}"))
    if len(columns) > MOST_COLUMNS:
        beyond.append(phrase("{n} more columns", n=f"{len(columns) - MOST_COLUMNS:,}"))
    return [phrase("Not shown: {what}; the table has them.", what=", ".join(beyond))] if beyond else []


def _row(row: Row, at: tuple[float, float], width: float, size: float) -> list[str]:
    left, y = at
    label = fitted(row.label, left - _SIDE - _MARGIN)
    base = y + _HEIGHT / 2 + 4
    marks = [text(_MARGIN, base, label), text(left - 12, base, row.side, anchor="end", ink="ink-2")]
    for k, cell in enumerate(row.cells[:MOST_COLUMNS]):
        if cell is not None:
            marks += _cell(cell, (left + k * width, y), width, size)
    return marks


def _cell(cell: Cell, at: tuple[float, float], width: float, size: float) -> list[str]:
    x, y = at
    tint = 0.04 + (_DEEPEST - 0.04) * min(max(cell.tint, 0.0), 1.0)
    tip = f"<title>{escape(cell.hint)}</title>" if cell.hint else ""
    place = f'x="{x + 1:.5g}" y="{y + 1:.5g}" width="{width - 2:.5g}" height="{_HEIGHT - 2:.5g}" rx="2"'
    dashes = ' class="fill-accent stroke-ink-2" stroke-dasharray="3 2"' if cell.open else ' class="fill-accent"'
    words = text(x + width / 2, y + _HEIGHT / 2 + 4, cell.words, size=size, anchor="middle")
    return [f'<rect{dashes} {place} fill-opacity="{tint:.2f}">{tip}</rect>', words]
