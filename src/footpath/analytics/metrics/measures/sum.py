"""Sum: revenue and other totals of amounts."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, amounts
from footpath.analytics.metrics.metric import Metric


class Sum(Measure):
    """Sum of the amounts of events, as revenue is: `sum of Order`; of a property: `sum of Order property items`."""

    name: ClassVar[str] = "sum"
    uses: ClassVar[tuple[str, ...]] = ("of", "property")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the sum of all amounts."""
        return Recipe(quantities=amounts(metric), n=1)
