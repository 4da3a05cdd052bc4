"""Conformance: a plan held against the journeys that were travelled."""

from typing import ClassVar

from footpath.analytics.analysis import Analysis
from footpath.analytics.conforming.answer import ConformanceAnswer
from footpath.analytics.conforming.figures import answer_of
from footpath.analytics.conforming.planning import Plan, plan_of
from footpath.analytics.conforming.question import ConformanceQuestion
from footpath.analytics.conforming.running import Part, run
from footpath.analytics.journeys import Bucket, Journeys


class Conformance(Analysis[ConformanceQuestion, Plan, tuple[Part, ...], ConformanceAnswer]):
    """How journeys keep to a plan: who follows, skips, comes back, leaves; how long steps take; how well it fits.

    The plan is a list of steps in order, such as a map's columns. An event is at the first step it fits; events that
    fit none are off the plan and counted as such. Events of one step in a row are one visit, and the visits of a
    journey, from its start to its end, are moves. A move is *planned*, or it is a *skip* (ahead, over steps that
    planned moves would have passed), *back* (to an earlier step), a *repeat*, *aside* (to a later step that no
    planned moves lead to), *late* (a start at a step that is none) or *leave* (an end at a step that is none).

    Fitness, 0…1, is one less the cost over the worst cost: the fewest visits to add or take away that turn the
    journey into a planned way, over those of taking every visit away and adding the shortest planned way. Who is
    nowhere on the plan has no fitness. A step counts as skipped where a journey passed over it and never came to it;
    the share is of those who came to it or skipped it.

    Tables: `figures` (by step), `overall` (who follows, skips, …), `moves`, `fitness`, `distribution` (of fitness),
    `variants` (ways that cost most), `people`.
    """

    name: ClassVar[str] = "conformance"
    title: ClassVar[str] = "Plan and reality"
    chart: ClassVar[str] = "conformance"
    explain: ClassVar[str] = (
        "How travelled journeys keep to the planned one. A move off the plan is no fault of the "
        "customer: the plan may be what is wrong."
    )
    question = ConformanceQuestion

    def plan(self, journeys: Journeys, question: ConformanceQuestion) -> Plan:
        """Check the plan against the events there are."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
        """Answer for one bucket's persons."""
        return (run(bucket, plan),)

    def merge(self, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Part, ...]:
        """Put the parts side by side: medians need every time."""
        return left + right

    def finish(self, state: tuple[Part, ...], plan: Plan) -> ConformanceAnswer:
        """Return the figures."""
        return answer_of(state, plan)
