"""The answer to what people do first, second, third: moves and steps by position."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.breakdowns import REST
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.kernels.path_flows import BEYOND, LEFT, REACHED, STARTED, VISITS
from footpath.analytics.kernels.path_walks import Bool
from footpath.analytics.paths.briefly import named, share_of, span_of
from footpath.analytics.paths.flow import DOTS, FlowPart, FlowPlan
from footpath.analytics.paths.moves import Totals, totals
from footpath.analytics.paths.tables import table_of
from footpath.analytics.paths.times import mean, quantiles
from footpath.analytics.paths.versus import Figure, beside, shares, weights
from footpath.analytics.plots.picture import Picture


class SankeyAnswer(Answer, frozen=True, kw_only=True):
    """What people do first, second, third, …

    Attributes:
        figures: one row a move: step (its position, from 1), from and to ("1_Home", "2_Search"), count (walks), share
            of walks with its interval (Wilson, 95 %), of_from (share of those at `from`), and mean, median and p90 of
            how long it takes in seconds. A move made too rarely (or too often) to be shown counts in two rows: from
            its step to "(other)", and from "(other)" to the next, so that what comes to a step and leaves it adds up.
        nodes: one row a step and position: step, key, label, count, share with interval, started (walks that begin
            here), left (walks that end here because the journey does), beyond (walks that go on past the last step
            shown), reached (walks that end here because `end` says so).
        without: journeys (parts of journeys, with `pause`) that have no walk, of each group.
        unit: what is counted.

    With `versus`, columns of the second group begin with "versus_", and `difference` is the first share minus the
    second with its interval (Newcombe, 95 %).
    """

    figures: pa.Table
    nodes: pa.Table
    without: tuple[int, ...]
    unit: str

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def tables(self) -> dict[str, pa.Table]:
        """Return every table by name."""
        return {"figures": self.figures, "nodes": self.nodes}

    def brief(self) -> pa.Table:
        """Return from, to, count, share with interval and median time."""
        return pa.Table.from_pylist(
            [
                {
                    "from": row["from"], "to": row["to"], **named(row, "count", "walks"), **share_of(row, "share"),
                    **span_of(row),
                }
                for row in self.figures.to_pylist()
            ]
        )  # fmt: skip

    def plot(self) -> Picture:
        """Return the flows as a sankey: a column a position, ribbons as wide as they are frequent."""
        from footpath.analytics.paths.flow_plot import sankey_of

        return sankey_of(self)


def answer_of(states: Sequence[tuple[FlowPart, ...]], plan: FlowPlan) -> SankeyAnswer:
    """Put the flows of all buckets together, for one group or two."""
    found = _Flow(states, plan)
    newest = max(part.moves.newest for parts in states for part in parts)
    return SankeyAnswer(
        rules=plan.question.rules(),
        n=sum(found.n),
        as_of=instant_of(newest) if newest != NEVER else None,
        figures=table_of(sorted(found.rows(), key=_by_count), _MOVE),
        nodes=table_of(sorted(found.nodes(), key=_by_place), _NODE),
        without=tuple(sum(part.moves.without for part in parts) for parts in states),
        unit=plan.question.unit,
    )


_MOVE = {"step": pa.int64(), "from": pa.string(), "to": pa.string(), "count": pa.int64()}
_NODE = {
    "step": pa.int64(), "key": pa.string(), "label": pa.string(), "count": pa.int64(), "started": pa.int64(),
    "left": pa.int64(), "beyond": pa.int64(), "reached": pa.int64(),
}  # fmt: skip


def _by_count(row: Mapping[str, Figure]) -> tuple[float, str, str]:
    count = row["count"]
    other = row.get("versus_count", 0)
    return -float(count or 0) - float(other or 0), str(row["from"]), str(row["to"])


def _by_place(row: Mapping[str, Figure]) -> tuple[int, float, str]:
    step = row["step"]
    return int(step or 0), *_by_count({**row, "from": row["label"], "to": ""})[:2]


class _Flow:
    """Which steps and moves are shown, and the figures of all that is; nodes are position · width + label."""

    def __init__(self, states: Sequence[tuple[FlowPart, ...]], plan: FlowPlan) -> None:
        self._plan = plan
        self._width = plan.width
        self.groups = totals(tuple(tuple(part.moves for part in parts) for parts in states), plan.labels.k)
        self.n = [group.n for group in self.groups]
        self._nodes, self._figures = _added(states)
        pairs = self.groups[0].pairs
        position = pairs // self._width**2
        self._before = position * self._width + pairs // self._width % self._width
        self._after = (position + 1) * self._width + pairs % self._width
        self._counts = [group.counts for group in self.groups]
        # label 0 stands for no step: here for what is put together at a position
        self._shown = self._chosen()
        self._sides = self._folded(self._shown)

    def _chosen(self) -> Bool:
        """Return which nodes are shown: the most frequent of each position, so many that all moves are few enough."""
        question, n = self._plan.question, len(self._nodes)
        matter = weights([figures[:, VISITS] for figures in self._figures], self.n)
        matter = np.where(self._nodes % self._width == self._width - 1, np.inf, matter)
        order = np.lexsort((np.arange(n), -matter))
        if question.top > 0:
            place = np.zeros(n, np.int64)
            positions = self._nodes[order] // self._width
            for position in np.unique(positions):
                place[order[positions == position]] = np.arange((positions == position).sum())
            order = order[place[order] < question.top]
        few = len(order)
        if question.edges > 0:
            low, high = 0, len(order)
            while low < high:  # the most nodes with which the moves fit
                few = (low + high + 1) // 2
                low, high = (few, high) if self._moves(order[:few]) <= question.edges else (low, few - 1)
            few = low
        shown = np.zeros(n, np.bool_)
        shown[order[:few]] = True
        return shown

    def _moves(self, chosen: Int64) -> int:
        """Return how many moves there are when only these nodes are shown."""
        shown = np.zeros(len(self._nodes), np.bool_)
        shown[chosen] = True
        before, after = self._folded(shown)
        return len(np.unique(before * (self._width * self._plan.rule.steps * 4) + after))

    def _folded(self, shown: Bool) -> tuple[Int64, Int64]:
        """Return both sides of every move, those that are not shown put together."""
        node = np.where(shown, self._nodes, self._nodes // self._width * self._width)
        return (
            node[np.searchsorted(self._nodes, self._before)],
            node[np.searchsorted(self._nodes, self._after)],
        )

    def rows(self) -> Iterator[dict[str, Figure]]:
        """Yield moves between what is shown."""
        question = self._plan.question
        together: dict[tuple[int, int], list[int]] = {}
        for place, side in enumerate(zip(self._sides[0].tolist(), self._sides[1].tolist(), strict=True)):
            together.setdefault(side, []).append(place)
        made: dict[tuple[int, int], list[int]] = {}
        for (before, after), places in together.items():
            count = max(int(counts[places].sum()) for counts in self._counts)
            whole = before % self._width and after % self._width
            if not whole or (count >= question.least and not 0 < question.most < count):
                made.setdefault((before, after), []).extend(places)
                continue
            made.setdefault((before, after // self._width * self._width), []).extend(places)
            made.setdefault((before // self._width * self._width, after), []).extend(places)
        for side, places in made.items():
            yield self._row(side, places)

    def _row(self, side: tuple[int, int], places: list[int]) -> dict[str, Figure]:
        counts = [int(those[places].sum()) for those in self._counts]
        here: dict[str, Figure] = {
            "step": side[0] // self._width + 1,
            "from": self._key(side[0]),
            "to": self._key(side[1]),
        }
        moved: list[dict[str, Figure]] = [
            {"count": count, "of_from": count / visits if visits else None}
            for count, visits in zip(counts, self._visits(side[0]), strict=True)
        ]
        timed = [self._times(group, places) for group in self.groups]
        return here | beside(moved) | shares(counts, self.n) | beside(timed)

    def _times(self, group: Totals, places: list[int]) -> dict[str, Figure]:
        slices = group.times(places)
        median, p90 = quantiles(slices)
        return {
            "mean_s": mean(group.sums[places].sum(0), sum(map(len, slices))), "median_s": median, "p90_s": p90,
        }  # fmt: skip

    def _key(self, node: int) -> str:
        return f"{node // self._width + 1}_{self._label(node)}"

    def _label(self, node: int) -> str:
        label = node % self._width
        return REST if not label else DOTS if label == self._width - 1 else self._plan.labels.names[label]

    def _members(self, node: int) -> Bool:
        """Return the nodes that are shown as this one."""
        if node % self._width:
            return np.asarray(self._nodes == node)
        return np.asarray((self._nodes // self._width * self._width == node) & ~self._shown)

    def _visits(self, node: int) -> list[int]:
        return [int(figures[self._members(node), VISITS].sum()) for figures in self._figures]

    def nodes(self) -> Iterator[dict[str, Figure]]:
        """Yield steps by position."""
        for node in np.unique(np.where(self._shown, self._nodes, self._nodes // self._width * self._width)).tolist():
            sums = [figures[self._members(node)].sum(0) for figures in self._figures]
            here: dict[str, Figure] = {
                "step": node // self._width + 1, "key": self._key(node), "label": self._label(node),
            }  # fmt: skip
            counted: list[dict[str, Figure]] = [
                {
                    "count": int(those[VISITS]), "started": int(those[STARTED]), "left": int(those[LEFT]),
                    "beyond": int(those[BEYOND]), "reached": int(those[REACHED]),
                }
                for those in sums
            ]  # fmt: skip
            yield here | beside(counted) | shares([int(those[VISITS]) for those in sums], self.n)


def _added(states: Sequence[tuple[FlowPart, ...]]) -> tuple[Int64, list[Int64]]:
    """Return all nodes, ascending, and their figures in each group."""
    nodes = np.unique(np.concatenate([part.nodes for parts in states for part in parts])).astype(np.int64)
    found = []
    for parts in states:
        figures = np.zeros((len(nodes), 5), np.int64)
        for part in parts:
            figures[np.searchsorted(nodes, part.nodes)] += part.figures
        found.append(figures)
    return nodes, found
