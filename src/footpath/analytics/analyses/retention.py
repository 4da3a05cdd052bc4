"""Retention: who of those who start comes back, and when."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.retention.answer import RetentionAnswer
from footpath.analytics.retention.figures import answer_of
from footpath.analytics.retention.planning import Plan, plan_of
from footpath.analytics.retention.question import LIKES, RetentionQuestion
from footpath.analytics.retention.running import Part, run


class Retention(Analysis[RetentionQuestion, Plan, tuple[Part, ...], RetentionAnswer]):
    """Who of those who start comes back, and how many periods later: cohorts, and their mean."""

    name: ClassVar[str] = "retention"
    chart: ClassVar[str] = "retention"
    explain: ClassVar[str] = (
        "Which share came back in each period after the first. Young groups have had less time: compare "
        "within a column, not along a row's end."
    )
    question = RetentionQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: RetentionQuestion) -> Plan:
        """Check events and brackets against what there is, and compile the rules."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Count one bucket's cohorts."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: they may begin in different periods."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> RetentionAnswer:
        """Add the cohorts up and return the figures."""
        return answer_of(state, plan)
