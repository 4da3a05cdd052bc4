"""The directly-follows graph: its question, and its figures from the moves of all buckets."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.analysis import in_threads
from footpath.analytics.breakdowns import REST
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Float64, Int64, Journeys
from footpath.analytics.kernels.path_walks import Bool
from footpath.analytics.paths.graph_answer import END, START, GraphAnswer
from footpath.analytics.paths.labels import Labels, labels_of
from footpath.analytics.paths.moves import Moves, Totals, Wanted, totals
from footpath.analytics.paths.question import PathQuestion
from footpath.analytics.paths.tables import columns_of, table_of
from footpath.analytics.paths.times import mean, quantiles
from footpath.analytics.paths.versus import Figure, beside, share_columns, shares, weights


class GraphQuestion(PathQuestion, frozen=True, kw_only=True):
    """What people do right after what.

    Attributes:
        edges: how many moves are shown, the most frequent; 0 = all. The rest is put together in "(other)", so that what
            comes to a step and what leaves it still add up.
        least: moves made less often than this are not shown either.
        persons: count the persons (accounts, sessions) who make each move.
        times: find out how long each move takes.
    """

    edges: int = 50
    least: int = 1
    persons: bool = True
    times: bool = True

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        shown = f"the {self.edges} most frequent" if self.edges else "all"
        least = f" made at least {self.least} times" if self.least > 1 else ""
        return {
            **self.path_rules(),
            "counts": f"moves, and {self.unit}s who make them" if self.persons or self.versus else "moves",
            "moves": f"{shown}{least}; the rest is {REST}",
            "times": "from the last event of a step to the first of the next, to seven digits"
            if self.times
            else "none",
        }


class GraphPlan(Struct, frozen=True):
    """A directly-follows graph ready to be made."""

    question: GraphQuestion
    labels: Labels
    wanted: Wanted


def plan_of(journeys: Journeys, question: GraphQuestion) -> GraphPlan:
    """Check a question and compile it; raises Invalid or NotFound with a remedy."""
    wanted = Wanted(question.persons or bool(question.versus), question.times, question.collapse)
    return GraphPlan(question, labels_of(journeys, question), wanted)


def answer_of(states: Sequence[tuple[Moves, ...]], plan: GraphPlan) -> GraphAnswer:
    """Put the moves of all buckets together, for one group or two."""
    graph = _Graph(totals(tuple(states), plan.labels.k), plan)
    newest = max(part.newest for parts in states for part in parts)
    return GraphAnswer(
        rules=plan.question.rules(),
        n=sum(group.n for group in graph.groups),
        as_of=instant_of(newest) if newest != NEVER else None,
        figures=graph.figures(),
        nodes=table_of(list(graph.nodes()), _NODE),
        sizes=tuple(graph.n),
        moves=tuple(int(group.counts[graph.inner].sum()) for group in graph.groups),
        without=tuple(sum(part.without for part in parts) for parts in states),
        unit=plan.question.unit,
    )


_EDGE = {"kind": pa.string(), "from": pa.string(), "to": pa.string(), "count": pa.int64(), "units": pa.int64()}
_NODE = {
    "name": pa.string(), "visits": pa.int64(), "units": pa.int64(), "starts": pa.int64(), "ends": pa.int64(),
    "repeats": pa.int64(),
}  # fmt: skip


class _Lines(NamedTuple):
    """Rows of figures.

    Attributes:
        kind: one a row.
        sides: the nodes that each leads from and to, rows × 2.
        places: the moves that are put together, row by row; cuts: where those of each row begin.
    """

    kind: list[str]
    sides: Int64
    places: Int64
    cuts: Int64

    def of(self, line: int) -> list[int]:
        """Return the places of a row."""
        end = self.cuts[line + 1] if line + 1 < len(self.cuts) else len(self.places)
        found: list[int] = self.places[self.cuts[line] : end].tolist()
        return found


class _Graph:
    """Which moves are shown, and the figures of all that is."""

    def __init__(self, groups: tuple[Totals, ...], plan: GraphPlan) -> None:
        self.groups = groups
        self._plan = plan
        k = plan.labels.k
        self.n = [group.n for group in groups]
        self.before, self.after = groups[0].pairs // (k + 1), groups[0].pairs % (k + 1)
        self.inner = (self.before > 0) & (self.after > 0)
        self._shown = self._chosen()
        self._other = k + 1
        self.node = self._nodes_shown()
        aside = self.inner & ~self._shown
        self._passing = aside & (self.node[self.before] != self._other) & (self.node[self.after] != self._other)
        self._names = ["", *plan.labels.names[1:], REST]
        self._matter = weights([group.counts for group in groups], self.n)
        self._visits = [self._visits_of(group) for group in groups]

    def _chosen(self) -> Bool:
        """Return which moves are shown: the most frequent that are frequent enough."""
        question = self._plan.question
        counts = [group.counts for group in self.groups]
        fits = self.inner & (np.maximum.reduce(counts) >= question.least)
        matter = np.where(fits, weights(counts, self.n), -1.0)
        order = np.lexsort((np.arange(len(matter)), -matter))
        order = order[: question.edges] if question.edges > 0 else order
        shown = np.zeros(len(matter), np.bool_)
        shown[order] = True
        return np.asarray(shown & fits)

    def _nodes_shown(self) -> Int64:
        """Return for each label itself, or "(other)" where moves are left out and none of its moves is shown."""
        node = np.arange(self._other + 1)
        if (self.inner & ~self._shown).any():
            touched = np.zeros(self._other + 1, np.bool_)
            touched[self.before[self._shown]] = True
            touched[self.after[self._shown]] = True
            node[1:][~touched[1:]] = self._other
        return node

    def figures(self) -> pa.Table:
        """Return moves, then those put together, then starts and ends; the most frequent first."""
        lines = self._lines()
        counted = [self._counted(group, visits, lines) for group, visits in zip(self.groups, self._visits, strict=True)]
        kinds = np.array(lines.kind, np.str_)
        before, after = lines.sides.T
        names = pa.array([*self._names, START, END])
        columns: dict[str, Any] = {
            "kind": lines.kind,
            "from": names.take(pa.array(np.where(kinds == "start", len(names) - 2, before))),
            "to": names.take(pa.array(np.where(kinds == "end", len(names) - 1, after))),
            **beside(counted),
            **share_columns([one["units"] for one in counted], self.n),
            **beside([self._timed(group, lines) for group in self.groups]),
        }
        return columns_of(columns, _EDGE)

    def _counted(self, group: Totals, visits: Int64, lines: _Lines) -> dict[str, Float64]:
        units = np.full(len(lines.kind), np.nan)
        before, after = lines.sides.T
        if group.units is not None and lines.kind:
            # who makes several moves that are put together is not known
            exact = (np.array(lines.kind) != "move") | ((before != self._other) & (after != self._other))
            units[exact] = np.add.reduceat(group.units[lines.places], lines.cuts)[exact]
        count = np.add.reduceat(group.counts[lines.places], lines.cuts) if lines.kind else np.zeros(0, np.int64)
        leaving = np.where(before > 0, visits[before], group.n).astype(np.float64)
        leaving[leaving == 0] = np.nan
        return {"count": count.astype(np.float64), "units": units, "of_from": count / leaving}

    def _lines(self) -> _Lines:
        shown = np.flatnonzero(self._shown)
        order = shown[np.argsort(-self._matter[shown], kind="stable")]
        hidden = np.flatnonzero(self.inner & ~self._shown)
        more = list(self._together("move", self._sides(hidden)))
        for kind, which in (("start", self.before == 0), ("end", self.after == 0)):
            more += self._together(kind, self._sides(np.flatnonzero(which)))
        sides = np.array([side for _, side, _ in more], np.int64).reshape(-1, 2)
        sizes = [len(places) for _, _, places in more]
        return _Lines(
            ["move"] * len(order) + [kind for kind, _, _ in more],
            np.concatenate([np.column_stack([self.before[order], self.after[order]]), sides]),
            np.concatenate([order, np.array([place for _, _, places in more for place in places], np.int64)]),
            np.concatenate([np.arange(len(order)), len(order) + np.cumsum([0, *sizes])[: len(sizes)]]),
        )

    def _sides(self, places: Int64) -> dict[tuple[int, int], list[int]]:
        """Put moves together by the nodes that are shown: one between two of them goes by way of "(other)"."""
        found: dict[tuple[int, int], list[int]] = {}
        for place in places.tolist():
            before, after = int(self.node[self.before[place]]), int(self.node[self.after[place]])
            if before and after and self._other not in (before, after):
                found.setdefault((before, self._other), []).append(place)
                found.setdefault((self._other, after), []).append(place)
            else:
                found.setdefault((before, after), []).append(place)
        return found

    def _together(
        self, kind: str, sides: dict[tuple[int, int], list[int]]
    ) -> Iterator[tuple[str, tuple[int, int], list[int]]]:
        heavy = {side: float(self._matter[places].sum()) for side, places in sides.items()}
        for side in sorted(sides, key=lambda one: (-heavy[one], one)):
            yield kind, side, sides[side]

    def _timed(self, group: Totals, lines: _Lines) -> dict[str, Float64]:
        found = np.full((len(lines.kind), len(_TIMES)), np.nan)
        if self._plan.wanted.times:
            known = [
                line
                for line, (kind, side) in enumerate(zip(lines.kind, lines.sides.tolist(), strict=True))
                if kind == "move" and self._other not in side
            ]
            times = in_threads(lambda line: self._times(group, lines.of(line)), known)
            found[known] = np.array(times, np.float64).reshape(-1, len(_TIMES))  # None becomes NaN
        return {name: found[:, place] for place, name in enumerate(_TIMES)}

    def _times(self, group: Totals, places: list[int]) -> tuple[float | None, float | None, float | None]:
        slices = group.times(places)
        median, p90 = quantiles(slices)
        return median, p90, mean(group.sums[places].sum(0), sum(map(len, slices)))

    def nodes(self) -> Iterator[dict[str, Figure]]:
        """Yield the steps that are shown, the most frequent first."""
        heavy = weights(self._visits, self.n)
        once = [self._once(group) for group in self.groups]
        for node in sorted(set(self.node[1:].tolist()), key=lambda one: (one == self._other, -heavy[one], one)):
            if heavy[node] > 0:
                yield self._node(node, once)

    def _visits_of(self, group: Totals) -> Int64:
        """Return how often each node is left, for another or for good."""
        visits = np.zeros(self._other + 1, np.int64)
        leaves = self.before > 0
        np.add.at(visits, self.node[self.before[leaves]], group.counts[leaves])
        visits[self._other] += group.counts[self._passing].sum()
        return visits

    def _once(self, group: Totals) -> dict[str, Int64]:
        """Return of each node how many journeys start there, how many end there, and how often it follows itself."""
        again = self.inner & (self.before == self.after)
        parts = {"starts": (self.before == 0, self.after), "ends": (self.after == 0, self.before)}
        found = {}
        for name, (which, side) in {**parts, "repeats": (again, self.before)}.items():
            node = self.node[side[which]] if name != "repeats" else side[which]
            counts = np.zeros(self._other + 1, np.int64)
            np.add.at(counts, node, group.counts[which])
            found[name] = counts
        return found

    def _node(self, node: int, once: list[dict[str, Int64]]) -> dict[str, Figure]:
        known = self._plan.wanted.units and node != self._other
        units = [int(group.label_units[node]) if known else None for group in self.groups]
        counted: list[dict[str, Figure]] = [
            {"visits": int(visits[node]), "units": unit, **{name: int(counts[node]) for name, counts in found.items()}}
            for unit, visits, found in zip(units, self._visits, once, strict=True)
        ]
        return {"name": self._names[node]} | beside(counted) | shares(units, self.n)


_TIMES = ("median_s", "p90_s", "mean_s")
