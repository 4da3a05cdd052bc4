"""The time a metric is asked for: whole windows, and the calendar periods in them, as cells that kernels count in."""

from calendar import monthrange
from datetime import UTC, date, datetime, time
from itertools import pairwise

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.calendar import instant_of, micros_of, zone
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.periods import Clock
from footpath.analytics.metrics.question import MetricQuestion
from footpath.analytics.periods.clock import begins, clock_of
from footpath.analytics.periods.question import Periodic
from footpath.analytics.scope import ALWAYS, bounds
from footpath.core.errors import Invalid

_YEAR = {"hour": 364 * 24, "day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1}  # periods in one
_DAY_US = 86_400 * SECOND_US
Span = tuple[int, int]  # first µs, and the µs it ends before


class Cell(Struct, frozen=True):
    """One period, or a part of one that a window cuts.

    Attributes:
        begin, end: µs.
        window: which window it is in, −1 = none.
        shown: whether it is asked for, rather than only compared with.
        before: the cell it is compared with, −1 = none.
        whole: whether it is a whole period with all its data.
    """

    begin: int
    end: int
    window: int
    shown: bool
    before: int
    whole: bool


class Windows(Struct, frozen=True):
    """When.

    Attributes:
        spans: the window asked for and, where one is compared with it, the one before.
        covered: whether there was data already when the window before began.
        clock: calendar periods; None when there is no time at all.
        edges: µs that cut calendar periods in two.
        cells: what lies between.
        looked_at: first µs of anything that counts, and the µs it ends before.
    """

    spans: tuple[Span, ...]
    covered: bool = True
    clock: Clock | None = None
    edges: Int64 = np.zeros(0, np.int64)
    cells: tuple[Cell, ...] = ()
    looked_at: Span = (0, 0)


def windows_of(question: MetricQuestion, extent: Span, settles: int) -> Windows:
    """Return the windows and cells of a question.

    Args:
        question: what is asked.
        extent: µs of the oldest and newest event there is; the first is later when there is none.
        settles: µs after the end of a period until its number is settled.

    Raises:
        Invalid: periods are compared where there are none, or there are too many.
    """
    if question.compare and question.since is None and question.every is None:
        raise Invalid("compare needs a period.", hint="Give since (and until), or every: --every week.")
    since, until = bounds(question)
    if since >= until:
        raise Invalid("since is not before until.", hint="Give the earlier instant as since.")
    oldest, newest = extent
    now = (max(since, oldest) if since == ALWAYS[0] else since, min(until, newest + 1))
    if oldest > newest or now[0] >= now[1]:
        return Windows((now,))
    before = _earlier(question, now) if question.compare and question.since is not None else None
    spans = (now,) if before is None else (now, before)
    return _cut(question, spans, extent, settles)


def _cut(question: MetricQuestion, spans: tuple[Span, ...], extent: Span, settles: int) -> Windows:
    calendar = _calendar(question, spans, extent[0])
    # Only what was asked for cuts periods; data that begins or ends within one does not.
    asked = [spans[0][0]] if question.since is not None else []
    marks = {mark for mark in (*asked, *(mark for span in spans[1:] for mark in span)) if mark not in calendar}
    edges = np.array(sorted(mark for mark in marks if calendar[0] < mark < calendar[-1]), np.int64)
    cuts = np.union1d(calendar, edges)
    cells = [
        _cell(question, (int(begin), int(end)), calendar, (spans, extent, settles)) for begin, end in pairwise(cuts)
    ]
    cells = _compared(cells, calendar, _lag(question)) if question.every and question.compare else cells
    used = [cell for cell in cells if cell.window >= 0]
    used += [cells[cell.before] for cell in used if cell.before >= 0]
    return Windows(
        spans=spans,
        covered=len(spans) < 2 or _day(spans[1][0], question) >= _day(extent[0], question),
        clock=clock_of(calendar),
        edges=edges,
        cells=tuple(cells),
        looked_at=(min(cell.begin for cell in used), spans[0][1]),
    )


def _calendar(question: MetricQuestion, spans: tuple[Span, ...], oldest: int) -> Int64:
    """Return when calendar periods begin, from the first that anything is compared with, and when the last ends."""
    first, end = max(min(span[0] for span in spans), oldest), spans[0][1]
    if question.every is None:
        return np.array([min(first, end - 1), end], np.int64)
    periodic = Periodic(period=question.every, week_start=question.week_start, tz=question.tz)
    if question.compare:
        holding = int(begins(spans[0][0], spans[0][0], periodic)[0])
        back = 1 if question.compare == "previous" else 366 * _DAY_US + 3 * 3600 * SECOND_US
        first = max(min(first, holding - back), oldest)
    return begins(min(first, end - 1), end - 1, periodic)


def _cell(question: MetricQuestion, span: Span, calendar: Int64, known: tuple[tuple[Span, ...], Span, int]) -> Cell:
    begin, end = span
    spans, (oldest, newest), settles = known
    here = question.since is None or begin >= spans[0][0]
    window = 0 if here else 1 if len(spans) > 1 and spans[1][0] <= begin < spans[1][1] else -1
    in_calendar = begin in calendar and end in calendar
    began = question.every in ("hour", "day") or _day(begin, question) >= _day(oldest, question)
    ended = end + settles <= newest and end <= bounds(question)[1]
    return Cell(begin, end, window, here and question.every is not None, -1, in_calendar and began and ended)


def _compared(cells: list[Cell], calendar: Int64, lag: int) -> list[Cell]:
    """Return the cells with what each is compared with."""
    places = {(cell.begin, cell.end): place for place, cell in enumerate(cells)}
    made = []
    for cell in cells:
        here = int(np.searchsorted(calendar, cell.begin))
        other = (int(calendar[here - lag]), int(calendar[here - lag + 1])) if here >= lag else (0, 0)
        before = places.get(other, -1)
        both = cell.shown and cell.whole and before >= 0 and cells[before].whole
        made.append(replace(cell, before=before if both else -1))
    return made


def _lag(question: MetricQuestion) -> int:
    return 1 if question.compare == "previous" else _YEAR[question.every or "year"]


def _day(at: int, question: MetricQuestion) -> date:
    return instant_of(at).astimezone(zone(question.tz)).date()


def _earlier(question: MetricQuestion, now: Span) -> Span:
    """Return the window before: as long, in days or months where both ends are midnights; or a year before."""
    here = zone(question.tz)
    begin, end = (instant_of(at).astimezone(here).replace(tzinfo=None) for at in now)

    def micros(local: datetime) -> int:
        return micros_of(local.replace(tzinfo=here).astimezone(UTC))

    if question.compare == "year":
        return micros(_months_before(begin, 12)), micros(_months_before(end, 12))
    midnights = question.until is not None and begin.time() == end.time() == time()
    if midnights and begin.day == end.day == 1:
        months = (end.year - begin.year) * 12 + end.month - begin.month
        return micros(_months_before(begin, months)), now[0]
    if midnights:
        return micros(begin - (end - begin)), now[0]
    return now[0] - (now[1] - now[0]), now[0]


def _months_before(local: datetime, months: int) -> datetime:
    """Return the same day so many months before, or the last of that month where it is shorter."""
    total = local.year * 12 + local.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return local.replace(year=year, month=month, day=min(local.day, monthrange(year, month)[1]))
