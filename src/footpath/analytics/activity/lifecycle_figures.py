"""From the active periods of all buckets to who is new, returning, resurrecting and dormant."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics.activity.lifecycle import Part
from footpath.analytics.activity.lifecycle_answer import STATES, LifecycleAnswer
from footpath.analytics.activity.question import Plan
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.periods.aligning import shifts, together
from footpath.analytics.periods.clock import begins
from footpath.analytics.periods.values import Groups, grouped, joined
from footpath.core.stats import wilson_each


def answer_of(parts: Sequence[Part], plan: Plan) -> LifecycleAnswer:
    """Put the answers of all buckets together."""
    there = [part for part in parts if part.latest != NEVER]
    latest = max((part.latest for part in there), default=NEVER)
    firsts = [int(part.bounds[0]) for part in there]
    bounds = begins(min(firsts), latest, plan.question) if there else np.zeros(2, np.int64)
    shift, shape = shifts(bounds, firsts), (plan.codes, len(bounds) - 1)
    sums = [together([getattr(part, name) for part in there], shift, shape) for name in ("active", "new", "kept")]
    groups = grouped(plan.by, sums[0].sum(axis=1), plan.question.values)
    horizon = min(max([plan.newest, *(part.newest for part in parts)]), plan.until)
    return LifecycleAnswer(
        rules=plan.question.rules(),
        n=sum(part.units for part in parts),
        as_of=instant_of(latest) if there else None,
        period=plan.question.period,
        figures=_figures([groups.put(one) for one in sums], bounds, horizon, groups, plan),
        people=_people(there, shift, bounds, plan) if plan.question.people else None,
    )


def _figures(sums: Sequence[Int64], bounds: Int64, horizon: int, groups: Groups, plan: Plan) -> pa.Table:
    """Return a row for each group and period; the first period is only there to tell who was active before."""
    active, new, kept = (one[:, 1:] for one in sums)
    before = sums[0][:, :-1]
    group, period = np.nonzero(np.ones(active.shape, np.bool_))
    flat = [one[group, period] for one in (active, new, kept, before)]
    low, high = wilson_each(flat[2].astype(float), flat[3].astype(float))
    none = flat[3] == 0
    dormant = flat[3] - flat[2]
    back = flat[0] - flat[1] - flat[2]
    columns = {
        "from": pa.array(bounds[1 + period], pa.int64()).cast(pa.timestamp("us", tz="UTC")).cast(_zoned(plan)),
        "active": pa.array(flat[0]),
        "new": pa.array(flat[1]),
        "returning": pa.array(flat[2]),
        "resurrecting": pa.array(back),
        "dormant": pa.array(dormant),
        "kept": pa.array(flat[2] / np.maximum(flat[3], 1), mask=none),
        "low": pa.array(low, mask=none),
        "high": pa.array(high, mask=none),
        "quick_ratio": pa.array((flat[1] + back) / np.maximum(dormant, 1), mask=dormant == 0),
        "complete": pa.array(bounds[2 + period] <= horizon),
    }
    if groups.by is not None:
        columns = {"value": pa.array(groups.names, pa.string()).take(pa.array(group)), **columns}
    return pa.table(columns)


def _people(parts: Sequence[Part], shift: Sequence[int], bounds: Int64, plan: Plan) -> pa.Table:
    """Return who was in which state in which period, period by period."""
    period = joined([part.period + first for part, first in zip(parts, shift, strict=True)])
    keep = np.flatnonzero((period >= 1) & (period < len(bounds) - 1))
    names = pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string())
    state = joined([part.state for part in parts])
    order = keep[np.lexsort((state[keep], period[keep]))]
    begin = pa.array(bounds[period[order]], pa.int64()).cast(pa.timestamp("us", tz="UTC")).cast(_zoned(plan))
    told = pa.array(STATES, pa.string()).take(pa.array(state[order]))
    return pa.table({"from": begin, "state": told, "person": names.take(pa.array(order))})


def _zoned(plan: Plan) -> pa.DataType:
    return pa.timestamp("us", tz=plan.question.tz)
