"""Stickiness: in how many periods of those looked at people are active."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.activity.question import ActivityQuestion, Plan
from footpath.analytics.activity.stickiness_answer import StickinessAnswer
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Bucket, Int64
from footpath.analytics.kernels.periods import Rule, active
from footpath.analytics.periods.clock import begins, clock_of, extent_of
from footpath.analytics.periods.cutting import looked_at, until_of
from footpath.analytics.periods.values import Groups, chunks, coded, grouped, joined
from footpath.core.stats import wilson_each


class StickinessQuestion(ActivityQuestion, frozen=True, kw_only=True):
    """In how many periods of those looked at people are active.

    Attributes:
        least: how many events make a period active.
        cumulative: count who is active in that many periods or more, not in exactly that many.
    """

    least: int = 1
    cumulative: bool = False

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        counted = "active in that many periods or more" if self.cumulative else "active in exactly that many periods"
        rules = {**super().rules(), "counted": counted, "shares": "of those active in any period"}
        return rules | ({"events needed": f"{self.least} in a period"} if self.least > 1 else {})


class Part(Struct, frozen=True):
    """What stickiness came to in one bucket.

    Attributes:
        units: journeys looked at.
        oldest, latest, newest: µs of the first and the last event looked at, and of the last there is.
        counts: code × number of active periods: journeys.
        persons: whose journeys they are, where lists are asked for.
        owner, active: one a journey with any active period: whose it is, in how many it is active.
    """

    units: int
    oldest: int
    latest: int
    newest: int
    counts: Int64
    persons: pa.StringArray
    owner: Int64
    active: Int64


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    oldest, newest = extent_of(bucket)
    bucket = until_of(bucket, plan.until)
    latest = newest if newest < plan.until else extent_of(bucket)[1]
    oldest = max(oldest, plan.since)
    nobody = pa.array([], pa.string())
    if oldest > latest:
        none = np.zeros(0, np.int64)
        return Part(0, oldest, NEVER, newest, np.zeros((plan.codes, 1), np.int64), nobody, none, none)
    bounds = begins(oldest, latest, plan.question)
    bucket, codes = coded(bucket, plan.by, plan.question.attribution)
    clock, marks, rule = clock_of(bounds), plan.roles.of(bucket), Rule(plan.since, plan.least, 0, int(plan.roles.every))
    found: list[Int64] = []

    def some(part: slice) -> None:
        words = active((bucket.begin[part], bucket.end[part]), bucket.at, marks, clock, rule).returns
        found.append(np.bitwise_count(words).sum(axis=1).astype(np.int64))

    chunks(bucket.n_journeys, some)
    periods = joined(found)
    size = len(bounds)
    counts = np.bincount(codes * size + periods, minlength=plan.codes * size).reshape(plan.codes, size)
    held = np.flatnonzero(periods) if plan.question.people else np.zeros(0, np.int64)
    persons = bucket.persons if plan.question.people else nobody
    units = looked_at(bucket, plan.since)
    return Part(units, oldest, latest, newest, counts, persons, bucket.owners()[held], periods[held])


def answer_of(parts: Sequence[Part], plan: Plan) -> StickinessAnswer:
    """Put the answers of all buckets together."""
    there = [part for part in parts if part.latest != NEVER]
    latest = max((part.latest for part in there), default=NEVER)
    bounds = begins(min(part.oldest for part in there), latest, plan.question) if there else np.zeros(1, np.int64)
    counts = np.zeros((plan.codes, len(bounds)), np.int64)
    for part in there:
        counts[:, : part.counts.shape[1]] += part.counts
    groups = grouped(plan.by, counts[:, 1:].sum(axis=1), plan.question.values)
    horizon = min(max([plan.newest, *(part.newest for part in parts)]), plan.until)
    periods = len(bounds) - 1
    over = int(np.count_nonzero(bounds[1:] <= horizon))
    return StickinessAnswer(
        rules=rules_of(plan, periods, over),
        n=sum(part.units for part in parts),
        as_of=instant_of(latest) if there else None,
        period=plan.question.period,
        figures=_figures(groups.put(counts)[:, 1:], groups, plan),
        people=_people(there) if plan.question.people else None,
    )


def rules_of(plan: Plan, periods: int, over: int) -> dict[str, str]:
    """Return the rules, with how many periods there are and whether all of them are over."""
    words = plan.question.period_words
    told = f"{words}, {periods} of them" if over == periods else f"{words}, {periods} of them, the last not over"
    return {**plan.question.rules(), "periods": told}


def _figures(exactly: Int64, groups: Groups, plan: Plan) -> pa.Table:
    """Return a row for each group and number of active periods."""
    cumulative = isinstance(plan.question, StickinessQuestion) and plan.question.cumulative
    counted = np.cumsum(exactly[:, ::-1], axis=1)[:, ::-1] if cumulative else exactly
    group, k = np.nonzero(np.ones(exactly.shape, np.bool_))
    n = exactly.sum(axis=1)[group]
    count = counted[group, k]
    low, high = wilson_each(count.astype(float), n.astype(float))
    columns = {
        "active_periods": pa.array(k + 1, pa.int64()),
        "count": pa.array(count, pa.int64()),
        "n": pa.array(n, pa.int64()),
        "share": pa.array(count / np.maximum(n, 1), mask=n == 0),
        "low": pa.array(low, mask=n == 0),
        "high": pa.array(high, mask=n == 0),
    }
    if groups.by is not None:
        columns = {"value": pa.array(groups.names, pa.string()).take(pa.array(group)), **columns}
    return pa.table(columns)


def _people(parts: Sequence[Part]) -> pa.Table:
    """Return who is active in how many periods, the most faithful first."""
    names = pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string())
    periods = joined([part.active for part in parts])
    order = np.argsort(-periods, kind="stable")
    return pa.table({"person": names.take(pa.array(order)), "active_periods": pa.array(periods[order], pa.int64())})
