"""Ways one below the other: a bar for the share, the steps as chips, wrapped where they are many."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.marks import area, hinted, label, stroke
from footpath.analytics.plots.picture import Picture, box, picture, text
from footpath.analytics.telling import phrase

_MARGIN, _TOP, _BAR, _WORDS, _WAY = 24.0, 84.0, 150.0, 168.0, 760.0
_LINE, _CHIP, _GAP = 26.0, 20.0, 14.0
_LONGEST, _MOST = 190.0, 24


class Strip(Struct, frozen=True):
    """A way.

    Attributes:
        share: 0…1, its bar, None = no bar; other: 0…1 of the group compared with, None without.
        figures, below: the words beside the bar.
        chips: name and colour of each step; more: how many are not drawn.
    """

    share: float | None
    figures: str
    below: str
    chips: tuple[tuple[str, str], ...]
    more: int = 0
    other: float | None = None
    hint: str = ""
    ink: str = "accent"


def strips(rows: Sequence[Strip], words: tuple[str, str, str], legend: tuple[tuple[str, str], ...] = ()) -> Picture:
    """Return the picture.

    Args:
        words: title, line under it, note at the foot.
        legend: colour and text.
    """
    title, under, note = words
    marks = [label((_MARGIN, 34), title, size=16, weight=650), text(_MARGIN, 54, under, ink="ink-2")]
    x = _MARGIN
    for ink, told in legend:
        marks.append(area(f"M{x:.1f} 65h14v10h-14Z", ink=ink))
        marks.append(text(x + 20, 74, told, size=11, ink="ink-2"))
        x += 38 + width_of(told, 11)
    most = max((max(row.share or 0.0, row.other or 0.0) for row in rows), default=0.0) or 1.0
    width = 2 * _MARGIN + _BAR + _WORDS + _WAY
    y = _TOP
    for row in rows:
        chips, lines = _chips(row, y)
        high = max(lines * _LINE, 34.0) + 10
        marks.append(hinted([*_share(row, y, most), *chips], row.hint))
        y += high
        marks.append(stroke(f"M{_MARGIN:.1f} {y - 4:.1f}H{width - _MARGIN:.1f}", ink="line", width=1))
    for line in wrapped(note, int(width / 6.4))[:8]:
        y += 16
        marks.append(text(_MARGIN, y + 4, line, size=11, ink="ink-2"))
    told = "; ".join(row.hint for row in rows)
    return picture(marks, (width, y + _MARGIN), title, told)


def _share(row: Strip, y: float, most: float) -> list[str]:
    marks = []
    for place, (share, ink) in enumerate(((row.share, row.ink), (row.other, "second"))):
        if share is not None:
            long = max(share / most * _BAR, 0.5)
            high = 18.0 if row.other is None else 10.0
            marks.append(box(_MARGIN + _BAR - long, y + 5 + place * 12, long, high, ink=ink))
    x = _MARGIN + _BAR + 10
    marks.append(label((x, y + 17), row.figures, size=12, weight=560))
    marks.append(label((x, y + 31), row.below, size=11, ink="ink-2"))
    return marks


def _chips(row: Strip, y: float) -> tuple[list[str], int]:
    """Return the steps, and over how many lines they run."""
    left = _MARGIN + _BAR + _WORDS
    x, line = left, 0
    marks = []
    shown = [*row.chips[:_MOST]]
    more = row.more + len(row.chips) - len(shown)
    if more:
        shown.append((phrase("… {n} more", n=f"{more:,}"), ""))
    for place, (name, ink) in enumerate(shown):
        told = fitted(name, _LONGEST, 11)
        wide = width_of(told, 11) + (16 if ink else 4)
        if x + wide > left + _WAY and x > left:
            x, line = left, line + 1
        at = y + 4 + line * _LINE
        if ink:
            edge = f"h{wide - 10:.1f}a5 5 0 0 1 5 5v{_CHIP - 10:.1f}a5 5 0 0 1 -5 5h-{wide - 10:.1f}"
            d = f"M{x + 5:.1f} {at:.1f}{edge}a5 5 0 0 1 -5 -5v-{_CHIP - 10:.1f}a5 5 0 0 1 5 -5Z"
            chip = area(d, ink=ink, opacity=1.0 if ink == "line" else 0.2)
            marks.append(hinted([chip, text(x + 8, at + 14, told, size=11)], name))
        else:
            marks.append(text(x + 2, at + 14, told, size=11, ink="ink-2"))
        x += wide
        if place < len(shown) - 1:
            marks.append(stroke(f"M{x + 4:.1f} {at + 6:.1f}l4 4l-4 4", ink="ink-2", width=1.2))
            x += _GAP
    return marks, line + 1
