"""The calendar of a search: the period cut into days, weeks, months or years, few enough to tell one from another."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct

Int64 = npt.NDArray[np.int64]
Int32 = npt.NDArray[np.int32]
Unit = Literal["day", "week", "month", "year"]

DAY_US = 86_400_000_000
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 21, 30, 48


class Calendar(Struct, frozen=True):
    """Periods of one unit in order; period i begins at `starts[i]`.

    Attributes:
        unit: length of a period; weeks begin on Monday.
        starts: first day of each period; empty when there is no time at all.
    """

    unit: Unit
    starts: tuple[date, ...]

    @classmethod
    def over(cls, at: Int64) -> "Calendar":
        """Choose the unit for these instants (µs UTC); one stray instant in two hundred does not stretch it."""
        if len(at) == 0:
            return cls("day", ())
        low, high = (_day(int(value)) for value in np.quantile(at, [0.0025, 0.9975], method="nearest"))
        days = (high - low).days + 1
        unit: Unit = "year"
        if days <= MOST_DAYS:
            unit = "day"
        elif days <= 7 * MOST_WEEKS:
            unit = "week"
        elif days <= 31 * MOST_MONTHS:
            unit = "month"
        return cls(unit, tuple(_starts(unit, low, high)))

    def codes(self, at: Int64) -> Int32:
        """Return the period of each instant; those before the first or after the last belong to the nearest."""
        edges = np.array([_us(start) for start in self.starts], dtype=np.int64)
        return np.maximum(0, np.searchsorted(edges, at, side="right") - 1).astype(np.int32)

    @property
    def several_years(self) -> bool:
        """Say whether a day needs its year to be understood."""
        return bool(self.starts) and self.starts[0].year != self.starts[-1].year


def _day(us: int) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).date()


def _us(day: date) -> int:
    return (day - date(1970, 1, 1)).days * DAY_US


def _starts(unit: Unit, low: date, high: date) -> list[date]:
    start = {"day": low, "week": low - timedelta(days=low.weekday()), "month": low.replace(day=1)}.get(
        unit, date(low.year, 1, 1)
    )
    starts = []
    while start <= high:
        starts.append(start)
        start = following(unit, start)
    return starts


def following(unit: Unit, start: date) -> date:
    """Return the first day of the period after the one that begins at `start`."""
    if unit == "day":
        return start + timedelta(days=1)
    if unit == "week":
        return start + timedelta(days=7)
    if unit == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return date(start.year + 1, 1, 1)
