"""Customer effort score."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, amounts
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.metrics.scales import answers_to, scale_of
from footpath.analytics.select import Select


class Ces(Measure):
    """Mean of answers on how easy it was, 1 to 7 unless said, where the best means easy: `ces`."""

    name: ClassVar[str] = "ces"
    answers: ClassVar[bool] = True
    uses: ClassVar[tuple[str, ...]] = ("of", "property", "scale")
    good: ClassVar[Good] = "up"

    def default(self) -> Select:
        """Return the answers said to be to this question."""
        return answers_to("ces")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the mean of the answers on the scale."""
        scale = scale_of(metric, (1.0, 7.0))
        return Recipe(quantities=amounts(metric, scale), bottom=(1,), n=1, kind="mean", bounds=scale)
