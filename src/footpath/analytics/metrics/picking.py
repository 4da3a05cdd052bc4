"""The events of a bucket that a metric is of, with the selections each meets as bits."""

import numpy as np
import numpy.typing as npt

from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.choosing import chosen, stain
from footpath.analytics.marks import Marks

Key = npt.NDArray[np.integer]
UInt8 = npt.NDArray[np.uint8]


def picked(bucket: Bucket, marks: tuple[Marks, ...], period: tuple[int, int]) -> tuple[Int64, Int64, UInt8]:
    """Return (cuts, rows, bits) of the events of a period that meet a selection."""
    key, table = bits_of(bucket, marks)
    found: tuple[Int64, Int64, UInt8] = chosen((bucket.begin, bucket.end), bucket.at, key, table, period)
    return found


def bits_of(bucket: Bucket, marks: tuple[Marks, ...]) -> tuple[Key, UInt8]:
    """Return (key, table): table[key[i]] are the selections that event i meets, as bits."""
    if all(one.select.by_signature for one in marks):
        bits = sum((one.of_signature.astype(np.uint8) << place for place, one in enumerate(marks)), np.uint8(0))
        return bucket.signature, np.asarray(bits, np.uint8)
    if len(marks) == 1:
        key, table = marks[0].keyed(bucket)
        return key, table.astype(np.uint8)
    found = np.empty(len(bucket.at), np.uint16)
    for bit, one in enumerate(marks):
        key, table = one.keyed(bucket)
        stain((bucket.begin, bucket.end), key, table, bit, found)
    return found, np.arange(1 << len(marks), dtype=np.uint8)
