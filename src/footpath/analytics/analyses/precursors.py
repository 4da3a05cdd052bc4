"""Precursors: sequences that precede loss more than elsewhere."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.preceding.answer import PrecursorsAnswer
from footpath.analytics.preceding.figures import answer_of
from footpath.analytics.preceding.planning import Plan, plan_of
from footpath.analytics.preceding.question import PrecursorsQuestion
from footpath.analytics.preceding.running import Part, run


class Precursors(Analysis[PrecursorsQuestion, Plan, tuple[Part, ...], PrecursorsAnswer]):
    """Which sequences of touches precede loss (silence, a cancellation, no order) more than elsewhere."""

    name: ClassVar[str] = "precursors"
    title: ClassVar[str] = "What comes before a loss"
    chart: ClassVar[str] = "ranking"
    explain: ClassVar[str] = (
        "What went before a loss more often than before a success. It warns; it need not be the reason."
    )
    question = PrecursorsQuestion

    def plan(self, journeys: Journeys, question: PrecursorsQuestion) -> Plan:
        """Check losses, goals and touches against the events there are."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Return the last touches of one bucket's persons: which sequences are frequent, only all of them can tell."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> PrecursorsAnswer:
        """Seek the sequences."""
        return answer_of(state, plan)
