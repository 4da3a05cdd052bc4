"""Time."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.measures import column_cells, number_needs, numbers

_SPANS = ("time_next_median", "time_next_p90")


class Time(LaneType):
    """How long it takes to the next step: median, and the 90th percentile below it."""

    name = "time"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep spans whole."""
        return number_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write the spans."""
        return numbers(row, _SPANS, top)

    def cells(self, row: Row) -> list[list[str]]:
        """Return cards, or the columns' own spans."""
        return super().cells(row) if row.cards else column_cells(row, _SPANS)
