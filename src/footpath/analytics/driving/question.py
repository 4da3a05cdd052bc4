"""The question of drivers, the rules it sets, and the rules that products publish."""

from collections.abc import Mapping
from typing import Any, Literal

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select


class DriversQuestion(Scope, frozen=True, kw_only=True):
    """What those who converted did more or less than those who dropped.

    Attributes:
        starts: what a start is; with several, any of them will do.
        goals: what is reached, after the start; with several, any of them will do.
        window: how long after the start the goal may come.
        after: goals sooner than this after the start do not count, so that "did it in the first week" can be held
            against "came back later".
        candidates: what may drive: name, page, channel, device, another property, "trait NAME"; empty = all there are,
            but properties and traits with more than 200 values.
        exclude: values that are not tried, such as the steps that lead to the goal anyway: "Cart".
        up_to: goal = of those who converted, only what came before the goal counts, window = all of their window; of
            those who dropped it is always all of it.
        first: only what was done so long from the start counts, as in "3 d"; empty = the whole window.
        times: how often something must be done to count is tried up to this.
        least: units that must have done something for it to be tried; 0 = 2 % of all, but no more than 25.
        rate: share of findings that may be false (Benjamini–Hochberg).
        unfinished: who started less than a window before the data ends: out = left out, converted or not; in = taken
            as they are.
        sort: odds = by odds ratio, phi = by correlation.
        top: how many of each side are shown at once.
    """

    starts: tuple[Select, ...]
    goals: tuple[Select, ...]
    window: str = "14 d"
    after: str = "0 s"
    candidates: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    up_to: Literal["goal", "window"] = "goal"
    first: str = ""
    times: int = 10
    least: int = 0
    rate: float = 0.05
    unfinished: Literal["out", "in"] = "out"
    sort: Literal["odds", "phi"] = "odds"
    top: int = 10

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        window = self.window or "any time"
        sooner = f"{window} from the start, bound included, not sooner than {self.after}"
        until = "up to the goal" if self.up_to == "goal" else "to the end of the window"
        return {
            **self.scope_rules(),
            "start": " or ".join(one.title for one in self.starts),
            "goal": " or ".join(one.title for one in self.goals),
            "window": f"{window} from the start, bound included" if self.after == "0 s" else sooner,
            "looked at": f"from the start {until}; of who dropped, to the end of the window"
            + (f"; at most the first {self.first}" if self.first else ""),
            "start counts": "the earliest that a goal follows in time, else the first",
            "start itself": "counts for pages and properties, not for names",
            "window not over": "left out" if self.unfinished == "out" else "taken as they are",
            "odds ratio": "with one added to each of its four counts",
            "findings": f"at most {self.rate:.0%} false (Benjamini–Hochberg), of what at least {self.enough()} did",
            **({"not tried": ", ".join(self.exclude)} if self.exclude else {}),
            "reading": "association, not cause",
        }

    def enough(self) -> str:
        """Return the least number in words."""
        return f"{self.least}" if self.least else "2 % of all, or 25,"


LIKES: Mapping[str, Mapping[str, Any]] = {
    "posthog": {"window": "14 d", "candidates": ("name",), "unfinished": "in", "sort": "odds"},
    "amplitude": {"window": "30 d", "candidates": ("name",), "sort": "phi"},
}
