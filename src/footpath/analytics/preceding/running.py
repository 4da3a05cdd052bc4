"""Precursors over one bucket: the last touches of everybody, and whether they were lost or kept."""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.patterns import GOAL, LOSS, NEITHER, TOUCH, Int8, Keyed, ways_before
from footpath.analytics.preceding.planning import Plan


class Part(Struct, frozen=True):
    """What precursors came to in one bucket.

    Attributes:
        newest: µs of the newest event looked at, `NEVER` when there is none.
        units: journeys looked at; neither: those neither lost nor kept.
        sizes: touches of each journey lost or kept.
        tokens: things touched, journey by journey, oldest first.
        outcome: of each journey lost or kept.
    """

    newest: int
    units: int
    neither: int
    sizes: npt.NDArray[np.uint8]
    tokens: npt.NDArray[np.integer]
    outcome: Int8


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    spans = bucket.begin, bucket.end
    offsets, tokens, outcome = ways_before(spans, bucket.at, _marks(bucket, plan), plan.by.keyed(bucket), plan.ends)
    some = outcome != NEITHER
    small = np.uint16 if len(plan.by.values) <= 1 << 16 else np.int32
    return Part(
        newest=bucket.newest,
        units=bucket.n_journeys,
        neither=int(len(some) - some.sum()),
        sizes=np.diff(offsets)[some].astype(np.uint8),
        tokens=tokens.astype(small),
        outcome=outcome[some],
    )


def _marks(bucket: Bucket, plan: Plan) -> Keyed:
    """Return which events are touches, losses and goals: a key an event, and a table of keys."""
    question = plan.question
    cuts = np.cumsum([0, len(question.touchpoints), len(question.losses), len(question.goals)]).tolist()

    def marks(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint8]:
        touch, loss, goal = (
            np.where(bits & np.uint64((1 << high) - (1 << low)) != 0, mark, 0)
            for low, high, mark in zip(cuts[:-1], cuts[1:], (TOUCH, LOSS, GOAL), strict=True)
        )
        return ((touch if question.touchpoints else TOUCH) | loss | goal).astype(np.uint8)

    if plan.selection.by_signature:
        return bucket.signature, marks(plan.selection.bits[plan.selection.of_signature])
    return np.arange(len(bucket.at), dtype=np.uint32), marks(plan.selection.of_events(bucket))


def offsets_of(sizes: npt.NDArray[np.uint8]) -> Int64:
    """Return journeys + 1 positions."""
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
