"""Mean amount of events."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, amounts
from footpath.analytics.metrics.metric import Metric


class Mean(Measure):
    """Mean of the amounts of events that have one, as an average order value: `mean of Order`."""

    name: ClassVar[str] = "mean"
    uses: ClassVar[tuple[str, ...]] = ("of", "property")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the sum of amounts divided by their number; units may have several."""
        return Recipe(quantities=amounts(metric), bottom=(1,), n=1, kind="mean")
