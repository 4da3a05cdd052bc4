"""From the cohorts of all buckets to what people read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Float64, Int64
from footpath.analytics.kernels.cohorts import AFTER, STREAK
from footpath.analytics.periods.clock import begins
from footpath.analytics.periods.values import Groups, grouped
from footpath.analytics.retention.answer import RetentionAnswer
from footpath.analytics.retention.intervals import alike, interval
from footpath.analytics.retention.people import people_of
from footpath.analytics.retention.planning import Plan
from footpath.analytics.retention.running import Part
from footpath.core.stats import wilson_each

Bool = npt.NDArray[np.bool_]
_NOT_YET = np.iinfo(np.int64).max


class Grid(Struct, frozen=True):
    """Cohorts by the periods after them.

    Attributes:
        bounds: µs each cohort's period begins at, and the last one ends at.
        begun, over: cohort × bracket: whether it has begun for any, and is over for all of the cohort.
        shift: place among the cohorts of each part's first period.
    """

    bounds: Int64
    begun: Bool
    over: Bool
    shift: tuple[int, ...]


def answer_of(parts: Sequence[Part], plan: Plan) -> RetentionAnswer:
    """Put the answers of all buckets together."""
    newest = max([plan.newest, *(part.newest for part in parts)])
    there = tuple(part for part in parts if part.latest != NEVER)
    grid = _grid(there, plan, newest)
    groups = grouped(plan.by, _sizes(there, plan), plan.question.values)
    counts = _counts(there, grid, groups, plan.brackets)
    latest = max((part.latest for part in there), default=NEVER)
    return RetentionAnswer(
        rules=plan.question.rules(),
        n=sum(part.units for part in parts),
        as_of=instant_of(latest) if latest != NEVER else None,
        period=plan.question.period,
        figures=_figures(counts, grid, groups, plan, alike(there, grid.over, grid.shift, plan, counts)),
        cohorts=_cohorts(counts, grid, groups, plan),
        people=people_of(there, grid.bounds, grid.shift, groups, plan) if plan.question.people else None,
    )


def _grid(parts: Sequence[Part], plan: Plan, newest: int) -> Grid:
    """Return the cohorts there are, and which of their periods have begun and are over at the newest event."""
    offsets, until = plan.offsets, plan.period[1]
    if not parts:
        nothing = np.zeros((0, plan.brackets), np.bool_)
        return Grid(np.zeros(1, np.int64), nothing, nothing, ())
    first = min(int(part.bounds[0]) for part in parts)
    last = max(int(part.bounds[-1]) for part in parts) - 1
    bounds = begins(first, last, plan.question)
    cohorts = len(bounds) - 1
    if plan.rule.width:
        opens = bounds[:-1, None] + offsets[None, :-1] * plan.rule.width
        closes = bounds[1:, None] + offsets[None, 1:] * plan.rule.width
    else:
        reach = (int(offsets[-1]) + 1) * int(np.diff(bounds).max()) * 2
        further = begins(first, max(last, min(newest, last + reach)), plan.question)
        place = np.arange(cohorts)[:, None] + offsets[None, :]
        edges = np.where(place < len(further), further[np.minimum(place, len(further) - 1)], _NOT_YET)
        opens, closes = edges[:, :-1], edges[:, 1:]
    shift = np.searchsorted(bounds, [int(part.bounds[0]) for part in parts], side="right") - 1
    begun = (opens <= newest) & (opens < until)
    return Grid(bounds, begun, closes <= min(newest, until), tuple(shift.tolist()))


def _sizes(parts: Sequence[Part], plan: Plan) -> Int64:
    sizes = np.zeros(len(plan.by.values) if plan.by else 1, np.int64)
    for part in parts:
        np.add.at(sizes, part.code, part.counts[:, 0])
    return sizes


def _counts(parts: Sequence[Part], grid: Grid, groups: Groups, brackets: int) -> Int64:
    """Return group × cohort × (1 + brackets)."""
    total = np.zeros((len(groups.names), len(grid.bounds) - 1, 1 + brackets), np.int64)
    for part, shift in zip(parts, grid.shift, strict=True):
        np.add.at(total, (groups.place[part.code], part.period + shift), part.counts)
    return total


def labels(plan: Plan) -> list[str]:
    """Return what each bracket is called: "week 3", "days 3–6"."""
    word = plan.question.period
    pairs = zip(plan.offsets[:-1].tolist(), plan.offsets[1:].tolist(), strict=True)
    return [f"{word} {a}" if b == a + 1 else f"{word}s {a}–{b - 1}" for a, b in pairs]


def _figures(counts: Int64, grid: Grid, groups: Groups, plan: Plan, worth: Float64) -> pa.Table:
    names = labels(plan)
    rows = []
    for group, name in enumerate(groups.names):
        size, back = counts[group, :, 0], counts[group, :, 1:]
        of = _of(size, back, plan)
        for k, label in enumerate(names):
            held = grid.over[:, k] & (size > 0)
            n, returned = int(of[held, k].sum()), int(back[held, k].sum())
            share, low, high = _mean(of[held, k], back[held, k], plan, float(worth[k]))
            rows.append(
                {
                    **groups.column(name), "bracket": k, "label": label, "n": n, "returned": returned, "share": share,
                    "low": low, "high": high, "cohorts": int(held.sum()),
                }
            )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_schema(groups, _FIGURES))


def _of(size: Int64, back: Int64, plan: Plan) -> Int64:
    """Return what each count is a share of: the cohort, or those back in the bracket before."""
    if plan.question.relative == "start":
        return np.broadcast_to(size[:, None], back.shape)
    return np.concatenate([size[:, None], back[:, :-1]], axis=1)


def _mean(of: Int64, back: Int64, plan: Plan, worth: float) -> tuple[float | None, float | None, float | None]:
    """Return the mean share of cohorts and its interval; none where the share is not of those counted."""
    some = of > 0
    if not some.any():
        return None, None, None
    share, n = interval_parts(of[some], back[some], plan)
    bounds = interval(share, n / worth) if _nested(plan) else None
    return (share, *bounds) if bounds else (share, None, None)


def interval_parts(of: Int64, back: Int64, plan: Plan) -> tuple[float, float]:
    """Return the mean share of cohorts, and how many persons of one cohort would tell it as exactly."""
    if plan.question.mean == "weighted":
        return float(back.sum() / of.sum()), float(of.sum())
    shares = back / of
    share, variance = float(shares.mean()), float((shares * (1 - shares) / of).sum()) / len(of) ** 2
    return share, share * (1 - share) / variance if variance > 0 else float(of.sum())


def _nested(plan: Plan) -> bool:
    """Say whether those counted are among those the share is of."""
    return plan.question.relative == "start" or plan.rule.when in (AFTER, STREAK)


def _cohorts(counts: Int64, grid: Grid, groups: Groups, plan: Plan) -> pa.Table:
    """Return a row for every group, cohort and bracket begun; cohorts before the first and after the last are none."""
    sizes = counts[:, :, 0]
    used = np.flatnonzero(sizes.sum(axis=0) > 0)
    span = np.zeros(sizes.shape[1], np.bool_)
    if len(used):
        span[used[0] : used[-1] + 1] = True
    shown = span[None, :] & ((sizes > 0) if groups.by is not None else True)
    group, cohort, k = np.nonzero(shown[:, :, None] & grid.begun[None, :, :])
    back = counts[group, cohort, 1 + k]
    of = np.where(k > 0, counts[group, cohort, k], sizes[group, cohort])
    of = sizes[group, cohort] if plan.question.relative == "start" else of
    low, high = wilson_each(back.astype(float), of.astype(float))
    some = (of > 0) & _nested(plan)
    share = np.where(of > 0, back / np.maximum(of, 1), np.nan)
    zone = pa.timestamp("us", tz=plan.question.tz)
    columns = {
        "cohort": pa.array(grid.bounds[cohort]).cast(pa.timestamp("us", tz="UTC")).cast(zone),
        "size": pa.array(sizes[group, cohort]),
        "bracket": pa.array(k.astype(np.int64)),
        "label": pa.array(labels(plan), pa.string()).take(pa.array(k)),
        "returned": pa.array(back),
        "share": pa.array(share, mask=of == 0),
        "low": pa.array(low, mask=~some),
        "high": pa.array(high, mask=~some),
        "complete": pa.array(grid.over[cohort, k]),
    }
    if groups.by is not None:
        columns = {"value": pa.array(groups.names, pa.string()).take(pa.array(group)), **columns}
    return pa.table(columns)


_FIGURES = {
    "bracket": pa.int64(), "label": pa.string(), "n": pa.int64(), "returned": pa.int64(), "share": pa.float64(),
    "low": pa.float64(), "high": pa.float64(), "cohorts": pa.int64(),
}  # fmt: skip


def _schema(groups: Groups, fields: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema(({} if groups.by is None else {"value": pa.string()}) | fields)
