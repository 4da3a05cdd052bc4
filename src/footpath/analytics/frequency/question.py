"""The question of frequency and recency, and its plan."""

from itertools import pairwise
from typing import ClassVar

import numpy as np
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.durations import told
from footpath.analytics.journeys import NEVER, Int64, Journeys
from footpath.analytics.periods.marks import Roles, roles_of
from footpath.analytics.periods.values import Touch
from footpath.analytics.scope import Scope, bounds
from footpath.analytics.select import Select
from footpath.core.errors import Invalid

FIFTHS = "fifths"


class FrequencyQuestion(Scope, frozen=True, kw_only=True):
    """How often people do something, how long ago they last did, and for how much.

    Attributes:
        events: what is counted, any of them; none = any event.
        often: classes of frequency, by the number of events each begins at, as in "1,2,3,6,11"; or "fifths": five
            classes of as many people each, as far as equal numbers allow.
        ago: classes of recency, by the time since the last event at which each ends, as in "1 d, 7 d, 30 d, 90 d"; or
            "fifths".
        by: property to break down by: device, region, campaign, channel, page, …, or "trait NAME".
        attribution: whose value counts: first touch or last touch.
        values: how many values of the breakdown are shown; the rest is put together.
        people: list everyone with number, time since the last event, amount and classes.
    """

    bounded: ClassVar[bool] = False

    events: tuple[Select, ...] = ()
    often: str | tuple[int, ...] = "1,2,3,6,11"
    ago: str | tuple[str, ...] = "1 d, 7 d, 30 d, 90 d"
    by: str = ""
    attribution: Touch = "first touch"
    values: int = 10
    people: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        often = self.often if isinstance(self.often, str) else ",".join(map(str, self.often))
        ago = self.ago if isinstance(self.ago, str) else ", ".join(self.ago)
        rules = {
            **self.scope_rules(),
            "counted": " or ".join(one.title for one in self.events) or "any event",
            "classes of frequency": often,
            "classes of recency": ago,
            "recency": "since the last one, at the end of what is looked at",
        }
        return rules | ({"breakdown": f"{self.by}, {self.attribution}"} if self.by else {})


class Plan(Struct, frozen=True):
    """A question about frequency ready to be run.

    Attributes:
        period: first µs looked at, and the µs it ends before.
        often: number of events each class begins at, None = fifths.
        ago: µs since the last event each class but the last ends at, None = fifths.
        newest: µs of the newest event of anyone, where only some persons are asked about; else `NEVER`.
    """

    question: FrequencyQuestion
    roles: Roles
    by: By | None
    period: tuple[int, int]
    often: Int64 | None
    ago: Int64 | None
    newest: int


def plan_of(journeys: Journeys, question: FrequencyQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    return Plan(
        question=question,
        roles=roles_of(journeys, question.events, question.events),
        by=look_up(journeys, question.by) if question.by else None,
        period=bounds(question),
        often=_often(question.often),
        ago=_ago(question.ago),
        newest=max((bucket.newest for bucket in journeys.buckets), default=NEVER) if question.who else NEVER,
    )


def _often(given: str | tuple[int, ...]) -> Int64 | None:
    if given == FIFTHS:
        return None
    texts = given.split(",") if isinstance(given, str) else [str(one) for one in given]
    numbers = [int(text) if text.strip().isdigit() else 0 for text in texts]
    if numbers[0] < 1 or sorted(set(numbers)) != numbers:
        raise Invalid(
            f"often is {given!r}.", hint='Write ascending numbers of events, as in "1,2,3,6,11", or "fifths".'
        )
    return np.array(numbers, np.int64)


def _ago(given: str | tuple[str, ...]) -> Int64 | None:
    if given == FIFTHS:
        return None
    texts = given.split(",") if isinstance(given, str) else given
    lengths = [durations.micros(text, "ago") for text in texts]
    if sorted(set(lengths)) != lengths or not all(0 < one < durations.FOREVER_US for one in lengths):
        raise Invalid(
            f"ago is {given!r}.", hint='Write ascending lengths of time, as in "1 d, 7 d, 30 d", or "fifths".'
        )
    return np.array(lengths, np.int64)


def often_words(begins: Int64) -> list[str]:
    """Return what classes of frequency are called: "1", "3–5", "11 or more"."""
    ends = [*(begins[1:] - 1).tolist(), None]
    pairs = zip(begins.tolist(), ends, strict=True)
    return [f"{a:,} or more" if b is None else f"{a:,}" if a == b else f"{a:,}–{b:,}" for a, b in pairs]


def ago_words(ends: Int64) -> list[str]:
    """Return what classes of recency are called: "under 1 d", "1 d to 7 d", "90 d or longer"."""
    words = [told(end) for end in ends.tolist()]
    if not words:
        return ["any time"]
    middle = [f"{a} to {b}" for a, b in pairwise(words)]
    return [f"under {words[0]}", *middle, f"{words[-1]} or longer"]
