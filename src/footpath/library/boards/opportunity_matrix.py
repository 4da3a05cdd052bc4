"""What to do first."""

from collections.abc import Sequence

from footpath.library.board import BoardKind, check_levels
from footpath.library.model import Place


class OpportunityMatrix(BoardKind):
    """Opportunities and solutions by impact and effort; where one stands is its scores, so all boards agree."""

    name = "opportunity_matrix"
    takes = ("opportunity", "solution")

    def check(self, places: Sequence[Place]) -> None:
        """Places choose what is shown; scores say where."""
        check_levels(type(self), places)
