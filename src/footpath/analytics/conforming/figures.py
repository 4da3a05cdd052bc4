"""From the counts and times of all buckets to what people read about a plan."""

from collections.abc import Sequence
from math import fsum

import numpy as np
import pyarrow as pa

from footpath.analytics.conforming.answer import ConformanceAnswer
from footpath.analytics.conforming.plan import BACK, JUMP, KINDS, LATE, LEAVE, REPEAT, SKIP
from footpath.analytics.conforming.planning import Plan
from footpath.analytics.conforming.running import Part
from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.plan_moves import PlanCounts
from footpath.analytics.ways.figures import Row, newest_of, share_of, table_of, times_of, types_of
from footpath.analytics.ways.variants import joined, told
from footpath.core.stats import mean_interval, ratio_interval

START, END = "(start)", "(end)"
_MOST_SHOWN = 40  # visits of a way that are written out


def answer_of(parts: Sequence[Part], plan: Plan) -> ConformanceAnswer:
    """Put the answers of all buckets together."""
    counts = _added([part.counts for part in parts])
    on = int(counts.times[0].sum())
    n = sum(len(part.owner) for part in parts)
    fit = _Fit(parts, plan)
    return ConformanceAnswer(
        rules=plan.question.rules(),
        n=n,
        as_of=newest_of([part.newest for part in parts]),
        on_plan=on,
        figures=_steps(parts, plan, counts, on),
        overall=_overall(parts, fit, (on, n)),
        moves=_moves(parts, plan, counts),
        fitness=fit.table(),
        distribution=fit.distribution(),
        variants=_variants(parts, plan),
        people=_people(parts, plan, fit),
    )


def _added(counts: Sequence[PlanCounts]) -> PlanCounts:
    sums = [sum((one[place] for one in counts[1:]), counts[0][place]) for place in range(7)]
    return PlanCounts._make([*sums, np.concatenate([one.kinds for one in counts])])


