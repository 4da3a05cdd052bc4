"""A plan's steps as bars, one below the other, with arcs for the moves nobody planned."""

from collections.abc import Sequence
from textwrap import wrap

from msgspec import Struct

from footpath.analytics.plots.picture import Picture, box, line, picture, text

_ROW, _LABEL, _BAR, _WORDS, _ARCS, _MARGIN = 46.0, 240.0, 300.0, 120.0, 240.0, 24.0
_LONGEST = 36
_LANE = 34.0


class Stop(Struct, frozen=True):
    """One step: `share` 0…1 is its bar, `words` its figures, `below` the smaller line under it."""

    label: str
    share: float
    words: str
    below: str = ""
    interval: tuple[float, float] | None = None


class Arc(Struct, frozen=True):
    """A move between two steps, by place; drawn at the right, its words beside it."""

    frm: int
    to: int
    words: str
    ink: str
    hint: str = ""


def plan_picture(stops: Sequence[Stop], arcs: Sequence[Arc], *, title: str, note: str = "") -> Picture:
    """Return the steps from top to bottom; arcs that share rows stand in lanes beside each other."""
    marks = [text(_MARGIN, 34, title, size=16)]
    top = 52.0
    for place, stop in enumerate(stops):
        marks += _stop(stop, top + place * _ROW)
    lanes = _lanes(arcs)
    for arc, lane in zip(arcs, lanes, strict=True):
        marks += _arc(arc, lane, top)
    y = top + len(stops) * _ROW + (0 if stops else 24)
    for words in wrap(note, 140)[:8]:
        y += 16
        marks.append(text(_MARGIN, y + 4, words, size=11, ink="ink-2"))
    width = 2 * _MARGIN + _LABEL + _BAR + _WORDS + max(_ARCS, _LANE * (max(lanes, default=0) + 2))
    steps = "; ".join(f"{stop.label}: {stop.words}, {stop.below}".rstrip(", ") for stop in stops)
    return picture(marks, (width, y + _MARGIN), title, f"{steps}. {'; '.join(arc.hint for arc in arcs)}")


def _stop(stop: Stop, y: float) -> list[str]:
    left = _MARGIN + _LABEL
    label = stop.label if len(stop.label) <= _LONGEST else stop.label[: _LONGEST - 1] + "…"
    marks = [
        text(left - 10, y + 17, label, anchor="end"),
        box(left, y + 4, _BAR, 18, ink="line"),
        box(left, y + 4, max(stop.share * _BAR, 0.5), 18, hint=f"{stop.label}: {stop.words}"),
        text(left + _BAR + 10, y + 17, stop.words),
        text(left, y + 36, stop.below, size=11, ink="ink-2"),
    ]
    if stop.interval and stop.share < 1:
        low, high = (left + bound * _BAR for bound in stop.interval)
        marks.append(line([(low, y + 13), (high, y + 13)], ink="ink", width=1.5))
    return marks


def _lanes(arcs: Sequence[Arc]) -> list[int]:
    """Return the lane of each arc, the innermost that is free over its rows."""
    taken: list[list[tuple[int, int]]] = []
    found = []
    for arc in arcs:
        low, high = sorted((arc.frm, arc.to))
        lane = next(
            (place for place, held in enumerate(taken) if all(high < a or b < low for a, b in held)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found.append(lane)
    return found


def _arc(arc: Arc, lane: int, top: float) -> list[str]:
    """Return a bracket from one step to another with a head where it arrives."""
    x = _MARGIN + _LABEL + _BAR + _WORDS
    out = x + _LANE * (lane + 1) - 12
    begin, end = (top + place * _ROW + 13 for place in (arc.frm, arc.to))
    begin, end = (begin + 3, end - 3) if end > begin else (begin - 3, end + 3)
    head = [(x + 5, end - 4), (x, end), (x + 5, end + 4)]
    return [
        line([(x, begin), (out - 6, begin), (out, begin + (6 if end > begin else -6))], ink=arc.ink, width=1.5),
        line(
            [(out, begin + (6 if end > begin else -6)), (out, end - (6 if end > begin else -6))], ink=arc.ink, width=1.5
        ),
        line([(out, end - (6 if end > begin else -6)), (out - 6, end), (x, end)], ink=arc.ink, width=1.5),
        line(head, ink=arc.ink, width=1.5),
        text(out + 3, (begin + end) / 2 + 4, arc.words, size=11, ink=arc.ink),
    ]
