"""Timeline: one person's events in order."""

from typing import ClassVar

import pyarrow as pa

from footpath.analytics.analysis import Analysis
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.timelines.answer import TimelineAnswer, answer_of
from footpath.analytics.timelines.question import TimelineQuestion
from footpath.analytics.timelines.running import Plan, plan_of, run


class Timeline(Analysis[TimelineQuestion, Plan, tuple[pa.Table, ...], TimelineAnswer]):
    """What one person did, in order: when, where, after which pause, in which session.

    Events at the same time stand in the order they were stored in. Where nobody has that id, the message names those
    whose ids begin alike. Outside of the period, or of `who`, there is nothing to see, and the answer is empty.

    Tables: `figures` (a row an event), `sessions`, `touchpoints`.
    """

    name: ClassVar[str] = "timeline"
    chart: ClassVar[str] = "timeline"
    explain: ClassVar[str] = (
        "Everything one person did and received, in order. It is one person: it shows what happened, not "
        "how often it happens."
    )
    question = TimelineQuestion

    def plan(self, journeys: Journeys, question: TimelineQuestion) -> Plan:
        """Find the person."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[pa.Table, ...]:
        """Take the person's events, if they are in this bucket."""
        return run(bucket, plan)

    def merge(self, left: tuple[pa.Table, ...], right: tuple[pa.Table, ...]) -> tuple[pa.Table, ...]:
        """Keep what there is: a person is in one bucket."""
        return left + right

    def finish(self, state: tuple[pa.Table, ...], plan: Plan) -> TimelineAnswer:
        """Return the events."""
        return answer_of(state, plan)
