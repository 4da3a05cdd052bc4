"""The second round: every journey of a bucket put into its cluster."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.clustering.planning import Fit, Plan
from footpath.analytics.journeys import Bucket, Float64, Int64
from footpath.analytics.kernels.variants import UInt64, variant_hashes
from footpath.analytics.kernels.way_features import Int16, marked_sums, nearest_centre, reached_by_group
from footpath.analytics.kernels.way_visits import visits_in
from footpath.analytics.ways.touchpoints import marks

Int32 = npt.NDArray[np.int32]


class Part(Struct, frozen=True):
    """What clusters came to in one bucket.

    Attributes:
        newest: µs of the newest event looked at, `NEVER` when there is none.
        reached: (clusters × (k + 1)) journeys that came to each step.
        exactly: journeys that went just the way of each representative.
        persons: whose journeys they are; `owner` points into them.
        owner, cluster, apart, visits, took: one a journey: position of its person; cluster, −1 = it has no step;
            distance from the middle; visits; µs from the first to the last event.
        times, value: how often each came to the goal, and the sum of the amounts there.
    """

    newest: int
    reached: Int64
    exactly: Int64
    persons: pa.StringArray
    owner: Int32
    cluster: Int16
    apart: npt.NDArray[np.float32]
    visits: Int32
    took: Int64
    times: Int32
    value: Float64


def run(bucket: Bucket, plan: Plan, fit: Fit) -> Part:
    """Answer for one bucket."""
    k = plan.labels.k
    spans = (bucket.begin, bucket.end)
    key, lookup = plan.labels.keyed(bucket)
    visits = visits_in(spans, key, lookup, k)
    cluster, squared = nearest_centre(visits.offsets, visits.codes, k, fit.centres)
    times, value = np.zeros(bucket.n_journeys, np.int64), np.zeros(bucket.n_journeys)
    if plan.goal is not None:
        times, value = marked_sums(spans, marks(plan.goal, bucket), bucket.value)
    return Part(
        newest=bucket.newest,
        reached=reached_by_group(visits.offsets, visits.codes, cluster, (fit.count, k)),
        exactly=_counted(variant_hashes(visits.offsets, visits.codes), fit.numbers),
        persons=bucket.persons,
        owner=bucket.owners().astype(np.int32),
        cluster=cluster,
        apart=np.sqrt(squared).astype(np.float32),
        visits=np.diff(visits.offsets).astype(np.int32),
        took=_took(bucket),
        times=times.astype(np.int32),
        value=value,
    )


def _counted(hashes: UInt64, numbers: UInt64) -> Int64:
    """Return how many of the hashes are each of some numbers."""
    different, place = np.unique(numbers, return_inverse=True)
    if not len(different):
        return np.zeros(0, np.int64)
    at = np.minimum(np.searchsorted(different, hashes), len(different) - 1)
    counts = np.bincount(at[different[at] == hashes], minlength=len(different))
    return counts[place].astype(np.int64)


def _took(bucket: Bucket) -> Int64:
    took = np.zeros(bucket.n_journeys, np.int64)
    some = bucket.end > bucket.begin
    took[some] = bucket.at[bucket.end[some] - 1] - bucket.at[bucket.begin[some]]
    return took
