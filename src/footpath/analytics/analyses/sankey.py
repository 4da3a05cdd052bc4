"""Sankey: what people do first, second, third, …"""

from typing import ClassVar

from footpath.analytics.analysis import Comparison
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.paths.flow import LIKES, FlowPart, FlowPlan, SankeyQuestion, part_of, plan_of
from footpath.analytics.paths.flow_answer import SankeyAnswer, answer_of


class Sankey(Comparison[SankeyQuestion, FlowPlan, tuple[FlowPart, ...], SankeyAnswer]):
    """What people do first, second, third, …: moves by position, from a start, to an end, or both."""

    name: ClassVar[str] = "sankey"
    title: ClassVar[str] = "Flow step by step"
    chart: ClassVar[str] = "sankey"
    explain: ClassVar[str] = (
        "How the ways people went flow into each other, step by step. Thin flows are put together, and "
        "every step is a count, not a time."
    )
    question = SankeyQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: SankeyQuestion) -> FlowPlan:
        """Check the limits and look up what steps are called."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: FlowPlan) -> tuple[FlowPart, ...]:
        """Count the moves of one bucket by position."""
        return (part_of(bucket, plan),)

    def merge(self, left: tuple[FlowPart, ...], right: tuple[FlowPart, ...]) -> tuple[FlowPart, ...]:
        """Put the parts side by side: medians need every time."""
        return left + right

    def finish(self, state: tuple[FlowPart, ...], plan: FlowPlan) -> SankeyAnswer:
        """Return the figures."""
        return answer_of((state,), plan)

    def compare(self, first: tuple[FlowPart, ...], second: tuple[FlowPart, ...], plan: FlowPlan) -> SankeyAnswer:
        """Return the figures of both groups, and the difference."""
        return answer_of((first, second), plan)
