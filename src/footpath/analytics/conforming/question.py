"""The question of planned against travelled, and the rules it sets."""

from typing import Literal

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select


class ConformanceQuestion(Scope, frozen=True, kw_only=True):
    """How journeys keep to a plan.

    Attributes:
        steps: the plan's steps (a map's columns) in order, each the events that are it: "Add to cart | Quick buy"; an
            event is of the first step that fits; at most 64.
        titles: what the steps are called; empty = what they select.
        optional: numbers of the steps that may be passed over.
        moves: moves that are planned besides those from each step to the next: "4-2" (back), "2-5" (a branch),
            "start-2", "5-end".
        only_moves: whether nothing is planned but `moves`; where none of them is from start (to end), ways start at
            the steps nothing leads to (end at those that lead nowhere).
        collapse: whether events of one step in a row are one visit.
        to_end: whether the plan has to be walked to its end; if not, stopping early costs no fitness.
        off_plan: what events on no step cost: "left out" = nothing, "cost" = one each.
        variants: how many ways are listed: those that cost most fitness in all, commonest first among equals.
    """

    steps: tuple[tuple[Select, ...], ...] = ()
    titles: tuple[str, ...] = ()
    optional: tuple[int, ...] = ()
    moves: tuple[str, ...] = ()
    only_moves: bool = False
    collapse: bool = True
    to_end: bool = True
    off_plan: Literal["left out", "cost"] = "left out"
    variants: int = 100

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        rules = {**self.scope_rules(), "plan": "only the moves given" if self.only_moves else "each step to the next"}
        if self.optional:
            rules["optional"] = f"steps {', '.join(map(str, self.optional))}"
        if self.moves:
            rules["planned moves"] = ", ".join(self.moves)
        rules["visits"] = "events of a step in a row are one" if self.collapse else "every event is one"
        off = "one each" if self.off_plan == "cost" else "nothing"
        end = "to its end" if self.to_end else "as far as the journey went"
        rules["fitness"] = (
            f"1 − cost ÷ worst cost; cost = fewest visits to add or take away to get a planned way {end}, "
            f"events off the plan cost {off}; worst = take all away and add the shortest planned way"
        )
        return rules
