"""Revenue per unit."""

from typing import ClassVar

from footpath.analytics.metrics.measure import ANYTHING, Measure, Recipe, amounts, did
from footpath.analytics.metrics.metric import Good, Metric


class Arpu(Measure):
    """Amounts per active unit, paying or not (average revenue per user): `arpu of Order`; `among` = who is active."""

    name: ClassVar[str] = "arpu"
    uses: ClassVar[tuple[str, ...]] = ("of", "among", "property")
    good: ClassVar[Good] = "up"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the sum of amounts divided by the units that did anything."""
        active = did(ANYTHING if metric.among is None else metric.among)
        return Recipe(quantities=(amounts(metric)[0], active), bottom=(1,), n=1, kind="mean")
