"""The question of retention, the rules it sets, and the rules that products publish."""

from collections.abc import Mapping
from typing import Any, Literal

from footpath.analytics.periods.question import Periodic
from footpath.analytics.periods.values import Attribution
from footpath.analytics.select import Select

When = Literal["on", "on_or_after", "on_or_before", "streak"]


class RetentionQuestion(Periodic, frozen=True, kw_only=True):
    """Who of those who start comes back, and how many periods later.

    Attributes:
        starts: events that start, any of them; none = any event.
        returns: events that are a return, any of them; none = any event.
        mode: first = each is in the cohort of the first start ever, where that is looked at; recurring = in the cohort
            of every period with a start.
        when: what counts as back: on = in that very period, on_or_after = in it or any later one, on_or_before = by its
            end at the latest, streak = in each one up to it.
        aligned: what periods after the start are: calendar = those of the calendar, birth = of fixed length from the
            moment of the start (24 h, 7 d, 30 d, 91 d, 365 d).
        resolution: the start is cut to this before time runs, where aligned to birth, as in "1 h".
        periods: how many periods after that of the start are looked at.
        brackets: periods put together, by the numbers they begin at, as in "0,1,3,7,14,30"; the last number ends the
            last bracket. Empty = each period for itself.
        least: how many returns in a period (bracket) make a return.
        period_0: who counts in the period of the start: all = everyone in the cohort, returned = only who returns in it
            after the start.
        mean: of the cohorts: weighted = by their size, simple = each the same.
        relative: what shares are of: start = the cohort, previous = those back in the period (bracket) before.
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: first touch, last touch, or same = start and return must have it, and who has
            several values counts with each.
        values: how many values of the breakdown are shown; the rest is put together.
        people: list who is in each cohort and when they were back.
    """

    starts: tuple[Select, ...] = ()
    returns: tuple[Select, ...] = ()
    mode: Literal["first", "recurring"] = "first"
    when: When = "on"
    aligned: Literal["calendar", "birth"] = "calendar"
    resolution: str = "1 us"
    periods: int = 12
    brackets: str | tuple[int, ...] = ""
    least: int = 1
    period_0: Literal["all", "returned"] = "all"
    mean: Literal["weighted", "simple"] = "weighted"
    relative: Literal["start", "previous"] = "start"
    by: str = ""
    attribution: Attribution = "first touch"
    values: int = 10
    people: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        rules = {
            **self.scope_rules(),
            "starts": " or ".join(one.title for one in self.starts) or "any event",
            "returns": " or ".join(one.title for one in self.returns) or "any event",
            "cohorts": f"{_MODES[self.mode]}, by {self.period_words}",
            "back": _WHENS[self.when],
            "periods": self._periods(),
            "period of the start": _ZEROS[self.period_0],
            "mean": f"{self.mean}, of cohorts whose period is over",
            "shares": "of the cohort" if self.relative == "start" else "of those back in the period before",
        }
        if self.least > 1:
            rules["returns needed"] = f"{self.least} in a period"
        if self.brackets:
            rules["brackets"] = self.brackets if isinstance(self.brackets, str) else ",".join(map(str, self.brackets))
        if self.by:
            rules["breakdown"] = f"{self.by}, {self.attribution}"
        if self.mode == "recurring":
            rules["intervals"] = "a person in several cohorts counts as one that was drawn, not as several"
        return rules

    def _periods(self) -> str:
        if self.aligned == "calendar":
            return "of the calendar"
        cut = "" if self.resolution in ("", "1 us") else f" cut to {self.resolution}"
        return f"from the start{cut}, {_LENGTHS[self.period]} each"


_MODES = {"first": "the first start ever", "recurring": "every period with a start"}
_WHENS = {
    "on": "in the very period",
    "on_or_after": "in the period or later",
    "on_or_before": "by the end of the period",
    "streak": "in every period up to it",
}
_ZEROS = {"all": "everyone, and no return in it counts", "returned": "who returns in it after the start"}
_LENGTHS = {"hour": "1 h", "day": "24 h", "week": "7 d", "month": "30 d", "quarter": "91 d", "year": "365 d"}

LIKES: Mapping[str, Mapping[str, Any]] = {
    "posthog": {
        "mode": "recurring", "when": "on", "aligned": "calendar", "period_0": "all", "attribution": "same",
        "mean": "weighted",
    },
    "mixpanel": {"when": "on_or_after", "aligned": "birth", "period_0": "returned"},
    "amplitude": {"when": "on", "aligned": "birth", "resolution": "1 h", "period_0": "all"},
    "ga4": {"mode": "first", "when": "on", "aligned": "calendar", "period_0": "all", "week_start": "sunday"},
}  # fmt: skip


def length_of(period: str) -> str:
    """Return how long a period that runs from a start is."""
    return _LENGTHS[period]
