"""Calendar periods in a time zone: where each hour, day, week, month or year begins, daylight saving included."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Int64
from footpath.core.errors import Invalid

Period = Literal["hour", "day", "week", "month", "quarter", "year"]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def zone(name: str) -> ZoneInfo:
    """Return a time zone; raises Invalid for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(f"There is no time zone {name!r}.", hint='Use a name such as "UTC" or "Europe/Riga".') from None


def micros_of(instant: datetime) -> int:
    """Return µs since 1970-01-01 UTC of an aware instant, exactly."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant_of(at: int) -> datetime:
    """Return the aware UTC instant of µs since 1970-01-01."""
    return _EPOCH + timedelta(microseconds=int(at))


def starts(first: int, last: int, period: Period, tz: str, *, week_start: int = 0) -> Int64:
    """Return when each period begins, from the one holding `first` to the one holding `last`, and when that one ends.

    `np.searchsorted(starts, at, side="right") - 1` is the period of an event.

    Args:
        first, last: µs.
        period: what to cut time into.
        tz: IANA time zone the calendar is of.
        week_start: 0 = Monday … 6 = Sunday.
    """
    here = zone(tz)
    if period == "hour":
        offset = _offset(first, here)  # full hours of the wall clock, also where the zone is 45 minutes off
        hour = 3600 * SECOND_US
        begin = (first + offset) // hour * hour - offset
        return np.arange(begin, last + 2 * hour, hour, dtype=np.int64)[: (last - begin) // hour + 2]
    day = _floor(instant_of(first).astimezone(here).date(), period, week_start)
    found: list[int] = []
    while not found or found[-1] <= last:
        found.append(micros_of(datetime(day.year, day.month, day.day, tzinfo=here).astimezone(UTC)))
        day = _next(day, period)
    return np.array(found, np.int64)


def day_numbers(at: Int64, tz: str) -> Int64:
    """Return the number of the local calendar day of each instant, counted from the day of the earliest."""
    if not len(at):
        return np.zeros(0, np.int64)
    days = starts(int(at.min()), int(at.max()), "day", tz)
    return (np.searchsorted(days, at, side="right") - 1).astype(np.int64)


def _offset(at: int, here: ZoneInfo) -> int:
    shift = instant_of(at).astimezone(here).utcoffset() or timedelta()
    return shift // timedelta(microseconds=1)


def _floor(day: date, period: Period, week_start: int) -> date:
    if period == "week":
        return day - timedelta(days=(day.weekday() - week_start) % 7)
    if period == "day":
        return day
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(day: date, period: Period) -> date:
    if period in ("day", "week"):
        return day + timedelta(days=7 if period == "week" else 1)
    month = day.month - 1 + _MONTHS[period]
    return date(day.year + month // 12, month % 12 + 1, 1)
