"""From the sums of all buckets to the tables of an answer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from msgspec import Struct
from threadpoolctl import threadpool_limits

from footpath.analytics.breakdowns import REST
from footpath.analytics.calendar import instant_of
from footpath.analytics.journeys import NEVER
from footpath.analytics.metrics.answer import MetricAnswer, direction
from footpath.analytics.metrics.estimates import Estimate, Sums, difference, estimate, exact
from footpath.analytics.metrics.language import titled
from footpath.analytics.metrics.metric import Good
from footpath.analytics.metrics.planning import Plan
from footpath.analytics.metrics.quantiles import NOTHING, Quantile, quantile
from footpath.analytics.metrics.quantiles import difference as quantile_difference
from footpath.analytics.metrics.rules import rules_of
from footpath.analytics.metrics.running import Part, Values
from footpath.core.stats import Interval

EVERYBODY = "(all)"
_INSTANT = pa.timestamp("us", tz="UTC")


class _Counted(Struct, frozen=True):
    """Everything that was counted, added up over the buckets: row × pair as exact numbers are worked out when needed.

    Attributes:
        products, crossed: as in `kernels.tallies.Tally`.
        negative: whether any amount is less than zero.
        sorted: numbers of a percentile.
    """

    plan: Plan
    products: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
    crossed: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"
    negative: bool
    sorted: "_Sorted | None"

    def read(self, cell: int, slot: int) -> "_Reading":
        """Return the number of a cell (windows come behind the last) and a slot."""
        row = cell * self.plan.slots + slot
        sums = Sums(tuple(exact(limbs) for limbs in self.products[row].tolist()))
        if self.sorted is None:
            return _Reading(estimate(self.plan.recipe, sums, negative=self.negative), row, NOTHING)
        value, share = self.sorted.of(cell, slot)
        units = sums.of(0)
        found = quantile(value, share, self.plan.recipe.percent, units)
        n = sums.of(self.plan.recipe.n)
        return _Reading(Estimate(figure=found.value, interval=found.interval, n=n, units=units), row, found)

    def gap(self, now: "_Reading", before: "_Reading") -> Interval | None:
        """Return the interval of the difference of two numbers, the first of which was counted beside the second."""
        if self.sorted is not None:
            return quantile_difference(now.drawn, before.drawn)
        crossed = tuple(exact(limbs) for limbs in self.crossed[now.row].tolist()) if len(self.crossed) else ()
        return difference(self.plan.recipe, (now.estimate, before.estimate), crossed) if crossed else None


class _Reading(Struct, frozen=True):
    """A number read off."""

    estimate: Estimate
    row: int
    drawn: Quantile


class _Sorted:
    """The numbers of a percentile, slot by slot and cell by cell."""

    def __init__(self, parts: Sequence[Values], plan: Plan) -> None:
        self._plan = plan
        self._cells = len(plan.windows.cells)
        row = np.concatenate([part.row for part in parts])
        key = row % plan.slots * self._cells + row // plan.slots
        # two bytes are sorted by counting, which takes no comparisons
        narrow = plan.slots * self._cells < 1 << 16
        order = np.argsort(key.astype(np.uint16) if narrow else key, kind="stable")
        self._cuts = np.searchsorted(key[order], np.arange(plan.slots * self._cells + 1))
        self._value = np.concatenate([part.value for part in parts])[order]
        self._share = np.concatenate([part.share for part in parts])[order]

    def of(self, cell: int, slot: int) -> tuple[Any, Any]:
        """Return the numbers of a cell or window, and the share of each."""
        cells = [cell]
        if cell >= self._cells:
            cells = [place for place, one in enumerate(self._plan.windows.cells) if one.window == cell - self._cells]
        slots = range(self._plan.slots) if slot == 0 else (slot,)
        ends = [(one * self._cells + cells[0], one * self._cells + cells[-1] + 1) for one in slots] if cells else []
        spans = [slice(int(self._cuts[low]), int(self._cuts[high])) for low, high in ends]
        empty = slice(0, 0)
        value = np.concatenate([self._value[span] for span in (empty, *spans)])
        return value, np.concatenate([self._share[span] for span in (empty, *spans)])


def answer_of(parts: Sequence[Part], plan: Plan) -> MetricAnswer:
    """Put the sums of all buckets together."""
    # Percentiles multiply many small matrices: threads would cost more than they bring.
    with threadpool_limits(limits=1, user_api="blas"):
        return _answer(parts, plan)


def _answer(parts: Sequence[Part], plan: Plan) -> MetricAnswer:
    newest = max(part.newest for part in parts)
    counted = _counted(parts, plan) if plan.frame is not None else None
    slots = _order(counted) if counted else [0]
    good = plan.metric.good or plan.measure.good
    return MetricAnswer(
        rules=rules_of(plan, tiny=sum(part.lost[0] for part in parts)),
        n=sum(part.units for part in parts),
        as_of=instant_of(newest) if newest != NEVER else None,
        metric=titled(plan.metric),
        look=plan.measure.look,
        symbol=plan.metric.symbol,
        good=good,
        figures=_figures(counted, plan, slots, good),
        trend=_trend(counted, plan, slots, good) if plan.question.every else None,
    )


def _counted(parts: Sequence[Part], plan: Plan) -> _Counted:
    tallies = [part.tally for part in parts if part.tally is not None]
    products, crossed = (sum(some[1:], some[0]) for some in zip(*tallies, strict=True))
    negative = any(part.lost[1] for part in parts)
    values = [part.values for part in parts if part.values is not None]
    ordered = _Sorted(values, plan) if values else None
    return _Counted(plan, products, crossed, negative, ordered)


def _order(counted: _Counted) -> list[int]:
    """Return the slots as they are shown: everybody, then the values by the persons who have them, the rest last."""
    plan = counted.plan
    if plan.groups is None:
        return [0]
    first = len(plan.windows.cells) * plan.slots
    units = counted.products[first : first + plan.slots, 0, 0]
    names = plan.groups.names
    some = [slot for slot in range(1, plan.slots) if units[slot]]
    return [0, *sorted(some, key=lambda slot: (names[slot] == REST, -units[slot], names[slot]))]


def _figures(counted: _Counted | None, plan: Plan, slots: Sequence[int], good: Good) -> pa.Table:
    cells, compared = len(plan.windows.cells), plan.question.compare != "" and len(plan.windows.spans) > 1
    rows = []
    for slot in slots:
        now = counted.read(cells, slot) if counted else _NOTHING
        row = {**_value(plan, slot), **_number(now.estimate)}
        if compared:
            before = counted.read(cells + 1, slot) if counted and plan.windows.covered else _NOTHING
            row |= _change(counted, now, before, good)
        rows.append(row)
    columns = [*(["value"] if plan.groups else []), *_NUMBER, *(_CHANGE if compared else {})]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, _TYPES[name]) for name in columns]))


def _trend(counted: _Counted | None, plan: Plan, slots: Sequence[int], good: Good) -> pa.Table:
    rows = []
    cells = plan.windows.cells
    for slot in slots if counted else ():
        readings = {place: counted.read(place, slot) for place in _needed(plan)} if counted else {}
        for place, cell in enumerate(cells):
            if not cell.shown:
                continue
            row = {
                **_value(plan, slot), "from": instant_of(cell.begin), **_number(readings[place].estimate),
                "complete": cell.whole,
            }  # fmt: skip
            if plan.question.compare:
                row |= _change(counted, readings[place], readings.get(cell.before, _NOTHING), good)
            rows.append(row)
    columns = [*(["value"] if plan.groups else []), "from", *_NUMBER, "complete"]
    columns += _CHANGE if plan.question.compare else {}
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, _TYPES[name]) for name in columns]))


def _needed(plan: Plan) -> set[int]:
    shown = {place for place, cell in enumerate(plan.windows.cells) if cell.shown}
    return shown | {plan.windows.cells[place].before for place in shown} - {-1}


def _value(plan: Plan, slot: int) -> dict[str, str]:
    return {} if plan.groups is None else {"value": plan.groups.names[slot] if slot else EVERYBODY}


def _number(found: Estimate) -> dict[str, object]:
    low, high = found.interval or (None, None)
    return {"figure": found.figure, "low": low, "high": high, "n": found.n, "units": found.units}


def _change(counted: _Counted | None, now: _Reading, before: _Reading, good: Good) -> dict[str, object]:
    one, other = now.estimate.figure, before.estimate.figure
    interval = counted.gap(now, before) if counted and one is not None and other is not None else None
    low, high = interval or (None, None)
    gap = None if one is None or other is None else one - other
    return {
        "before": other,
        "before_low": before.estimate.interval[0] if before.estimate.interval else None,
        "before_high": before.estimate.interval[1] if before.estimate.interval else None,
        "difference": gap,
        "difference_low": low,
        "difference_high": high,
        "change": gap / abs(other) if gap is not None and other else None,
        "verdict": direction(interval, good),
    }


_NOTHING = _Reading(Estimate(figure=None), -1, NOTHING)
_NUMBER = {"figure": pa.float64(), "low": pa.float64(), "high": pa.float64(), "n": pa.int64(), "units": pa.int64()}
_CHANGE = {
    **dict.fromkeys(("before", "before_low", "before_high"), pa.float64()),
    **dict.fromkeys(("difference", "difference_low", "difference_high", "change"), pa.float64()),
    "verdict": pa.string(),
}
_TYPES = {"value": pa.string(), "from": _INSTANT, "complete": pa.bool_(), **_NUMBER, **_CHANGE}
