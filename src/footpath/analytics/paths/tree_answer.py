"""The answer to which ways people take: a tree with its figures."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER
from footpath.analytics.paths.briefly import named, share_of, span_of
from footpath.analytics.paths.tables import table_of
from footpath.analytics.paths.tree import Node, TreePart, TreePlan, grown
from footpath.analytics.paths.versus import Figure, beside, shares
from footpath.analytics.plots.picture import Picture

ARROW, BACK = " › ", " ‹ "


class TreeAnswer(Answer, frozen=True, kw_only=True):
    """Which ways people take.

    Attributes:
        figures: one row a node: node, parent, depth (negative before the anchor), label, path, count (walks), units,
            share of units with its interval (Wilson, 95 %), of_parent (of the walks), ends (walks that end here because
            the journey does), limit (walks that go on beyond what is looked at), begins and earlier (the same of walks
            backwards), and median and p90 of the seconds between this step and its parent. The count of a node after
            the anchor is that of its children, its ends and its limit; before it, of its children, begins and earlier.
        without: how many have no walk, of each group.
        unit: what is counted.

    With `versus`, columns of the second group begin with "versus_", and `difference` is the first share minus the
    second with its interval (Newcombe, 95 %).
    """

    figures: pa.Table
    without: tuple[int, ...]
    unit: str

    def table(self) -> pa.Table:
        """Return `figures`."""
        return self.figures

    def brief(self) -> pa.Table:
        """Return the tree as indented lines: step, count, share with interval, ends and median time."""
        rows = self.figures.to_pylist()
        return pa.Table.from_pylist([_brief(rows[at], self.unit) for at in in_order(rows)])

    def plot(self) -> Picture:
        """Return the tree as an icicle: columns of steps, each cell as high as its share."""
        from footpath.analytics.paths.tree_plot import icicle_of

        return icicle_of(self)


def _brief(row: dict[str, Any], unit: str) -> dict[str, object]:
    depth = row["depth"]
    mark = "" if not depth else "  " * (abs(depth) - 1) + ("› " if depth > 0 else "‹ ")
    return {
        "step": f"{mark}{row['label']}", **named(row, "count", "count"), **share_of(row, f"{unit}s"),
        **named(row, "begins" if depth < 0 else "ends", "end here"), **span_of(row),
    }  # fmt: skip


def in_order(rows: Sequence[dict[str, Any]]) -> Iterator[int]:
    """Yield the positions of nodes, each before its children, which follow at once."""
    below: dict[int, list[int]] = {}
    for at, row in enumerate(rows):
        below.setdefault(-1 if row["parent"] is None else row["parent"], []).append(at)
    open_nodes = list(reversed(below.get(-1, [])))
    while open_nodes:
        at = open_nodes.pop()
        yield at
        open_nodes += reversed(below.get(at, []))


_KINDS = {
    "node": pa.int64(), "parent": pa.int64(), "depth": pa.int64(), "label": pa.string(), "path": pa.string(),
    "count": pa.int64(), "units": pa.int64(), "ends": pa.int64(), "limit": pa.int64(),
    "begins": pa.int64(), "earlier": pa.int64(),
}  # fmt: skip


def answer_of(states: Sequence[tuple[TreePart, ...]], plan: TreePlan) -> TreeAnswer:
    """Grow the tree from the walks of all buckets, for one group or two."""
    nodes = grown(states, plan)
    newest = max(part.newest for parts in states for part in parts)
    return TreeAnswer(
        rules=plan.question.rules(),
        n=sum(nodes[0].units),
        as_of=instant_of(newest) if newest != NEVER else None,
        figures=table_of(list(_rows(nodes)), _KINDS),
        without=tuple(sum(part.journeys - part.units for part in parts) for parts in states),
        unit=plan.question.unit,
    )


def _rows(nodes: list[Node]) -> Iterator[dict[str, Figure]]:
    paths: list[str] = []
    for at, node in enumerate(nodes):
        above = nodes[node.parent] if node.parent >= 0 else None
        arrow = ARROW if node.depth > 0 else BACK
        paths.append(f"{paths[node.parent]}{arrow}{node.name}" if above else node.name)
        figures: dict[str, Figure] = {
            "node": at, "parent": node.parent if above else None, "depth": node.depth, "label": node.name,
            "path": paths[at],
        }  # fmt: skip
        counted: list[dict[str, Figure]] = [
            {
                "count": node.counts[group], "units": node.units[group],
                "of_parent": _of(node.counts[group], above.counts[group]) if above else None,
                "ends": node.ends[group], "limit": node.limits[group],
                "begins": node.begins[group], "earlier": node.earlier[group],
                "median_s": node.spans[group][0], "p90_s": node.spans[group][1],
            }
            for group in range(len(node.counts))
        ]  # fmt: skip
        yield figures | beside(counted) | shares(node.units, nodes[0].units)


def _of(count: int, whole: int) -> float | None:
    return count / whole if whole else None
