"""Engagement."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.series import Scale, curve_legend, plot, scale_width


class Engagement(LaneType):
    """The dramatic arc: how much the moment grips the customer, from 1 to 5."""

    name = "engagement"

    def measure(self, row: Row) -> Sequence[float]:
        """Leave room for n in each column."""
        return [64.0] * (len(row.grid.edges) - 1)

    def aside(self, row: Row) -> float:
        """Leave room for the words of the scale."""
        return scale_width(row, _scale(row))

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the curves."""
        return plot(row, _scale(row), top, valleys=False)

    def legend(self, row: Row) -> Sequence[tuple[str, str, str]]:
        """Name the curves where there are several."""
        return curve_legend(row)


def _scale(row: Row) -> Scale:
    return Scale(1.0, 5.0, (row.say("high"), "", row.say("low")), 72.0)
