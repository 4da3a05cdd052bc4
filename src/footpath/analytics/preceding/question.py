"""The question of precursors and the rules it sets."""

from typing import Literal

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select


class PrecursorsQuestion(Scope, frozen=True, kw_only=True):
    """Which sequences of touches precede loss more than elsewhere.

    Attributes:
        losses: events that say somebody is lost, as "Cancel"; empty = loss is silence.
        goals: events that say somebody is kept, as "Order"; empty = who is not lost is kept.
        inactive: silence up to the end of the data that is a loss, where no event says so.
        by: what sequences are of: name, page, channel, or another property.
        touchpoints: events that belong to sequences; empty = all that have the property.
        within: how long before the end (the loss, the goal, else the last event) touches count; empty = any time.
        last: how many touches before the end count.
        collapse: whether repeats in a row are one touch.
        gaps: any = other touches may lie between those of a sequence, none = they follow directly.
        shortest, longest: touches of a sequence, 2 to 4.
        support: share of those lost whom a sequence must precede.
        least: and how many of them at least.
        rate: share of findings that may be false (Benjamini–Hochberg).
        top: how many are shown at once.
    """

    losses: tuple[Select, ...] = ()
    goals: tuple[Select, ...] = ()
    inactive: str = "30 d"
    by: str = "name"
    touchpoints: tuple[Select, ...] = ()
    within: str = "30 d"
    last: int = 12
    collapse: bool = True
    gaps: Literal["any", "none"] = "any"
    shortest: int = 2
    longest: int = 4
    support: float = 0.02
    least: int = 20
    rate: float = 0.05
    top: int = 15

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        losses = " or ".join(one.title for one in self.losses)
        goals = " or ".join(one.title for one in self.goals)
        silence = f"no event in the last {self.inactive or 'of any time'} of the data"
        lost = losses or (f"{silence}, and never {goals}" if goals else silence)
        kept = goals or ("not lost" if losses else f"an event in the last {self.inactive}")
        repeats = ", repeats in a row are one" if self.collapse else ""
        return {
            **self.scope_rules(),
            "lost": lost,
            "kept": kept + (", before any loss; who did neither is left out" if losses and goals else ""),
            "sequences of": f"{self.shortest} to {self.longest} {self.by}s"
            + (f" of {' or '.join(one.title for one in self.touchpoints)}" if self.touchpoints else "")
            + (", others may lie between" if self.gaps == "any" else ", one directly after the other"),
            "looked at": f"the last {self.last} touches within {self.within or 'any time'} before the end{repeats}",
            "tried": f"what precedes at least {self.support:.1%} of losses, and {self.least}",
            "findings": f"at most {self.rate:.0%} false (Benjamini–Hochberg)",
            "a finding": "is followed by loss more often than all are, and than each part of it alone",
            "reading": "association, not cause",
        }
