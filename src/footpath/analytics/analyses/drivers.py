"""Drivers: what those who converted did more or less than those who did not."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.driving.answer import DriversAnswer
from footpath.analytics.driving.figures import answer_of
from footpath.analytics.driving.planning import Plan, plan_of
from footpath.analytics.driving.question import LIKES, DriversQuestion
from footpath.analytics.driving.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys


class Drivers(Analysis[DriversQuestion, Plan, tuple[Part, ...], DriversAnswer]):
    """What those who converted did more or less than those who dropped: events, pages, properties, traits."""

    name: ClassVar[str] = "drivers"
    title: ClassVar[str] = "What goes with success"
    chart: ClassVar[str] = "ranking"
    explain: ClassVar[str] = (
        "What those who reached the goal did more often than the others. It goes together with the goal; "
        "it need not bring it about."
    )
    question = DriversQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: DriversQuestion) -> Plan:
        """Check starts and goals against the events there are, and look up what may drive."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Answer for one bucket's persons."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side; their counts are added up once, at the end."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> DriversAnswer:
        """Return what goes with converting and with dropping."""
        return answer_of(state, plan)
