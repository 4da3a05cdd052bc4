"""From counts of who did what how often to what people read."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.calendar import instant_of
from footpath.analytics.driving.answer import DriversAnswer
from footpath.analytics.driving.planning import Plan
from footpath.analytics.driving.running import Part
from footpath.analytics.journeys import NEVER, Float64, Int64
from footpath.analytics.kernels.cells import gathered
from footpath.analytics.kernels.contrasts import CONVERTED, DROPPED, UNFINISHED
from footpath.core.association import adjusted, correlation, odds_ratio
from footpath.core.stats import likelihood_root, upper_tail, wilson

Sizes = tuple[int, int]  # who converted, who dropped


class _Tried(Struct, frozen=True):
    """Candidates that enough units did.

    Attributes:
        kind, value: what each is.
        did: candidates × times (from 1) × (converted, dropped): how many did it at least so often.
    """

    kind: tuple[str, ...]
    value: tuple[str, ...]
    did: npt.NDArray[np.int64]


def answer_of(parts: Sequence[Part], plan: Plan) -> DriversAnswer:
    """Put the answers of all buckets together."""
    outcomes = sum((part.outcomes for part in parts[1:]), parts[0].outcomes)
    newest = max(part.newest for part in parts)
    sizes = int(outcomes[CONVERTED]), int(outcomes[DROPPED])
    tried = _tried(parts, plan, sizes)
    unfinished = int(outcomes[UNFINISHED])
    rules = plan.question.rules() | ({"window not over": f"{unfinished:,} left out"} if unfinished else {})
    found = DriversAnswer(
        rules=rules,
        n=sum(part.units for part in parts),
        as_of=instant_of(newest) if newest != NEVER else None,
        converted=sizes[0],
        dropped=sizes[1],
        unfinished=unfinished,
        top=plan.question.top,
        figures=pa.Table.from_pylist(_figures(tried, sizes, plan), schema=_FIGURES),
        thresholds=pa.Table.from_pylist(_thresholds(tried, sizes, plan), schema=_THRESHOLDS),
    )
    return found if found.brief().num_rows else replace(found, rules={"nothing found": found.why_empty(), **rules})


def _tried(parts: Sequence[Part], plan: Plan, sizes: Sizes) -> _Tried:
    """Return what enough units did, and not all: what all or too few did says nothing."""
    least = plan.question.least or min(25, 0.02 * sum(sizes))
    kinds: list[str] = []
    values: list[str] = []
    did: list[npt.NDArray[np.int64]] = []
    for place, by in enumerate(plan.candidates if all(sizes) else ()):
        at_least = _at_least([part.done[place] for part in parts], len(by.values), plan.question.times)
        total = at_least[:, 0].sum(axis=1)
        wanted = ~np.isin(np.array(by.values), np.array(plan.question.exclude, str))
        for code in np.flatnonzero((total >= max(least, 1)) & (total < sum(sizes)) & wanted):
            kinds.append(by.name)
            values.append(by.values[code])
            did.append(at_least[code])
    return _Tried(tuple(kinds), tuple(values), np.array(did, np.int64).reshape(len(did), plan.question.times, 2))


def _at_least(tables: Sequence[tuple[Int64, Int64]], things: int, most: int) -> npt.NDArray[np.int64]:
    """Return things × times × (converted, dropped): how many did each thing at least so often."""
    keys, counts = gathered([(keys, counts[:, None]) for keys, counts in tables])
    exactly = np.zeros(things * (most + 1) * 2, np.int64)
    exactly[keys] = counts[:, 0]
    by_times = exactly.reshape(things, most + 1, 2)[:, 1:, [CONVERTED, DROPPED]]
    return np.asarray(np.cumsum(by_times[:, ::-1], axis=1)[:, ::-1])


def _chances(did: npt.NDArray[np.int64], sizes: Sizes) -> Float64:
    """Return the two-sided p of each share of those who converted being that of those who dropped."""
    n = np.full(len(did), float(sizes[0])), np.full(len(did), float(sizes[1]))
    root = likelihood_root(did[:, 0].astype(float), n[0], (did[:, 1].astype(float), n[1]))
    return np.asarray(np.minimum(1.0, 2 * upper_tail(np.abs(root))))


def _figures(tried: _Tried, sizes: Sizes, plan: Plan) -> list[dict[str, Any]]:
    did = tried.did[:, 0]
    converted, dropped = did.T.astype(np.float64)
    odds, low, high = odds_ratio(converted, dropped, sizes)
    phi = correlation(converted, dropped, sizes)
    p = _chances(did, sizes)
    q = adjusted(p)
    rows = [
        {
            "kind": tried.kind[i], "value": tried.value[i], "converted": int(did[i, 0]), "dropped": int(did[i, 1]),
            "converted_share": did[i, 0] / sizes[0], "dropped_share": did[i, 1] / sizes[1],
            "odds": float(odds[i]), "odds_low": float(low[i]), "odds_high": float(high[i]), "phi": float(phi[i]),
            "p": float(p[i]), "q": float(q[i]), "holds": bool(q[i] <= plan.question.rate),
        }
        for i in range(len(did))
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[plan.question.sort], row["kind"], row["value"]))


def _thresholds(tried: _Tried, sizes: Sizes, plan: Plan) -> list[dict[str, Any]]:
    """Return for each candidate the number of times that tells the two best apart, by the size of its correlation."""
    rows = list(_best(tried, sizes, plan.question.least or min(25, 0.02 * sum(sizes))))
    for row, q in zip(rows, adjusted(np.array([row["p"] for row in rows])), strict=True):
        row["q"] = float(q)
        row["holds"] = bool(q <= plan.question.rate)
    return sorted(rows, key=lambda row: (-abs(row["phi"]), row["kind"], row["value"]))


def _best(tried: _Tried, sizes: Sizes, least: float) -> Iterator[dict[str, Any]]:
    for i, by_times in enumerate(tried.did):
        some = by_times[by_times.sum(axis=1) >= max(least, 1)]
        phi = correlation(some[:, 0].astype(float), some[:, 1].astype(float), sizes)
        best = int(np.argmax(np.abs(phi)))
        converted, dropped = (int(count) for count in some[best])
        low, high = wilson(converted, converted + dropped) or (None, None)
        yield {
            "kind": tried.kind[i], "value": tried.value[i], "times": best + 1, "converted": converted,
            "dropped": dropped, "conversion": converted / (converted + dropped), "low": low, "high": high,
            "phi": float(phi[best]),
            "p": min(1.0, float(_chances(some[best : best + 1], sizes)[0]) * len(some)),
        }  # fmt: skip


_F, _I, _S = pa.float64(), pa.int64(), pa.string()
_FIGURES = pa.schema(
    [
        ("kind", _S), ("value", _S), ("converted", _I), ("dropped", _I), ("converted_share", _F), ("dropped_share", _F),
        ("odds", _F), ("odds_low", _F), ("odds_high", _F), ("phi", _F), ("p", _F), ("q", _F), ("holds", pa.bool_()),
    ]
)  # fmt: skip
_THRESHOLDS = pa.schema(
    [
        ("kind", _S), ("value", _S), ("times", _I), ("converted", _I), ("dropped", _I), ("conversion", _F),
        ("low", _F), ("high", _F), ("phi", _F), ("p", _F), ("q", _F), ("holds", pa.bool_()),
    ]
)  # fmt: skip
