"""The path tree: its question, and growing it level by level from the walks of all buckets."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import REST
from footpath.analytics.journeys import Bucket, Float64, Int64, Journeys
from footpath.analytics.kernels.path_steps import Float32
from footpath.analytics.kernels.path_walks import EVERY, FIRST, LAST, Bool, Int32, Rule, Walks, branch, grow, walks
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.paths.question import PathQuestion
from footpath.analytics.paths.times import quantiles
from footpath.analytics.paths.versus import weights
from footpath.core.errors import Invalid

DEEPEST = 100
START, END = "(start)", "(end)"  # roots that are no step
_OCCURRENCES = {"first": FIRST, "last": LAST, "every": EVERY}


class TreeQuestion(PathQuestion, frozen=True, kw_only=True):
    """Which ways people take from a step, to a step, or both, step by step.

    Attributes:
        anchor: names of steps the tree grows from, any of them; empty = the beginning of journeys (`after`) or their
            end (`before`).
        after: how many steps after it; without `before` 5 when nothing is said.
        before: how many steps before it.
        occurrence: which of somebody's anchors count: the first, the last, or every one.
        within: longest time between the anchor and a step, as in "30 d"; empty = any.
        children: how many ways on are shown at each node, the most frequent; the rest is put together in "(other)",
            with all that comes after it.
        nodes: how many nodes are shown at each distance, "(other)" not counted, and how many of all grow further.
        least: ways taken less often than this are put together too.
        times: find out how long each step takes.
    """

    anchor: tuple[str, ...] = ()
    after: int | None = None
    before: int = 0
    occurrence: Literal["first", "last", "every"] = "first"
    within: str = ""
    children: int = 5
    nodes: int = 60
    least: int = 1
    times: bool = True

    @property
    def forward(self) -> int:
        """How many steps after the anchor."""
        return self.after if self.after is not None else 0 if self.before else 5

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        which = "every" if self.occurrence == "every" else f"the {self.occurrence}"
        end = "the beginning of journeys" if self.forward else "the end of journeys"
        return {
            **self.path_rules(),
            "tree": f"{self.before} steps before, {self.forward} after {' or '.join(self.anchor) or end}",
            "counts": f"{which} {' or '.join(self.anchor)} of {self.unit}s" if self.anchor else f"{self.unit}s",
            "within": self.within or "any time",
            "shown": f"{self.children} ways on at a node, {self.nodes} nodes at a distance; the rest is {REST}",
            "times": "from the last event of a step to the first of the next, to seven digits"
            if self.times
            else "none",
        }


LIKES: Mapping[str, Mapping[str, Any]] = {
    "mixpanel": {"children": 3, "within": "30 d", "occurrence": "first"},
    "amplitude": {"collapse": True, "occurrence": "first"},
    "ga4": {"children": 5, "after": 10},
}


class TreePlan(Struct, frozen=True):
    """A path tree ready to be grown; `roots` is bool a label, none at all = journeys' ends are roots."""

    question: TreeQuestion
    labels: Labels
    roots: Bool
    rule: Rule


class TreePart(Struct, frozen=True):
    """The walks of one bucket, how many journeys there were, and the newest event (µs)."""

    walks: Walks
    journeys: int
    newest: int

    @property
    def units(self) -> int:
        """Number of journeys that have a walk."""
        owner = self.walks.owner
        return int((np.diff(owner) != 0).sum()) + 1 if len(owner) else 0


def plan_of(journeys: Journeys, question: TreeQuestion) -> TreePlan:
    """Check a question and compile it; raises Invalid or NotFound with a remedy."""
    for field, steps in (("after", question.forward), ("before", question.before)):
        if not 0 <= steps <= DEEPEST:
            raise Invalid(f"{field} is {steps}.", hint=f"Give 0 to {DEEPEST} steps.")
    if not question.forward and not question.before:
        raise Invalid("The tree has no steps.", hint="Give after, before, or both.")
    if not question.anchor and question.forward and question.before:
        raise Invalid("Before and after what?", hint="Name an anchor, or leave out before or after.")
    for field, count in (("children", question.children), ("nodes", question.nodes)):
        if count < 1:
            raise Invalid(f"{field} is {count}.", hint="Show at least one.")
    labels = labels_of(journeys, question)
    rule = Rule(
        collapse=question.collapse,
        before=question.before,
        after=question.forward,
        occurrence=_OCCURRENCES[question.occurrence],
        within=durations.micros(question.within, "within"),
        waits=0,
    )
    return TreePlan(question, labels, labels.marked(question.anchor, "anchor"), rule)


