"""Sequences as rows of chips, with two shares of each as bars beside it."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, width_of, wrapped
from footpath.analytics.plots.picture import Picture, box, line, picture, text
from footpath.analytics.telling import figures

_ROW, _CHIPS, _BAR, _WORDS, _MARGIN = 40.0, 520.0, 190.0, 190.0, 24.0
_PAD, _ARROW = 8.0, 18.0


class Row(Struct, frozen=True):
    """One sequence, its two shares (0…1), and its figures in words."""

    steps: tuple[str, ...]
    shares: tuple[float, float]
    words: str


def sequences(rows: Sequence[Row], *, title: str, names: tuple[str, str], note: str = "") -> Picture:
    """Return the sequences one below the other.

    Args:
        names: what the two shares are of.
    """
    marks, y = [text(_MARGIN, 34, title, size=16)], 56.0
    left = _MARGIN + _CHIPS
    scale = max([0.01, *(share for row in rows for share in row.shares)])
    if rows:
        marks += [box(left, y - 3, 10, 10, ink="pain"), text(left + 16, y + 6, names[0], size=11, ink="ink-2")]
        marks += [box(left + 110, y - 3, 10, 10), text(left + 126, y + 6, names[1], size=11, ink="ink-2")]
        y += 20
    for row in rows:
        marks += _chips(row.steps, y + 4)
        for place, (share, ink) in enumerate(zip(row.shares, ("pain", "accent"), strict=True)):
            top = y + 5 + place * 13
            marks.append(
                box(
                    left,
                    top,
                    max(share / scale * _BAR, 0.5),
                    11,
                    ink=ink,
                    hint=f"{figures(format(share, '.1%'))} {names[place]}",
                )
            )
            marks.append(text(left + share / scale * _BAR + 6, top + 9.5, figures(f"{share:.1%}"), size=10))
        marks.append(text(left + _BAR + 60, y + 22, row.words))
        y += _ROW
    y += 16
    for words in wrapped(note, 160)[:9]:
        marks.append(text(_MARGIN, y, words, size=11, ink="ink-2"))
        y += 16
    described = "; ".join(f"{', then '.join(row.steps)}: {row.words}" for row in rows) or note
    return picture(marks, (_MARGIN * 2 + _CHIPS + _BAR + _WORDS, y + 8), title, described)


def _chips(steps: Sequence[str], y: float) -> list[str]:
    """Draw the steps from left to right; long names share what room there is."""
    room = _CHIPS - 20 - _ARROW * (len(steps) - 1) - 2 * _PAD * len(steps)
    widths = [width_of(step) for step in steps]
    most = room / len(steps)
    spare = sum(max(most - width, 0) for width in widths)
    wide = sum(width > most for width in widths)
    marks, x = [], _MARGIN
    for place, (step, width) in enumerate(zip(steps, widths, strict=True)):
        words = fitted(step, min(width, most + (spare / wide if wide else 0)))
        long = width_of(words) + 2 * _PAD
        marks.append(box(x, y, long, 24, ink="accent-soft", hint=step))
        marks.append(text(x + _PAD, y + 16, words))
        x += long
        if place < len(steps) - 1:
            tip = x + _ARROW - 5
            marks.append(line([(x + 5, y + 12), (tip, y + 12)], ink="ink-2"))
            marks.append(line([(tip - 4, y + 8), (tip, y + 12), (tip - 4, y + 16)], ink="ink-2"))
        x += _ARROW
    return marks
