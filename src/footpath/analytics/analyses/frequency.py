"""Frequency and recency: how often people do something, how long ago they last did, and for how much."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.frequency.answer import FrequencyAnswer
from footpath.analytics.frequency.figures import answer_of
from footpath.analytics.frequency.question import FrequencyQuestion, Plan, plan_of
from footpath.analytics.frequency.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys


class Frequency(Analysis[FrequencyQuestion, Plan, tuple[Part, ...], FrequencyAnswer]):
    """How often people do something, how long ago they last did, and for how much: one by the other (RFM)."""

    name: ClassVar[str] = "frequency"
    chart: ClassVar[str] = "bars"
    explain: ClassVar[str] = (
        "How often people did something, and how long ago. People who came late had less time to do it often."
    )
    question = FrequencyQuestion

    def plan(self, journeys: Journeys, question: FrequencyQuestion) -> Plan:
        """Check events and classes, and compile them."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Count one bucket's events, journey by journey."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: quantiles need every number."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> FrequencyAnswer:
        """Return distributions, classes and the grid."""
        return answer_of(state, plan)
