"""Ratios as bars to the right of one and to the left of it, on a logarithmic scale, with their intervals."""

from collections.abc import Sequence
from math import ceil, log2

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, wrapped
from footpath.analytics.plots.picture import Picture, box, line, picture, text

_ROW, _LABEL, _HALF, _WORDS, _MARGIN = 28.0, 250.0, 200.0, 250.0, 24.0
_MOST = 6.0  # doublings; bars end there, so that small ratios can be told apart beside endless ones


class Bar(Struct, frozen=True):
    """One ratio (1 = no difference) with its interval and its figures in words."""

    label: str
    ratio: float
    interval: tuple[float, float]
    words: str


def diverging(rows: Sequence[Bar], *, title: str, sides: tuple[str, str], note: str = "") -> Picture:
    """Return the ratios one below the other.

    Args:
        sides: what bars to the left and to the right mean.
    """
    reach = ceil(max([1.0, *(abs(_doublings(one)) for row in rows for one in (row.ratio, *row.interval))]))
    middle, y = _MARGIN + _LABEL + _HALF, 70.0
    marks = [text(_MARGIN, 34, title, size=16)]
    if rows:
        marks.append(text(middle - 10, 62, sides[0], size=11, anchor="end", ink="pain"))
        marks.append(text(middle + 10, 62, sides[1], size=11, ink="accent"))
        step = max(1, ceil(reach / 3))
        for doubling in range(-(reach // step) * step, reach + 1, step):
            x = middle + doubling / reach * _HALF
            marks.append(line([(x, y), (x, y + len(rows) * _ROW)], ink="line"))
            marks.append(text(x, y + len(rows) * _ROW + 14, _told(doubling), size=11, anchor="middle", ink="ink-2"))
    for row in rows:
        marks += _bar(row, y, middle, reach)
        y += _ROW
    y += 34 if rows else 0
    for words in wrapped(note, 150)[:8]:
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
        y += 16
    described = "; ".join(f"{row.label}: {row.words}" for row in rows) or note
    return picture(marks, (_MARGIN * 2 + _LABEL + 2 * _HALF + _WORDS, y + 8), title, described)


def _doublings(ratio: float) -> float:
    return max(-_MOST, min(_MOST, log2(ratio))) if ratio > 0 else -_MOST


def _told(doubling: int) -> str:
    return f"×{2**doubling}" if doubling >= 0 else f"×1/{2**-doubling}"


def _bar(row: Bar, y: float, middle: float, reach: int) -> list[str]:
    def place(ratio: float) -> float:
        return middle + _doublings(ratio) / reach * _HALF

    begin, end = sorted((middle, place(row.ratio)))
    low, high = (place(bound) for bound in row.interval)
    return [
        text(_MARGIN + _LABEL - 12, y + 18, fitted(row.label, _LABEL - 12), anchor="end"),
        box(begin, y + 6, max(end - begin, 0.5), _ROW - 12, ink="accent" if row.ratio > 1 else "pain", hint=row.words),
        line([(low, y + _ROW / 2), (high, y + _ROW / 2)], ink="ink", width=1.5),
        text(middle + _HALF + 14, y + 18, fitted(row.words, _WORDS - 14, 11), size=11),
    ]