def part_of(bucket: Bucket, plan: TreePlan) -> TreePart:
    """Return the walks of a bucket."""
    key, lookup = plan.labels.keyed(bucket)
    found = walks((bucket.begin, bucket.end), bucket.at, key, lookup, plan.roots, plan.rule)
    return TreePart(found, bucket.n_journeys, bucket.newest)


class Node(Struct, frozen=True):
    """A node of the tree: those who went this way.

    Attributes:
        parent: position of the node it grew from, −1 for the root.
        depth: steps from the root, negative before it.
        name: what the step is called.
        counts, units: walks and journeys of each group.
        ends, limits: walks of each group that end here because the journey does, and because of a limit.
        begins, earlier: the same of walks backwards.
        spans: median and 90th percentile of the seconds between this step and that of the parent, for each group.
    """

    parent: int
    depth: int
    name: str
    counts: list[int]
    units: list[int]
    ends: list[int]
    limits: list[int]
    begins: list[int]
    earlier: list[int]
    spans: list[list[float | None]]


Groups = Sequence[Sequence[TreePart]]


def grown(groups: Groups, plan: TreePlan) -> list[Node]:
    """Return the nodes of the tree: the root, then what comes after it, then what comes before it."""
    counts = [sum(len(part.walks.root) for part in parts) for parts in groups]
    units = [sum(part.units for part in parts) for parts in groups]
    nothing: list[list[float | None]] = [[None, None] for _ in groups]
    name = " or ".join(plan.question.anchor) or (START if plan.rule.after else END)
    nodes = [Node(-1, 0, name, counts, units, *_stops(groups), nothing)]
    for depth, direction in ((plan.rule.after, 1), (plan.rule.before, -1)):
        if depth:
            _Side(groups, plan, nodes, direction).grow(depth)
    return nodes


def _stops(groups: Groups) -> tuple[list[int], list[int], list[int], list[int]]:
    """Return zeros for how many end, go on, begin and come from further back, to be added to."""
    return [0] * len(groups), [0] * len(groups), [0] * len(groups), [0] * len(groups)


