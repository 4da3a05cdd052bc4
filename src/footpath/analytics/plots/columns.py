"""Upright columns, stacked up and down from a line: counts by period, distributions, histograms."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.picture import Picture, line, picture, text
from footpath.analytics.telling import figures, phrase

MOST = 400  # columns
_MARGIN, _AXIS, _WIDTH, _HEIGHT = 24.0, 70.0, 860.0, 280.0
_WIDEST = 72.0
_FAINT = 0.45


class Share(Struct, frozen=True):
    """One part of a column: how much, of what, in which colour."""

    amount: float
    name: str
    ink: str = "accent"


class Column(Struct, frozen=True):
    """One column.

    Attributes:
        label: what stands below it.
        up, down: its parts, from the line outwards.
        open: its period is not over.
        words: what stands on top; left out where some column is too narrow for its own.
        interval: bounds of the amount upwards.
    """

    label: str
    up: tuple[Share, ...]
    down: tuple[Share, ...] = ()
    open: bool = False
    words: str = ""
    interval: tuple[float, float] | None = None


def columns(rows: Sequence[Column], *, title: str, axis: str = "", note: str = "") -> Picture:
    """Return columns side by side; the last 400 where there are more.

    Args:
        axis: what the columns are by, below the labels.
    """
    shown = list(rows[-MOST:])
    highest = max([_sum(row.up) for row in shown] + [row.interval[1] for row in shown if row.interval], default=0.0)
    scale = _Scale(highest, max([_sum(row.down) for row in shown], default=0.0), len(shown))
    scale.words = all(width_of(row.words, 11) <= scale.wide for row in shown)
    marks = [text(_MARGIN, 34, title, size=16), *_legend(shown), *scale.grid()]
    for place, row in enumerate(shown):
        marks += _column(row, place, scale)
    marks += _labels(shown, scale)
    y = scale.bottom + 22
    if axis:
        y += 16
        marks.append(text(scale.left + scale.width / 2, y, axis, size=11, anchor="middle", ink="ink-2"))
    left_out = []
    if len(rows) > MOST:
        left_out.append(phrase("Not shown: {n} columns before; the table has them.", n=f"{len(rows) - MOST:,}"))
    for words in [*left_out, *wrapped(note, 130)[:8]]:
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    described = "; ".join(f"{row.label}: {_told(row)}" for row in shown)
    return picture(marks, (_WIDTH, y + _MARGIN), title, described)


class _Scale:
    """Where amounts and columns lie."""

    def __init__(self, up: float, down: float, count: int) -> None:
        self.left, self.top, self.bottom = _MARGIN + _AXIS, 76.0, 76.0 + _HEIGHT
        self.width = _WIDTH - self.left - _MARGIN
        self.step = nice((up + down) / 5)
        self.high = max(ceil(up / self.step), 1) * self.step
        self.low = ceil(down / self.step) * self.step
        self.wide = min(self.width / max(count, 1), _WIDEST)
        self.words = False

    def y(self, amount: float) -> float:
        """Return the height of an amount, negative below the line."""
        return self.top + (self.high - amount) / (self.high + self.low) * _HEIGHT

    def x(self, place: int) -> float:
        """Return the left edge of a column's room."""
        return self.left + place * self.wide

    def grid(self) -> list[str]:
        """Return lines with their amounts."""
        marks = []
        for k in range(round(-self.low / self.step), round(self.high / self.step) + 1):
            y = self.y(k * self.step)
            ends = [(self.left, y), (self.left + self.width, y)]
            marks.append(line(ends, ink="line" if k else "ink-2"))
            marks.append(text(self.left - 8, y + 4, amount(abs(k) * self.step), size=11, anchor="end", ink="ink-2"))
        return marks


def nice(least: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, 50, … that is not below; 1 for nothing."""
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least * 0.999999)


def amount(value: float) -> str:
    """Return an amount on an axis: 1,200 or 0.05."""
    return figures(f"{value:,.0f}" if value == round(value) else f"{value:,.4g}")


def _sum(parts: Sequence[Share]) -> float:
    return sum(part.amount for part in parts)


def _told(row: Column) -> str:
    parts = [f"{part.name} {amount(part.amount)}" for part in row.up]
    return ", ".join(parts + [f"{part.name} −{amount(part.amount)}" for part in row.down])


def _legend(rows: Sequence[Column]) -> list[str]:
    """Return what the colours are, where there are several."""
    inks = {part.name: part.ink for row in rows for part in (*row.up, *row.down)}
    if len(inks) < 2:
        return []
    marks, x = [], _MARGIN
    for name, ink in inks.items():
        marks.append(f'<rect class="fill-{ink}" x="{x:.5g}" y="48" width="11" height="11" rx="2"/>')
        words = fitted(name, 260)
        marks.append(text(x + 16, 58, words, size=12, ink="ink-2"))
        x += 16 + width_of(words) + 18
    return marks


def _column(row: Column, place: int, scale: _Scale) -> list[str]:
    gap = min(scale.wide * 0.2, 8.0)
    x, wide = scale.x(place) + gap / 2, scale.wide - gap
    tip = f"<title>{escape(f'{row.label}: {_told(row)}' + (', ' + phrase('not over yet') if row.open else ''))}</title>"
    faint = f' fill-opacity="{_FAINT}"' if row.open else ""
    marks = []
    for parts, sign in ((row.up, 1), (row.down, -1)):
        level = 0.0
        for part in parts:
            ends = sorted((scale.y(sign * level), scale.y(sign * (level + part.amount))))
            level += part.amount
            at = f'x="{x:.5g}" y="{ends[0]:.5g}" width="{wide:.5g}" height="{ends[1] - ends[0]:.5g}"'
            marks.append(f'<rect class="fill-{part.ink}" {at}{faint}>{tip}</rect>')
    middle = scale.x(place) + scale.wide / 2
    if row.interval and scale.wide >= 8:
        marks.append(line([(middle, scale.y(bound)) for bound in row.interval], ink="ink", width=1.5))
    if row.words and scale.words:
        top = max(_sum(row.up), row.interval[1] if row.interval else 0.0)
        marks.append(text(middle, scale.y(top) - 6, row.words, size=11, anchor="middle"))
    return marks


def _labels(rows: Sequence[Column], scale: _Scale) -> list[str]:
    """Return as many labels as fit side by side."""
    longest = max((width_of(row.label, 11) for row in rows), default=0.0)
    room = min(longest + 10, 110.0)
    every = max(1, ceil(room / scale.wide))
    return [
        text(
            scale.x(place) + scale.wide / 2, scale.bottom + 18,
            fitted(row.label, max(every * scale.wide, room) - 6, 11) + ("*" if row.open else ""),
            size=11, anchor="middle", ink="ink-2",
        )
        for place, row in enumerate(rows)
        if place % every == 0
    ]  # fmt: skip
