"""The question of sessions, its plan, and the rules that products publish."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.journeys import NEVER, Journeys
from footpath.analytics.periods.drawing import bits_for
from footpath.analytics.periods.marks import Roles
from footpath.analytics.periods.question import Periodic
from footpath.analytics.scope import bounds
from footpath.analytics.select import Select, compile_selects
from footpath.core.errors import Invalid


class SessionsQuestion(Periodic, frozen=True, kw_only=True):
    """How many sessions there are, how long they last, and where they begin and end.

    A session counts where it begins in what is looked at. What ends it is said by `session_gap` and `session_breaks`.

    Attributes:
        events: what sessions are made of, any of them (and the goal); none = any event.
        bounce_events: a session with fewer events is a bounce …
        bounce_time: … unless it lasts this long, as in "10 s"; empty = however long.
        goal: what a session should come to; one that does is no bounce. Empty = no goal.
        ends: property told of the first and the last event: name, page, channel, source, device, …
        top: how many entries and exits are shown; the rest is put together.
        by: property of the first event to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        values: how many values of the breakdown are shown; the rest is put together.
        trend: show it over time too, by `period` of the first event.
        people: list every session.
    """

    events: tuple[Select, ...] = ()
    bounce_events: int = 2
    bounce_time: str = ""
    goal: Select | None = None
    ends: str = "name"
    top: int = 20
    by: str = ""
    values: int = 10
    trend: bool = False
    people: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        breaks = "".join(f", {one}" for one in self.session_breaks)
        short = f" in less than {self.bounce_time}" if self.bounce_time else ""
        rules = {
            **self.scope_rules(),
            "events": " or ".join(one.title for one in self.events) or "any event",
            "session ends": f"pause over {self.session_gap}{breaks}",
            "bounce": f"fewer than {self.bounce_events} events{short}" + (", no goal" if self.goal else ""),
            "entry and exit": self.ends,
            "intervals": "several sessions of a person count as one that was drawn, not as several",
        }
        if self.goal:
            rules["goal"] = self.goal.title
        return rules | ({"breakdown": f"{self.by} of the first event"} if self.by else {})


LIKES: Mapping[str, Mapping[str, Any]] = {
    "posthog": {"session_gap": "30 min", "bounce_time": "10 s"},
    "mixpanel": {"session_gap": "30 min", "session_breaks": ("midnight",)},
    "amplitude": {"session_gap": "30 min"},
    "ga4": {"session_gap": "30 min", "bounce_time": "10 s"},
}


class Plan(Struct, frozen=True):
    """A question about sessions ready to be run.

    Attributes:
        roles: what is counted, and what is the goal.
        ends: what is told of first and last events.
        gap, bounce_time: µs.
        period: first µs looked at, and the µs it ends before.
        draw: one person in 2^draw is looked at to know how alike one person's sessions are.
        newest: µs of the newest event of anyone, where only some persons are asked about; else `NEVER`.
    """

    question: SessionsQuestion
    roles: Roles
    by: By | None
    ends: By
    gap: int
    bounce_time: int
    period: tuple[int, int]
    draw: int
    newest: int


def plan_of(journeys: Journeys, question: SessionsQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    if question.ends.startswith("trait "):
        raise Invalid(f"ends is {question.ends!r}, the same for every event.", hint="Name a property of events.")
    if question.bounce_events < 1 or question.top < 1:
        raise Invalid("bounce_events and top are 1 or more.", hint="Leave them out for 2 and 20.")
    goals = (question.goal,) if question.goal else ()
    events = (*question.events, *goals) if question.events else ()
    selection = compile_selects(journeys, (*events, *goals))
    return Plan(
        question=question,
        roles=Roles(selection, len(events), not events, any_return=False),
        by=look_up(journeys, question.by) if question.by else None,
        ends=look_up(journeys, question.ends),
        gap=durations.micros(question.session_gap, "session_gap"),
        bounce_time=durations.micros(question.bounce_time, "bounce_time"),
        period=bounds(question),
        draw=bits_for(journeys.n_persons),
        newest=max((bucket.newest for bucket in journeys.buckets), default=NEVER) if question.who else NEVER,
    )
