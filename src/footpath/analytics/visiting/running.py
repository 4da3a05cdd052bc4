"""Sessions over one bucket: what adds up, and what medians and lists need, one row a session."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.calendar import starts
from footpath.analytics.journeys import NEVER, Bucket, Int64
from footpath.analytics.kernels.periods import Marks
from footpath.analytics.kernels.sittings import Asked, Breaks, Sums, sittings
from footpath.analytics.periods.clock import clock_of, extent_of
from footpath.analytics.periods.cutting import until_of
from footpath.analytics.periods.drawing import drawn_journeys
from footpath.analytics.select import Bool
from footpath.analytics.visiting.question import Plan


class Part(Struct, frozen=True):
    """What sessions came to in one bucket.

    Attributes:
        latest: µs of the newest event looked at, `NEVER` when there is none; newest: of the newest there is.
        sessions, bounces, goals, micros: how many, and how long they are together.
        per_unit: place n: persons (accounts) with n sessions; per_session: place n: sessions with n events.
        squares: over persons, of sessions n, bounces b and goals g: Σ n², Σ nb, Σ b², Σ ng, Σ g².
        ends: codes of first and last events, and for each: entries, exits, bounces and goals of those that enter there.
        duration: µs of each session, ascending; those of the persons drawn are in `drawn`, `drawn_owner` says whose.
        rows: one row a session, for breakdowns, trends and lists; None when they are not asked for.
    """

    latest: int
    newest: int
    sessions: int
    bounces: int
    goals: int
    micros: int
    per_unit: Int64
    per_session: Int64
    squares: Int64
    ends: tuple[Int64, Int64]
    duration: Int64
    drawn: Int64
    drawn_owner: Int64
    rows: "Rows | None"


class Rows(Struct, frozen=True):
    """Sessions, one row each.

    Attributes:
        duration: µs; events: how many; bounce, goal: whether it is one, has one.
        started: µs; code: breakdown code; unit: number of the person in the bucket.
        entry, exit: codes of first and last event.
        owner: position in `persons`.
    """

    duration: Int64
    events: Int64
    bounce: Bool
    goal: Bool
    started: Int64
    code: Int64
    unit: Int64
    entry: Int64
    exit: Int64
    owner: Int64
    persons: pa.StringArray | pa.ChunkedArray


def rows_of(parts: Sequence[Part]) -> Rows | None:
    """Return the rows of all buckets; persons and owners keep to themselves."""
    rows = [part.rows for part in parts if part.rows is not None]
    if not rows:
        return None
    units = np.cumsum([0, *(int(one.unit.max(initial=-1)) + 1 for one in rows)])
    owners = np.cumsum([0, *(len(one.persons) for one in rows)])
    names = ("duration", "events", "bounce", "goal", "started", "code")
    columns = {name: np.concatenate([getattr(one, name) for one in rows]) for name in names}
    return Rows(
        **columns,
        unit=np.concatenate([one.unit + first for one, first in zip(rows, units[:-1], strict=True)]),
        entry=np.concatenate([one.entry for one in rows]),
        exit=np.concatenate([one.exit for one in rows]),
        owner=np.concatenate([one.owner + first for one, first in zip(rows, owners[:-1], strict=True)]),
        persons=pa.chunked_array([one.persons for one in rows], pa.string()),
    )


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    oldest, newest = extent_of(bucket)
    bucket = until_of(bucket, plan.period[1])
    latest = newest if newest < plan.period[1] else extent_of(bucket)[1]
    question = plan.question
    rows = question.by or question.trend or question.people
    key, code = plan.ends.keyed(bucket)
    asked = Asked(
        since=plan.period[0],
        few=question.bounce_events,
        short=plan.bounce_time,
        key=key,
        code=code,
        codes=len(plan.ends.values),
        drawn=drawn_journeys(bucket, plan.draw),
        rows=int(bool(rows)),
    )
    breaks = _breaks(bucket, plan, (oldest, latest))
    found = sittings((bucket.begin, bucket.end), bucket.at, _marks(bucket, plan), breaks, asked)
    used = np.flatnonzero(found.ends.any(axis=1))
    return Part(
        latest=latest if latest >= plan.period[0] else NEVER,
        newest=newest,
        sessions=len(found.duration),
        bounces=int(found.squares[5]),
        goals=int(found.squares[6]),
        micros=int(found.duration.sum()),
        per_unit=np.bincount(found.per_journey),
        per_session=found.per_session,
        squares=found.squares[:5],
        ends=(used, found.ends[used]),
        duration=np.sort(found.duration),
        drawn=found.duration[found.drawn],
        drawn_owner=bucket.owners()[found.drawn_journey],
        rows=_rows(bucket, plan, found) if rows else None,
    )


def _marks(bucket: Bucket, plan: Plan) -> Marks:
    """Return what counts and what is the goal; an empty table where everything counts."""
    if plan.roles.any_start and not plan.question.goal:
        return bucket.signature, np.zeros(0, np.uint8)
    return plan.roles.of(bucket)


def _breaks(bucket: Bucket, plan: Plan, extent: tuple[int, int]) -> Breaks:
    question, dimension = plan.question, bucket.dimensions.get("campaign")
    campaign, midnight = np.zeros(0, np.uint16), "midnight" in question.session_breaks and extent[0] <= extent[1]
    days = np.unique(starts(*extent, "day", question.tz)) if midnight else np.array([0, 1], np.int64)
    if "campaign" in question.session_breaks and dimension is not None:
        campaign = dimension.codes
    return Breaks(plan.gap, clock_of(days), int(midnight), campaign)


def _rows(bucket: Bucket, plan: Plan, found: Sums) -> Rows:
    key, table = plan.ends.keyed(bucket)
    events = _events(bucket, plan, found)
    short = (events < plan.question.bounce_events) & (found.duration < plan.bounce_time)
    return Rows(
        duration=found.duration.copy(),
        events=events,
        bounce=short & (found.goal == 0),
        goal=found.goal > 0,
        started=bucket.at[found.first],
        code=_codes(bucket, plan, found),
        unit=found.journey.copy(),
        entry=table[key[found.first]],
        exit=table[key[found.last]],
        owner=bucket.owners()[found.journey],
        persons=bucket.persons if plan.question.people else bucket.persons.slice(0, 0),
    )


def _events(bucket: Bucket, plan: Plan, found: Sums) -> Int64:
    """Return how many of the events of each session count."""
    if plan.roles.any_start:
        return found.last - found.first + 1
    key, table = plan.roles.of(bucket)
    counted = np.concatenate([[0], np.cumsum(table[key] > 0)])
    return np.asarray(counted[found.last + 1] - counted[found.first])


def _codes(bucket: Bucket, plan: Plan, found: Sums) -> Int64:
    if plan.by is None:
        return np.zeros(len(found.first), np.int64)
    if plan.by.of_person is not None:
        return plan.by.of_journeys(bucket)[found.journey]
    key, table = plan.by.keyed(bucket)
    return np.asarray(table[key[found.first]])
