"""Where the columns stand: every lane draws on the same grid, which is as wide as its widest content asks for."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.maps.model import Column, Map, leaves

INSET = 12.0  # from a column's left edge to its text, in boxes and out of them, so that all text of a column lines up
GAP = 8.0  # air at the right of a column
BASE, WIDEST = 132.0, 300.0
COMFORT = 1240.0  # a map of few columns spreads to this width


class Grid(Struct, frozen=True):
    """The columns of a map as x coordinates.

    Attributes:
        columns: leaf columns in reading order.
        spans: key of any column → first and last index of the leaves below it.
        edges: x of the left edge of each leaf, then of the right end; one more than there are columns.
        left: x of the lane titles.
        aside: width kept free between lane titles and first column for scales.
    """

    columns: tuple[Column, ...]
    spans: dict[str, tuple[int, int]]
    edges: tuple[float, ...]
    left: float
    aside: float

    @property
    def right(self) -> float:
        """X of the right end of the last column's content."""
        return self.edges[-1] - GAP

    def x(self, index: int) -> float:
        """X where text of a column starts."""
        return self.edges[index] + INSET

    def centre(self, index: int) -> float:
        """X of the middle of a column."""
        return (self.edges[index] + self.edges[index + 1] - GAP) / 2

    def room(self, first: int, last: int) -> float:
        """Width for text over a run of columns."""
        return self.edges[last + 1] - GAP - self.edges[first] - INSET

    def box(self, first: int, last: int) -> tuple[float, float]:
        """X and width of a box over a run of columns."""
        return self.edges[first], self.edges[last + 1] - GAP - self.edges[first]

    def span(self, at: str, to: str) -> tuple[int, int]:
        """Return the first and last leaf a card covers; a card on a column that is not there covers them all."""
        everything = (0, len(self.edges) - 2)
        first, last = self.spans.get(at, everything), self.spans.get(to or at, everything)
        return min(first[0], last[0]), max(first[1], last[1])


def spans_of(model: Map) -> dict[str, tuple[int, int]]:
    """Return for every column the first and last leaf below it (itself, when it is a leaf)."""
    order = {column.key: index for index, column in enumerate(leaves(model))}
    parents = {column.key: column.parent for column in model.columns}
    found: dict[str, tuple[int, int]] = {}
    for leaf, index in order.items():
        key, seen = leaf, set[str]()
        while key in parents and key not in seen:
            first, last = found.get(key, (index, index))
            found[key] = (min(first, index), max(last, index))
            seen.add(key)
            key = parents[key]
    return found


def starting_grid(model: Map, left: float) -> Grid:
    """Return a grid of columns of the usual width, to measure content against."""
    columns = leaves(model)
    edges = tuple(left + BASE * index for index in range(max(1, len(columns)) + 1))
    return Grid(columns, spans_of(model), edges, left, 0.0)


def fitted(start: Grid, needs: Sequence[float], title_width: float, aside: float) -> Grid:
    """Return the grid whose columns are at least as wide as `needs` says (text width, without inset and gap)."""
    widths = [max(BASE, need + INSET + GAP) for need in needs]
    spare = COMFORT - title_width - aside - sum(widths)
    if spare > 0:
        widths = _spread(widths, spare)
    x = start.left + title_width + aside
    edges = [x]
    for wide in widths:
        edges.append(edges[-1] + round(wide))
    return Grid(start.columns, start.spans, tuple(edges), start.left, aside)


def _spread(widths: list[float], spare: float) -> list[float]:
    """Give what is left over to the narrow columns first, so that they become alike, none beyond the widest allowed."""
    target = min(WIDEST, (sum(widths) + spare) / len(widths))
    grown = [max(wide, target) for wide in widths]
    excess = sum(grown) - sum(widths) - spare
    if excess <= 0:
        return grown
    share = spare / max(1.0, sum(after - before for before, after in zip(widths, grown, strict=True)))
    return [before + (after - before) * share for before, after in zip(widths, grown, strict=True)]
