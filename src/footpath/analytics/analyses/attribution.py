"""Attribution: what conversions are owed to."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.attributing.answer import AttributionAnswer
from footpath.analytics.attributing.figures import answer_of
from footpath.analytics.attributing.planning import Plan, plan_of
from footpath.analytics.attributing.question import LIKES, AttributionQuestion
from footpath.analytics.attributing.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys


class Attribution(Analysis[AttributionQuestion, Plan, tuple[Part, ...], AttributionAnswer]):
    """What conversions are owed to: channels, campaigns or touchpoints, by several models side by side."""

    name: ClassVar[str] = "attribution"
    chart: ClassVar[str] = "attribution"
    explain: ClassVar[str] = (
        "Which touches share in each conversion, by every chosen rule. Rules divide credit; none of them "
        "shows that a touch caused the conversion."
    )
    question = AttributionQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: AttributionQuestion) -> Plan:
        """Check what is credited against the events there are, and compile the rules."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Answer for one bucket's persons."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side; their whole numbers are added up once, at the end."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> AttributionAnswer:
        """Return the credit by each model."""
        return answer_of(state, plan)
