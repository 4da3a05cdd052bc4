"""Units: how many different persons, accounts or sessions."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Look, Measure, Recipe, did
from footpath.analytics.metrics.metric import Metric


class Units(Measure):
    """How many different persons (accounts, sessions) did something: `units of Order`."""

    name: ClassVar[str] = "units"
    look: ClassVar[Look] = "count"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the number of units that did it."""
        return Recipe(quantities=(did(metric.of),))
