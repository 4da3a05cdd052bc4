"""Percentiles, the median among them."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, numbers
from footpath.analytics.metrics.metric import Metric
from footpath.analytics.metrics.scales import check_percent


class Percentile(Measure):
    """Amount that a percentage of events stay below: `median of Order`, `p90 of Order`."""

    name: ClassVar[str] = "percentile"
    uses: ClassVar[tuple[str, ...]] = ("of", "property", "percent")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the percentile of all amounts, linear between the nearest two."""
        check_percent(metric)
        return Recipe(
            quantities=numbers((metric.of,), metric.property), top=(), n=1, kind="percentile", percent=metric.percent
        )