class _Side:
    """The tree on one side of the root."""

    def __init__(self, groups: Groups, plan: TreePlan, nodes: list[Node], direction: int) -> None:
        self._groups = groups
        self._plan = plan
        self._nodes = nodes
        self._direction = direction
        self._at = [0]  # the nodes of this level, by position in `nodes`
        self._open = [True]  # which of them grow further
        self._places = [[np.zeros(len(part.walks.root), np.int32) for part in parts] for parts in groups]

    def grow(self, depth: int) -> None:
        """Add the nodes of every level; the last one only to find out who goes on beyond it."""
        for level in range(1, depth + 2):
            counts = self._branched(level * self._direction)
            if level > depth or not any(table.any() for table in counts):
                break
            child, made = self._children(counts)
            self._grown(level * self._direction, child, made, counts)

    def _branched(self, level: int) -> list[npt.NDArray[np.int32]]:
        """Return nodes × labels of each group: what comes next; note who goes no further."""
        found = []
        for group, (parts, places) in enumerate(zip(self._groups, self._places, strict=True)):
            counts = np.zeros((len(self._at), self._plan.labels.k + 1), np.int32)
            stops = np.zeros((len(self._at), 2), np.int64)
            for part, place in zip(parts, places, strict=True):
                branch(part.walks, place, level, counts, stops)
            for at, (over, beyond) in zip(self._at, stops.tolist(), strict=True):
                node = self._nodes[at]
                (node.ends if level > 0 else node.begins)[group] += over
                (node.limits if level > 0 else node.earlier)[group] += beyond
            found.append(counts)
        return found

    def _children(self, counts: list[npt.NDArray[np.int32]]) -> tuple[Int32, list[tuple[int, int]]]:
        """Return the new node of each node and label, and of each new node its parent and label (0 = "(other)")."""
        roots = self._nodes[0].counts
        matter = weights([table.astype(np.int64) for table in counts], roots)
        enough = np.maximum.reduce(counts) >= self._plan.question.least
        chosen = self._chosen(np.where(enough & np.array(self._open)[:, None], matter, 0.0))
        child = np.full(matter.shape, -1, np.int32)
        made: list[tuple[int, int]] = []
        heavy: list[float] = []
        for row, parent in enumerate(self._at):
            if not self._open[row]:
                for group, table in enumerate(counts):
                    self._limits(parent)[group] += int(table[row].sum())
                continue
            labels = [label for label in chosen[row] if matter[row, label] > 0]
            for label in labels:
                child[row, label] = len(made)
                made.append((parent, label))
                heavy.append(float(matter[row, label]))
            rest = (matter[row] > 0) & (child[row] < 0)
            if rest.any():
                child[row, rest] = len(made)
                made.append((parent, 0))
                heavy.append(float(matter[row, rest].sum()))
        largest = np.argsort(-np.array(heavy), kind="stable")[: self._plan.question.nodes]
        self._open = np.isin(np.arange(len(made)), largest).tolist()
        return child, made

    def _limits(self, node: int) -> list[int]:
        """Return how many walks of each group go on beyond a node, to be added to."""
        return self._nodes[node].limits if self._direction > 0 else self._nodes[node].earlier

    def _chosen(self, matter: Float64) -> list[list[int]]:
        """Return the labels shown at each node, the most frequent first, within the limits of a node and a level."""
        question = self._plan.question
        best = np.argsort(-matter, axis=1, kind="stable")[:, : question.children]
        values = np.take_along_axis(matter, best, axis=1)
        flat = np.argsort(-values.ravel(), kind="stable")[: question.nodes]
        kept = np.zeros(values.size, np.bool_)
        kept[flat] = values.ravel()[flat] > 0
        return [row[keep].tolist() for row, keep in zip(best, kept.reshape(values.shape), strict=True)]

    def _grown(
        self, level: int, child: Int32, made: list[tuple[int, int]], counts: list[npt.NDArray[np.int32]]
    ) -> None:
        """Move every walk on to its new node, and add the nodes."""
        totals, units, spans = [], [], []
        for parts, places, table in zip(self._groups, self._places, counts, strict=True):
            sizes = np.bincount(child[child >= 0], table[child >= 0], minlength=len(made)).astype(np.int64)
            cuts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
            timed = self._plan.question.times and (bool(len(self._plan.roots)) or abs(level) > 1)
            waits = np.empty(int(cuts[-1]) if timed else 0, np.float32)
            fill = cuts[:-1].copy()
            pairs = zip(parts, places, strict=True)
            here = [grow(part.walks, place, level, child, fill, waits) for part, place in pairs]
            totals.append(sizes)
            units.append(np.sum(here, axis=0) if here else np.zeros(len(made), np.int64))
            spans.append(_spans(waits, cuts))
        self._at = list(range(len(self._nodes), len(self._nodes) + len(made)))
        for place, (parent, label) in enumerate(made):
            self._nodes.append(
                Node(
                    parent,
                    level,
                    self._plan.labels.names[label] if label else REST,
                    [int(sizes[place]) for sizes in totals],
                    [int(those[place]) for those in units],
                    *_stops(self._groups),
                    [those[place] for those in spans],
                )
            )


def _spans(waits: Float32, cuts: Int64) -> list[list[float | None]]:
    if not len(waits):
        return [[None, None] for _ in range(len(cuts) - 1)]
    return [quantiles([waits[low:high]]) for low, high in pairwise(cuts)]
