"""From counts and times of all buckets to what people read."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.breakdowns import REST, UNKNOWN
from footpath.analytics.calendar import instant_of, starts
from footpath.analytics.durations import FOREVER_US, SECOND_US
from footpath.analytics.funnels.answer import FunnelAnswer
from footpath.analytics.funnels.bins import counted, edges
from footpath.analytics.funnels.planning import Plan
from footpath.analytics.funnels.running import Part
from footpath.analytics.journeys import NEVER, Int64
from footpath.analytics.kernels.exact_quantiles import quantiles
from footpath.core.stats import wilson

Waits = Sequence[Int64]
_INSTANT = pa.timestamp("us", tz="UTC")


class _Groups(Struct, frozen=True):
    """Values of the breakdown as they are shown: `place[code]` is where a code's figures go."""

    names: tuple[str, ...]
    place: Int64


def answer_of(parts: Sequence[Part], plan: Plan) -> FunnelAnswer:
    """Put the answers of all buckets together."""
    units = sum((part.units for part in parts[1:]), parts[0].units)
    counts = sum((part.counts for part in parts[1:]), parts[0].counts)
    groups = _groups(plan, counts[:, 0])
    newest = max(part.newest for part in parts)
    waits = [_waits(parts, kind, groups) for kind in range(plan.rules.steps + 1)]
    return FunnelAnswer(
        rules=plan.question.rules(),
        n=sum(part.n for part in parts),
        as_of=instant_of(newest) if newest != NEVER else None,
        steps=_titles(plan),
        figures=_figures(plan, groups, (_put(units, groups), _put(counts, groups)), waits),
        overall=_overall(plan, groups, waits[0]),
        histogram=_histogram(waits[plan.rules.steps], plan.question.bins),
        trend=_trend(parts, plan, newest) if plan.question.trend else None,
        list_people=partial(_people, parts, plan, groups),
        excluded=sum(part.excluded for part in parts),
    )


def _titles(plan: Plan) -> tuple[str, ...]:
    steps = plan.question.steps
    if plan.question.order == "any":
        return tuple(f"{place} of {len(steps)} steps" for place in range(1, len(steps) + 1))
    return tuple(step.title for step in steps)


def _groups(plan: Plan, entered: Int64) -> _Groups:
    """Order the values by how many entered; those beyond the limit share one place."""
    if plan.by is None:
        return _Groups(("",), np.zeros(1, np.int64))
    order = np.lexsort((np.arange(len(entered)), -entered))
    order = order[entered[order] > 0]
    shown = order[: max(plan.question.values, 1)]
    names = [plan.by.values[code] or UNKNOWN for code in shown]
    place = np.full(len(entered), len(shown), np.int64)
    place[shown] = np.arange(len(shown))
    return _Groups((*names, REST) if len(order) > len(shown) else tuple(names or [UNKNOWN]), place)


def _put(by_code: Int64, groups: _Groups) -> Int64:
    """Add what belongs to each code up by the place it is shown at."""
    total = np.zeros((max(len(groups.names), int(groups.place.max()) + 1), *by_code.shape[1:]), np.int64)
    np.add.at(total, groups.place, by_code)
    return total


def _waits(parts: Sequence[Part], kind: int, groups: _Groups) -> list[Waits]:
    """Return the waits of one kind in µs, in an array or more for each value shown."""
    spans = [slice(part.wait_cuts[kind], part.wait_cuts[kind + 1]) for part in parts]
    micros = [part.wait_us[span] for part, span in zip(parts, spans, strict=True)]
    if len(groups.names) == 1 and len(groups.place) == 1:
        return [micros]
    places = [groups.place[part.wait_code[span]] for part, span in zip(parts, spans, strict=True)]
    return [
        [piece[place == here] for piece, place in zip(micros, places, strict=True)] for here in range(len(groups.names))
    ]


def _figures(plan: Plan, groups: _Groups, sums: tuple[Int64, Int64], waits: list[list[Waits]]) -> pa.Table:
    units, counts = sums
    titles = _titles(plan)
    rows = []
    for group, name in enumerate(groups.names):
        first = before = int(counts[group, 0])
        for step, title in enumerate(titles):
            count = int(counts[group, step])
            low, high = wilson(count, first) or (None, None)
            rows.append(
                {
                    **({"value": name} if plan.by is not None else {}),
                    "step": step + 1,
                    "name": title,
                    "count": count,
                    "of_all": _share(count, int(units[group])),
                    "of_first": _share(count, first),
                    "of_first_low": low,
                    "of_first_high": high,
                    "of_previous": _share(count, before),
                    "dropped": before - count,
                    **_times(waits[step][group] if step else []),
                }
            )
            optional = (int(plan.rules.optional) >> step) & 1
            before = before if optional else count
    return pa.Table.from_pylist(rows, schema=_schema(rows))


