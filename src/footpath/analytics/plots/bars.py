"""Shares as horizontal bars with their intervals, one row each, in groups."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import wrapped
from footpath.analytics.plots.picture import SERIES, Picture, box, line, picture, text
from footpath.analytics.telling import named

_ROW, _LABEL, _BAR, _WORDS, _MARGIN = 30.0, 240.0, 420.0, 150.0, 24.0
_LONGEST = 36


class Bar(Struct, frozen=True):
    """One bar: `share` 0…1 is its length, `words` its figures, `interval` the bounds of the share."""

    label: str
    share: float
    words: str
    group: str = ""
    interval: tuple[float, float] | None = None


def bars(rows: Sequence[Bar], *, title: str, note: str = "") -> Picture:
    """Return bars one below the other; bars of one group share a colour, and a heading where there are several."""
    groups = list(dict.fromkeys(row.group for row in rows))
    marks = [text(_MARGIN, 34, title, size=16)]
    y = 52.0
    for place, group in enumerate(groups):
        if len(groups) > 1:
            y += 22
            marks.append(text(_MARGIN, y - 2, named(group or "(unknown)"), size=13))
        for row in (row for row in rows if row.group == group):
            marks += _bar(row, y, SERIES[place % len(SERIES)])
            y += _ROW
    width = _MARGIN * 2 + _LABEL + _BAR + _WORDS
    described = "; ".join(f"{row.group} {row.label}: {row.words}".strip() for row in rows)
    for words in wrapped(note, 120)[:6]:
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    return picture(marks, (width, y + _MARGIN), title, described)


def _bar(row: Bar, y: float, ink: str) -> list[str]:
    left = _MARGIN + _LABEL
    label = row.label if len(row.label) <= _LONGEST else row.label[: _LONGEST - 1] + "…"
    marks = [
        text(left - 10, y + 18, label, anchor="end"),
        box(left, y + 5, _BAR, _ROW - 11, ink="line"),
        box(left, y + 5, max(row.share * _BAR, 0.5), _ROW - 11, ink=ink, hint=f"{row.label}: {row.words}"),
        text(left + _BAR + 10, y + 18, row.words),
    ]
    if row.interval and row.share < 1:
        low, high = (left + bound * _BAR for bound in row.interval)
        marks.append(line([(low, y + 14.5), (high, y + 14.5)], ink="ink", width=1.5))
    return marks
