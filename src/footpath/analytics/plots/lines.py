"""Numbers over time as lines with bands for their intervals; what is not complete is dashed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil, floor, log10

from msgspec import Struct

from footpath.analytics.plots.fitting import both_ends, fitted, width_of, wrapped
from footpath.analytics.plots.marks import area, hinted
from footpath.analytics.plots.picture import SERIES, Picture, line, picture, text
from footpath.analytics.telling import day, phrase

_MARGIN, _AXIS, _PLOT, _HIGH, _LABEL, _TOP = 24.0, 86.0, 720.0, 300.0, 190.0, 62.0
_LINES = 5  # of the grid, about
_DAY_S = 72_000  # or a little less, when clocks change
Point = tuple[float, float]


class At(Struct, frozen=True):
    """One number: `value` None = a gap; `words` what a tooltip says."""

    when: datetime
    value: float | None
    interval: tuple[float, float] | None
    words: str
    complete: bool = True


class Series(Struct, frozen=True):
    """One line."""

    label: str
    points: tuple[At, ...]


def lines(
    series: Sequence[Series],
    said: Callable[[float], str],
    *,
    title: str,
    note: str = "",
    zero: bool = True,
    units: tuple[float, ...] = (1.0,),
) -> Picture:
    """Return the lines of up to five series over one axis of time.

    Args:
        series: lines; more than five are left out, and the picture says so.
        said: a number as people read it.
        title: what it shows.
        note: small print.
        zero: whether the axis must show 0.
        units: what steps of the axis are round numbers of: the largest that fits, as a day, an hour or a minute.
    """
    drawn = series[: len(SERIES)]
    times = sorted({point.when for one in drawn for point in one.points})
    low, high, step = _scale(drawn, zero=zero, units=units)
    y = _Axis((low, high), (_TOP + _HIGH, _TOP))
    span = (times[0].timestamp(), times[-1].timestamp()) if times else (0.0, 1.0)
    x = _Axis(span, (_MARGIN + _AXIS, _MARGIN + _AXIS + _PLOT))
    width = _MARGIN * 2 + _AXIS + _PLOT + _LABEL
    marks = [text(_MARGIN, 34, fitted(title, width - 2 * _MARGIN, 16), size=16)]
    marks += _grid((low, high, step), y, said)
    marks += _dates(times, x)
    for place, one in enumerate(drawn):
        marks += _band(one, SERIES[place], x, y, opacity=0.14 if len(drawn) < 3 else 0.07)
    for place, one in enumerate(drawn):
        marks += _line(one, SERIES[place], x, y)
    marks += _labels(drawn, y) if len(drawn) > 1 else []
    if not times:
        marks.append(
            text(
                _MARGIN + _AXIS + _PLOT / 2, _TOP + _HIGH / 2, phrase("Nothing to show."), anchor="middle", ink="ink-2"
            )
        )
    foot = _TOP + _HIGH + 40
    more = phrase("{n} more in the table.", n=len(series) - len(drawn)) + " " if len(series) > len(drawn) else ""
    for words in wrapped(more + note, 150)[:6]:
        marks.append(text(_MARGIN, foot + 12, words, size=11, ink="ink-2"))
        foot += 16
    told = "; ".join(f"{one.label}: " + ", ".join(point.words for point in one.points) for one in drawn)
    return picture(marks, (width, foot + _MARGIN), title, told or phrase("Nothing to show."))


class _Axis:
    """Where numbers are on the page."""

    def __init__(self, span: tuple[float, float], ends: Point) -> None:
        self._first = span[0]
        self._size = span[1] - span[0]
        self._ends = ends

    def __call__(self, value: float) -> float:
        share = (value - self._first) / self._size if self._size else 0.5
        return self._ends[0] + share * (self._ends[1] - self._ends[0])


def _scale(series: Sequence[Series], *, zero: bool, units: tuple[float, ...]) -> tuple[float, float, float]:
    """Return the ends of the axis and the step between its lines; far bounds of intervals do not stretch it."""
    values = [point.value for one in series for point in one.points if point.value is not None]
    bounds = [bound for one in series for point in one.points for bound in point.interval or ()]
    reach = (max(values, default=1.0) - min(values, default=0.0)) or abs(max(values, default=1.0)) or 1.0
    low = min([*values, *(bound for bound in bounds if bound > min(values, default=0.0) - reach)], default=0.0)
    high = max([*values, *(bound for bound in bounds if bound < max(values, default=0.0) + reach)], default=1.0)
    low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
    high = high if high > low else low + (abs(low) or 1.0)
    unit = next((unit for unit in units if unit <= (high - low) / 2), units[-1])
    step = _step((high - low) / _LINES / unit) * unit
    return floor(low / step) * step, ceil(high / step) * step, step


def _step(rough: float) -> float:
    """Return the round number next above: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(rough))
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= rough * 0.999)