def _schema(rows: Sequence[Mapping[str, object]]) -> pa.Schema:
    whole = ("step", "count", "dropped", "n", "entered", "converted")
    kinds = {"value": pa.string(), "name": pa.string(), **dict.fromkeys(whole, pa.int64())}
    return pa.schema([(name, kinds.get(name, pa.float64())) for name in rows[0]])


def _share(count: int, n: int) -> float | None:
    return count / n if n else None


def _times(waits: Waits) -> dict[str, float | int | None]:
    """Return number, median, mean and 90th percentile (linear between the nearest two), exactly."""
    count = sum(map(len, waits))
    if not count:
        return {"n": 0, "median_s": None, "mean_s": None, "p90_s": None}
    median, p90 = quantiles(waits, (0.5, 0.9))
    mean = sum(float(piece.sum(dtype=np.float64)) for piece in waits) / count
    return {"n": count, "median_s": median / SECOND_US, "mean_s": mean / SECOND_US, "p90_s": p90 / SECOND_US}


def _overall(plan: Plan, groups: _Groups, waits: list[Waits]) -> pa.Table:
    rows = [
        {**({"value": name} if plan.by is not None else {}), **_times(own)}
        for name, own in zip(groups.names, waits, strict=True)
    ]
    return pa.Table.from_pylist(rows, schema=_schema(rows))


def _histogram(waits: Sequence[Waits], bins: int) -> pa.Table:
    seconds = np.concatenate([piece for pieces in waits for piece in pieces]) / SECOND_US
    begin = edges(float(seconds.min()), float(seconds.max()), len(seconds), bins) if len(seconds) else []
    counts = counted(seconds, begin) if begin else np.zeros(0, np.int64)
    return pa.table({"from_s": pa.array(begin, pa.float64()), "count": pa.array(counts, pa.int64())})


def _trend(parts: Sequence[Part], plan: Plan, newest: int) -> pa.Table:
    question = plan.question
    entered = np.concatenate([part.entered[part.code >= 0] for part in parts])
    level = np.concatenate([part.level[part.code >= 0] for part in parts])
    if not len(entered) or question.trend is None:
        return pa.Table.from_pylist([], schema=_TREND)
    begins = starts(int(entered.min()), int(entered.max()), question.trend, question.tz)
    place = np.searchsorted(begins, entered, side="right") - 1
    whole = np.bincount(place, minlength=len(begins) - 1)
    done = np.bincount(place[level == plan.rules.steps], minlength=len(begins) - 1)
    window = 0 if plan.session_us else int(min(plan.rules.windows.max(), FOREVER_US))
    rows = []
    for here, (n, count) in enumerate(zip(whole.tolist(), done.tolist(), strict=True)):
        low, high = wilson(count, n) or (None, None)
        rows.append(
            {
                "from": instant_of(begins[here]), "entered": n, "converted": count, "share": _share(count, n),
                "low": low, "high": high, "complete": bool(begins[here + 1] + window <= newest),
            }
        )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_TREND)


_TREND = pa.schema(
    [
        ("from", _INSTANT), ("entered", pa.int64()), ("converted", pa.int64()), ("share", pa.float64()),
        ("low", pa.float64()), ("high", pa.float64()), ("complete", pa.bool_()),
    ]
)  # fmt: skip


def _people(parts: Sequence[Part], plan: Plan, groups: _Groups) -> pa.Table:
    """Return who got in; the names are looked up here, once."""
    keep = [part.code >= 0 for part in parts]
    chunks = [part.persons.take(pa.array(part.owner[here])) for part, here in zip(parts, keep, strict=True)]
    columns = {
        "person": pa.chunked_array(chunks, pa.string()),
        "furthest": pa.array(np.concatenate([part.level[here] for part, here in zip(parts, keep, strict=True)])),
        "entered_at": _instants([part.entered[here] for part, here in zip(parts, keep, strict=True)]),
        "furthest_at": _instants([part.ended[here] for part, here in zip(parts, keep, strict=True)]),
    }
    if plan.by is not None:
        codes = np.concatenate([part.code[here] for part, here in zip(parts, keep, strict=True)])
        names = pa.array([*groups.names, REST] if len(groups.names) <= int(groups.place.max()) else groups.names)
        columns["value"] = names.take(pa.array(groups.place[codes]))
    return pa.table(columns)


def _instants(times: Sequence[Int64]) -> pa.Array:
    return pa.array(np.concatenate(list(chain(times)))).cast(_INSTANT)
