"""Funnel: who gets how far through steps, and how long it takes."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.funnels.answer import FunnelAnswer
from footpath.analytics.funnels.figures import answer_of
from footpath.analytics.funnels.planning import Plan, plan_of
from footpath.analytics.funnels.question import LIKES, FunnelQuestion
from footpath.analytics.funnels.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys


class Funnel(Analysis[FunnelQuestion, Plan, tuple[Part, ...], FunnelAnswer]):
    """Who gets how far through steps, how long it takes, and who drops out."""

    name: ClassVar[str] = "funnel"
    chart: ClassVar[str] = "funnel"
    explain: ClassVar[str] = (
        "How many got how far through the steps in the window. Who is still within the window may yet go "
        "on; steps skipped are not steps failed."
    )
    question = FunnelQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: FunnelQuestion) -> Plan:
        """Check the steps against the events there are, and compile the rules."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Answer for one bucket's persons."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: medians need every time."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> FunnelAnswer:
        """Return the figures."""
        return answer_of(state, plan)
