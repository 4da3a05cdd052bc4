"""What happened, one moment below the other, along a rail."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import wrapped
from footpath.analytics.plots.picture import SERIES, Picture, line, picture, text
from footpath.analytics.telling import phrase

_WIDTH, _MARGIN, _TIME, _ROW, _HEADING = 820.0, 24.0, 150.0, 30.0, 34.0
_LONGEST, _LONGEST_ASIDE = 46, 56


class Moment(Struct, frozen=True):
    """One event: `group` gives the dot its colour, `pause` is the time since the one before, `heading` stands above."""

    at: str
    words: str
    aside: str = ""
    group: str = ""
    pause: str = ""
    heading: str = ""


def timeline(moments: Sequence[Moment], *, title: str, note: str = "") -> Picture:
    """Return moments from top to bottom."""
    groups = list(dict.fromkeys(moment.group for moment in moments))
    x = _MARGIN + _TIME
    marks = []
    y = 24.0
    for words in wrapped(title, 84):
        marks.append(text(_MARGIN, y + 12, words, size=16))
        y += 22
    above = None
    for moment in moments:
        if moment.heading:
            y += _HEADING
            marks.append(text(x + 18, y - 8, _cut(moment.heading, 90), size=13, ink="ink-2"))
            if moment.pause:
                marks.append(
                    text(x - 14, y - 8, phrase("after {time}", time=moment.pause), size=11, anchor="end", ink="ink-2")
                )
        if above is not None:
            marks.append(line([(x, above + 7), (x, y + 8)], dash="2 4" if moment.heading else "", width=1.5))
        marks += _moment(moment, (x, y + 15), SERIES[groups.index(moment.group) % len(SERIES)])
        above = y + 15
        y += _ROW
    for words in wrapped(note, 120):
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    told = "; ".join(" ".join(filter(None, (one.heading, one.at, one.words, one.aside))) for one in moments)
    return picture(marks, (_WIDTH, y + _MARGIN), title, told or phrase("Nothing happened."))


def _moment(moment: Moment, at: tuple[float, float], ink: str) -> list[str]:
    x, y = at
    label = _cut(moment.words, _LONGEST)
    pause = f"+{moment.pause}" if moment.pause and not moment.heading else ""
    marks = [
        f'<circle class="fill-{ink}" cx="{x:.5g}" cy="{y:.5g}" r="5"/>',
        text(x - 14, y + 4, moment.at, size=11, anchor="end", ink="ink-2"),
        text(_MARGIN, y + 4, pause, size=11, ink="ink-2"),
        text(x + 18, y + 4, label),
    ]
    if moment.aside:
        marks.append(
            text(_WIDTH - _MARGIN, y + 4, _cut(moment.aside, _LONGEST_ASIDE), size=11, anchor="end", ink="ink-2")
        )
    return marks


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
