"""What all questions about calendar periods have in common."""

from typing import ClassVar, Literal

from footpath.analytics.calendar import Period
from footpath.analytics.scope import Scope

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Periodic(Scope, frozen=True, kw_only=True):
    """A question about calendar periods.

    Attributes:
        period: hour, day, week, month, quarter or year, in the time zone `tz`.
        week_start: day that weeks begin on.
    """

    bounded: ClassVar[bool] = False

    period: Period = "week"
    week_start: Weekday = "monday"

    @property
    def weekday(self) -> int:
        """Number of the day that weeks begin on, 0 = Monday."""
        return _WEEK.index(self.week_start)

    @property
    def period_words(self) -> str:
        """The periods in words."""
        return f"{self.period}s from {self.week_start}" if self.period == "week" else f"calendar {self.period}s"
