"""The time between two touchpoints over one bucket: one row a start."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.breakdowns import touch
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.between import FIRST, between
from footpath.analytics.periods.clock import extent_of
from footpath.analytics.periods.cutting import within
from footpath.analytics.periods.drawing import drawn_journeys
from footpath.analytics.timing.question import Plan


class Part(Struct, frozen=True):
    """What it came to in one bucket, one row a start; columns that are not asked for are empty.

    Attributes:
        units: journeys looked at.
        latest: µs of the newest event looked at, `NEVER` when there is none; newest: of the newest there is.
        wait: µs, −1 = never.
        code: breakdown code, where there is a breakdown.
        started: µs of the start, for trends and lists.
        owner: position of the person, for lists; persons: their names.
        drawn: rows of the persons drawn, where a person can have several; drawn_owner: whose they are.
    """

    units: int
    latest: int
    newest: int
    wait: Int64
    code: Int64
    started: Int64
    owner: Int64
    persons: pa.StringArray
    drawn: Int64
    drawn_owner: Int64


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    newest = extent_of(bucket)[1]
    bucket = within(bucket, plan.period)
    row, wait, journey = between((bucket.begin, bucket.end), bucket.at, plan.roles.of(bucket), plan.pair, plan.window)
    question, none = plan.question, np.zeros(0, np.int64)
    owners = bucket.owners()
    drawn = none if plan.pair == FIRST else np.flatnonzero(drawn_journeys(bucket, plan.draw)[journey])
    return Part(
        units=int(np.count_nonzero(bucket.end > bucket.begin)),
        latest=extent_of(bucket)[1],
        newest=newest,
        wait=wait,
        code=_codes(bucket, plan, row, journey),
        started=bucket.at[row] if question.trend or question.people else none,
        owner=owners[journey] if question.people else none,
        persons=bucket.persons if question.people else bucket.persons.slice(0, 0),
        drawn=drawn,
        drawn_owner=owners[journey[drawn]],
    )


def _codes(bucket: Bucket, plan: Plan, row: Int64, journey: Int64) -> Int64:
    if plan.by is None:
        return np.zeros(0, np.int64)
    if plan.by.of_person is not None:
        return plan.by.of_journeys(bucket)[journey]
    codes = plan.by.of_events(bucket)
    if plan.question.attribution == "start":
        return np.asarray(codes[row], np.int64)
    return touch(bucket, codes, last=plan.question.attribution == "last touch")[journey]
