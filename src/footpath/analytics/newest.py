"""When each kind of event was last."""

import numpy as np

from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.kernels.presence import newest_of_kind


def newest_by(journeys: Journeys) -> Int64:
    """Return signature → µs of its newest event, 0 = there is none."""
    from footpath.analytics.analysis import in_threads

    kinds = journeys.signatures.num_rows

    def newest(bucket: Bucket) -> Int64:
        return newest_of_kind(bucket.begin, bucket.end, bucket.at, bucket.signature, kinds)

    found: list[Int64] = in_threads(newest, journeys.buckets) if journeys.buckets else []
    return np.asarray(np.max([np.zeros(kinds, np.int64), *found], axis=0))
