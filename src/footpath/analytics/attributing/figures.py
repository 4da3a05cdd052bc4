"""From credit to what people read: the things with the most of it, their shares and intervals, and the totals."""

from collections.abc import Sequence
from math import fsum
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.attributing.answer import AttributionAnswer
from footpath.analytics.attributing.crediting import Credit, Total, credits_of, total_of
from footpath.analytics.attributing.planning import Plan
from footpath.analytics.attributing.running import Part
from footpath.analytics.breakdowns import REST
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER, Float64, Int64
from footpath.analytics.kernels.attribution_tallies import GROUPS
from footpath.analytics.kernels.cells import gathered
from footpath.core.stats import group_jackknife

Matrix = npt.NDArray[np.float64]
LEAST = 20  # conversions below which intervals would say nothing


class _Shown(Struct, frozen=True):
    """The things that are shown: their names and codes; `place` says where each code's figures go, −1 nowhere.

    Attributes:
        groups: bool, those with a conversion; leaving out the others changes nothing.
        enough: whether there are conversions enough for intervals.
    """

    names: tuple[str, ...]
    place: Int64
    groups: npt.NDArray[np.bool_]
    enough: bool

    def put(self, figures: Matrix) -> Matrix:
        """Add up the columns of things that share a place."""
        found = np.zeros((len(self.names), len(figures)))
        some = np.flatnonzero(self.place >= 0)
        np.add.at(found, self.place[some], figures[:, some].T)
        return found.T

    def interval(self, shares: Matrix) -> tuple[Float64, Float64] | None:
        """Return bounds of the shares in row 0 from those without each group."""
        half = group_jackknife(shares[1:][self.groups]) if self.enough else None
        return None if half is None else (shares[0] - half, shares[0] + half)


def answer_of(parts: Sequence[Part], plan: Plan) -> AttributionAnswer:
    """Put the answers of all buckets together."""
    newest = max(part.newest for part in parts)
    conversions = sum((part.conversions for part in parts[1:]), parts[0].conversions)
    touches = sum((part.touches for part in parts[1:]), parts[0].touches)
    total = total_of(conversions)
    found = list(credits_of(parts, plan))
    shown = _shown(plan, found[0].conversions, touches, conversions[:, 1])
    return AttributionAnswer(
        rules=_rules(plan, found),
        n=sum(part.units for part in parts),
        as_of=instant_of(newest) if newest != NEVER else None,
        models=plan.question.models,
        figures=_table([row for credit in found for row in _figures(credit, shown, total)], _FIGURES),
        things=_table(_things(parts, plan, shown, touches), _THINGS),
        totals=_table([_totals(credit, total) for credit in found], _TOTALS),
        effects=_table([row for credit in found for row in _effects(credit, plan, shown)], _EFFECTS),
    )


def _rules(plan: Plan, found: Sequence[Credit]) -> dict[str, str]:
    rules = plan.question.rules()
    for credit in found:
        if credit.as_one:
            rules[credit.model] += f", the {credit.as_one:,} things with the fewest touches taken as one"
    return rules


def _shown(plan: Plan, credit: Float64, touches: Int64, conversions: Int64) -> _Shown:
    """Order the things by their credit in the first model; those beyond the limit share one place.

    Args:
        conversions: with a touch, by group of persons.
    """
    order = np.lexsort((np.arange(len(credit)), -touches, -credit))
    order = order[(touches[order] > 0) | (credit[order] != 0)]
    first = order[: max(plan.question.values, 1)]
    place = np.full(len(credit), -1, np.int64)
    place[order] = len(first)
    place[first] = np.arange(len(first))
    names = tuple(plan.names[code] for code in first)
    enough = bool(conversions.sum() >= LEAST)
    return _Shown((*names, REST) if len(order) > len(first) else names, place, conversions > 0, enough)


