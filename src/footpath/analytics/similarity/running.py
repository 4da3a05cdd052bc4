"""Journeys like one, in one bucket: how far each is, and the nearest in full."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Int64, UInt16
from footpath.analytics.kernels.edits import Edits, edits_to, marked_after
from footpath.analytics.kernels.variants import UInt64
from footpath.analytics.kernels.way_visits import gathered, visits_in
from footpath.analytics.similarity.planning import Plan
from footpath.analytics.similarity.question import LONGEST
from footpath.analytics.ways.persons import hashes_of, position_in
from footpath.analytics.ways.touchpoints import marks

Bool = npt.NDArray[np.bool_]
BANDS = 11  # 0 alone, then tenths up to 1


class Nearest(Struct, frozen=True):
    """The journeys most alike, nearest first; of equally near ones those of the lowest hash.

    Attributes:
        edits, size: distance = edits / size.
        persons, hashes: whose each is.
        offsets, codes: their whole ways.
        compared: visits of them that were compared.
        reached: whether each came to the goal.
        started, took: µs of the first event, and from it to the last.
    """

    edits: Int64
    size: Int64
    persons: pa.StringArray
    hashes: UInt64
    offsets: Int64
    codes: UInt16
    compared: Int64
    reached: Bool
    started: Int64
    took: Int64

    def __len__(self) -> int:
        """Return how many journeys there are."""
        return len(self.edits)


class Part(Struct, frozen=True):
    """What journeys like one came to in some buckets.

    Attributes:
        newest: µs of the newest event looked at.
        journeys, reached: journeys by band of distance, and those that came to the goal.
    """

    newest: int
    journeys: Int64
    reached: Int64
    nearest: Nearest


def run(bucket: Bucket, plan: Plan) -> Part:
    """Answer for one bucket."""
    spans = (bucket.begin, bucket.end)
    key, lookup = plan.touchpoints.keyed(bucket)
    beginning = plan.question.compare == "beginning"
    found = edits_to(spans, key, lookup, (plan.masks, len(plan.wanted)), (beginning, LONGEST))
    after = found.row if beginning else np.full(bucket.n_journeys, -1, np.int64)
    reached = np.zeros(bucket.n_journeys, np.bool_)
    if plan.goal is not None:
        reached = marked_after(*spans, after, marks(plan.goal, bucket))
    others = _others(bucket, plan)
    band = -(-found.edits * (BANDS - 1) // found.size)
    chosen = _chosen(bucket, found, others, plan.question.count)
    return Part(
        newest=bucket.newest,
        journeys=np.bincount(band[others], minlength=BANDS).astype(np.int64),
        reached=np.bincount(band[others & reached], minlength=BANDS).astype(np.int64),
        nearest=_nearest(bucket, plan, found, (chosen, reached)),
    )


def _others(bucket: Bucket, plan: Plan) -> Bool:
    """Mark the journeys that are not the wanted person's own."""
    if not plan.person:
        return np.ones(bucket.n_journeys, np.bool_)
    return np.asarray(bucket.owners() != position_in(bucket, plan.person))


def _chosen(bucket: Bucket, found: Edits, others: Bool, count: int) -> Int64:
    """Return the nearest journeys that have anything alike, in order."""
    near = np.flatnonzero(others & (found.edits < found.size))
    distance = found.edits[near] / found.size[near]
    if len(near) > count:
        # only of those as near as the last one needed have the names to be looked at
        near = near[distance <= np.partition(distance, count - 1)[count - 1]]
        distance = found.edits[near] / found.size[near]
    order = np.lexsort((bucket.at[bucket.begin[near]], hashes_of(bucket.whose(near)), distance))
    return near[order[:count]]


def _nearest(bucket: Bucket, plan: Plan, found: Edits, of: tuple[Int64, Bool]) -> Nearest:
    chosen, reached = of
    begin, end = bucket.begin[chosen], bucket.end[chosen]
    key, lookup = plan.touchpoints.keyed(bucket)
    visits = visits_in((begin, end), key, lookup, plan.touchpoints.k)
    until = np.repeat(found.row[chosen], np.diff(visits.offsets))
    counted = np.concatenate([np.zeros(1, np.int64), np.cumsum(visits.first <= until)])
    persons = bucket.whose(chosen)
    return Nearest(
        edits=found.edits[chosen],
        size=found.size[chosen],
        persons=persons,
        hashes=hashes_of(persons),
        offsets=visits.offsets,
        codes=visits.codes,
        compared=counted[visits.offsets[1:]] - counted[visits.offsets[:-1]],
        reached=reached[chosen],
        started=bucket.at[begin],
        took=bucket.at[end - 1] - bucket.at[begin],
    )


def merged(left: Part, right: Part, count: int) -> Part:
    """Return both together, with the nearest of both."""
    return Part(
        newest=max(left.newest, right.newest),
        journeys=left.journeys + right.journeys,
        reached=left.reached + right.reached,
        nearest=_both(left.nearest, right.nearest, count),
    )


def _both(left: Nearest, right: Nearest, count: int) -> Nearest:
    both = {
        name: np.concatenate([getattr(left, name), getattr(right, name)])
        for name in ("edits", "size", "hashes", "compared", "reached", "started", "took")
    }
    order = np.lexsort((both["started"], both["hashes"], both["edits"] / both["size"]))[:count]
    offsets = np.concatenate([left.offsets, right.offsets[1:] + left.offsets[-1]])
    ways = gathered(offsets, np.concatenate([left.codes, right.codes]), order)
    persons = pa.concat_arrays([left.persons, right.persons]).take(pa.array(order))
    held = {name: values[order] for name, values in both.items()}
    return Nearest(persons=persons, offsets=ways[0], codes=ways[1], **held)
