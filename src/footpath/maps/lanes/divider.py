"""Bands between lanes."""

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.render.cards import WORN, plain, stack
from footpath.maps.render.scene import Rect

_HEIGHT = 14.0


class Divider(LaneType):
    """A band of colour across the map (props.colour) with a title, that parts the lanes above from those below."""

    name = "divider"

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the band over all columns; cards left from when the lane was of another type stand below it."""
        left = row.grid.box(0, 0)[0] if row.grid.columns else row.grid.x(0)
        fill = WORN.get(str(row.lane.props.get("colour", "")), "line")
        band = Rect(x=left, y=top, w=max(0.0, row.grid.right - left), h=_HEIGHT, fill=fill, radius=4)
        if not row.cards:
            return Drawn(marks=(band,), height=_HEIGHT)
        kept = stack(row, top + _HEIGHT + 8, plain(row))
        return Drawn(marks=(band, *kept.marks), height=kept.height + _HEIGHT + 8, boxes=kept.boxes)
