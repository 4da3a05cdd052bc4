"""The question of drift, and the rules it sets."""

from typing import Literal

from footpath.analytics.paths.question import PathQuestion


class DriftQuestion(PathQuestion, frozen=True, kw_only=True):
    """What changed between two periods, or differs between two groups.

    Attributes:
        collapse: take repeats of a step, one right after the other, as one.
        versus: instead of two periods, two groups of persons: a second one, written as `who`; without `who` it is
            compared with everybody else.
        periods: two periods, "2024-01-01..2024-02-01 then 2024-02-01..2024-03-01" written as two texts; an end is not
            included and may be left open; empty = the earlier and the later half of the time there is.
        belongs: start = a journey belongs to the period it starts in, as a whole; events = each period has the events
            in it, and journeys are cut at its bounds.
        horizon: look only at so much of each journey, as in "30 d", and leave out those that had not yet had so long
            when the data ends; empty = all of it, though what started late has had less time.
        rate: of the changes marked, so many may be false: 0.05 is one in twenty.
        shuffles: how often journeys are shuffled between the two to see what chance alone does.
    """

    collapse: bool = True
    periods: tuple[str, ...] = ()
    belongs: Literal["start", "events"] = "start"
    horizon: str = ""
    rate: float = 0.05
    shuffles: int = 200

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        rules = self.path_rules()
        if not self.versus:
            whole = "a journey belongs to the period it starts in"
            rules["belongs"] = whole if self.belongs == "start" else "journeys are cut at the bounds of the periods"
        rules["horizon"] = f"{self.horizon} from the start, those who had it" if self.horizon else "none"
        rules["changed"] = (
            f"tests of all steps, moves and times together, at most {self.rate:.0%} of the marked false (Benjamini, "
            "Hochberg); shares by likelihood ratio, times by ranks"
        )
        rules["chance"] = f"journeys shuffled between the two {self.shuffles} times"
        return rules
