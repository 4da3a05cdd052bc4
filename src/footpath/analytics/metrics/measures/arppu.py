"""Revenue per paying unit."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, amounts, did
from footpath.analytics.metrics.metric import Good, Metric


class Arppu(Measure):
    """Amounts per unit that has the event (average revenue per paying user): `arppu of Order`."""

    name: ClassVar[str] = "arppu"
    uses: ClassVar[tuple[str, ...]] = ("of", "property")
    good: ClassVar[Good] = "up"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the sum of amounts divided by the units that paid."""
        return Recipe(quantities=(amounts(metric)[0], did(metric.of)), bottom=(1,), n=1, kind="mean")
