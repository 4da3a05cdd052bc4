"""Path tree: which ways people take from a step, to a step, or both."""

from typing import ClassVar

from footpath.analytics.analysis import Comparison
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.paths.tree import LIKES, TreePart, TreePlan, TreeQuestion, part_of, plan_of
from footpath.analytics.paths.tree_answer import TreeAnswer, answer_of


class PathTree(Comparison[TreeQuestion, TreePlan, tuple[TreePart, ...], TreeAnswer]):
    """Which ways people take from a step, to a step, or both: how many go each way, where they end, and how fast."""

    name: ClassVar[str] = "path_tree"
    chart: ClassVar[str] = "path_tree"
    explain: ClassVar[str] = (
        "What people did next, step by step, from one beginning. Branches with few people rest on little."
    )
    question = TreeQuestion
    likes = LIKES

    def plan(self, journeys: Journeys, question: TreeQuestion) -> TreePlan:
        """Check the limits and look up what steps are called."""
        return plan_of(journeys, question)

    def partial(self, bucket: Bucket, plan: TreePlan) -> tuple[TreePart, ...]:
        """Cut out the walks of one bucket."""
        return (part_of(bucket, plan),)

    def merge(self, left: tuple[TreePart, ...], right: tuple[TreePart, ...]) -> tuple[TreePart, ...]:
        """Put the walks side by side: which ways are the most frequent only all of them tell."""
        return left + right

    def finish(self, state: tuple[TreePart, ...], plan: TreePlan) -> TreeAnswer:
        """Return the tree."""
        return answer_of((state,), plan)

    def compare(self, first: tuple[TreePart, ...], second: tuple[TreePart, ...], plan: TreePlan) -> TreeAnswer:
        """Return the tree of both groups, and the difference at each node."""
        return answer_of((first, second), plan)
