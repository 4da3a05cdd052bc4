"""Mean rating."""

from typing import ClassVar

from footpath.analytics.metrics.measure import Measure, Recipe, amounts
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.metrics.scales import answers_to, scale_of
from footpath.analytics.select import Select


class Rating(Measure):
    """Mean of ratings, 1 to 5 unless said: `rating`, `rating of Reviewed property stars scale 1 to 10`."""

    name: ClassVar[str] = "rating"
    answers: ClassVar[bool] = True
    uses: ClassVar[tuple[str, ...]] = ("of", "property", "scale")
    good: ClassVar[Good] = "up"

    def default(self) -> Select:
        """Return the answers said to be to this question."""
        return answers_to("rating")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the mean of the ratings on the scale."""
        scale = scale_of(metric, (1.0, 5.0))
        return Recipe(quantities=amounts(metric, scale), bottom=(1,), n=1, kind="mean", bounds=scale)
