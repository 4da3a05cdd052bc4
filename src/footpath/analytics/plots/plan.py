"""A plan's steps as bars, one below the other, with arcs for the moves nobody planned."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.analytics.plots.fitting import fitted, wrapped
from footpath.analytics.plots.picture import Picture, box, line, picture, text

_ROW, _LABEL, _BAR, _WORDS, _ARCS, _MARGIN = 46.0, 240.0, 300.0, 120.0, 240.0, 24.0
_LANE = 46.0


class Stop(Struct, frozen=True):
    """One step: `share` 0…1 is its bar, `words` its figures, `below` the smaller line under it."""

    label: str
    share: float
    words: str
    below: str = ""
    interval: tuple[float, float] | None = None


class Arc(Struct, frozen=True):
    """A move between two steps, by place; drawn at the right, its words beside it; `kind` is what it is."""

    frm: int
    to: int
    words: str
    kind: str
    ink: str
    hint: str = ""


def plan_picture(stops: Sequence[Stop], arcs: Sequence[Arc], *, title: str, note: str = "") -> Picture:
    """Return the steps from top to bottom; each arc has a lane of its own, short ones inside."""
    marks = [text(_MARGIN, 34, title, size=16)]
    top = 52.0
    for place, stop in enumerate(stops):
        marks += _stop(stop, top + place * _ROW)
    nested = sorted(arcs, key=lambda arc: (abs(arc.to - arc.frm), arc.frm, arc.to))
    for lane, arc in enumerate(nested):
        marks += _arc(arc, lane, top)
    y = top + len(stops) * _ROW + (0 if stops else 24)
    if arcs:
        kinds = dict.fromkeys((arc.kind, arc.ink) for arc in nested)
        x = _MARGIN + _LABEL + _BAR + _WORDS
        for place, (kind, ink) in enumerate(kinds):
            marks.append(text(x + 90 * place, 34, kind, size=11, ink=ink))
    for words in wrapped(note, 140)[:8]:
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    width = 2 * _MARGIN + _LABEL + _BAR + _WORDS + max(_ARCS, _LANE * (len(arcs) + 1))
    steps = "; ".join(f"{stop.label}: {stop.words}, {stop.below}".rstrip(", ") for stop in stops)
    return picture(marks, (width, y + _MARGIN), title, f"{steps}. {'; '.join(arc.hint for arc in arcs)}")


def _stop(stop: Stop, y: float) -> list[str]:
    left = _MARGIN + _LABEL
    marks = [
        text(left - 10, y + 17, fitted(stop.label, _LABEL - 10), anchor="end"),
        box(left, y + 4, _BAR, 18, ink="line"),
        box(left, y + 4, max(stop.share * _BAR, 0.5), 18, hint=f"{stop.label}: {stop.words}"),
        text(left + _BAR + 10, y + 17, stop.words),
        text(left, y + 36, stop.below, size=11, ink="ink-2"),
    ]
    if stop.interval and stop.share < 1:
        low, high = (left + bound * _BAR for bound in stop.interval)
        marks.append(line([(low, y + 13), (high, y + 13)], ink="ink", width=1.5))
    return marks


def _arc(arc: Arc, lane: int, top: float) -> list[str]:
    """Return a bracket from one step to another with a head where it arrives."""
    x = _MARGIN + _LABEL + _BAR + _WORDS
    out = x + _LANE * lane + 22
    down = 1 if arc.to > arc.frm else -1
    begin, end = top + arc.frm * _ROW + 13 + 3 * down, top + arc.to * _ROW + 13 - 3 * down
    bend = [(x, begin), (out - 6, begin), (out, begin + 6 * down), (out, end - 6 * down), (out - 6, end), (x, end)]
    return [
        line(bend, ink=arc.ink, width=1.5),
        line([(x + 5, end - 4), (x, end), (x + 5, end + 4)], ink=arc.ink, width=1.5),
        # halfway to the next row, where no other arc runs across
        text(out + 3, begin + down * _ROW / 2 + 4, arc.words, size=11, ink=arc.ink),
    ]
