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
from footpath.analytics.periods.values import grouped, in_groups, joined
from footpath.analytics.timing.bins import binned, trimmed
from footpath.analytics.visiting.answer import SessionsAnswer
from footpath.analytics.visiting.question import Plan
from footpath.analytics.visiting.running import Part, Rows, rows_of
from footpath.core.quantiles import quantiles, quantiles_of_sorted
from footpath.core.stats import design_effect, mean_interval, wilson, wilson_each

Bool = npt.NDArray[np.bool_]


class Effects(Struct, frozen=True):
    """By how much several sessions of a person widen variances: of the share of bounces, of goals, of the median."""

    bounce: float
    goal: float
    median: float


def answer_of(parts: Sequence[Part], plan: Plan) -> SessionsAnswer:
    """Put the answers of all buckets together."""
    latest = max(part.latest for part in parts)
    per_unit = _added([part.per_unit for part in parts])
    effects = _effects(parts)
    horizon = min(max([plan.newest, *(part.newest for part in parts)]), plan.period[1])
    rows = rows_of(parts)
    lengths = np.sum([binned(part.duration, SECOND_US) for part in parts], axis=0)
    return SessionsAnswer(
        rules=plan.question.rules(),
        n=int(per_unit.sum()),
        as_of=instant_of(latest) if latest != NEVER else None,
        period=plan.question.period,
        figures=_by_value(rows, effects, plan) if rows and plan.by else _figures(parts, per_unit, effects, plan),
        per_unit=_per_unit(per_unit),
        lengths=trimmed(lengths),
        entries=_entries(parts, plan),
        exits=_exits(parts, plan),
        trend=_trend(rows, effects, plan, horizon) if rows and plan.question.trend else None,
        people=_people(rows, plan) if rows and plan.question.people else None,
    )


def _added(arrays: Sequence[Int64]) -> Int64:
    """Add arrays up place by place; the shorter ones end with zeros."""
    total = np.zeros(max(len(one) for one in arrays), np.int64)
    for one in arrays:
        total[: len(one)] += one
    return total


def _effects(parts: Sequence[Part]) -> Effects:
    squares = np.sum([part.squares for part in parts], axis=0).tolist()
    n = sum(part.sessions for part in parts)
    mine = joined([part.drawn for part in parts])
    keys = joined([part.drawn_owner + (place << 40) for place, part in enumerate(parts)])
    owner = np.unique(keys, return_inverse=True)[1].astype(np.int32)
    middle = (mine <= np.median(mine)).astype(float) if len(mine) else np.zeros(0)
    return Effects(
        bounce=_kish(sum(part.bounces for part in parts), n, (squares[0], squares[1], squares[2])),
        goal=_kish(sum(part.goals for part in parts), n, (squares[0], squares[3], squares[4])),
        median=design_effect(owner, middle),
    )


def _kish(k: int, n: int, squares: tuple[int, int, int]) -> float:
    """Return the design effect of a share k / n from Σ n², Σ nk and Σ k² over persons; at least 1."""
    share = k / n if n else 0.0
    alone = n * share * (1 - share)
    together = squares[2] - 2 * share * squares[1] + share * share * squares[0]
    return max(1.0, together / alone) if alone > 0 else 1.0


def _figures(parts: Sequence[Part], per_unit: Int64, effects: Effects, plan: Plan) -> pa.Table:
    """Return the one row of all sessions, without looking at each again."""
    n = sum(part.sessions for part in parts)
    numbers = np.arange(len(per_unit))
    bounds = mean_interval(n, int((numbers * numbers * per_unit).sum()), int(per_unit.sum()))
    per_session = _added([part.per_session for part in parts])
    events = int((np.arange(len(per_session)) * per_session).sum())
    times = quantiles_of_sorted([part.duration for part in parts], (0.5, 0.9), effect=effects.median) if n else None
    shares = _share("bounce", sum(part.bounces for part in parts), n, effects.bounce)
    if plan.question.goal:
        shares |= _share("goal", sum(part.goals for part in parts), n, effects.goal)
    return _table(
        [
            {
                **_each(int(per_unit.sum()), n, bounds),
                "sessions": n,
                "events_mean": events / n if n else None,
                "events_median": _median(per_session),
                **_times(sum(part.micros for part in parts), n, times),
                **shares,
            }
        ]
    )


