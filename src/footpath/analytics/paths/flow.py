"""Flows by position: the question of a sankey, and the moves of each bucket."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import REST
from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.kernels.path_flows import STARTED, FlowRule, flows
from footpath.analytics.kernels.path_moves import grouped
from footpath.analytics.kernels.path_steps import parted
from footpath.analytics.kernels.path_walks import Bool
from footpath.analytics.paths.cleaning import cleaning
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.paths.moves import Moves
from footpath.analytics.paths.question import PathQuestion, Timed
from footpath.core.errors import Invalid

MOST_STEPS = 100
DENSE = 1 << 18  # pairs by position up to which a table of all is small
DOTS = "..."  # stands for the steps left out between start and end
_TIMED = {"gap": 0, "first": 1, "last": 2}


class SankeyQuestion(PathQuestion, frozen=True, kw_only=True):
    """What people do first, second, third, …

    Attributes:
        steps: how many steps of a walk are shown, 2 or more; with start and end the first and the last half of them.
        start: names of steps that walks begin with, at the first of them; empty = with the journey.
        end: names of steps that walks end with, at the first of them; empty = with the journey.
        align: which end of walks lies one under the other: start or end.
        pause: a pause at least this long begins a new walk, as in "30 min"; empty = no pause does.
        within: longest time from the start of a walk (or back from its end), as in "30 d"; empty = any.
        timed: what a move takes where repeats are one step: gap = from the last event of a step to the first of the
            next, first = from first to first, last = from last to last.
        top: how many steps are shown at each position; 0 = as many as `edges` leaves room for.
        edges: how many moves are shown at most, 0 = any number; steps are put together in "(other)" until they fit, so
            that nobody seems to leave who goes on.
        least: moves made less often are put together too.
        most: moves made more often are put together too; 0 = none.
    """

    steps: int = 5
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    align: Literal["start", "end"] = "start"
    pause: str = ""
    within: str = ""
    timed: Timed = "gap"
    top: int = 6
    edges: int = 0
    least: int = 1
    most: int = 0

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        shown = [f"{self.top} steps at each position"] if self.top else []
        shown += [f"at most {self.edges} moves"] if self.edges else []
        shown += [f"moves made at least {self.least} times"] if self.least > 1 else []
        shown += [f"moves made at most {self.most} times"] if self.most else []
        walks = (
            f"walks of {self.unit}s, a new one after a pause of {self.pause}"
            if self.pause
            else f"walks of {self.unit}s"
        )
        return {
            **self.path_rules(),
            "counts": walks,
            "walks": f"from {' or '.join(self.start) or 'the beginning'} to {' or '.join(self.end) or 'the end'}, "
            f"{self.steps} steps",
            "within": self.within or "any time",
            "shown": f"{', '.join(shown) or 'everything'}; the rest is {REST}",
            "times": _TIMES[self.timed],
        }


_TIMES = {
    "gap": "from the last event of a step to the first of the next",
    "first": "from the first event of a step to the first of the next",
    "last": "from the last event of a step to the last of the next",
}

LIKES: Mapping[str, Mapping[str, Any]] = {
    "posthog": {
        "step": ("page", "name"), "steps": 5, "pause": "30 min", "collapse": True, "trim": True, "timed": "last",
        "top": 0, "edges": 50,
    },
    "mixpanel": {"top": 3, "within": "30 d"},
}  # fmt: skip


class FlowPlan(Struct, frozen=True):
    """A sankey ready to be made; `starts` and `ends` are bool a label, none at all = the journey's."""

    question: SankeyQuestion
    labels: Labels
    starts: Bool
    ends: Bool
    rule: FlowRule
    pause: int

    @property
    def width(self) -> int:
        """Number of labels, with 0 = none and the last one for what is left out."""
        return self.labels.k + 2


class FlowPart(Struct, frozen=True):
    """The flows of one bucket.

    Attributes:
        moves: pair = (position · width + before) · width + after.
        nodes: position · width + label of the steps there are.
        figures: nodes × 5, as `Flows.nodes` has them.
    """

    moves: Moves
    nodes: Int64
    figures: Int64


def plan_of(journeys: Journeys, question: SankeyQuestion) -> FlowPlan:
    """Check a question and compile it; raises Invalid or NotFound with a remedy."""
    if not 2 <= question.steps <= MOST_STEPS:
        raise Invalid(f"steps is {question.steps}.", hint=f"Show 2 to {MOST_STEPS}.")
    if question.most and question.most < question.least:
        raise Invalid("most is less than least.", hint="No move can be both.")
    labels = labels_of(journeys, question)
    cleaned = cleaning(question.clean, question.wildcards, trim=question.trim)

    def marked(names: tuple[str, ...], field: str) -> Bool:
        return labels.marked(tuple(name if name in labels.names else cleaned(name) for name in names), field)

    rule = FlowRule(
        labels=labels.k,
        collapse=question.collapse,
        within=durations.micros(question.within, "within"),
        waits=_TIMED[question.timed],
        steps=question.steps,
        right=question.align == "end",
    )
    pause = durations.micros(question.pause, "pause")
    return FlowPlan(question, labels, marked(question.start, "start"), marked(question.end, "end"), rule, pause)


def part_of(bucket: Bucket, plan: FlowPlan) -> FlowPart:
    """Return the flows of a bucket."""
    key, lookup = plan.labels.keyed(bucket)
    spans = (bucket.begin, bucket.end)
    if plan.pause < durations.FOREVER_US:
        spans = parted(spans, bucket.at, key, lookup, plan.pause)
    found = flows(spans, bucket.at, key, lookup, (plan.starts, plan.ends), plan.rule)
    size = found.nodes.shape[0] * plan.width**2
    pairs, group = np.arange(size), found.edge
    if size > DENSE:
        pairs, group = np.unique(found.edge, return_inverse=True)
    cuts, times, sums = grouped(group, found.wait, len(pairs))
    there = np.flatnonzero(np.diff(cuts))
    walks = int(found.nodes[:, :, STARTED].sum())
    moves = Moves(
        pairs=pairs[there],
        counts=cuts[there + 1] - cuts[there],
        units=cuts[:0],
        begin=cuts[there],
        end=cuts[there + 1],
        times=times,
        sums=sums[there],
        label_units=cuts[:0],
        journeys=walks,
        without=len(spans[0]) - walks,
        newest=bucket.newest,
    )
    figures = found.nodes.reshape(-1, 5)
    nodes = np.flatnonzero(figures.any(axis=1))
    return FlowPart(moves, nodes, figures[nodes])
