"""Figures by period of several buckets, which may begin and end in different ones, put side by side."""

from collections.abc import Sequence

import numpy as np

from footpath.analytics.journeys import Int64


def shifts(bounds: Int64, firsts: Sequence[int]) -> tuple[int, ...]:
    """Return the place among the periods of each part's first one, given by when it begins."""
    return tuple((np.searchsorted(bounds, np.array(firsts, np.int64), side="right") - 1).tolist())


def together(arrays: Sequence[Int64], shift: Sequence[int], shape: tuple[int, int]) -> Int64:
    """Add up arrays of code × period, each from its own first period on.

    Args:
        shift: place of each array's first period.
        shape: (codes, periods) of the sum.
    """
    total = np.zeros(shape, np.int64)
    for one, first in zip(arrays, shift, strict=True):
        total[:, first : first + one.shape[1]] += one
    return total
