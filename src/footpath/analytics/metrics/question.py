"""The question of a metric, and the rules it sets."""

from typing import ClassVar, Literal

from footpath.analytics.calendar import Period
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.periods.question import Weekday
from footpath.analytics.scope import Scope

Compare = Literal["", "previous", "year"]


class MetricQuestion(Scope, frozen=True, kw_only=True):
    """A number defined once: in all, over time, broken down, and beside the period before.

    Attributes:
        metric: the name of a saved metric, or a definition: "sum of Order", "share of Order among Visit within 7 d".
        every: period for the number over time: hour, day, week, month, quarter or year; empty = none.
        week_start: day that weeks begin on.
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: that of each event, or of the first or last touch of the person.
        values: how many values of the breakdown are shown, those with the most events; the rest is put together.
        compare: previous = beside the period before (with `since`: as long a one before that), year = beside the same
            period a year before; days and weeks of a year before are 52 weeks before.
    """

    bounded: ClassVar[bool] = False

    metric: str | Metric
    every: Period | None = None
    week_start: Weekday = "monday"
    by: str = ""
    attribution: Literal["event", "first touch", "last touch"] = "event"
    values: int = 10
    compare: Compare = ""
