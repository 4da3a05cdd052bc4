"""Metric: a number defined once, in all, over time, broken down, and beside the period before."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.metrics.answer import MetricAnswer
from footpath.analytics.metrics.figures import answer_of
from footpath.analytics.metrics.planning import Plan, plan_of
from footpath.analytics.metrics.question import MetricQuestion
from footpath.analytics.metrics.running import Part, run


class Metric(Analysis[MetricQuestion, Plan, tuple[Part, ...], MetricAnswer]):
    """A number defined once by name: in all, over time, broken down, and beside the period before."""

    name: ClassVar[str] = "metric"
    chart: ClassVar[str] = "series"
    explain: ClassVar[str] = (
        "The number by its definition, with its 95 % interval. Look at n, and whether the last period is "
        "over, before reading a change into it."
    )
    question = MetricQuestion

    def plan(self, journeys: Journeys, question: MetricQuestion) -> Plan:
        """Look the metric up and compile it."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Add up one bucket's units."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: percentiles need every number."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> MetricAnswer:
        """Return the numbers."""
        return answer_of(state, plan)
