"""The answer to what directly follows what: moves and steps with their figures."""

import pyarrow as pa

from footpath.analytics.answer import Answer
from footpath.analytics.paths.briefly import named, share_of, span_of
from footpath.analytics.plots.picture import Picture

START, END = "(start)", "(end)"


class GraphAnswer(Answer, frozen=True, kw_only=True):
    """What people do right after what.

    Attributes:
        figures: one row a move: kind (start, move, end), from, to, count, units (persons, accounts or sessions who make
            it), of_from (share of all that leaves `from`), share of units with its interval (Wilson, 95 %), and how
            long it takes in seconds (median, p90, mean). What is not shown is put together: from a step to "(other)"
            and from "(other)" to a step; a move between two shown steps that is not shown itself counts in both, so
            that what comes to each step and what leaves it add up.
        nodes: one row a step: name, visits, units with share and interval, starts, ends, repeats (moves to itself).
        sizes: how many are looked at, of each group.
        moves: number of moves, shown or not, of each group.
        without: how many have none of the steps, of each group.
        unit: what is counted.

    With `versus`, columns of the second group begin with "versus_", and `difference` is the first share minus the
    second with its interval (Newcombe, 95 %).
    """

    figures: pa.Table
    nodes: pa.Table
    sizes: tuple[int, ...]
    moves: tuple[int, ...]
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
                    "from": row["from"], "to": row["to"], **named(row, "count", "moves"),
                    **share_of(row, f"{self.unit}s"), **span_of(row),
                }
                for row in self.figures.to_pylist()
            ]
        )  # fmt: skip

    def plot(self) -> Picture:
        """Return the process map: steps from left to right, moves as arrows as wide as they are frequent."""
        from footpath.analytics.paths.graph_plot import map_of

        return map_of(self)
