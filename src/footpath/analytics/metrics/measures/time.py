"""Time from one thing to another."""

from typing import ClassVar

from footpath.analytics import durations
from footpath.analytics.metrics.measure import ANYTHING, Look, Measure, Recipe, numbers
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.metrics.scales import check_percent


class Time(Measure):
    """Time from a unit's first event of one kind to the next of another, median or p90: `time to Order from Visit`.

    It is counted in the period of the first; units that have not come there yet are not in it.
    """

    name: ClassVar[str] = "time"
    uses: ClassVar[tuple[str, ...]] = ("of", "among", "within", "percent")
    look: ClassVar[Look] = "time"
    good: ClassVar[Good] = "down"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the percentile of the waits, in seconds."""
        check_percent(metric)
        selects = (ANYTHING if metric.among is None else metric.among, metric.of)
        return Recipe(
            quantities=numbers(selects), top=(), n=1, kind="percentile",
            percent=metric.percent, bounds=(0.0, 1.7e308), follow=durations.micros(metric.within, "within"), first=True,
        )  # fmt: skip
