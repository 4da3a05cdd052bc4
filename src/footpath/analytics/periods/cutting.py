"""The part of a bucket that questions about periods look at, where what was before the period matters too."""

import numpy as np
from msgspec.structs import replace

from footpath.analytics.journeys import Bucket
from footpath.analytics.kernels.cutting import cut
from footpath.analytics.scope import ALWAYS


def until_of(bucket: Bucket, until: int) -> Bucket:
    """Return the bucket without the events from `until` on, and without journeys that have none before."""
    return within(bucket, (ALWAYS[0], until))


def within(bucket: Bucket, period: tuple[int, int]) -> Bucket:
    """Return the bucket with only the events of a period, and without journeys that have none in it."""
    if period == ALWAYS:
        return bucket
    everyone = np.ones(bucket.n_journeys, np.bool_)
    chosen, begin, end = cut(bucket.begin, bucket.end, bucket.at, everyone, period)
    return replace(bucket, begin=begin, end=end, owner=bucket.owners()[chosen], home="")


def looked_at(bucket: Bucket, since: int) -> int:
    """Return how many journeys have an event from `since` on."""
    some = bucket.end > bucket.begin
    return int(np.count_nonzero(bucket.at[bucket.end[some] - 1] >= since)) if since > ALWAYS[0] else int(some.sum())
