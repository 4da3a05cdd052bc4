"""An icicle: a tree as columns of cells, each as high as its share, its children beside it."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.marks import area, hinted, label
from footpath.analytics.plots.picture import Picture, picture, text
from footpath.analytics.telling import phrase

_MARGIN, _TOP, _COLUMN, _GAP, _PAD = 24.0, 108.0, 176.0, 4.0, 8.0
_LOW, _HIGH, _ROW = 300.0, 1100.0, 15.0
_LEGIBLE, _TWO_LINES = 13.0, 38.0  # px a cell needs for one line of text, and for two
_STRIP, _STRIPS = 22.0, 84.0  # room for those who go no further, beyond the outer columns


class Cell(Struct, frozen=True):
    """A node.

    Attributes:
        parent: place of the node it hangs on, −1 for the root.
        depth: columns from the root, negative to the left.
        share: 0…1 of the root.
        over: 0…1 of the root that ends here; drawn at the foot of the next column.
        begun: 0…1 of the root that begins here; drawn at the foot of the column to the left.
        label, words: what stands in it; hint: its tooltip; ink: its colour.
    """

    parent: int
    depth: int
    share: float
    over: float
    begun: float
    label: str
    words: str
    hint: str = ""
    ink: str = "accent-soft"
    opacity: float = 1.0


class Frame(Struct, frozen=True):
    """What stands around the picture: title, line under it, legend (colour, text), titles of columns, note below."""

    title: str
    under: str
    legend: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    note: str


def icicle(cells: Sequence[Cell], frame: Frame) -> Picture:
    """Return the tree; columns left of the root are walked backwards."""
    if not cells:
        cells = [Cell(-1, 0, 0.0, 0.0, 0.0, phrase("nobody"), "")]
    first, last = min(cell.depth for cell in cells), max(cell.depth for cell in cells) + 1
    left = _MARGIN + (_STRIPS if first < 0 else 0)
    high = _height(cells)
    spots = _spots(cells, high)
    marks = _heading(frame)
    width = left + (last - first) * _COLUMN + _MARGIN + (_STRIPS if last > 1 else 0)
    width = max(width, 2 * _MARGIN + width_of(frame.title, 16), 480)
    for place, title in enumerate(frame.columns):
        x = left + place * _COLUMN
        marks.append(label((x + _PAD, _TOP - 10), fitted(title, _COLUMN - 2 * _PAD, 11), size=11, ink="ink-2"))
    for at, cell in enumerate(cells):
        marks += _cell(cell, left + (cell.depth - first) * _COLUMN, spots[at], high)
        marks += _over(cell, left + (cell.depth - first) * _COLUMN, spots[at], high)
        marks += _begun(cell, left + (cell.depth - first) * _COLUMN, spots[at], high)
    y = _TOP + high + 8
    for line in wrapped(frame.note, max(60, int(width / 6.4)))[:8]:
        y += 16
        marks.append(text(_MARGIN, y, line, size=11, ink="ink-2"))
    told = "; ".join(f"{cell.label}: {cell.words}" for cell in cells[:100])
    return picture(marks, (width, y + _MARGIN), frame.title, told)


def _heading(frame: Frame) -> list[str]:
    marks = [label((_MARGIN, 34), frame.title, size=16, weight=650), text(_MARGIN, 54, frame.under, ink="ink-2")]
    x = _MARGIN
    for ink, told in frame.legend:
        marks.append(area(f"M{x:.1f} 65h14v10h-14Z", ink=ink))
        marks.append(text(x + 20, 74, told, size=11, ink="ink-2"))
        x += 38 + width_of(told, 11)
    return marks


def _height(cells: Sequence[Cell]) -> float:
    """Return a height at which the cells of the fullest column can mostly be read."""
    columns: dict[int, int] = {}
    for cell in cells:
        columns[cell.depth] = columns.get(cell.depth, 0) + (cell.share >= 0.004)
    return min(_HIGH, max(_LOW, 26.0 * max(columns.values())))


def _spots(cells: Sequence[Cell], high: float) -> list[float]:
    """Return the y of each cell's upper edge: children one below the other beside their parent."""
    spots = [0.0] * len(cells)
    fill: dict[tuple[int, bool], float] = {}
    for at, cell in enumerate(cells):
        if cell.parent < 0:
            continue
        key = (cell.parent, cell.depth > 0)
        spots[at] = fill.get(key, spots[cell.parent])
        fill[key] = spots[at] + cell.share * high
    return spots


def _cell(cell: Cell, x: float, y: float, high: float) -> list[str]:
    tall = cell.share * high
    if tall < 0.4:
        return []
    inner = max(tall - 1.0, 0.4)
    wide = _COLUMN - _GAP
    marks = [area(f"M{x:.1f} {_TOP + y:.1f}h{wide:.1f}v{inner:.2f}h-{wide:.1f}Z", ink=cell.ink, opacity=cell.opacity)]
    if tall >= _LEGIBLE:
        room = wide - 2 * _PAD
        line = min(_TOP + y + tall / 2 + 4, _TOP + y + 17)
        both = tall >= _TWO_LINES
        marks.append(label((x + _PAD, line), fitted(cell.label, room, 12), size=12, weight=560))
        if both:
            marks.append(label((x + _PAD, line + _ROW), fitted(cell.words, room, 11), size=11, ink="ink-2"))
        elif width_of(cell.label, 12) + width_of(cell.words, 11) + 8 <= room:
            marks.append(label((x + wide - _PAD, line), cell.words, size=11, anchor="end", ink="ink-2"))
    return [hinted(marks, cell.hint or f"{cell.label}: {cell.words}")]


def _over(cell: Cell, x: float, y: float, high: float) -> list[str]:
    """Return the strip for those who go no further, at the foot of the cell's place in the next column."""
    tall = cell.over * high
    if tall < 0.4:
        return []
    low, left = _TOP + y + cell.share * high - tall, x + _COLUMN
    return [
        _strip(
            (left, low, tall),
            phrase("{n} end", n=f"{cell.over:.0%}"),
            (left + _STRIP + 6, "start"),
            ("pain-soft", "pain"),
        )
    ]


def _begun(cell: Cell, x: float, y: float, high: float) -> list[str]:
    """Return the strip for those who begin here, at the foot of the cell's place in the column to the left."""
    tall = cell.begun * high
    if tall < 0.4:
        return []
    low, left = _TOP + y + cell.share * high - tall, x - _GAP - _STRIP
    return [_strip((left, low, tall), phrase("{n} begin", n=f"{cell.begun:.0%}"), (left - 6, "end"), ("line", "ink-2"))]


def _strip(place: tuple[float, float, float], words: str, at: tuple[float, str], inks: tuple[str, str]) -> str:
    left, low, tall = place
    d = f"M{left:.1f} {low:.1f}h{_STRIP:.1f}v{max(tall - 1, 0.4):.2f}h-{_STRIP:.1f}Z"
    marks = [area(d, ink=inks[0])]
    if tall >= _LEGIBLE:
        marks.append(label((at[0], low + tall / 2 + 4), words, size=11, anchor=at[1], ink=inks[1]))
    return hinted(marks, words)
