"""How work leads to a goal."""

from collections.abc import Sequence

from footpath.library.board import BoardKind, check_levels, check_tree
from footpath.library.model import Place


class ImpactMap(BoardKind):
    """From a goal to who can help, what they would do differently, and what the team makes for it."""

    name = "impact_map"
    takes = ("persona", "stakeholder", "opportunity", "solution", "text")
    levels = 4

    def check(self, places: Sequence[Place]) -> None:
        """Goals, actors, impacts and deliverables hang under each other in this order."""
        check_levels(type(self), places)
        check_tree(places)
