"""Variants: which whole ways people go."""

from typing import ClassVar

from footpath.analytics.analysis import Comparison
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.paths.way import LIKES, VariantsQuestion, WayPart, WayPlan, part_of, plan_of
from footpath.analytics.paths.way_answer import VariantsAnswer, answer_of


class Variants(Comparison[VariantsQuestion, WayPlan, tuple[WayPart, ...], VariantsAnswer]):
    """Which whole ways people go from first step to last, how many go each, and how long they take."""

    name: ClassVar[str] = "variants"
    title: ClassVar[str] = "Whole ways"
    chart: ClassVar[str] = "variants"
    explain: ClassVar[str] = (
        "The exact ways people went, the most frequent first. Most ways are rare; what many share shows "
        "better in a process map."
    )
    question = VariantsQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: VariantsQuestion) -> WayPlan:
        """Look up what steps are called."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: WayPlan) -> tuple[WayPart, ...]:
        """Tell the ways of one bucket apart."""
        return (part_of(bucket, plan),)

    def merge(self, left: tuple[WayPart, ...], right: tuple[WayPart, ...]) -> tuple[WayPart, ...]:
        """Put the parts side by side: which ways are the most frequent only all of them tell."""
        return left + right

    def finish(self, state: tuple[WayPart, ...], plan: WayPlan) -> VariantsAnswer:
        """Return the figures."""
        return answer_of((state,), plan)

    def compare(self, first: tuple[WayPart, ...], second: tuple[WayPart, ...], plan: WayPlan) -> VariantsAnswer:
        """Return the figures of both groups, and the difference."""
        return answer_of((first, second), plan)
