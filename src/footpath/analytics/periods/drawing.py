"""A few thousand persons drawn for what need not be known of everyone, such as the width of an interval."""

import numpy as np

from footpath.analytics.journeys import Bucket
from footpath.analytics.kernels.drawing import drawn
from footpath.analytics.kernels.periods import Bool

ENOUGH = 2048  # persons; the width of an interval is then known to about 2 %


def bits_for(persons: int) -> int:
    """Return k so that one person in 2^k makes at most `ENOUGH`; 0 = everyone."""
    return max(0, (max(persons, 1) - 1).bit_length() - (ENOUGH.bit_length() - 1))


def drawn_journeys(bucket: Bucket, bits: int) -> Bool:
    """Return which journeys are those of persons drawn by their id, one in 2^bits."""
    if not bits or not len(bucket.persons):
        return np.ones(bucket.n_journeys, np.bool_)
    _, offsets, letters = bucket.persons.buffers()
    first = bucket.persons.offset
    cuts = np.frombuffer(offsets, np.int32)[first : first + len(bucket.persons) + 1]
    text = np.frombuffer(letters, np.uint8) if letters is not None else np.zeros(0, np.uint8)
    return np.asarray(drawn(cuts, text, bits)[bucket.owners()])
