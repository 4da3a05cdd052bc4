"""Layered layout: nodes in columns so that most flows run from left to right, with few crossings (Sugiyama's method).

Four steps: an order of the nodes that few edges run against (Eades, Lin & Smyth's greedy heuristic, weighted), columns
by the strongest edges, the order inside columns by the mean position of neighbours, and heights that straighten long
edges (least squares with distances kept, solved by pooling neighbours). The same graph gives the same layout.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from msgspec import Struct

from footpath.analytics.journeys import Float64

Edge = tuple[int, int, float]  # from, to, weight
Size = tuple[float, float]
Rows = list[list[int]]
Route = tuple[tuple[float, float, float], ...]
Placed = tuple[list[int], Float64, list[float], list[float]]  # column of each, x and width of columns, y of each

_COLUMN_GAP, _NODE_GAP, _SLOT = 96.0, 22.0, 14.0
_STRONG = 0.34  # of the strongest edge into a node: edges that must run from left to right
_ORDERINGS, _SETTLINGS = 24, 40
_MOST_COLUMNS = 14


class Layout(Struct, frozen=True):
    """Where things are.

    Attributes:
        spots: left upper corner of each node.
        routes: for each edge the columns it passes between its ends, from `from` to `to`: (x it comes in at, x it goes
            out at, y).
        columns: the column of each node.
        size: of the whole.
    """

    spots: tuple[Size, ...]
    routes: tuple[Route, ...]
    columns: tuple[int, ...]
    size: Size


def layered(sizes: Sequence[Size], edges: Sequence[Edge]) -> Layout:
    """Return the layout of a graph.

    Args:
        sizes: width and height of each node.
        edges: from, to (positions in `sizes`) and weight; loops are left out of account.
    """
    if not sizes:
        return Layout((), tuple(() for _ in edges), (), (0.0, 0.0))
    columns = _columns(len(sizes), edges)
    chains, column = _chains(edges, columns)
    rows = _rows(column, chains)
    heights = [size[1] + _NODE_GAP for size in sizes] + [_SLOT] * (len(column) - len(sizes))
    y = _settled(rows, heights, chains, [edge[2] for edge in edges])
    widths = [max((sizes[one][0] for one in row if one < len(sizes)), default=0.0) for row in rows]
    x = np.cumsum([0.0, *(width + _COLUMN_GAP for width in widths)])
    spots = tuple(
        (float(x[columns[one]] + (widths[columns[one]] - size[0]) / 2), float(y[one] - size[1] / 2))
        for one, size in enumerate(sizes)
    )
    routes = tuple(_route(chain, (column, x, widths, y), edge) for chain, edge in zip(chains, edges, strict=True))
    top = min(float(y[one]) - heights[one] / 2 for one in range(len(y)))
    low = max(float(y[one]) + heights[one] / 2 for one in range(len(y)))
    moved = tuple((left, upper - top) for left, upper in spots)
    shifted = tuple(tuple((a, b, c - top) for a, b, c in route) for route in routes)
    return Layout(moved, shifted, tuple(columns), (float(x[-1]) - _COLUMN_GAP, low - top))


def _order(n: int, edges: Sequence[Edge]) -> list[int]:
    """Return the place of each node in an order that little weight runs against."""
    left_over = set(range(n))
    first: list[int] = []
    last: list[int] = []
    while left_over:
        into, out = dict.fromkeys(left_over, 0.0), dict.fromkeys(left_over, 0.0)
        for before, after, weight in edges:
            if before != after and before in left_over and after in left_over:
                out[before] += weight
                into[after] += weight
        sinks = [one for one in sorted(left_over) if not out[one]]
        sources = [one for one in sorted(left_over) if not into[one] and out[one]]
        if sinks and len(sinks) < len(left_over):
            last += reversed(sinks)
            left_over -= set(sinks)
        else:
            chosen = sources or [max(sorted(left_over), key=lambda one: (out[one] - into[one], -one))]
            first += chosen
            left_over -= set(chosen)
    place = [0] * n
    for position, one in enumerate([*first, *reversed(last)]):
        place[one] = position
    return place


def _columns(n: int, edges: Sequence[Edge]) -> list[int]:
    """Return the column of each node: right of those that the strongest edges come from."""
    place = _order(n, edges)
    forward = [edge for edge in edges if place[edge[0]] < place[edge[1]]]
    into, out = [0.0] * n, [0.0] * n
    for before, after, weight in forward:
        into[after] = max(into[after], weight)
        out[before] = max(out[before], weight)
    strong = [edge for edge in forward if edge[2] >= _STRONG * into[edge[1]] or edge[2] >= out[edge[0]]]
    column = [0] * n
    for before, after, _ in sorted(strong, key=lambda edge: place[edge[0]]):
        column[after] = max(column[after], column[before] + 1)
    has_before = {after for _, after, _ in strong}
    for one in sorted(range(n), key=lambda one: -place[one]):
        ahead = [column[after] for before, after, _ in strong if before == one]
        if one not in has_before and ahead:
            column[one] = min(ahead) - 1
    used = sorted(set(column))
    # A very long chain is folded, so that the picture is no ribbon: neighbours share a column.
    fold = max(len(used), _MOST_COLUMNS)
    return [used.index(one) * _MOST_COLUMNS // fold for one in column]


def _chains(edges: Sequence[Edge], columns: list[int]) -> tuple[list[list[int]], list[int]]:
    """Return for each edge what it passes from left to right, with a slot in each column between, and all columns."""
    column = list(columns)
    chains = []
    for before, after, _ in edges:
        low, high = sorted((before, after), key=lambda one: columns[one])
        between = range(columns[low] + 1, columns[high])
        chains.append([low, *range(len(column), len(column) + len(between)), high])
        column += between
    return chains, column


def _rows(column: list[int], chains: list[list[int]]) -> Rows:
    """Return the order inside each column, the best of some that go back and forth."""
    rows: Rows = [[] for _ in range(max(column) + 1)]
    for one, place in enumerate(column):
        rows[place].append(one)
    links = [link for chain in chains for link in pairwise(chain) if column[link[0]] != column[link[1]]]
    before: list[list[int]] = [[] for _ in column]
    after: list[list[int]] = [[] for _ in column]
    for low, high in links:
        before[high].append(low)
        after[low].append(high)
    best, fewest = rows, _crossings(rows, links, column)
    for turn in range(_ORDERINGS):
        if not fewest:
            break
        rows = _swept(rows, before if turn % 2 == 0 else after, turn % 2 == 0)
        crossings = _crossings(rows, links, column)
        if crossings < fewest:
            best, fewest = rows, crossings
    return best


def _swept(rows: Rows, near: list[list[int]], rightward: bool) -> Rows:
    """Return rows ordered by the mean place of neighbours on one side."""
    made = [list(row) for row in rows]
    where = {one: float(place) for row in made for place, one in enumerate(row)}
    for row in made if rightward else reversed(made):
        mean = {one: float(np.mean([where[other] for other in near[one]])) if near[one] else where[one] for one in row}
        row.sort(key=lambda one: (mean[one], where[one]))
        where.update({one: float(place) for place, one in enumerate(row)})
    return made


def _crossings(rows: Rows, links: Sequence[tuple[int, int]], column: list[int]) -> int:
    """Return how many links cross."""
    where = {one: place for row in rows for place, one in enumerate(row)}
    total = 0
    for left in range(len(rows) - 1):
        those = [(where[a], where[b]) for a, b in links if column[a] == left]
        if len(those) > 1:
            a, b = np.array(those).T
            total += int(((a[:, None] < a) & (b[:, None] > b)).sum())
    return total


def _settled(rows: Rows, heights: Sequence[float], chains: list[list[int]], weights: list[float]) -> list[float]:
    """Return the y of each node's and slot's middle: strong edges are the straightest, and long ones between ends."""
    near: list[list[tuple[int, float]]] = [[] for _ in heights]
    most = max(weights, default=1.0) or 1.0
    for chain, weight in zip(chains, weights, strict=True):
        for place, (one, other) in enumerate(pairwise(chain)):
            inner = 0 < place < len(chain) - 2
            stiff = (0.15 + weight / most) * (6.0 if inner else 1.0)
            near[one].append((other, stiff))
            near[other].append((one, stiff))
    y = [0.0] * len(heights)
    for row in rows:
        low = -sum(heights[one] for one in row) / 2
        for one in row:
            y[one] = low + heights[one] / 2
            low += heights[one]
    for turn in range(_SETTLINGS):
        for row in rows if turn % 2 == 0 else reversed(rows):
            pull = [sum(weight for _, weight in near[one]) for one in row]
            wish = [
                sum(y[other] * weight for other, weight in near[one]) / force if force else y[one]
                for one, force in zip(row, pull, strict=True)
            ]
            for one, found in zip(row, _apart(wish, [heights[one] for one in row], pull), strict=True):
                y[one] = found
    return y


def _apart(wish: Sequence[float], heights: Sequence[float], pull: Sequence[float]) -> list[float]:
    """Return places as near as can be to those wished for, in the same order and not overlapping."""
    offset = [0.0]
    for one, other in pairwise(heights):
        offset.append(offset[-1] + (one + other) / 2)
    pools: list[tuple[float, float, int]] = []  # mean, weight, members
    for place, want in enumerate(wish):
        pool = (want - offset[place], max(pull[place], 0.1), 1)
        while pools and pools[-1][0] > pool[0]:
            mean, weight, members = pools.pop()
            both = weight + pool[1]
            pool = ((mean * weight + pool[0] * pool[1]) / both, both, members + pool[2])
        pools.append(pool)
    means = [mean for mean, _, members in pools for _ in range(members)]
    return [mean + shift for mean, shift in zip(means, offset, strict=True)]


def _route(chain: list[int], placed: Placed, edge: Edge) -> Route:
    """Return the columns an edge passes, in its own direction."""
    column, x, widths, y = placed
    slots = [(float(x[column[one]]), float(x[column[one]]) + widths[column[one]], y[one]) for one in chain[1:-1]]
    if chain[0] != edge[0]:
        slots = [(right, left, height) for left, right, height in reversed(slots)]
    return tuple(slots)
