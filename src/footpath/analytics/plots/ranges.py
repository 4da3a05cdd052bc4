"""Numbers one below the other as bars with their intervals, each beside what it was before where that is known."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import both_ends, fitted, wrapped
from footpath.analytics.plots.marks import hinted
from footpath.analytics.plots.picture import Picture, box, line, picture, text
from footpath.analytics.telling import phrase

_MARGIN, _LABEL, _BAR, _WORDS, _ROW = 24.0, 230.0, 400.0, 330.0, 32.0
_INKS = {"better": "accent", "worse": "pain"}


class Range(Struct, frozen=True):
    """One number.

    Attributes:
        label: what it is of.
        value, interval: None = nothing to show.
        words: its figures.
        before, before_interval: what it was; None = not compared.
        verdict: better, worse, … colours the change.
    """

    label: str
    value: float | None
    interval: tuple[float, float] | None
    words: str
    before: float | None = None
    before_interval: tuple[float, float] | None = None
    verdict: str | None = None


def ranges(rows: Sequence[Range], said: Callable[[float], str], *, title: str, note: str = "") -> Picture:
    """Return the numbers on one scale that shows 0.

    Args:
        rows: from top to bottom.
        said: a number as people read it, for the scale.
        title: what it shows.
        note: small print.
    """
    compared = any(row.before is not None for row in rows)
    scale = _scale(rows)
    width = 2 * _MARGIN + _LABEL + _BAR + _WORDS
    marks = [text(_MARGIN, 34, fitted(title, width - 2 * _MARGIN, 16), size=16)]
    y = 52.0
    if compared:
        left, verdicts = _MARGIN + _LABEL, {row.verdict for row in rows}
        marks += [_ring(left + 5, y + 9), text(left + 16, y + 13, phrase("before"), size=11, ink="ink-2")]
        shown = [("now", "third"), *((word, ink) for word, ink in _INKS.items() if word in verdicts)]
        for place, (word, ink) in enumerate(shown):
            marks.append(box(left + 70 + 70 * place, y + 4, 12, 10, ink=ink))
            marks.append(text(left + 88 + 70 * place, y + 13, phrase(word), size=11, ink="ink-2"))
        y += 24
    for row in rows:
        marks.append(hinted(_row(row, y, scale), f"{row.label}: {row.words}"))
        y += _ROW
    if not rows or all(row.value is None for row in rows):
        marks.append(text(_MARGIN + _LABEL, y + 16, phrase("Nothing to show."), ink="ink-2"))
        y += 28
    else:
        marks += _ends(scale, y, said)
        y += 20
    for words in wrapped(note, 150)[:6]:
        y += 16
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
    told = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return picture(marks, (width, y + _MARGIN), title, told or phrase("Nothing to show."))


def _scale(rows: Sequence[Range]) -> tuple[float, float]:
    """Return the ends of the scale; bounds of intervals further than twice the numbers do not stretch it."""
    values = [value for row in rows for value in (row.value, row.before) if value is not None]
    reach = max((abs(value) for value in values), default=0.0) or 1.0
    bounds = [bound for row in rows for span in (row.interval, row.before_interval) for bound in span or ()]
    near = [min(max(bound, -2 * reach), 2 * reach) for bound in bounds]
    low, high = min([0.0, *values, *near]), max([0.0, *values, *near])
    return low, high if high > low else low + 1.0


def _at(value: float, scale: tuple[float, float]) -> float:
    inside = min(max(value, scale[0]), scale[1])
    return _MARGIN + _LABEL + (inside - scale[0]) / (scale[1] - scale[0]) * _BAR


def _row(row: Range, y: float, scale: tuple[float, float]) -> list[str]:
    left, middle = _MARGIN + _LABEL, y + _ROW / 2
    marks = [
        text(left - 12, middle + 4, both_ends(row.label, _LABEL - 16), anchor="end"),
        line([(left, middle), (left + _BAR, middle)]),
        text(left + _BAR + 14, middle + 4, fitted(row.words, _WORDS - 14, 11), size=11),
    ]
    if row.value is not None:
        begin, end = sorted((_at(0.0, scale), _at(row.value, scale)))
        ink = "accent" if row.before is None else _INKS.get(row.verdict or "", "third")
        marks.append(box(begin, middle - 8, max(end - begin, 1.0), 16, ink=ink))
    for span, down in ((row.interval, middle), (row.before_interval, middle + 12)):
        if span is not None:
            low, high = (_at(bound, scale) for bound in span)
            marks.append(line([(low, down), (high, down)], ink="ink" if down == middle else "ink-2", width=1.5))
    if row.before is not None:
        marks.append(_ring(_at(row.before, scale), middle + 12))
    return marks


def _ends(scale: tuple[float, float], y: float, said: Callable[[float], str]) -> list[str]:
    """Return the numbers at the ends of the scale, and 0 where it is inside."""
    values = [scale[0], scale[1]] if scale[0] >= 0 or scale[1] <= 0 else [scale[0], 0.0, scale[1]]
    return [text(_at(value, scale), y + 12, said(value), size=11, anchor="middle", ink="ink-2") for value in values]


def _ring(x: float, y: float) -> str:
    return f'<circle class="fill-bg stroke-ink" cx="{x:.5g}" cy="{y:.5g}" r="4" stroke-width="1.5"/>'
