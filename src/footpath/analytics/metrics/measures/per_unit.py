"""Events per unit."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, counted, did
from footpath.analytics.metrics.metric import Metric


class PerUnit(Measure):
    """Events per unit that has any: `per unit of Order`; per unit that did something else: `… among Visit`."""

    name: ClassVar[str] = "per_unit"
    uses: ClassVar[tuple[str, ...]] = ("of", "among")

    def recipe(self, metric: Metric) -> Recipe:
        """Return events divided by units."""
        units = did(metric.of if metric.among is None else metric.among)
        return Recipe(quantities=(counted(metric.of), units), bottom=(1,), n=1, kind="mean")
