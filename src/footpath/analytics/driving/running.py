"""Drivers over one bucket: who started and what became of them, and how many did what how often."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.breakdowns import By
from footpath.analytics.driving.planning import Plan
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.contrasts import (
    CONVERTED,
    DROPPED,
    GOAL,
    START,
    Keyed,
    Units,
    times_done,
    units_of,
)


class Part(Struct, frozen=True):
    """What drivers came to in one bucket.

    Attributes:
        newest: µs of the newest event looked at, `NEVER` when there is none.
        units: journeys looked at.
        outcomes: how many started and dropped, converted, are unfinished.
        done: for each candidate (keys, units) as from `kernels.contrasts.times_done`.
    """

    newest: int
    units: int
    outcomes: Int64
    done: tuple[tuple[Int64, Int64], ...]


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    units = units_of((bucket.begin, bucket.end), bucket.at, _marks(bucket, plan), plan.terms)
    return Part(
        newest=bucket.newest,
        units=bucket.n_journeys,
        outcomes=np.bincount(units.outcome, minlength=3).astype(np.int64),
        done=tuple(_done(bucket, units, by, plan.question.times) for by in plan.candidates),
    )


def _done(bucket: Bucket, units: Units, by: By, most: int) -> tuple[Int64, Int64]:
    if by.of_person is None:
        return times_done(units, by.keyed(bucket), most, start_too=by.name != "name")
    held = by.of_journeys(bucket)[units.journey]
    known = (held > 0) & ((units.outcome == DROPPED) | (units.outcome == CONVERTED))
    keys = (held[known] * (most + 1) + 1) * 2 + units.outcome[known]
    found, counts = np.unique(keys, return_counts=True)
    return found.astype(np.int64), counts.astype(np.int64)


def _marks(bucket: Bucket, plan: Plan) -> Keyed:
    """Return which events are starts and goals: a key an event, and a table of keys."""
    starts = np.uint64((1 << len(plan.question.starts)) - 1)

    def marks(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
        found = np.where(bits & starts != 0, START, 0) | np.where(bits & ~starts != 0, GOAL, 0)
        return found.astype(np.uint8)

    if plan.selection.by_signature:
        return bucket.signature, marks(plan.selection.bits[plan.selection.of_signature])
    return np.arange(len(bucket.at), dtype=np.uint32), marks(plan.selection.of_events(bucket))
