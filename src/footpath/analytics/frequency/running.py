"""Frequency and recency over one bucket: how often, when last and for how much, one row a person."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.frequency.question import Plan
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.tallying import Tally, tally
from footpath.analytics.periods.clock import extent_of
from footpath.analytics.periods.cutting import within
from footpath.analytics.periods.values import coded


class Part(Struct, frozen=True):
    """What frequency came to in one bucket.

    Attributes:
        units: journeys looked at, by breakdown code.
        latest: µs of the newest event looked at, `NEVER` when there is none; newest: of the newest there is.
        rows: of the journeys that did it at all.
        code: breakdown code of each.
        persons: whose they are, where lists are asked for; owner: position of each in them.
    """

    units: Int64
    latest: int
    newest: int
    rows: Tally
    code: Int64
    persons: pa.StringArray
    owner: Int64


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    newest = extent_of(bucket)[1]
    bucket = within(bucket, plan.period)
    _, codes = coded(bucket, plan.by, plan.question.attribution)
    found = tally((bucket.begin, bucket.end), bucket.at, plan.roles.of(bucket), bucket.value)
    some = np.flatnonzero(found.events)
    events, last, valued, units, micros = (column[some] for column in found)
    size = len(plan.by.values) if plan.by else 1
    there = bucket.end > bucket.begin
    listed = plan.question.people
    return Part(
        units=np.bincount(codes[there], minlength=size),
        latest=extent_of(bucket)[1],
        newest=newest,
        rows=Tally(events, last, valued, units, micros),
        code=codes[some],
        persons=bucket.persons if listed else bucket.persons.slice(0, 0),
        owner=bucket.owners()[some] if listed else np.zeros(0, np.int64),
    )