def _median(counts: Int64) -> float | None:
    """Return the median of numbers of which place n holds how many are n."""
    n = int(counts.sum())
    if not n:
        return None
    reached = np.cumsum(counts)
    low, high = np.searchsorted(reached, [(n - 1) // 2, n // 2], side="right")
    return float(low + high) / 2


Quantiles = list[tuple[float, tuple[float, float] | None]]


def _times(micros: int, n: int, found: Quantiles | None) -> dict[str, object]:
    """Return mean, median with its interval, and p90, in seconds."""
    names = ("mean_s", "median_s", "median_low_s", "median_high_s", "p90_s")
    if found is None:
        return dict.fromkeys(names)
    (median, around), (p90, _) = found
    values = (micros / n, median, *(around or (None, None)), p90)
    return {name: None if one is None else one / SECOND_US for name, one in zip(names, values, strict=True)}


def _told(rows: Rows, chosen: Int64, effects: Effects, *, goal: bool) -> dict[str, object]:
    """Return the figures of some sessions."""
    n, duration, events = len(chosen), rows.duration[chosen], rows.events[chosen]
    times = quantiles(duration, (0.5, 0.9), effect=effects.median) if n else None
    shares = _share("bounce", int(rows.bounce[chosen].sum()), n, effects.bounce)
    shares |= _share("goal", int(rows.goal[chosen].sum()), n, effects.goal) if goal else {}
    return {
        "sessions": n,
        "events_mean": float(events.mean()) if n else None,
        "events_median": quantiles(events, (0.5,))[0][0] if n else None,
        **_times(int(duration.sum()), n, times),
        **shares,
    }


def _share(name: str, k: int, n: int, effect: float) -> dict[str, object]:
    low, high = wilson(k / effect, n / effect) or (None, None)
    return {f"{name}s": k, f"{name}_share": k / n if n else None, f"{name}_low": low, f"{name}_high": high}


def _by_value(rows: Rows, effects: Effects, plan: Plan) -> pa.Table:
    """Return a row for each value of the breakdown."""
    groups = grouped(
        plan.by, np.bincount(rows.code, minlength=len(plan.by.values) if plan.by else 1), plan.question.values
    )
    place = groups.place[rows.code]
    made = []
    for group, name in enumerate(groups.names):
        mine = np.flatnonzero(place == group)
        firsts = np.flatnonzero(np.diff(rows.unit[mine], prepend=-1))  # sessions lie person by person
        numbers = np.diff(np.append(firsts, len(mine)))
        bounds = mean_interval(len(mine), int((numbers * numbers).sum()), len(numbers))
        told = _told(rows, mine, effects, goal=plan.question.goal is not None)
        made.append({"value": name, **_each(len(numbers), len(mine), bounds), **told})
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
    numbers, n = np.flatnonzero(per_unit), int(per_unit.sum())
    units = per_unit[numbers]
    low, high = wilson_each(units.astype(float), np.full(len(units), float(n)))
    columns = {"share": pa.array(units / max(n, 1)), "low": pa.array(low), "high": pa.array(high)}
    return pa.table({"sessions": pa.array(numbers, pa.int64()), "units": pa.array(units, pa.int64()), **columns})


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


def _trend(rows: Rows, effects: Effects, plan: Plan, horizon: int) -> pa.Table:
    """Return the figures by period of the first event."""
    zone = pa.timestamp("us", tz=plan.question.tz)
    if not len(rows.started):
        return pa.Table.from_pylist([], schema=pa.schema([("from", zone), ("sessions", pa.int64())]))
    bounds = begins(int(rows.started.min()), int(rows.started.max()), plan.question)
    order, cuts = in_groups(np.searchsorted(bounds, rows.started, side="right") - 1, len(bounds) - 1)
    goal = plan.question.goal is not None
    made = [
        {**_told(rows, order[a:b], effects, goal=goal), "complete": bool(end <= horizon)}
        for a, b, end in zip(cuts[:-1], cuts[1:], bounds[1:], strict=True)
    ]
    begin = pa.array(bounds[:-1], pa.int64()).cast(pa.timestamp("us", tz="UTC")).cast(zone)
    return _table(made).add_column(0, "from", begin)


def _people(rows: Rows, plan: Plan) -> pa.Table:
    """Return every session: whose, when, how long, what."""
    zone = pa.timestamp("us", tz=plan.question.tz)
    ends = pa.array([value or UNKNOWN for value in plan.ends.values], pa.string())
    columns = {
        "person": rows.persons.take(pa.array(rows.owner)),
        "started_at": pa.array(rows.started).cast(pa.timestamp("us", tz="UTC")).cast(zone),
        "duration_s": pa.array(rows.duration / SECOND_US),
        "events": pa.array(rows.events),
        "bounce": pa.array(rows.bounce),
        **({"goal": pa.array(rows.goal)} if plan.question.goal else {}),
        "entry": ends.take(pa.array(rows.entry)),
        "exit": ends.take(pa.array(rows.exit)),
    }
    return pa.table(columns).take(pa.array(np.argsort(rows.started, kind="stable")))
