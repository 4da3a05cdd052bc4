"""Storyboards."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.pictures import picture_needs, pictures


class Storyboard(LaneType):
    """The story in pictures, one frame a step, each with its caption."""

    name = "storyboard"

    def measure(self, row: Row) -> Sequence[float]:
        """Give frames a picture's shape."""
        return picture_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the frames."""
        return pictures(row, top, sketch=64.0)
