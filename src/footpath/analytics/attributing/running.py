"""Attribution over one bucket: touches and journeys, and what they add up to."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.attributing.planning import Plan
from footpath.analytics.journeys import Bucket, Float64, Int64
from footpath.analytics.kernels.attribution_paths import CONVERSION, MILESTONE, TOUCH, Keyed, Paths, paths_of
from footpath.analytics.kernels.attribution_tallies import (
    GROUPS,
    Ways,
    coalitions,
    decays,
    groups_of,
    moves,
    positions,
    takers,
)
from footpath.analytics.kernels.cells import MICROS, Cells

_MOST_AMOUNT = 9e12  # in 10⁻⁶ units it still fits a whole number of eight bytes


class Part(Struct, frozen=True):
    """What attribution came to in one bucket: whole numbers, each table as (keys, sums by column).

    Attributes:
        units: journeys looked at.
        newest: µs of the newest event looked at, `NEVER` when there is none.
        touches: by thing.
        conversions: group × (conversions, of those with a touch, ones and 10⁻⁶ of their amounts, the same with a touch,
            conversions with an amount).
        positions, takers, moves, sets, decays: as the tallies of these names say; empty where no model needs them.
    """

    units: int
    newest: int
    touches: Int64
    conversions: Int64
    positions: Cells
    takers: Cells
    moves: Cells
    sets: Cells
    decays: Cells


POSITIONAL = ("first", "last", "last_non_direct", "linear", "u", "w", "j", "inverse_j", "custom", "same_touch")


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    paths = paths_of((bucket.begin, bucket.end), bucket.at, marks_of(bucket, plan), things_of(bucket, plan), plan.rules)
    ways = _ways(bucket, paths)
    touch, size, rate = paths.touch, len(plan.names), plan.question.worth == "rate"
    return Part(
        units=bucket.n_journeys,
        newest=bucket.newest,
        touches=np.bincount(touch, minlength=size).astype(np.int64),
        conversions=_conversions(ways),
        positions=positions(touch, ways, plan.direct, plan.milestones) if plan.asks(*POSITIONAL) else _none(3),
        takers=takers(touch, ways, size),
        moves=moves(touch, ways, plan.base, plan.question.order) if plan.asks("markov") else _none(3),
        sets=coalitions(touch, ways) if plan.asks("shapley") and rate else _none(4),
        decays=decays((touch, paths.touch_at), ways, float(plan.half_life), size)
        if plan.asks("time_decay")
        else _none(3),
    )


def _none(columns: int) -> Cells:
    return np.zeros(0, np.int64), np.zeros((0, columns), np.int64)


def marks_of(bucket: Bucket, plan: Plan) -> Keyed:
    """Return which events may be touches, are conversions and are milestones: a key an event, and a table of keys."""
    n, question = len(plan.question.touchpoints), plan.question
    ends = n + len(question.conversions)

    def marks(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
        found = np.where(bits & _span(0, n) != 0, TOUCH, 0) if n else np.full(len(bits), TOUCH)
        found |= np.where(bits & _span(n, ends) != 0, CONVERSION, 0)
        if question.milestone:
            found |= np.where(bits & _span(ends, ends + 1) != 0, MILESTONE, 0)
        return found.astype(np.uint8)

    if plan.selection.by_signature:
        return bucket.signature, marks(plan.selection.bits[plan.selection.of_signature])
    return np.arange(len(bucket.at), dtype=np.uint32), marks(plan.selection.of_events(bucket))


def _span(low: int, high: int) -> np.uint64:
    return np.uint64((1 << high) - (1 << low))


def things_of(bucket: Bucket, plan: Plan) -> Keyed:
    """Return what thing each event is of: a key an event, and a table of keys."""
    if plan.by is None:
        return _touchpoints(bucket, plan)
    codes = np.arange(len(plan.by.values), dtype=np.int32)
    codes[0] = plan.unknown
    if plan.by.of_signature is not None:
        return bucket.signature, codes[plan.by.of_signature]
    return plan.by.of_events(bucket), codes


def _touchpoints(bucket: Bucket, plan: Plan) -> Keyed:
    def first(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        found = np.zeros(len(bits), np.int32)
        for place in range(len(plan.question.touchpoints), 0, -1):
            found[bits & _span(place - 1, place) != 0] = place
        return found

    if plan.selection.by_signature:
        return bucket.signature, first(plan.selection.bits[plan.selection.of_signature])
    return np.arange(len(bucket.at), dtype=np.uint32), first(plan.selection.of_events(bucket))


def _ways(bucket: Bucket, paths: Paths) -> Ways:
    """Return the journeys group by group: what a tally adds to is then close by."""
    group = persons_groups(bucket.persons)[bucket.owners()[paths.owner]] if len(paths.owner) else paths.owner
    order = np.argsort(group.astype(np.uint8), kind="stable")
    rows = paths.row[order]
    converted = rows >= 0
    micros = np.zeros(len(rows), np.int64)
    micros[converted] = micros_of(bucket.value[rows[converted]])
    return Ways(
        low=paths.low[order],
        high=paths.high[order],
        group=group[order],
        whole=micros // MICROS,
        micro=micros % MICROS,
        mile=paths.mile[order],
        same=paths.same[order],
        converted=converted,
        known=converted & np.isfinite(bucket.value[rows]) if len(rows) else converted,
    )


def micros_of(amounts: Float64) -> Int64:
    """Return amounts in 10⁻⁶ units; none is 0, and what would not fit is as large as fits."""
    known = np.nan_to_num(amounts, nan=0.0, posinf=_MOST_AMOUNT, neginf=-_MOST_AMOUNT)
    return np.asarray(np.rint(np.clip(known, -_MOST_AMOUNT, _MOST_AMOUNT) * MICROS).astype(np.int64))


def persons_groups(persons: pa.StringArray) -> Int64:
    """Return the group of each person, the same in whatever bucket the person is."""
    if not len(persons):
        return np.zeros(0, np.int64)
    _, offsets, letters = persons.buffers()
    cuts = np.frombuffer(offsets, np.int32)[persons.offset : persons.offset + len(persons) + 1]
    return np.asarray(groups_of(cuts, np.frombuffer(letters or b"", np.uint8)))


def _conversions(ways: Ways) -> Int64:
    found = np.zeros((GROUPS, 7), np.int64)
    converted = ways.converted
    touched = converted & (ways.high > ways.low)
    columns = (
        (converted, None), (touched, None), (converted, ways.whole), (converted, ways.micro), (touched, ways.whole),
        (touched, ways.micro), (ways.known, None),
    )  # fmt: skip
    cuts = np.searchsorted(ways.group, np.arange(GROUPS + 1))
    for column, (rows, amounts) in enumerate(columns):
        sums = np.concatenate([[0], np.cumsum(rows if amounts is None else np.where(rows, amounts, 0))])
        found[:, column] = np.diff(sums[cuts])
    return found
