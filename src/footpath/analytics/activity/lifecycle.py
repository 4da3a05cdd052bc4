"""Lifecycle: who is new, returning, resurrecting or dormant in each calendar period."""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.activity.question import ActivityQuestion, Plan
from footpath.analytics.journeys import NEVER, Bucket, Int64
from footpath.analytics.kernels.bits import UInt64, lowest
from footpath.analytics.kernels.cohorts import ON, Counts, count_back
from footpath.analytics.kernels.periods import Active, Clock, Rule, active
from footpath.analytics.periods.clock import begins, clock_of, extent_of
from footpath.analytics.periods.cutting import looked_at, until_of
from footpath.analytics.periods.values import chunks, coded, joined, sorted_by
from footpath.analytics.scope import ALWAYS

NEW, RETURNING, RESURRECTING, DORMANT = range(4)


class LifecycleQuestion(ActivityQuestion, frozen=True, kw_only=True):
    """Who is new, returning, resurrecting or dormant in each calendar period.

    The periods are whole: the first is the one that holds `since`, from its beginning.

    Attributes:
        new_by: what makes new: matching = the first such event ever, any = the first event of any kind.
    """

    new_by: Literal["matching", "any"] = "matching"

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        first = "such event" if self.new_by == "matching" else "event of any kind"
        return {
            **super().rules(),
            "new": f"active in the period of the first {first} ever",
            "returning": "active in the period before too",
            "resurrecting": "not active in the period before, but seen earlier",
            "dormant": "active in the period before, not in this one",
        }


class Part(Struct, frozen=True):
    """What lifecycle came to in one bucket.

    Attributes:
        units: journeys looked at.
        latest: µs of the newest event looked at, `NEVER` when there is none; newest: of the newest there is.
        bounds: µs each period begins at, the first of which is the one before those asked about.
        active, new: code × period: journeys active in it; those of them that are new.
        kept: code × period: journeys active in the period and in the one before.
        persons: whose journeys they are, where lists are asked for.
        owner, period, state: one an entry of the list.
    """

    units: int
    latest: int
    newest: int
    bounds: Int64
    active: Int64
    new: Int64
    kept: Int64
    persons: pa.StringArray
    owner: Int64
    period: Int64
    state: Int64


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    oldest, newest = extent_of(bucket)
    bucket = until_of(bucket, plan.until)
    latest = newest if newest < plan.until else extent_of(bucket)[1]
    none, nobody = np.zeros(0, np.int64), pa.array([], pa.string())
    if max(oldest, plan.since) > latest:
        zero = np.zeros((plan.codes, 0), np.int64)
        return Part(0, NEVER, newest, none, zero, zero, zero, nobody, none, none, none)
    first = int(begins(max(oldest, plan.since), latest, plan.question)[0])
    bounds = begins(first - 1, latest, plan.question)
    bucket, codes = coded(bucket, plan.by, plan.question.attribution)
    clock = clock_of(bounds)
    pairs = np.zeros((plan.codes, len(bounds) - 1, 2), np.int64)
    new = np.zeros(pairs.shape[:2], np.int64)
    lists: list[tuple[Int64, Int64, Int64]] = []

    def some(part: slice) -> None:
        lists.append(_some(bucket, plan, clock, part, (codes[part], pairs, new)))

    chunks(bucket.n_journeys, some)
    kept = np.concatenate([np.zeros((plan.codes, 1), np.int64), pairs[:, :-1, 1]], axis=1)
    owner, period, state = (joined([one[column] for one in lists]) for column in range(3))
    return Part(
        looked_at(bucket, first if oldest < first else ALWAYS[0]), latest, newest, bounds, pairs[:, :, 0], new, kept,
        bucket.persons if plan.question.people else nobody, owner, period, state,
    )  # fmt: skip


def _some(
    bucket: Bucket, plan: Plan, clock: Clock, part: slice, sums: tuple[Int64, Counts, Int64]
) -> tuple[Int64, Int64, Int64]:
    """Add some journeys up, and list them if asked for."""
    codes, pairs, new = sums
    spans = (bucket.begin[part], bucket.end[part])
    found = active(
        spans, bucket.at, plan.roles.of(bucket), clock, Rule(int(clock.bounds[0]), plan.least, 0, int(plan.roles.every))
    )
    count_back(found.starts, found.starts, sorted_by(codes, len(pairs)), ON, pairs)
    first = _new(found, bucket, plan, clock, part)
    np.add.at(new, (codes[first >= 0], first[first >= 0]), 1)
    if not plan.question.people:
        none = np.zeros(0, np.int64)
        return none, none, none
    journey, period, state = _listed(found.starts, first, len(clock.bounds) - 1)
    return bucket.owners()[part][journey], period, state


def _new(found: Active, bucket: Bucket, plan: Plan, clock: Clock, part: slice) -> Int64:
    """Return the period each journey is new in, −1 where it is new in none."""
    if not isinstance(plan.question, LifecycleQuestion) or plan.question.new_by == "matching":
        return np.where(found.before, -1, lowest(found.starts))
    begin, end = bucket.begin[part], bucket.end[part]
    at = bucket.at[np.minimum(begin, max(len(bucket.at) - 1, 0))]
    period = np.searchsorted(clock.bounds, at, side="right") - 1
    there = np.flatnonzero((end > begin) & (period >= 0))
    period = period[there]
    held = found.starts[there, period // 64] >> (period % 64).astype(np.uint64)
    first = np.full(len(begin), -1, np.int64)
    first[there] = np.where((held & np.uint64(1)) > 0, period, -1)
    return first


def _listed(words: UInt64, first: Int64, periods: int) -> tuple[Int64, Int64, Int64]:
    """Return (journey, period, state) of everyone in each period, and of the dormant in the one after the last."""
    places = np.arange(periods + 1)
    padded = np.concatenate([words, np.zeros((len(words), 1), np.uint64)], axis=1)
    there: npt.NDArray[np.bool_] = ((padded[:, places // 64] >> (places % 64).astype(np.uint64)) & np.uint64(1)) > 0
    there[:, periods] = False
    before = np.concatenate([np.zeros((len(words), 1), np.bool_), there[:, :-1]], axis=1)
    state = np.where(before, np.where(there, RETURNING, DORMANT), RESURRECTING)
    state[np.flatnonzero(first >= 0), first[first >= 0]] = NEW
    journey, period = np.nonzero(there | before)
    return journey, period, state[journey, period]
