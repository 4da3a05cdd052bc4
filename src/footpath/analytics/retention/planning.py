"""A question about retention checked and compiled: roles of events, brackets, and the rules as numbers."""

from itertools import pairwise

import numpy as np
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.breakdowns import By, look_up
from footpath.analytics.journeys import NEVER, Int64, Journeys
from footpath.analytics.kernels.cohorts import AFTER, BEFORE, ON, STREAK
from footpath.analytics.kernels.returning import Rule
from footpath.analytics.periods.clock import MOST
from footpath.analytics.periods.drawing import bits_for
from footpath.analytics.periods.marks import Roles, roles_of
from footpath.analytics.retention.question import RetentionQuestion, length_of
from footpath.analytics.scope import bounds
from footpath.core.errors import Invalid

_WHENS = {"on": ON, "on_or_after": AFTER, "on_or_before": BEFORE, "streak": STREAK}


class Plan(Struct, frozen=True):
    """Retention ready to be run.

    Attributes:
        period: first µs looked at, and the µs it ends before.
        offsets: brackets + 1 numbers of periods after the start.
        draw: one person in 2^draw is followed through all cohorts, to know how alike one person's cohorts are.
        newest: µs of the newest event of anyone, where only some persons are asked about; else `NEVER`.
    """

    question: RetentionQuestion
    roles: Roles
    rule: Rule
    by: By | None
    period: tuple[int, int]
    offsets: Int64
    draw: int
    newest: int

    @property
    def quick(self) -> bool:
        """Whether periods of the calendar can be counted as bits, without following anyone."""
        q = self.question
        return q.aligned == "calendar" and not (q.brackets or q.people) and q.period_0 == "all"

    @property
    def brackets(self) -> int:
        """Number of brackets."""
        return len(self.offsets) - 1


def plan_of(journeys: Journeys, question: RetentionQuestion) -> Plan:
    """Check a question and compile it.

    Raises:
        Invalid: a field cannot be used; the message names it.
        NotFound: an event, property or value that there is none of.
    """
    offsets = _offsets(question)
    since, until = bounds(question)
    if question.least < 1:
        raise Invalid(f"least is {question.least}.", hint="Ask for 1 return or more.")
    return Plan(
        question=question,
        roles=roles_of(journeys, question.starts, question.returns),
        rule=Rule(
            since=since,
            least=question.least,
            first=int(question.mode == "first"),
            width=durations.micros(length_of(question.period), "period") if question.aligned == "birth" else 0,
            resolution=max(1, durations.micros(question.resolution or "1 us", "resolution")),
            when=_WHENS[question.when],
            everyone=int(question.period_0 == "all" and offsets[0] == 0),
        ),
        by=look_up(journeys, question.by) if question.by else None,
        period=(since, until),
        offsets=offsets,
        draw=bits_for(journeys.n_persons),
        newest=max((bucket.newest for bucket in journeys.buckets), default=NEVER) if question.who else NEVER,
    )


def _offsets(question: RetentionQuestion) -> Int64:
    if not question.brackets:
        if not 0 <= question.periods < MOST:
            raise Invalid(f"periods is {question.periods}.", hint=f"Ask for 0 to {MOST - 1:,} periods.")
        return np.arange(question.periods + 2, dtype=np.int64)
    given = question.brackets
    texts = given.split(",") if isinstance(given, str) else [str(one) for one in given]
    numbers = [int(text) if text.strip().isdigit() else -1 for text in texts]
    if len(numbers) < 2 or numbers[0] < 0 or any(b <= a for a, b in pairwise(numbers)):
        raise Invalid(f"brackets is {given!r}.", hint='Write ascending numbers of periods, as in "0,1,3,7,14,30".')
    return np.array(numbers, np.int64)
