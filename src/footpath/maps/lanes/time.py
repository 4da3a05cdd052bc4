"""Time."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.measures import number_needs, numbers


class Time(LaneType):
    """How long it takes to the next step: median, and the 90th percentile below it."""

    name = "time"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep spans whole."""
        return number_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Write the spans."""
        return numbers(row, ("time_next_median", "time_next_p90"), top)
