"""Ways as rows of chips, one a visit, to be compared at a glance."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from msgspec import Struct

from footpath.analytics.plots.fitting import width_of, wrapped
from footpath.analytics.plots.picture import Picture, picture, text

Look = Literal["strong", "soft", "plain", "next"]
_WIDTH, _MARGIN, _LABEL, _WORDS = 1040.0, 24.0, 170.0, 110.0
_ROW, _CHIP, _GAP = 34.0, 24.0, 6.0
_LONGEST, _LONGEST_LABEL = 20, 22
_PAD = 9.0
_MOST_LINES = 3
_MOST_TOLD = 60  # visits read out
_FILL = {"strong": "accent", "soft": "accent-soft", "plain": "line", "next": "bg"}


class Chip(Struct, frozen=True):
    """One visit: strong = what is looked for, soft = the same here, plain = another, next = what came after."""

    words: str
    look: Look = "plain"


class Lane(Struct, frozen=True):
    """One way: whose it is, its figures, its visits, and a smaller line under it."""

    label: str
    words: str
    way: Sequence[Chip]
    below: str = ""


def chips(lanes: Sequence[Lane], *, title: str, note: str = "") -> Picture:
    """Return the ways one below the other; a long one runs over several lines and is cut after the third."""
    marks = []
    y = 24.0
    for words in wrapped(title, 100):
        marks.append(text(_MARGIN, y + 12, words, size=16))
        y += 22
    y += 10
    for lane in lanes:
        drawn, used = _lane(lane, y)
        marks += drawn
        y += used
    for words in wrapped(note, 150)[:8]:
        y += 16
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
    told = "; ".join(
        f"{lane.label} {lane.words}: {', '.join(chip.words for chip in lane.way[:_MOST_TOLD])}" for lane in lanes
    )
    return picture(marks, (_WIDTH, y + _MARGIN), title, told)


def _lane(lane: Lane, y: float) -> tuple[list[str], float]:
    """Return the marks of a way and the height it takes."""
    left, right = _MARGIN + _LABEL, _WIDTH - _MARGIN - _WORDS
    marks = [
        text(left - 10, y + 16, _cut(lane.label, _LONGEST_LABEL), anchor="end"),
        text(right + 10, y + 16, lane.words, size=11, ink="ink-2"),
    ]
    x, line = left, 0
    for place, chip in enumerate(lane.way):
        wide = _wide(chip.words)
        rest = f"+{len(lane.way) - place}"
        full = x + wide > right - (_wide(rest) + _GAP if line == _MOST_LINES - 1 else 0)
        if full and line == _MOST_LINES - 1 and x > left:
            marks.append(text(x + 2, y + line * (_CHIP + 4) + 16, rest, size=11, ink="ink-2"))
            break
        if full and x > left:
            x, line = left, line + 1
        marks.append(_chip(chip, (x, y + line * (_CHIP + 4)), wide))
        x += wide + _GAP
    height = line * (_CHIP + 4) + _ROW
    for words in wrapped(lane.below, 120):
        marks.append(text(left, y + height - _ROW + _CHIP + 16, words, size=11, ink="ink-2"))
        height += 16
    return marks, height + (4 if lane.below else 0)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _wide(words: str) -> float:
    return width_of(_cut(words, _LONGEST), 11.5) + 2 * _PAD


def _chip(chip: Chip, at: tuple[float, float], wide: float) -> str:
    x, y = at
    ink = {"strong": "bg", "next": "ink-2"}.get(chip.look, "ink")
    edge = "line" if chip.look == "next" else _FILL[chip.look]
    box = (
        f'<rect class="fill-{_FILL[chip.look]} stroke-{edge}" x="{x:.5g}" y="{y:.5g}" width="{wide:.5g}" '
        f'height="{_CHIP:g}" rx="6"><title>{escape(chip.words)}</title></rect>'
    )
    return box + text(x + _PAD, y + 16, _cut(chip.words, _LONGEST), size=11, ink=ink)
