"""Directly-follows graph: what people do right after what."""

from typing import ClassVar

from footpath.analytics.analysis import Comparison
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.paths.graph import GraphPlan, GraphQuestion, answer_of, plan_of
from footpath.analytics.paths.graph_answer import GraphAnswer
from footpath.analytics.paths.moves import Moves, moves_of


class DirectlyFollows(Comparison[GraphQuestion, GraphPlan, tuple[Moves, ...], GraphAnswer]):
    """What people do right after what, how many do, and how long it takes: the process map of all journeys."""

    name: ClassVar[str] = "directly_follows"
    title: ClassVar[str] = "Process map"
    chart: ClassVar[str] = "process_map"
    explain: ClassVar[str] = (
        "Which event came right after which, and for how many. Following is no cause; rare moves may be "
        "left out of the picture."
    )
    question = GraphQuestion

    def plan(self, journeys: Journeys, question: GraphQuestion) -> GraphPlan:
        """Look up what steps are called."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: GraphPlan) -> tuple[Moves, ...]:
        """Count the moves of one bucket."""
        return (moves_of(bucket, plan.labels, plan.wanted),)

    def merge(self, left: tuple[Moves, ...], right: tuple[Moves, ...]) -> tuple[Moves, ...]:
        """Put the parts side by side: medians need every time."""
        return left + right

    def finish(self, state: tuple[Moves, ...], plan: GraphPlan) -> GraphAnswer:
        """Return the figures."""
        return answer_of((state,), plan)

    def compare(self, first: tuple[Moves, ...], second: tuple[Moves, ...], plan: GraphPlan) -> GraphAnswer:
        """Return the figures of both groups, and the difference."""
        return answer_of((first, second), plan)
