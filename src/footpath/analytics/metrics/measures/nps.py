"""Net Promoter Score."""

from typing import ClassVar

from footpath.analytics.kernels.tallies import ANSWERED, PROMOTED
from footpath.analytics.metrics.measure import Look, Measure, Quantity, Recipe
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.metrics.scales import answers_to, scale_of
from footpath.analytics.select import Select


class Nps(Measure):
    """Net Promoter Score: share of answers 9–10 minus share of 0–6, in points; `nps` alone is of all answers to it."""

    name: ClassVar[str] = "nps"
    answers: ClassVar[bool] = True
    uses: ClassVar[tuple[str, ...]] = ("of", "property")
    look: ClassVar[Look] = "points"
    good: ClassVar[Good] = "up"

    def default(self) -> Select:
        """Return the answers said to be to this question."""
        return answers_to("nps")

    def recipe(self, metric: Metric) -> Recipe:
        """Return promoters minus detractors, divided by answers on 0–10."""
        scale = scale_of(metric, (0.0, 10.0))
        parts = (Quantity((metric.of,), what, metric.property, scale) for what in (PROMOTED, ANSWERED))
        return Recipe(quantities=tuple(parts), bottom=(1,), n=1, kind="mean", factor=100.0, bounds=(-100.0, 100.0))
