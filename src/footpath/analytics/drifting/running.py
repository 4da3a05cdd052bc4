"""The steps, moves, times and ways of one period, or one group, in one bucket."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.drifting.planning import Period, Plan
from footpath.analytics.durations import FOREVER_US
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.cutting import cut
from footpath.analytics.kernels.drifts import cut_short
from footpath.analytics.kernels.follows import follows
from footpath.analytics.kernels.plan_moves import move_times
from footpath.analytics.kernels.reach import reach
from footpath.analytics.kernels.way_visits import visits_in
from footpath.analytics.ways.variants import Variants, variants_of


class Part(Struct, frozen=True):
    """What journeys came to in one bucket.

    Attributes:
        newest: µs of the newest event looked at, `NEVER` when there is none.
        journeys: looked at, those on no step included.
        events: on steps.
        reached: journeys that came to each step; [0] those that came to any.
        movers: (k + 1) × (k + 1): journeys that moved from one to the other; row 0 the start, column 0 the end.
        moved: (cuts, µs) as from `move_times`.
        variants: the different ways.
    """

    newest: int
    journeys: int
    events: int
    reached: Int64
    movers: Int64
    moved: tuple[Int64, Int64]
    variants: Variants


def run(bucket: Bucket, plan: Plan) -> tuple[Part, ...]:
    """Answer for one bucket: one part a period, or one where persons are compared."""
    return tuple(_part(_within(bucket, period, plan), plan) for period in plan.periods or (None,))


def _within(bucket: Bucket, period: Period | None, plan: Plan) -> Bucket:
    some = bucket.end > bucket.begin
    if period is not None and plan.question.belongs == "events":
        chosen, begin, end = cut(bucket.begin, bucket.end, bucket.at, some, period)
        bucket = replace(bucket, begin=begin, end=end, owner=bucket.owners()[chosen], home="")
        some = np.ones(len(begin), np.bool_)
    start = bucket.at[bucket.begin[some]]
    keep = np.ones(len(start), np.bool_)
    if period is not None and plan.question.belongs == "start":
        keep &= (start >= period[0]) & (start < period[1])
    if plan.horizon < FOREVER_US:
        keep &= start <= plan.newest - plan.horizon
    kept = np.flatnonzero(some)[keep]
    begin, end = bucket.begin[kept], bucket.end[kept]
    if plan.horizon < FOREVER_US:
        end = cut_short(begin, end, bucket.at, plan.horizon)
    return replace(bucket, begin=begin, end=end, owner=bucket.owners()[kept], home="")


def _part(bucket: Bucket, plan: Plan) -> Part:
    k = plan.k
    key, lookup = plan.labels.keyed(bucket)
    folded = np.minimum(lookup, np.uint16(k))
    visits = visits_in((bucket.begin, bucket.end), key, folded, k, repeats=not plan.question.collapse)
    reached = reach(visits.offsets, visits.codes, k).persons
    _, movers = follows(visits.offsets, visits.codes, k)
    reached[0] = movers[0].sum()
    spans = (bucket.at[visits.first], bucket.at[visits.last])
    return Part(
        newest=bucket.newest,
        journeys=bucket.n_journeys,
        events=int(visits.on.sum()),
        reached=reached,
        movers=movers,
        moved=move_times(visits.offsets, visits.codes, spans, k),
        variants=variants_of(visits.offsets, visits.codes)[0],
    )
