"""Videos."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card
from footpath.maps.render.media import media, media_needs, media_words, play


class Video(LaneType):
    """A video: kept with the map or at an https address (props.src), with its title and what it shows (props.alt)."""

    name = "video"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep titles whole."""
        return media_needs(row)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each as its sign, title and address; nothing is loaded from there."""
        return media(row, top, play, "video")

    def describe(self, row: Row, card: Card) -> str:
        """Say where it is, too."""
        return media_words(row, card, super().describe(row, card))
