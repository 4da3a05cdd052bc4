"""Lifecycle: who is new, returning, resurrecting or dormant, period by period."""

from typing import ClassVar

from footpath.analytics.activity.lifecycle import LifecycleQuestion, Part, run
from footpath.analytics.activity.lifecycle_answer import LifecycleAnswer
from footpath.analytics.activity.lifecycle_figures import answer_of
from footpath.analytics.activity.question import Plan, plan_of
from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys


class Lifecycle(Analysis[LifecycleQuestion, Plan, tuple[Part, ...], LifecycleAnswer]):
    """Who is new, returning, resurrecting or dormant in each hour, day, week, month, quarter or year."""

    name: ClassVar[str] = "lifecycle"
    chart: ClassVar[str] = "lifecycle"
    explain: ClassVar[str] = (
        "Who is new, stays, comes back or stays away in each period. The newest period may not be over yet."
    )
    question = LifecycleQuestion
    likes: ClassVar = {"posthog": {"new_by": "any"}}

    def plan(self, journeys: Journeys, question: LifecycleQuestion) -> Plan:
        """Check the events against those there are, and compile them."""
        return plan_of(journeys, question, whole=True)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Count one bucket's active periods."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: they may begin in different periods."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> LifecycleAnswer:
        """Add the periods up and return the figures."""
        return answer_of(state, plan)
