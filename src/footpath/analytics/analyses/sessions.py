"""Sessions: how many there are, how long they last, where they begin and end."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.visiting.answer import SessionsAnswer
from footpath.analytics.visiting.figures import answer_of
from footpath.analytics.visiting.question import LIKES, Plan, SessionsQuestion, plan_of
from footpath.analytics.visiting.running import Part, run


class Sessions(Analysis[SessionsQuestion, Plan, tuple[Part, ...], SessionsAnswer]):
    """How many sessions there are, how long they last, how many bounce or reach a goal, where they begin and end."""

    name: ClassVar[str] = "sessions"
    chart: ClassVar[str] = "series"
    explain: ClassVar[str] = (
        "Visits by length, depth and where they end. A visit ends by the rule of the pause, not because "
        "somebody left for good."
    )
    question = SessionsQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: SessionsQuestion) -> Plan:
        """Check events, goal and properties against what there is, and compile the rules."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Cut one bucket's journeys into sessions and count them."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: medians need every duration."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> SessionsAnswer:
        """Return numbers, durations, shares, entries and exits."""
        return answer_of(state, plan)
