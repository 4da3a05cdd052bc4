"""The question of the time between two touchpoints, and its plan."""

from typing import Literal

from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.kernels.between import EACH, FIRST, LAST
from footpath.analytics.periods.drawing import bits_for
from footpath.analytics.periods.marks import Roles, roles_of
from footpath.analytics.periods.question import Periodic
from footpath.analytics.scope import bounds
from footpath.analytics.select import Select

_PAIRS = {"first": FIRST, "each": EACH, "last": LAST}


class TimeBetweenQuestion(Periodic, frozen=True, kw_only=True):
    """How long it takes from one touchpoint to another.

    Attributes:
        start: where time begins, as in "Sign up"; "Visit | Call" is either.
        end: where it ends; the same as the start = until it happens again.
        pair: which starts count: first = the first of each person, each = every one, last = those that no other start
            follows before the next end. The end is always the next one after the start.
        window: how long it may take, as in "30 d"; what takes longer counts as never. Empty = any time.
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: start = that of the start, first touch, last touch.
        values: how many values of the breakdown are shown; the rest is put together.
        bins: bins of the histogram: log = ever longer ones, linear = all of the same length.
        trend: show it over time too, by `period` of the start.
        people: list every start: who, when, and how long it took.
    """

    start: Select
    end: Select
    pair: Literal["first", "each", "last"] = "first"
    window: str = ""
    by: str = ""
    attribution: Literal["start", "first touch", "last touch"] = "start"
    values: int = 10
    bins: Literal["log", "linear"] = "log"
    trend: bool = False
    people: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        rules = {
            **self.scope_rules(),
            "from": f"{self.start.title}: {_WORDS[self.pair]}",
            "to": f"the next {self.end.title}, another event, later in stored order",
            "window": self.window or "any time",
        }
        if self.by:
            rules["breakdown"] = f"{self.by}, {self.attribution}"
        if self.pair != "first":
            rules["intervals"] = "several starts of a person count as one that was drawn, not as several"
        return rules


_WORDS = {
    "first": "the first of each",
    "each": "every one",
    "last": "those that no other follows before the end",
}


class Plan(Struct, frozen=True):
    """A question about the time between two touchpoints ready to be run.

    Attributes:
        pair: FIRST, EACH or LAST.
        window: µs.
        period: first µs looked at, and the µs it ends before.
        draw: one person in 2^draw is looked at to know how alike one person's times are.
        newest: µs of the newest event of anyone, where only some persons are asked about; else `NEVER`.
    """

    question: TimeBetweenQuestion
    roles: Roles
    by: By | None
    pair: int
    window: int
    period: tuple[int, int]
    draw: int
    newest: int


def plan_of(journeys: Journeys, question: TimeBetweenQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    return Plan(
        question=question,
        roles=roles_of(journeys, (question.start,), (question.end,)),
        by=look_up(journeys, question.by) if question.by else None,
        pair=_PAIRS[question.pair],
        window=durations.micros(question.window, "window"),
        period=bounds(question),
        draw=bits_for(journeys.n_persons),
        newest=max((bucket.newest for bucket in journeys.buckets), default=NEVER) if question.who else NEVER,
    )
