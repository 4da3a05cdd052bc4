"""Pictures."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.pictures import picture_needs, pictures


class Image(LaneType):
    """A picture: photo, screenshot or drawing, with what it shows in words."""

    name = "image"

    def measure(self, row: Row) -> Sequence[float]:
        """Give frames a picture's shape."""
        return picture_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the frames."""
        return pictures(row, top, sketch=44.0)