class _Fit:
    """Cost, worst cost and fitness of every journey on the plan, in order of the buckets."""

    def __init__(self, parts: Sequence[Part], plan: Plan) -> None:
        off_costs = plan.question.off_plan == "cost"
        cost, worst, on = [], [], []
        for part in parts:
            here = part.variant >= 0
            row = part.variant[here]
            off = part.off[here] if off_costs else np.zeros(len(row), np.int64)
            cost.append(part.way_cost[row] + off)
            worst.append(part.variants.lengths[row] + plan.graph.shortest + off)
            on.append(here)
        self.on = np.concatenate(on)
        self.cost: Int64 = np.concatenate(cost).astype(np.int64)
        self.worst: Int64 = np.concatenate(worst).astype(np.int64)
        self.each = 1 - self.cost / np.maximum(self.worst, 1)
        self.n = len(self.cost)

    def table(self) -> pa.Table:
        """Return the mean of all journeys with its interval, and the fitness of the log as a whole."""
        # added by value, not by journey, so that the order of persons does not touch the last digit
        values, counts = np.unique(self.each, return_counts=True)
        total, squares = (fsum(values**power * counts) for power in (1, 2))
        cost, worst = (self.cost.astype(np.float64), self.worst.astype(np.float64))
        together = ratio_interval(
            (cost.sum(), worst.sum()), (float(cost @ cost), float(cost @ worst), float(worst @ worst)), self.n
        )
        rows = [
            _within("mean of journeys", total / self.n if self.n else None, mean_interval(total, squares, self.n)),
            _within(
                "all visits together",
                1 - float(cost.sum() / worst.sum()) if worst.any() else None,
                (1 - together[1], 1 - together[0]) if together else None,
            ),
        ]
        types = types_of("measure fitness low high n", whole="n", parts="fitness low high")
        return table_of([{**row, "n": self.n} for row in rows], types)

    def distribution(self) -> pa.Table:
        """Return how many journeys have which fitness, by tenths; exactly 1 stands alone."""
        tenth = np.minimum(((self.worst - self.cost) * 10) // np.maximum(self.worst, 1), 10)
        counts = np.bincount(tenth, minlength=11).tolist()
        rows = [
            {"from": place / 10, "journeys": count, **share_of(count, self.n)} for place, count in enumerate(counts)
        ]
        return table_of(rows, types_of("from journeys share low high", whole="journeys", parts="from share low high"))


def _within(measure: str, fitness: float | None, interval: tuple[float, float] | None) -> Row:
    low, high = interval or (None, None)
    return {
        "measure": measure,
        "fitness": fitness,
        "low": None if low is None else max(0.0, low),
        "high": None if high is None else min(1.0, high),
    }


def _steps(parts: Sequence[Part], plan: Plan, counts: PlanCounts, on: int) -> pa.Table:
    events = sum((part.events for part in parts[1:]), parts[0].events)
    k = plan.steps.k
    rows: list[Row] = []
    for step in range(1, k + 1):
        reached, skipped = int(counts.reached[step]), int(counts.skipped[step])
        visits, left = int(counts.visits[step]), int(counts.times[step, 0])
        stays = _times(parts, "stayed", step, step + 1)
        after = _times(parts, "moved", step * (k + 1) + 1, (step + 1) * (k + 1))
        rows.append(
            {
                "step": step,
                "name": plan.steps.names[step],
                "events": int(events[step]),
                "visits": visits,
                "reached": reached,
                **share_of(reached, on),
                "skipped": skipped,
                **share_of(skipped, reached + skipped, "skipped"),
                "repeated": int(counts.again[step]),
                **share_of(int(counts.again[step]), reached, "repeated"),
                "started": int(counts.times[0, step]),
                "ended": left,
                **share_of(left, reached, "ended"),
                "may_start": bool(plan.graph.allowed[0, step]),
                "may_end": bool(plan.graph.allowed[step, 0]),
                **times_of(stays, "stay", visits - len(stays)),
                **times_of(after, "next"),
            }
        )
    return table_of(rows, _STEPS)


_STEPS = types_of(
    "step name events visits reached share low high skipped skipped_share skipped_low skipped_high repeated "
    "repeated_share repeated_low repeated_high started ended ended_share ended_low ended_high may_start may_end "
    "stay_n stay_median_s stay_p90_s next_n next_median_s next_p90_s",
    whole="step events visits reached skipped repeated started ended stay_n next_n",
    parts="share low high skipped_share skipped_low skipped_high repeated_share repeated_low repeated_high ended_share "
    "ended_low ended_high stay_median_s stay_p90_s next_median_s next_p90_s",
    truths="may_start may_end",
)


def _times(parts: Sequence[Part], which: str, first: int, last: int) -> Int64:
    """Return the times of some groups over all buckets."""
    held = [getattr(part, which) for part in parts]
    return np.concatenate([micros[cuts[first] : cuts[last]] for cuts, micros in held])


_OVERALL = (("skip a step", SKIP), ("come back to a step", REPEAT), ("jump back", BACK), ("jump aside", JUMP))
_ENDS = (("enter late", LATE), ("leave before the end", LEAVE))


def _overall(parts: Sequence[Part], fit: _Fit, sizes: tuple[int, int]) -> pa.Table:
    on, n = sizes
    kinds = np.concatenate([part.counts.kinds for part in parts])
    off = np.concatenate([part.off for part in parts])
    found = [("follow the plan", int(np.count_nonzero(fit.cost == 0)), on)]
    found += [(name, int(np.count_nonzero(kinds >> kind & 1)), on) for name, kind in (*_OVERALL, *_ENDS)]
    found += [("have events off the plan", int(np.count_nonzero(off)), n), ("are nowhere on the plan", n - on, n)]
    rows = [{"journeys_that": name, "journeys": count, "of": of, **share_of(count, of)} for name, count, of in found]
    return table_of(
        rows, types_of("journeys_that journeys of share low high", whole="journeys of", parts="share low high")
    )


def _moves(parts: Sequence[Part], plan: Plan, counts: PlanCounts) -> pa.Table:
    k = plan.steps.k
    reached = [int(counts.times[0].sum()), *counts.reached[1:].tolist()]
    rows: list[Row] = []
    for before, after in zip(*np.nonzero((counts.times > 0) | plan.graph.allowed), strict=True):
        micros = _times(parts, "moved", before * (k + 1) + after, before * (k + 1) + after + 1)
        movers = int(counts.movers[before, after])
        rows.append(
            {
                "from_step": int(before),
                "to_step": int(after),
                "from": plan.steps.names[before] or START,
                "to": plan.steps.names[after] or END,
                "kind": KINDS[plan.graph.kind[before, after]],
                "times": int(counts.times[before, after]),
                "journeys": movers,
                "of": reached[before],
                **share_of(movers, reached[before]),
                **times_of(micros if before and after else micros[:0], "time"),
            }
        )
    return table_of(rows, _MOVES)


_MOVES = types_of(
    "from_step to_step from to kind times journeys of share low high time_n time_median_s time_p90_s",
    whole="from_step to_step times journeys of time_n",
    parts="share low high time_median_s time_p90_s",
)


def _variants(parts: Sequence[Part], plan: Plan) -> pa.Table:
    ways, rows = joined([part.variants for part in parts])
    cost = np.zeros(len(ways), np.int64)
    for part, row in zip(parts, rows, strict=True):
        cost[row] = part.way_cost
    worst = ways.lengths + plan.graph.shortest
    fitness = 1 - cost / np.maximum(worst, 1)
    lost = ways.counts * (1 - fitness)
    order = np.lexsort((ways.hashes, -ways.counts, -lost))[: max(plan.question.variants, 0)]
    total = int(ways.counts.sum())
    found = [
        {
            "way": told([plan.steps.names[code] for code in ways.way(row).tolist()], _MOST_SHOWN),
            "journeys": int(ways.counts[row]),
            **share_of(int(ways.counts[row]), total),
            "cost": int(cost[row]),
            "worst": int(worst[row]),
            "fitness": float(fitness[row]),
        }
        for row in order
    ]
    columns = "way journeys share low high cost worst fitness"
    return table_of(found, types_of(columns, whole="journeys cost worst", parts="share low high fitness"))


def _people(parts: Sequence[Part], plan: Plan, fit: _Fit) -> pa.Table:
    kinds = np.concatenate([part.counts.kinds for part in parts])
    place = np.cumsum(fit.on) - 1
    known = pa.array(~fit.on)

    def spread(values: np.ndarray) -> pa.Array:
        whole = values[np.maximum(place, 0)] if len(values) else np.zeros(len(place), values.dtype)
        return pa.array(whole, mask=np.asarray(known))

    titles = pa.array([None, *plan.steps.names[1:]], pa.string())
    flags = {name: pa.array((kinds >> kind & 1).astype(np.bool_)) for name, kind in _FLAGS}
    return pa.table(
        {
            "person": pa.chunked_array([part.persons.take(pa.array(part.owner)) for part in parts], pa.string()),
            "fitness": spread(fit.each),
            "cost": spread(fit.cost),
            "follows": spread(fit.cost == 0),
            **flags,
            "last_step": titles.take(pa.array(np.concatenate([part.last for part in parts]))),
            "off_plan": pa.array(np.concatenate([part.off for part in parts])),
        }
    )


_FLAGS = (
    ("skips", SKIP), ("repeats", REPEAT), ("jumps_back", BACK), ("jumps_aside", JUMP), ("enters_late", LATE),
    ("leaves", LEAVE),
)  # fmt: skip
