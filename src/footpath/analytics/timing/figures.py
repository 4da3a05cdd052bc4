"""From the waits of all buckets to medians, shares, a histogram and a trend."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
import pyarrow as pa

from footpath.analytics.calendar import instant_of
from footpath.analytics.durations import FOREVER_US, SECOND_US
from footpath.analytics.journeys import NEVER, Float64, Int64
from footpath.analytics.kernels.between import FIRST
from footpath.analytics.periods.clock import begins
from footpath.analytics.periods.values import grouped, in_groups, joined
from footpath.analytics.timing.answer import TimeBetweenAnswer
from footpath.analytics.timing.bins import histogram
from footpath.analytics.timing.question import Plan
from footpath.analytics.timing.running import Part
from footpath.core.quantiles import quantiles
from footpath.core.stats import Z95, design_effect, wilson

Effects = tuple[float, float, float]  # of the share, of the median, of the mean


def answer_of(parts: Sequence[Part], plan: Plan) -> TimeBetweenAnswer:
    """Put the answers of all buckets together."""
    latest = max(part.latest for part in parts)
    wait = joined([part.wait for part in parts])
    codes = joined([part.code for part in parts])
    effects = _effects(parts, plan)
    sizes = np.bincount(codes, minlength=len(plan.by.values)) if plan.by else np.array([len(wait)])
    groups = grouped(plan.by, sizes, plan.question.values)
    rows = []
    for group, name in enumerate(groups.names):
        mine = wait if plan.by is None else wait[groups.place[codes] == group]
        rows.append({**groups.column(name), **told(mine, effects)})
    horizon = min(max([plan.newest, *(part.newest for part in parts)]), plan.period[1])
    return TimeBetweenAnswer(
        rules=plan.question.rules(),
        n=sum(part.units for part in parts),
        as_of=instant_of(latest) if latest != NEVER else None,
        between=(plan.question.start.title, plan.question.end.title),
        period=plan.question.period,
        figures=_table(rows),
        histogram=histogram(wait[wait >= 0] / SECOND_US, log=plan.question.bins == "log"),
        trend=_trend(parts, wait, effects, plan, horizon) if plan.question.trend else None,
        people=_people(parts, wait, plan) if plan.question.people else None,
    )


def told(wait: Int64, effects: Effects) -> dict[str, object]:
    """Return the figures of some starts: how many reached the end, and how long it took them, in seconds."""
    seconds = wait[wait >= 0] / SECOND_US
    n, reached = len(wait), len(seconds)
    low, high = wilson(reached / effects[0], n / effects[0]) or (None, None)
    found: dict[str, object] = {
        "n": n, "reached": reached, "never": n - reached, "share": reached / n if n else None, "low": low, "high": high,
    }  # fmt: skip
    return found | _times(seconds, effects)


def _times(seconds: Float64, effects: Effects) -> dict[str, object]:
    names = ("median_s", "median_low_s", "median_high_s", "p90_s", "p90_low_s", "p90_high_s", "mean_s", "mean_low_s",
             "mean_high_s")  # fmt: skip
    n = len(seconds)
    if not n:
        return dict.fromkeys(names)
    (median, around), (p90, beside) = quantiles(seconds, (0.5, 0.9), effect=effects[1])
    mean = float(seconds.mean())
    half = Z95 * sqrt(float(seconds.var(ddof=1)) * effects[2] / n) if n > 1 else None
    bounds = (None, None) if half is None else (max(0.0, mean - half), mean + half)
    values = (median, *(around or (None, None)), p90, *(beside or (None, None)), mean, *bounds)
    return dict(zip(names, values, strict=True))


def _effects(parts: Sequence[Part], plan: Plan) -> Effects:
    """Return by how much several starts of a person widen the variance of share, median and mean."""
    if plan.pair == FIRST:
        return 1.0, 1.0, 1.0
    mine = joined([part.wait[part.drawn] for part in parts])
    keys = joined([part.drawn_owner + (place << 40) for place, part in enumerate(parts)])
    owner = np.unique(keys, return_inverse=True)[1].astype(np.int32)
    there = mine >= 0
    seconds, whose = mine[there] / SECOND_US, owner[there]
    if not len(seconds):
        return 1.0, 1.0, 1.0
    middle = (seconds <= np.median(seconds)).astype(float)
    return design_effect(owner, there.astype(float)), design_effect(whose, middle), design_effect(whose, seconds)


_TYPES = {"value": pa.string(), **dict.fromkeys(("n", "reached", "never"), pa.int64()), "complete": pa.bool_()}


def _table(rows: Sequence[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, _TYPES.get(name, pa.float64())) for name in rows[0]]))


def _trend(parts: Sequence[Part], wait: Int64, effects: Effects, plan: Plan, horizon: int) -> pa.Table:
    """Return the figures by period of the start; a period is complete when the whole window after it is over."""
    started = joined([part.started for part in parts])
    fields = [("from", pa.timestamp("us", tz=plan.question.tz))]
    if not len(started):
        return pa.Table.from_pylist([], schema=pa.schema([*fields, ("n", pa.int64())]))
    bounds = begins(int(started.min()), int(started.max()), plan.question)
    order, cuts = in_groups(np.searchsorted(bounds, started, side="right") - 1, len(bounds) - 1)
    window = plan.window if plan.window < FOREVER_US else 0
    rows = []
    for place in range(len(bounds) - 1):
        figures = told(wait[order[cuts[place] : cuts[place + 1]]], effects)
        rows.append({**figures, "complete": bool(bounds[place + 1] + window <= horizon)})
    begin = pa.array(bounds[:-1], pa.int64()).cast(pa.timestamp("us", tz="UTC")).cast(fields[0][1])
    return _table(rows).add_column(0, "from", begin)


def _people(parts: Sequence[Part], wait: Int64, plan: Plan) -> pa.Table:
    """Return every start: who, when, how long it took; null = never."""
    started = joined([part.started for part in parts])
    zone = pa.timestamp("us", tz=plan.question.tz)
    names = pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string())
    table = pa.table(
        {
            "person": names,
            "started_at": pa.array(started).cast(pa.timestamp("us", tz="UTC")).cast(zone),
            "wait_s": pa.array(wait / SECOND_US, mask=wait < 0),
        }
    )
    return table.take(pa.array(np.argsort(started, kind="stable")))
