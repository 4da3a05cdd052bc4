"""Values put together by key, in linear time."""

import numpy as np
from numba import njit

from footpath.analytics.journeys import Int64


@njit(nogil=True, cache=True)
def gathered(keys: Int64, values: Int64, size: int) -> tuple[Int64, Int64]:
    """Return (starts, values): those of key i are values[starts[i]:starts[i + 1]], in the order they came.

    Args:
        keys: 0 … size − 1, one a value.
        values: to be put together.
        size: number of keys.
    """
    starts = np.zeros(size + 1, np.int64)
    for i in range(len(keys)):
        starts[keys[i] + 1] += 1
    for key in range(size):
        starts[key + 1] += starts[key]
    place = starts[:-1].copy()
    together = np.empty(len(values), np.int64)
    for i in range(len(keys)):
        together[place[keys[i]]] = values[i]
        place[keys[i]] += 1
    return starts, together
