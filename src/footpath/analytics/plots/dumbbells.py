"""Two values of each thing, joined: what was and what is."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.picture import Picture, line, picture, text
from footpath.analytics.telling import phrase

_MARGIN, _LABEL, _SCALE, _WORDS, _ROW = 24.0, 380.0, 300.0, 300.0, 26.0
_ARROW = " → "


class Dumbbell(Struct, frozen=True):
    """One thing: `ends` 0…1 are the first and the second value; `sure` = the change is more than chance."""

    label: str
    ends: tuple[float, float]
    words: str
    below: str = ""
    group: str = ""
    sure: bool = True


def dumbbells(rows: Sequence[Dumbbell], titles: tuple[str, str], *, title: str, note: str = "") -> Picture:
    """Return one line a thing, under a heading a group; the first value is a ring, the second a dot."""
    width = 2 * _MARGIN + _LABEL + _SCALE + _WORDS
    left = _MARGIN + _LABEL
    marks = []
    y = 24.0
    for words in wrapped(title, 100):
        marks.append(text(_MARGIN, y + 12, words, size=16))
        y += 22
    marks += [_ring(left, y + 14), text(left + 12, y + 18, fitted(titles[0], 300), size=11, ink="ink-2")]
    y += 18
    marks += [_dot(left, y + 14, "accent"), text(left + 12, y + 18, fitted(titles[1], 300), size=11, ink="ink-2")]
    y += 26
    for group in dict.fromkeys(row.group for row in rows):
        marks.append(text(_MARGIN, y + 18, group, size=13))
        y += 28
        for row in (row for row in rows if row.group == group):
            marks += _line(row, y)
            y += _ROW
        y += 8
    if not rows:
        marks.append(text(_MARGIN, y + 18, phrase("Nothing to compare."), ink="ink-2"))
        y += 30
    for words in wrapped(note, 150)[:8]:
        y += 16
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
    told = "; ".join(f"{row.label}: {row.words} ({row.below})" for row in rows)
    return picture(marks, (width, y + _MARGIN), title, told or phrase("Nothing to compare."))


def _line(row: Dumbbell, y: float) -> list[str]:
    left, middle = _MARGIN + _LABEL, y + _ROW / 2
    first, second = (left + end * _SCALE for end in row.ends)
    ink = "accent" if row.sure else "ink-2"
    return [
        text(left - 14, middle + 4, _label(row.label, _LABEL - 14), anchor="end"),
        line([(left, middle), (left + _SCALE, middle)]),
        line([(first, middle), (second, middle)], ink=ink, width=3),
        _ring(first, middle),
        _dot(second, middle, ink),
        text(left + _SCALE + 14, middle + 4, " · ".join(filter(None, (row.words, row.below))), size=11),
    ]


def _label(words: str, width: float) -> str:
    """Return a label that fits; of one that leads from one thing to another, both can still be told."""
    first, arrow, second = words.partition(_ARROW)
    if not arrow or width_of(words) <= width:
        return fitted(words, width)
    room = width - width_of(_ARROW)
    least = min(width_of(first), width_of(second), room / 2)
    sizes = (least, room - least) if width_of(first) <= width_of(second) else (room - least, least)
    return f"{fitted(first, sizes[0] + 1)}{_ARROW}{fitted(second, sizes[1] + 1)}"


def _ring(x: float, y: float) -> str:
    return f'<circle class="fill-bg stroke-ink" cx="{x:.5g}" cy="{y:.5g}" r="4.5" stroke-width="1.5"/>'


def _dot(x: float, y: float, ink: str) -> str:
    return f'<circle class="fill-{ink}" cx="{x:.5g}" cy="{y:.5g}" r="5"/>'
