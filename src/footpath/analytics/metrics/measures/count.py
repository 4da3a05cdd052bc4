"""Count: how many events."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Look, Measure, Recipe, counted
from footpath.analytics.metrics.metric import Metric


class Count(Measure):
    """How many events: `count of Order`."""

    name: ClassVar[str] = "count"
    look: ClassVar[Look] = "count"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the number of events of all units."""
        return Recipe(quantities=(counted(metric.of),))
