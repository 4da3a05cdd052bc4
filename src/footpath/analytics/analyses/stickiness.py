"""Stickiness: in how many periods of those looked at people are active."""

from typing import ClassVar

from footpath.analytics.activity.question import Plan, plan_of
from footpath.analytics.activity.stickiness import Part, StickinessQuestion, answer_of, run
from footpath.analytics.activity.stickiness_answer import StickinessAnswer
from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys


class Stickiness(Analysis[StickinessQuestion, Plan, tuple[Part, ...], StickinessAnswer]):
    """In how many hours, days, weeks, months, quarters or years of those looked at people are active."""

    name: ClassVar[str] = "stickiness"
    title: ClassVar[str] = "How often people are active"
    chart: ClassVar[str] = "bars"
    explain: ClassVar[str] = "In how many periods people were active. The number of periods looked at bounds it."
    question = StickinessQuestion
    likes: ClassVar = {"posthog": {"cumulative": False}}

    def plan(self, journeys: Journeys, question: StickinessQuestion) -> Plan:
        """Check the events against those there are, and compile them."""
        return plan_of(journeys, question, least=question.least)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Count one bucket's active periods."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: they may begin in different periods."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> StickinessAnswer:
        """Add the numbers up and return the figures."""
        return answer_of(state, plan)
