"""Metrics."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.measures import number_needs, numbers

_OF_COLUMNS = ("reach", "conversion", "conversion_goal", "drop_off", "returns")


class Metric(LaneType):
    """Figures, value first, with interval; without cards those of the columns (props.figures names them)."""

    name = "metric"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep names of figures whole."""
        return number_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write the figures."""
        named = row.lane.props.get("figures", _OF_COLUMNS)
        return numbers(row, [str(name) for name in named], top)