def _figures(credit: Credit, shown: _Shown, total: Total) -> list[dict[str, Any]]:
    conversions, amounts = shown.put(credit.conversions[None])[0], shown.put(credit.amounts[None])[0]
    shares, amount_shares = shown.put(credit.shares), shown.put(credit.amount_shares)
    bounds, amount_bounds = shown.interval(shares), shown.interval(amount_shares)
    error = None if credit.error is None else np.sqrt(shown.put(credit.error[None] ** 2)[0])
    least = -np.inf if (shares < 0).any() else 0.0
    rows = []
    for place, name in enumerate(shown.names):
        low, high = _bounds(bounds, place, least)
        amount_low, amount_high = _bounds(amount_bounds, place, -np.inf)
        counted, paid = bool(conversions.any()), bool(total.known and total.touched_amount)
        rows.append(
            {
                "model": credit.model,
                "value": name,
                "conversions": float(conversions[place]),
                "share": float(shares[0, place]) if counted else None,
                "low": low if counted else None,
                "high": high if counted else None,
                "amount": float(amounts[place]) if total.known else None,
                "amount_share": float(amount_shares[0, place]) if paid else None,
                "amount_low": amount_low if paid else None,
                "amount_high": amount_high if paid else None,
                "error": None if error is None else float(error[place]),
            }
        )
    return rows


def _bounds(bounds: tuple[Float64, Float64] | None, place: int, least: float) -> tuple[float | None, float | None]:
    if bounds is None:
        return None, None
    low, high = float(bounds[0][place]), float(bounds[1][place])
    return (low, high) if least < 0 else (max(low, 0.0), min(high, 1.0))


def _things(parts: Sequence[Part], plan: Plan, shown: _Shown, touches: Int64) -> list[dict[str, Any]]:
    keys, sums = gathered([part.takers for part in parts])
    size = len(plan.names)
    on = np.bincount(keys // GROUPS % size, sums[:, 0].astype(float), size)
    both = shown.put(np.vstack([touches.astype(float), on]))
    return [
        {"value": name, "touches": int(both[0, place]), "conversions": int(both[1, place])}
        for place, name in enumerate(shown.names)
        if name != REST
    ]


def _totals(credit: Credit, total: Total) -> dict[str, Any]:
    whole = credit.model == "participation"
    credited = float(total.touched) if whole else fsum(credit.conversions)
    amount = float(total.touched_amount) if whole else fsum(credit.amounts)
    return {
        "model": credit.model,
        "conversions": total.all,
        "credited": credited,
        "uncredited": total.all - credited,
        "amount": float(total.amount) if total.known else None,
        "credited_amount": amount if total.known else None,
    }


def _effects(credit: Credit, plan: Plan, shown: _Shown) -> list[dict[str, Any]]:
    if credit.effects is None:
        return []
    bounds = shown.interval(credit.effects)
    rows = []
    for place, name in enumerate(shown.names):
        code = int(np.flatnonzero(shown.place == place)[0])
        if name == REST and plan.names[code] != REST:
            continue  # what would be lost without several things at once is not the sum
        low, high = _bounds(bounds, code, 0.0)
        rows.append({"value": name, "effect": float(credit.effects[0, code]), "low": low, "high": high})
    return rows


def _table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=schema)


_F, _I, _S = pa.float64(), pa.int64(), pa.string()
_FIGURES = pa.schema(
    [
        ("model", _S), ("value", _S), ("conversions", _F), ("share", _F), ("low", _F), ("high", _F), ("amount", _F),
        ("amount_share", _F), ("amount_low", _F), ("amount_high", _F), ("error", _F),
    ]
)  # fmt: skip
_THINGS = pa.schema([("value", _S), ("touches", _I), ("conversions", _I)])
_TOTALS = pa.schema(
    [
        ("model", _S), ("conversions", _I), ("credited", _F), ("uncredited", _F), ("amount", _F),
        ("credited_amount", _F),
    ]
)  # fmt: skip
_EFFECTS = pa.schema([("value", _S), ("effect", _F), ("low", _F), ("high", _F)])
