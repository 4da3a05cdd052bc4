"""From the sessions of all buckets to what people read."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.breakdowns import REST, UNKNOWN
from footpath.analytics.calendar import instant_of
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.periods.clock import begins
from footpath.analytics.periods.values import grouped, joined
from footpath.analytics.timing.bins import trimmed
from footpath.analytics.visiting.answer import SessionsAnswer
from footpath.analytics.visiting.question import Plan
from footpath.analytics.visiting.running import Part
from footpath.core.stats import design_effect, mean_interval, quantiles, wilson

Bool = npt.NDArray[np.bool_]


class Effects(Struct, frozen=True):
    """By how much several sessions of a person widen variances: of the share of bounces, of goals, of the median."""

    bounce: float
    goal: float
    median: float


class Rows(Struct, frozen=True):
    """Sessions, one row each."""

    duration: Int64
    events: Int64
    bounce: Bool
    goal: Bool

    def some(self, chosen: Int64 | Bool) -> "Rows":
        """Return some of them."""
        return Rows(self.duration[chosen], self.events[chosen], self.bounce[chosen], self.goal[chosen])


def answer_of(parts: Sequence[Part], plan: Plan) -> SessionsAnswer:
    """Put the answers of all buckets together."""
    latest = max(part.latest for part in parts)
    rows = Rows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("duration", "events", "bounce", "goal"))
    )
    per_unit = _added([part.per_unit for part in parts])
    effects = _effects(parts, rows)
    horizon = min(max([plan.newest, *(part.newest for part in parts)]), plan.period[1])
    lengths = np.sum([part.lengths for part in parts], axis=0)
    return SessionsAnswer(
        rules=plan.question.rules(),
        n=int(per_unit.sum()),
        as_of=instant_of(latest) if latest != NEVER else None,
        period=plan.question.period,
        figures=_figures(parts, rows, per_unit, effects, plan),
        per_unit=_per_unit(per_unit),
        lengths=trimmed(lengths),
        entries=_entries(parts, plan),
        exits=_exits(parts, plan),
        trend=_trend(parts, rows, effects, plan, horizon) if plan.question.trend else None,
        people=_people(parts, rows, plan) if plan.question.people else None,
    )


def _added(arrays: Sequence[Int64]) -> Int64:
    """Add arrays up place by place; the shorter ones end with zeros."""
    total = np.zeros(max(len(one) for one in arrays), np.int64)
    for one in arrays:
        total[: len(one)] += one
    return total


def _effects(parts: Sequence[Part], rows: Rows) -> Effects:
    squares = [sum(part.squares[place] for part in parts) for place in range(5)]
    n = len(rows.duration)
    mine = joined([part.drawn for part in parts])
    keys = joined([part.drawn_owner + (place << 40) for place, part in enumerate(parts)])
    owner = np.unique(keys, return_inverse=True)[1].astype(np.int32)
    middle = (mine <= np.median(mine)).astype(float) if len(mine) else np.zeros(0)
    return Effects(
        bounce=_kish(int(rows.bounce.sum()), n, (squares[0], squares[1], squares[2])),
        goal=_kish(int(rows.goal.sum()), n, (squares[0], squares[3], squares[4])),
        median=design_effect(owner, middle),
    )


def _kish(k: int, n: int, squares: tuple[int, int, int]) -> float:
    """Return the design effect of a share k / n from Σ n², Σ nk and Σ k² over persons; at least 1."""
    share = k / n if n else 0.0
    alone = n * share * (1 - share)
    together = squares[2] - 2 * share * squares[1] + share * share * squares[0]
    return max(1.0, together / alone) if alone > 0 else 1.0


def _told(rows: Rows, effects: Effects, *, goal: bool) -> dict[str, object]:
    """Return the figures of some sessions."""
    n = len(rows.duration)
    found: dict[str, object] = {"sessions": n}
    found |= {"events_mean": float(rows.events.mean()) if n else None}
    found |= {"events_median": quantiles(rows.events.astype(float), (0.5,))[0][0] if n else None}
    found |= dict.fromkeys(("mean_s", "median_s", "median_low_s", "median_high_s", "p90_s"))
    if n:
        (median, around), (p90, _) = quantiles(rows.duration, (0.5, 0.9), effect=effects.median)
        low, high = around or (None, None)
        micros = (int(rows.duration.sum()) / n, median, low, high, p90)
        names = ("mean_s", "median_s", "median_low_s", "median_high_s", "p90_s")
        found |= {name: None if one is None else one / SECOND_US for name, one in zip(names, micros, strict=True)}
    found |= _share("bounce", int(rows.bounce.sum()), n, effects.bounce)
    return found | (_share("goal", int(rows.goal.sum()), n, effects.goal) if goal else {})


def _share(name: str, k: int, n: int, effect: float) -> dict[str, object]:
    low, high = wilson(k / effect, n / effect) or (None, None)
    return {f"{name}s": k, f"{name}_share": k / n if n else None, f"{name}_low": low, f"{name}_high": high}


def _figures(parts: Sequence[Part], rows: Rows, per_unit: Int64, effects: Effects, plan: Plan) -> pa.Table:
    goal = plan.question.goal is not None
    if plan.by is None:
        units, numbers = int(per_unit.sum()), np.arange(1, len(per_unit) + 1)
        total, squares = int((numbers * per_unit).sum()), int((numbers * numbers * per_unit).sum())
        return _table(
            [{**_each(units, total, mean_interval(total, squares, units)), **_told(rows, effects, goal=goal)}]
        )
    codes = joined([part.code for part in parts])
    groups = grouped(plan.by, np.bincount(codes, minlength=len(plan.by.values)), plan.question.values)
    place = groups.place[codes]
    whose = joined([part.unit + (number << 40) for number, part in enumerate(parts)])
    made = []
    for group, name in enumerate(groups.names):
        mine = np.flatnonzero(place == group)
        numbers = np.unique(whose[mine], return_counts=True)[1]
        bounds = mean_interval(len(mine), int((numbers * numbers).sum()), len(numbers))
        made.append(
            {"value": name, **_each(len(numbers), len(mine), bounds), **_told(rows.some(mine), effects, goal=goal)}
        )
    return _table(made)


def _each(units: int, total: int, bounds: tuple[float, float] | None) -> dict[str, object]:
    low, high = bounds or (None, None)
    return {"units": units, "per_unit": total / units if units else None, "per_unit_low": low, "per_unit_high": high}


_WHOLE = ("units", "sessions", "bounces", "goals", "entries", "exits")
_TYPES = {"value": pa.string(), "complete": pa.bool_(), **dict.fromkeys(_WHOLE, pa.int64())}


def _table(rows: Sequence[dict[str, object]]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, _TYPES.get(name, pa.float64())) for name in rows[0]]))


def _per_unit(per_unit: Int64) -> pa.Table:
    """Return how many have how many sessions."""
    numbers = np.flatnonzero(per_unit)
    n = int(per_unit.sum())
    bounds = [wilson(int(k), n) or (0.0, 0.0) for k in per_unit[numbers]]
    return pa.table(
        {
            "sessions": pa.array(numbers + 1, pa.int64()),
            "units": pa.array(per_unit[numbers], pa.int64()),
            "share": pa.array(per_unit[numbers] / max(n, 1)),
            "low": pa.array([low for low, _ in bounds], pa.float64()),
            "high": pa.array([high for _, high in bounds], pa.float64()),
        }
    )


def _ends(parts: Sequence[Part], plan: Plan) -> Int64:
    """Return entries, exits, bounces and goals by code."""
    total = np.zeros((len(plan.ends.values), 4), np.int64)
    for part in parts:
        total[part.ends[0]] += part.ends[1]
    return total


def _top(counts: Int64, column: int, plan: Plan) -> tuple[list[str], Int64]:
    """Return names and counts of the most frequent values by one column, and of all others together."""
    order = np.lexsort((np.arange(len(counts)), -counts[:, column]))
    order = order[counts[order, column] > 0]
    shown, rest = order[: plan.question.top], order[plan.question.top :]
    names = [plan.ends.values[code] or UNKNOWN for code in shown] + ([REST] if len(rest) else [])
    sums = [counts[shown], counts[rest].sum(axis=0, keepdims=True)] if len(rest) else [counts[shown]]
    return names, np.concatenate(sums)


def _entries(parts: Sequence[Part], plan: Plan) -> pa.Table:
    names, counts = _top(_ends(parts, plan), 0, plan)
    n = int(counts[:, 0].sum())
    made = []
    for name, (entries, _, bounces, goals) in zip(names, counts.tolist(), strict=True):
        goal = _share("goal", goals, entries, 1.0) if plan.question.goal else {}
        made.append({"value": name, **_of(entries, n, "entries"), **_share("bounce", bounces, entries, 1.0), **goal})
    return _table(made) if made else _table([{"value": "", "entries": 0}]).slice(0, 0)


def _exits(parts: Sequence[Part], plan: Plan) -> pa.Table:
    names, counts = _top(_ends(parts, plan), 1, plan)
    n = int(counts[:, 1].sum())
    made = [{"value": name, **_of(row[1], n, "exits")} for name, row in zip(names, counts.tolist(), strict=True)]
    return _table(made) if made else _table([{"value": "", "exits": 0}]).slice(0, 0)


def _of(count: int, n: int, name: str) -> dict[str, object]:
    low, high = wilson(count, n) or (None, None)
    return {name: count, "share": count / n if n else None, "low": low, "high": high}


def _trend(parts: Sequence[Part], rows: Rows, effects: Effects, plan: Plan, horizon: int) -> pa.Table:
    """Return the figures by period of the first event."""
    started = joined([part.started for part in parts])
    zone = pa.timestamp("us", tz=plan.question.tz)
    if not len(started):
        return pa.Table.from_pylist([], schema=pa.schema([("from", zone), ("sessions", pa.int64())]))
    bounds = begins(int(started.min()), int(started.max()), plan.question)
    order = np.argsort(started, kind="stable")
    cuts = np.searchsorted(started[order], bounds)
    goal = plan.question.goal is not None
    made = [
        {**_told(rows.some(order[a:b]), effects, goal=goal), "complete": bool(end <= horizon)}
        for a, b, end in zip(cuts[:-1], cuts[1:], bounds[1:], strict=True)
    ]
    begin = pa.array(bounds[:-1], pa.int64()).cast(pa.timestamp("us", tz="UTC")).cast(zone)
    return _table(made).add_column(0, "from", begin)


def _people(parts: Sequence[Part], rows: Rows, plan: Plan) -> pa.Table:
    """Return every session: whose, when, how long, what."""
    zone = pa.timestamp("us", tz=plan.question.tz)
    ends = pa.array([value or UNKNOWN for value in plan.ends.values], pa.string())
    started = joined([part.started for part in parts])
    names = pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string())
    columns = {
        "person": names,
        "started_at": pa.array(started).cast(pa.timestamp("us", tz="UTC")).cast(zone),
        "duration_s": pa.array(rows.duration / SECOND_US),
        "events": pa.array(rows.events),
        "bounce": pa.array(rows.bounce),
        **({"goal": pa.array(rows.goal)} if plan.question.goal else {}),
        "entry": ends.take(pa.array(joined([part.entry for part in parts]))),
        "exit": ends.take(pa.array(joined([part.exit for part in parts]))),
    }
    return pa.table(columns).take(pa.array(np.argsort(started, kind="stable")))
