"""Metrics."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.measures import column_cells, number_needs, numbers

_OF_COLUMNS = ("reach", "conversion", "conversion_goal", "drop_off", "returns")


class Metric(LaneType):
    """Figures, value first, with interval; without cards those of the columns (props.figures names them)."""

    name = "metric"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep names of figures whole."""
        return number_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write the figures."""
        return numbers(row, _named(row), top)

    def cells(self, row: Row) -> list[list[str]]:
        """Return cards, or the columns' own figures."""
        return super().cells(row) if row.cards else column_cells(row, _named(row))


def _named(row: Row) -> list[str]:
    named = row.lane.props.get("figures", _OF_COLUMNS)
    return [str(name) for name in named] if isinstance(named, list | tuple) else list(_OF_COLUMNS)
