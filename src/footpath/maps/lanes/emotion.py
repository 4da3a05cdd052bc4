"""Emotion."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.cards import line
from footpath.maps.render.series import Scale, curve_legend, plot, scale_width
from footpath.maps.render.theme import SMALL


class Emotion(LaneType):
    """How it feels: one smooth curve per persona from upset to glad, with its interval, n, and the valley named."""

    name = "emotion"

    def measure(self, row: Row) -> Sequence[float]:
        """Leave room for n in each column."""
        return [64.0] * (len(row.grid.edges) - 1)

    def aside(self, row: Row) -> float:
        """Leave room for the words of the scale."""
        return scale_width(row, _scale(row)) if row.cards else 0.0

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the curves; without a point say why there is none (props.empty)."""
        if not row.cards:
            why = str(row.lane.props.get("empty", "")) or row.say("no_data")
            return Drawn(marks=(line(why, row.grid.x(0), top + 13, SMALL, fill="ink-2"),), height=20)
        return plot(row, _scale(row), top, valleys=True)

    def legend(self, row: Row) -> Sequence[tuple[str, str, str]]:
        """Name the curves where there are several."""
        return curve_legend(row)


def _scale(row: Row) -> Scale:
    return Scale(-1.0, 1.0, (row.say("glad"), row.say("neutral"), row.say("upset")))
