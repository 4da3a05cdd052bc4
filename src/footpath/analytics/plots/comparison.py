"""Shares side by side: a row each thing, a column each way of counting, a small bar with its interval in each cell."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, wrapped
from footpath.analytics.plots.picture import Picture, box, line, picture, text
from footpath.analytics.telling import phrase

_ROW, _LABEL, _COLUMN, _GAP, _MARGIN = 38.0, 240.0, 112.0, 22.0, 24.0
_ACROSS = 6  # columns beside each other; the rest goes below


class Cell(Struct, frozen=True):
    """One share with its interval and its figures in words."""

    share: float
    words: str
    interval: tuple[float, float] | None = None


class Row(Struct, frozen=True):
    """One thing, and its cell in each column; None = not counted there."""

    label: str
    cells: tuple[Cell | None, ...]


def comparison(columns: Sequence[str], rows: Sequence[Row], *, title: str, note: str = "") -> Picture:
    """Return the shares as a table of small bars, all on one scale; more than six columns go on below."""
    bounds = [bound for row in rows for cell in row.cells if cell for bound in (cell.share, *(cell.interval or ()))]
    scale = (min([0.0, *bounds]), max([0.01, *bounds]))
    marks, y = [text(_MARGIN, 34, title, size=16)], 62.0
    if not rows:
        marks.append(text(_MARGIN, y + 12, phrase("Nothing to show."), ink="ink-2"))
        y += 44
    for begin in range(0, len(columns) if rows else 0, _ACROSS):
        these = range(begin, min(begin + _ACROSS, len(columns)))
        for place, column in enumerate(these):
            marks.append(text(_left(place), y, fitted(columns[column], _COLUMN), ink="ink-2"))
        for row in rows:
            marks.append(text(_MARGIN + _LABEL - 14, y + 29, fitted(row.label, _LABEL - 14), anchor="end"))
            for place, column in enumerate(these):
                marks += _cell(row.cells[column], (_left(place), y + 10), scale)
            y += _ROW
        y += 34
    width = _left(min(_ACROSS, max(len(columns), 4)) - 1) + _COLUMN + _MARGIN
    for words in wrapped(note, int(width / 6.2))[:8]:
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
        y += 16
    described = "; ".join(
        f"{row.label}: " + ", ".join(f"{columns[i]} {cell.words}" for i, cell in enumerate(row.cells) if cell)
        for row in rows
    )
    return picture(marks, (width, y + 8), title, described or phrase("Nothing to show."))


def _left(place: int) -> float:
    return _MARGIN + _LABEL + place * (_COLUMN + _GAP)


def _cell(cell: Cell | None, at: tuple[float, float], scale: tuple[float, float]) -> list[str]:
    x, y = at
    if cell is None:
        return [text(x, y + 14, "–", size=11, ink="ink-2")]

    def place(share: float) -> float:
        return x + (share - scale[0]) / (scale[1] - scale[0]) * _COLUMN

    begin, end = sorted((place(0), place(cell.share)))
    marks = [
        text(x, y + 14, cell.words, size=11),
        box(x, y + 18, _COLUMN, 8, ink="line"),
        box(begin, y + 18, max(end - begin, 0.5), 8, hint=cell.words),
    ]
    if cell.interval:
        low, high = (place(bound) for bound in cell.interval)
        marks.append(line([(low, y + 22), (high, y + 22)], ink="ink", width=1.5))
    if scale[0] < 0:
        marks.append(line([(place(0), y + 16), (place(0), y + 28)], ink="ink-2"))
    return marks
