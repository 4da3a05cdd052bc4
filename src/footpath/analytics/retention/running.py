"""Retention over one bucket: cohorts counted, and the starts of those who are listed or drawn."""

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import NEVER, Bucket, Int64
from footpath.analytics.kernels import periods
from footpath.analytics.kernels.cohorts import AFTER, Counts, count_back
from footpath.analytics.kernels.periods import Bool, Clock, active
from footpath.analytics.kernels.returning import Asked, Starts, follow
from footpath.analytics.periods.clock import begins, clock_of, extent_of
from footpath.analytics.periods.cutting import looked_at, until_of
from footpath.analytics.periods.drawing import drawn_journeys
from footpath.analytics.periods.values import chunks, coded, sorted_by
from footpath.analytics.retention.planning import Plan
from footpath.core.errors import Invalid

_MOST_CELLS = 1 << 24


class Part(Struct, frozen=True):
    """What retention came to in one bucket.

    Attributes:
        units: journeys looked at.
        newest: µs of the newest event there is; latest: µs of the newest one looked at; `NEVER` when there is none.
        bounds: µs each period begins at, and the last one ends at.
        code, period, counts: a row for each breakdown code and period with a start: how many started, and how many of
            them were back in each bracket.
        persons: whose the starts are, where lists are asked for.
        starts: one by one, of all (lists) or of the persons drawn; `owner` points into the bucket's persons.
        start_code: breakdown code of each.
        drawn: whether each is of a person drawn to see how alike one person's cohorts are.
    """

    units: int
    newest: int
    latest: int
    bounds: Int64
    code: Int64
    period: Int64
    counts: Int64
    persons: pa.StringArray
    starts: Starts
    start_code: Int64
    drawn: Bool


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    oldest, newest = extent_of(bucket)
    bucket = until_of(bucket, plan.period[1])
    oldest, latest = extent_of(bucket) if plan.period[1] <= newest else (oldest, newest)
    first = max(oldest, plan.period[0])
    if first > latest:
        return _nothing(newest, plan)
    units = looked_at(bucket, plan.period[0])
    bucket, codes = coded(bucket, plan.by, plan.question.attribution)
    bounds = begins(first, latest, plan.question)
    counts = _room(plan, len(bounds) - 1)
    clock = clock_of(bounds)
    if plan.quick:
        _count(bucket, clock, plan, (codes, counts))
    drawn = _drawn(bucket, plan)
    starts = _follow(bucket, clock, plan, (codes, counts, drawn))
    some = counts[:, :, 0] > 0
    code, period = np.nonzero(some)
    return Part(
        units=units,
        newest=newest,
        latest=latest,
        bounds=bounds,
        code=code,
        period=period,
        counts=counts[some],
        persons=bucket.persons if plan.question.people else bucket.persons.slice(0, 0),
        starts=Starts(bucket.owners()[starts.owner], starts.period, starts.at, starts.back),
        start_code=codes[starts.owner],
        drawn=drawn[starts.owner],
    )


def _room(plan: Plan, n_periods: int) -> Counts:
    values = len(plan.by.values) if plan.by else 1
    if values * n_periods * (plan.brackets + 1) > _MOST_CELLS:
        raise Invalid(
            f"{values:,} values × {n_periods:,} cohorts × {plan.brackets:,} periods are too many to count.",
            hint="Choose a longer period, fewer periods or brackets, or a property with fewer values.",
        )
    return np.zeros((values, n_periods, plan.brackets + 1), np.int64)


def _nothing(newest: int, plan: Plan) -> Part:
    none = np.zeros(0, np.int64)
    counts = np.zeros((0, plan.brackets + 1), np.int64)
    nobody = pa.array([], pa.string())
    return Part(0, newest, NEVER, none, none, none, counts, nobody, _no_starts(plan), none, none > 0)


def _no_starts(plan: Plan) -> Starts:
    none = np.zeros(0, np.int64)
    return Starts(none, none, none, np.zeros((0, (plan.brackets + 63) // 64), np.uint64))


def _count(bucket: Bucket, clock: Clock, plan: Plan, sums: tuple[Int64, Counts]) -> None:
    """Add the bucket's cohorts up from bits."""
    codes, counts = sums
    marks = plan.roles.of(bucket)
    rule = periods.Rule(plan.rule.since, plan.rule.least, plan.rule.first, int(plan.roles.every))
    apart = np.zeros((*counts.shape[:2], plan.brackets), np.int64)  # [..., k] = back k periods later

    def some(part: slice) -> None:
        found = active((bucket.begin[part], bucket.end[part]), bucket.at, marks, clock, rule)
        count_back(found.starts, found.returns, sorted_by(codes[part], len(apart)), plan.rule.when, apart)

    chunks(bucket.n_journeys, some)
    counts[:, :, 1:] = apart
    counts[:, :, 0] = apart[:, :, 0]


def _follow(bucket: Bucket, clock: Clock, plan: Plan, sums: tuple[Int64, Counts, Bool]) -> Starts:
    """Return the starts of those who are listed or drawn; unless they are counted already, count everyone's."""
    codes, counts, drawn = sums
    keep = np.ones_like(drawn) if plan.question.people else drawn
    some = np.flatnonzero(keep) if plan.quick else np.arange(len(keep))
    if not len(some):
        return _no_starts(plan)
    bracket, beyond, brackets = _brackets(plan, len(clock.bounds))
    asked = Asked(
        bracket=bracket,
        beyond=beyond,
        brackets=brackets,
        codes=codes[some],
        keep=keep[some],
        counts=np.zeros_like(counts) if plan.quick else counts,
    )
    spans = (bucket.begin[some], bucket.end[some])
    starts = follow(spans, bucket.at, plan.roles.of(bucket), clock, plan.rule, asked)
    return starts._replace(owner=some[starts.owner])


def _drawn(bucket: Bucket, plan: Plan) -> Bool:
    if plan.rule.first:  # each in one cohort only: how alike one person's cohorts are is no question
        return np.zeros(bucket.n_journeys, np.bool_)
    return drawn_journeys(bucket, plan.draw)


def _brackets(plan: Plan, periods_there: int) -> tuple[Int64, int, int]:
    """Return the bracket of each number of periods after the start, that of larger numbers, and how many there are."""
    shown, after = plan.brackets, plan.rule.when == AFTER
    if after and not plan.question.brackets:
        # as many as can be: 30 days are a little shorter than a month
        most = max(shown, periods_there + periods_there // 32 + 4)
        return np.arange(most, dtype=np.int64), most, most
    brackets = shown + after  # with what lies beyond, which is looked at and not counted
    held = np.searchsorted(plan.offsets, np.arange(plan.offsets[-1]), side="right") - 1
    return np.where(held < 0, brackets, held).astype(np.int64), shown, brackets
