"""From two sets of journeys to what changed between them."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.drifting.answer import DriftAnswer
from footpath.analytics.drifting.distances import Sets, distances
from footpath.analytics.drifting.planning import Plan
from footpath.analytics.drifting.running import Part
from footpath.analytics.drifting.shifts import shift
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.ways.figures import Row, newest_of, table_of, types_of
from footpath.analytics.ways.variants import ARROW, joined
from footpath.core.stats import difference_interval, discoveries, likelihood_root, upper_tail, wilson_each

START, END = "(start)", "(end)"
FEWEST = 5  # journeys that made a move, or times, in both together: fewer say nothing
Group = tuple[Part, ...]


class _Side(Struct, frozen=True):
    """One period or group, over all buckets."""

    journeys: int
    events: int
    reached: Int64
    movers: Int64


def answer_of(groups: tuple[Group, Group], plan: Plan) -> DriftAnswer:
    """Hold two sets of journeys against each other."""
    sides = tuple(_side(group) for group in groups)
    first, second = sides
    rows = [*_steps(sides, plan), *_moves(sides, plan), *_times(groups, sides, plan)]
    return DriftAnswer(
        rules=plan.question.rules(),
        n=first.journeys + second.journeys,
        as_of=newest_of([part.newest for group in groups for part in group]),
        titles=plan.titles,
        figures=_marked(rows, plan.question.rate),
        distances=distances(_sets(groups), plan.k, plan.question.shuffles),
        groups=_groups(sides, plan),
    )


def _side(group: Group) -> _Side:
    return _Side(
        journeys=sum(part.journeys for part in group),
        events=sum(part.events for part in group),
        reached=np.sum([part.reached for part in group], axis=0),
        movers=np.sum([part.movers for part in group], axis=0),
    )


def _steps(sides: Sequence[_Side], plan: Plan) -> list[Row]:
    """Return the share of journeys that came to each step, of those that came to any."""
    counts = [side.reached[1:] for side in sides]
    sizes = [np.full(plan.k, side.reached[0], np.int64) for side in sides]
    return _shares("step", list(plan.names[1:]), counts, sizes)


def _moves(sides: Sequence[_Side], plan: Plan) -> list[Row]:
    """Return the share of journeys that made each move, of those that came to where it begins."""
    before, after = np.nonzero(sides[0].movers + sides[1].movers >= FEWEST)
    counts = [side.movers[before, after] for side in sides]
    sizes = [side.reached[before] for side in sides]
    return _shares(
        "move", [_told(plan, *pair) for pair in zip(before.tolist(), after.tolist(), strict=True)], counts, sizes
    )


def _told(plan: Plan, before: int, after: int) -> str:
    return f"{plan.names[before] or START}{ARROW}{plan.names[after] or END}"


def _shares(kind: str, names: Sequence[str], counts: Sequence[Int64], sizes: Sequence[Int64]) -> list[Row]:
    (k1, k2), (n1, n2) = ([one.astype(np.float64) for one in both] for both in (counts, sizes))
    z = likelihood_root(k2, n2, (k1, n1))
    bounds = [wilson_each(k1, n1), wilson_each(k2, n2)]
    rows: list[Row] = []
    for place, name in enumerate(names):
        row: Row = {"kind": kind, "what": name, "unit": "share", "z": float(z[place])}
        pairs = [(int(count[place]), int(size[place])) for count, size in zip(counts, sizes, strict=True)]
        for side, (count, size), (low, high) in zip(("first", "second"), pairs, bounds, strict=True):
            row |= {f"{side}_n": size, side: None, f"{side}_low": None, f"{side}_high": None}
            if size:
                row |= {side: count / size, f"{side}_low": float(low[place]), f"{side}_high": float(high[place])}
        interval = difference_interval((pairs[1][0], pairs[0][0]), (pairs[1][1], pairs[0][1]))
        if interval:
            row |= {"change": row["second"] - row["first"], "low": interval[0], "high": interval[1]}
        rows.append(row)
    return rows


def _times(groups: Sequence[Group], sides: Sequence[_Side], plan: Plan) -> list[Row]:
    """Return the time each move takes, where both have it."""
    rows: list[Row] = []
    for before, after in zip(*np.nonzero((sides[0].movers > 0) & (sides[1].movers > 0)), strict=True):
        seconds = [_seconds(group, int(before) * (plan.k + 1) + int(after)) for group in groups]
        if not before or not after or sum(map(len, seconds)) < FEWEST:
            continue
        found = shift(*seconds)
        row: Row = {"kind": "time", "what": _told(plan, before, after), "unit": "s", "z": found.z}
        row |= {"first_n": len(seconds[0]), "second_n": len(seconds[1]), "longer": found.longer}
        row |= {"first": found.medians[0], "second": found.medians[1], "change": found.medians[1] - found.medians[0]}
        if found.interval:
            row |= {"low": found.interval[0], "high": found.interval[1]}
        rows.append(row)
    return rows


def _seconds(group: Group, pair: int) -> Float64:
    parts = [micros[cuts[pair] : cuts[pair + 1]] for cuts, micros in (part.moved for part in group)]
    return np.concatenate(parts) / SECOND_US


def _marked(rows: Sequence[Row], rate: float) -> pa.Table:
    """Return the rows with what is more than chance marked and first, the surest on top."""
    z = np.array([row["z"] for row in rows], np.float64)
    p = np.minimum(1.0, 2 * upper_tail(np.abs(z))) if len(z) else z
    tested = np.array([row.get("change") is not None for row in rows], np.bool_)
    changed = np.zeros(len(rows), np.bool_)
    changed[tested] = discoveries(p[tested], rate=rate)
    told = [
        {**row, "p": float(chance) if known else None, "changed": bool(mark)}
        for row, chance, known, mark in zip(rows, p, tested, changed, strict=True)
    ]
    told.sort(key=lambda row: (not row["changed"], -abs(row["z"]), row["kind"], row["what"]))
    return table_of(told, _FIGURES)


_FIGURES = types_of(
    "kind what unit first first_low first_high first_n second second_low second_high second_n change low high longer "
    "z p changed",
    whole="first_n second_n",
    parts="first first_low first_high second second_low second_high change low high longer z p",
    truths="changed",
)


def _sets(groups: Sequence[Group]) -> Sets:
    parts = [part.variants for group in groups for part in group]
    ways, rows = joined(parts)
    first = np.zeros(len(ways), np.int64)
    for part, row in zip(parts[: len(groups[0])], rows[: len(groups[0])], strict=True):
        np.add.at(first, row, part.counts)
    return Sets(ways, first)


def _groups(sides: Sequence[_Side], plan: Plan) -> pa.Table:
    rows = [
        {
            "which": which,
            "group": title,
            "journeys": side.journeys,
            "on_steps": int(side.reached[0]),
            "events": side.events,
        }
        for which, title, side in zip(("first", "second"), plan.titles, sides, strict=True)
    ]
    return table_of(rows, types_of("which group journeys on_steps events", whole="journeys on_steps events"))