def _grid(scale: tuple[float, float, float], y: _Axis, said: Callable[[float], str]) -> list[str]:
    low, high, step = scale
    marks = []
    for place in range(round((high - low) / step) + 1):
        value = low + place * step
        value = 0.0 if abs(value) < step / 1e6 else value
        marks.append(line([(_MARGIN + _AXIS, y(value)), (_MARGIN + _AXIS + _PLOT, y(value))]))
        words = fitted(said(value), _AXIS - 10, 11)
        marks.append(text(_MARGIN + _AXIS - 10, y(value) + 4, words, size=11, anchor="end", ink="ink-2"))
    return marks


def _dates(times: Sequence[datetime], x: _Axis) -> list[str]:
    """Return some of the times below the axis, evenly chosen, each with its year where that changes."""
    close = _close(times)

    def told(when: datetime) -> str:
        return f"{day(when)} {when:%H:%M}" if close else day(when)

    room = max((width_of(told(when), 11) for when in times), default=1.0) + 14
    every = max(1, ceil(len(times) * room / _PLOT))
    marks, year = [], 0
    for when in times[::every]:
        words = told(when)
        marks.append(text(x(when.timestamp()), _TOP + _HIGH + 18, words, size=11, anchor="middle", ink="ink-2"))
        if when.year != year:
            year = when.year
            marks.append(text(x(when.timestamp()), _TOP + _HIGH + 32, str(year), size=11, anchor="middle", ink="ink-2"))
    return marks


def _close(times: Sequence[datetime]) -> bool:
    """Say whether most times are less than a day apart, so that the hour must be said."""
    gaps = sorted((later - sooner).total_seconds() for sooner, later in pairwise(times))
    return bool(gaps) and gaps[len(gaps) // 2] < _DAY_S


def _band(series: Series, ink: str, x: _Axis, y: _Axis, *, opacity: float) -> list[str]:
    marks, top, bottom = [], _TOP, _TOP + _HIGH
    for run in _runs(series.points):
        band = [(x(at.when.timestamp()), at.interval) for at in run if at.interval]
        if len(band) > 1:
            edge = [(left, y(span[1])) for left, span in band] + [(left, y(span[0])) for left, span in reversed(band)]
            path = "L".join(f"{left:.1f} {min(max(down, top), bottom):.1f}" for left, down in edge)
            marks.append(area(f"M{path}Z", ink=ink, opacity=opacity))
    return marks


def _line(series: Series, ink: str, x: _Axis, y: _Axis) -> list[str]:
    marks = [mark for run in _runs(series.points) for mark in _strokes(run, ink, x, y)]
    known = ((at, at.value) for at in series.points if at.value is not None)
    return marks + [_dot((x(at.when.timestamp()), y(value)), ink, at) for at, value in known]


def _runs(points: Sequence[At]) -> list[list[At]]:
    """Return stretches without gaps."""
    runs: list[list[At]] = [[]]
    for at in points:
        if at.value is None:
            runs.append([])
        else:
            runs[-1].append(at)
    return [run for run in runs if run]


def _strokes(run: Sequence[At], ink: str, x: _Axis, y: _Axis) -> list[str]:
    """Return the line from point to point, dashed from or to one that is not complete."""
    marks, path = [], [run[0]]
    for at in run[1:]:
        dashed = not (path[-1].complete and at.complete)
        if dashed:
            marks.append(_stroke(path, ink, x, y))
            marks.append(_stroke([path[-1], at], ink, x, y, dash="5 4"))
            path = [at]
        else:
            path.append(at)
    return [mark for mark in (*marks, _stroke(path, ink, x, y)) if mark]


def _stroke(path: Sequence[At], ink: str, x: _Axis, y: _Axis, dash: str = "") -> str:
    if len(path) < 2:
        return ""
    return line([(x(at.when.timestamp()), y(at.value or 0.0)) for at in path], ink=ink, width=2, dash=dash)


def _dot(at: Point, ink: str, point: At) -> str:
    fill = f"fill-{ink}" if point.complete else "fill-bg"
    circle = f'<circle class="{fill} stroke-{ink}" cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="3.2" stroke-width="1.5"/>'
    return hinted([circle], point.words)


def _labels(series: Sequence[Series], y: _Axis) -> list[str]:
    """Return the names of the lines at their right ends, moved apart where they would lie on each other."""
    ends = []
    for place, one in enumerate(series):
        last = next((at.value for at in reversed(one.points) if at.value is not None), None)
        ends.append((y(last) if last is not None else _TOP + _HIGH, place, one.label))
    ends.sort()
    left, marks, above = _MARGIN + _AXIS + _PLOT + 14, [], _TOP - 16.0
    rows = []
    for place, (wanted, number, label) in enumerate(ends):
        above = max(above + 16, min(wanted, _TOP + _HIGH - 16 * (len(ends) - 1 - place)))
        rows.append((above, number, label))
    for down, number, label in rows:
        marks.append(line([(left, down), (left + 12, down)], ink=SERIES[number], width=3))
        marks.append(text(left + 18, down + 4, both_ends(label, _LABEL - 24, 11), size=11))
    return marks
