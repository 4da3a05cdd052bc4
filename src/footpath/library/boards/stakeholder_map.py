"""Who matters how much."""

from collections.abc import Sequence

from footpath.library.board import BoardKind, check_levels
from footpath.library.model import Place


class StakeholderMap(BoardKind):
    """Stakeholders in three rings, essential, important and interesting, with what they give each other."""

    name = "stakeholder_map"
    takes = ("stakeholder", "persona", "text")
    levels = 3

    def check(self, places: Sequence[Place]) -> None:
        """A place is in one of the rings."""
        check_levels(type(self), places)
