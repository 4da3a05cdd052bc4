"""Time between two touchpoints: how long it takes from one to the other, and who never gets there."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.timing.answer import TimeBetweenAnswer
from footpath.analytics.timing.figures import answer_of
from footpath.analytics.timing.question import Plan, TimeBetweenQuestion, plan_of
from footpath.analytics.timing.running import Part, run


class TimeBetween(Analysis[TimeBetweenQuestion, Plan, tuple[Part, ...], TimeBetweenAnswer]):
    """How long it takes from one touchpoint to another, and how many never get there."""

    name: ClassVar[str] = "time_between"
    chart: ClassVar[str] = "distribution"
    explain: ClassVar[str] = (
        "How long it takes from one event to another. People who never got there are counted apart and "
        "are not in the times."
    )
    question = TimeBetweenQuestion

    def plan(self, journeys: Journeys, question: TimeBetweenQuestion) -> Plan:
        """Check both touchpoints against the events there are, and compile the rules."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Find the times of one bucket."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: medians need every time."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> TimeBetweenAnswer:
        """Return medians, shares, the histogram and the trend."""
        return answer_of(state, plan)
