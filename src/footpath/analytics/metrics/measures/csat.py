"""Customer satisfaction."""

from typing import ClassVar

from footpath.analytics.kernels.tallies import ANSWERED, REACHED
from footpath.analytics.metrics.measure import Look, Measure, Quantity, Recipe
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.metrics.scales import answers_to, scale_of
from footpath.analytics.select import Select


class Csat(Measure):
    """Share of the two best answers on a scale, 1 to 5 unless said: `csat`, `csat of Rated scale 1 to 7`."""

    name: ClassVar[str] = "csat"
    answers: ClassVar[bool] = True
    uses: ClassVar[tuple[str, ...]] = ("of", "property", "scale")
    look: ClassVar[Look] = "share"
    good: ClassVar[Good] = "up"

    def default(self) -> Select:
        """Return the answers said to be to this question."""
        return answers_to("csat")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the two best answers divided by all on the scale."""
        scale = scale_of(metric, (1.0, 5.0))
        best = Quantity((metric.of,), REACHED, metric.property, scale, scale[1] - 1)
        every = Quantity((metric.of,), ANSWERED, metric.property, scale)
        return Recipe(quantities=(best, every), bottom=(1,), n=1, kind="share", bounds=(0.0, 1.0))
