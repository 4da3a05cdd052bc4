"""Sessions over one bucket: what adds up, and what medians and lists need, one row a session."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.calendar import starts
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import NEVER, Bucket, Int64
from footpath.analytics.kernels.sittings import Breaks, Sittings, sittings
from footpath.analytics.periods.clock import extent_of
from footpath.analytics.periods.cutting import until_of
from footpath.analytics.periods.drawing import drawn_journeys
from footpath.analytics.select import Bool
from footpath.analytics.timing.bins import binned
from footpath.analytics.visiting.question import Plan


class Part(Struct, frozen=True):
    """What sessions came to in one bucket; columns (one row a session) that are not asked for are empty.

    Attributes:
        latest: µs of the newest event looked at, `NEVER` when there is none; newest: of the newest there is.
        per_unit: number of sessions → persons (accounts) with so many.
        squares: over persons, of sessions n, bounces b and goals g: Σ n², Σ nb, Σ b², Σ ng, Σ g².
        lengths: sessions by bin of `timing.bins.MARKS`.
        ends: codes of first and last events, and for each: entries, exits, bounces and goals of those that enter there.
        duration: µs; events: how many; bounce, goal: whether it is one, has one.
        code: breakdown code; unit: number of the person, for breakdowns.
        started: µs; entry, exit: codes; owner: position in `persons`: for trends and lists.
        drawn: durations of the persons drawn; drawn_owner: whose they are.
    """

    latest: int
    newest: int
    per_unit: Int64
    squares: tuple[int, ...]
    lengths: Int64
    ends: tuple[Int64, Int64]
    duration: Int64
    events: Int64
    bounce: Bool
    goal: Bool
    code: Int64
    unit: Int64
    started: Int64
    entry: Int64
    exit: Int64
    owner: Int64
    persons: pa.StringArray
    drawn: Int64
    drawn_owner: Int64


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    newest = extent_of(bucket)[1]
    bucket = until_of(bucket, plan.period[1])
    found = _found(bucket, plan)
    started = bucket.at[found.first]
    duration = bucket.at[found.last] - started
    goal = found.goal > 0
    bounce = (found.events < plan.question.bounce_events) & (duration < plan.bounce_time) & ~goal
    people, trend, none = plan.question.people, plan.question.trend, np.zeros(0, np.int64)
    per_unit = np.bincount(found.journey, minlength=bucket.n_journeys)
    ends = plan.ends.of_events(bucket)
    entry, leave = np.asarray(ends[found.first], np.int64), np.asarray(ends[found.last], np.int64)
    drawn = np.flatnonzero(drawn_journeys(bucket, plan.draw)[found.journey])
    owner = bucket.owners()[found.journey] if people else none
    latest = extent_of(bucket)[1]
    return Part(
        latest=latest if latest >= plan.period[0] else NEVER,
        newest=newest,
        per_unit=np.bincount(per_unit)[1:] if len(per_unit) else none,
        squares=_squares(found.journey, per_unit, bounce, goal),
        lengths=binned(duration, SECOND_US),
        ends=_ends(entry, leave, bounce, goal),
        duration=duration,
        events=found.events,
        bounce=bounce,
        goal=goal,
        code=_codes(bucket, plan, found),
        unit=found.journey if plan.by else none,
        started=started if people or trend else none,
        entry=entry if people else none,
        exit=leave if people else none,
        owner=owner,
        persons=bucket.persons if people else bucket.persons.slice(0, 0),
        drawn=duration[drawn],
        drawn_owner=bucket.owners()[found.journey[drawn]],
    )


def _found(bucket: Bucket, plan: Plan) -> Sittings:
    """Return the sessions that begin in what is looked at."""
    key, table = plan.roles.of(bucket)
    if plan.roles.any_start and not plan.question.goal:
        table = table[:0]
    question, dimension = plan.question, bucket.dimensions.get("campaign")
    days, campaign = np.zeros(0, np.int64), np.zeros(0, np.uint16)
    oldest, latest = extent_of(bucket)
    if "midnight" in question.session_breaks and oldest <= latest:
        days = starts(oldest, latest, "day", question.tz)
    if "campaign" in question.session_breaks and dimension is not None:
        campaign = dimension.codes
    found = sittings((bucket.begin, bucket.end), bucket.at, (key, table), Breaks(plan.gap, days, campaign))
    since = plan.period[0]
    if oldest < since:
        some = bucket.at[found.first] >= since
        first, last, events, goal, journey = found
        return Sittings(first[some], last[some], events[some], goal[some], journey[some])
    return found


def _squares(journey: Int64, n: Int64, bounce: Bool, goal: Bool) -> tuple[int, ...]:
    """Return sums of squares and products over persons."""
    bounces = np.bincount(journey[bounce], minlength=len(n))
    goals = np.bincount(journey[goal], minlength=len(n))
    pairs = ((n, n), (n, bounces), (bounces, bounces), (n, goals), (goals, goals))
    return tuple(int((a * b).sum()) for a, b in pairs)


def _ends(entry: Int64, leave: Int64, bounce: Bool, goal: Bool) -> tuple[Int64, Int64]:
    """Return codes, and for each: entries, exits, bounces, goals."""
    size = int(max(entry.max(initial=0), leave.max(initial=0))) + 1
    parts = (entry, leave, entry[bounce], entry[goal])
    counts = np.stack([np.bincount(codes, minlength=size) for codes in parts], axis=1)
    some = np.flatnonzero(counts.any(axis=1))
    return some, counts[some]


def _codes(bucket: Bucket, plan: Plan, found: Sittings) -> Int64:
    if plan.by is None:
        return np.zeros(0, np.int64)
    if plan.by.of_person is not None:
        return plan.by.of_journeys(bucket)[found.journey]
    return np.asarray(plan.by.of_events(bucket)[found.first], np.int64)
