"""How maps belong together."""

from collections.abc import Sequence

from footpath.library.board import BoardKind, check_levels, check_tree
from footpath.library.model import Place


class Framework(BoardKind):
    """Maps of maps: lifecycle, journeys and parts of them, with what those below add up to."""

    name = "framework"
    takes = ("map", "text")
    levels = 4

    def check(self, places: Sequence[Place]) -> None:
        """Maps hang under maps or headings of a level above."""
        check_levels(type(self), places)
        check_tree(places)
