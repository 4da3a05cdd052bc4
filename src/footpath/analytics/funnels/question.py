"""The question of a funnel, the rules it sets, and the rules that products publish."""

from collections.abc import Mapping
from typing import Any, Literal

from footpath.analytics import durations
from footpath.analytics.calendar import Period
from footpath.analytics.scope import Scope
from footpath.analytics.select import Select

Order = Literal["ordered", "strict", "any"]
Ties = Literal["stored", "later", "any"]


class FunnelQuestion(Scope, frozen=True, kw_only=True):
    """Who gets how far through steps.

    Attributes:
        steps: what to do at each step, in order: "Add to cart | Quick buy & device = mobile"; several, at most 64.
        order: ordered = anything may come between; strict = the next event must be the next step (or repeat the last);
            any = in any order.
        optional: numbers of the steps that may be skipped, from 2.
        directly: numbers of the steps that must follow directly, where order is ordered.
        window: how long a conversion may take: "30 min", "7 d", "1 y", "3 sessions"; empty = any time.
        step_windows: one for each step from the second, where they differ; empty = `window`.
        anchor: what windows run from: the first step or the previous step.
        ties: which steps may follow at the same time: stored = in the order of storing, later = none, any = all within
            `grace` of each other, whichever was stored first.
        grace: how far apart steps may be and still come in either order, where ties are any.
        resolution: times are cut to this before they are compared, as in "1 s".
        exclude: what must not happen between steps.
        exclude_between: for each exclusion the numbers of the steps it lies between, as in "1-3"; empty = all steps.
        excluded: what an exclusion does: leave = the person leaves the whole funnel, stop = the attempt ends there.
        reentry: which start counts: first = only the first, newest = the newest that gets furthest, longest = the
            earliest of those that get furthest.
        count: what counts: unit = each person (account, session) once, attempt = every attempt; with newest, an attempt
            starts with the last of the first steps before the second one.
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: first touch, last touch, all steps (each must have it), or "step 2".
        values: how many values of the breakdown are shown; the rest is put together.
        times: find out how long steps take.
        trend: period for conversion over time by entry: hour, day, week, month, quarter or year; empty = none.
        bins: bins of the histogram of time to convert; 0 = the cube root of n, rounded up.
        between: numbers of the steps the histogram is of, as in "1-3"; empty = first to last.
    """

    steps: tuple[Select, ...]
    order: Order = "ordered"
    optional: tuple[int, ...] = ()
    directly: tuple[int, ...] = ()
    window: str = "14 d"
    step_windows: tuple[str, ...] = ()
    anchor: Literal["first", "previous"] = "first"
    ties: Ties = "stored"
    grace: str = "0 s"
    resolution: str = "1 us"
    exclude: tuple[Select, ...] = ()
    exclude_between: tuple[str, ...] = ()
    excluded: Literal["leave", "stop"] = "leave"
    reentry: Literal["first", "newest", "longest"] = "newest"
    count: Literal["unit", "attempt"] = "unit"
    by: str = ""
    attribution: str = "first touch"
    values: int = 10
    times: bool = True
    trend: Period | None = None
    bins: int = 0
    between: str = ""

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        counts = f"every attempt of {self.unit}s" if self.count == "attempt" else f"{self.unit}s, each once"
        rules = {
            **self.scope_rules(),
            "counts": counts,
            "order": _ORDERS[self.order],
            "window": f"{self.window or 'any time'} from the {self.anchor} step, bounds included",
            "ties": self._ties(),
            "resolution": self.resolution,
            "start": f"{_STARTS[self.reentry]}",
        }
        if self.step_windows:
            rules["step windows"] = ", ".join(one or self.window for one in self.step_windows)
        for name, numbers in (("optional", self.optional), ("directly", self.directly)):
            if numbers:
                rules[name] = f"steps {', '.join(map(str, numbers))}"
        if self.exclude:
            rules["exclusions"] = ", ".join(one.title for one in self.exclude) + f": {_EXCLUDED[self.excluded]}"
        if self.by:
            rules["breakdown"] = f"{self.by}, {self.attribution}"
        if not self.times:
            rules["times"] = "none"
        return rules

    def _ties(self) -> str:
        if self.ties == "any":
            return f"steps at the same time (within {self.grace}) in either order"
        return "each step strictly later" if self.ties == "later" else "in stored order"


_ORDERS = {
    "ordered": "in order, anything between",
    "strict": "in order, nothing between but repeats",
    "any": "in any order",
}
_STARTS = {
    "first": "the first start",
    "newest": "the newest start that gets furthest",
    "longest": "the earliest start that gets furthest",
}
_EXCLUDED = {"leave": "who hits one leaves the whole funnel", "stop": "an attempt that hits one stops there"}

LIKES: Mapping[str, Mapping[str, Any]] = {
    "posthog": {
        "window": "14 d", "ties": "any", "reentry": "newest", "excluded": "leave", "attribution": "first touch",
    },
    "mixpanel": {
        "window": "7 d", "ties": "any", "grace": "2 s", "reentry": "first", "excluded": "stop", "attribution": "step 1",
    },
    "amplitude": {
        "window": "30 d", "ties": "any", "resolution": "1 s", "reentry": "longest", "excluded": "stop",
        "attribution": "step 1",
    },
    "ga4": {"window": "", "ties": "stored", "reentry": "newest", "attribution": "step 1"},
    "openpanel": {"window": "1 d", "ties": "later", "resolution": "1 ms", "unit": "session", "reentry": "newest"},
}  # fmt: skip

SESSIONS = ("sessions", "session")


def sessions_of(window: str) -> int:
    """Return the number of sessions in a window such as "3 sessions", 0 when it is a length of time."""
    words = window.split()
    return int(words[0]) if len(words) == 2 and words[1] in SESSIONS and words[0].isdigit() else 0


def length_of(window: str, field: str) -> int:
    """Return a window in µs, or in sessions beyond the first."""
    sessions = sessions_of(window)
    return sessions - 1 if sessions else durations.micros(window, field)
