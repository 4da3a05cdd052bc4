"""Moments in people's lives: pairs (person, instant) in order."""

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]
Moments = tuple[Int64, Int64]


def rank(ordered: Moments, asked: Moments, *, side: str = "left") -> Int64:
    """Return where each asked (person, instant) would be inserted among the ordered ones.

    Args:
        ordered: pairs ordered by person, then instant.
        asked: pairs in any order.
        side: "left" puts it before equal pairs, "right" after them.
    """
    n = len(ordered[0])
    last = np.full(len(asked[0]), 1 if side == "right" else -1, dtype=np.int8)
    tie = np.concatenate([np.zeros(n, dtype=np.int8), last])
    order = np.lexsort((tie, np.concatenate([ordered[1], asked[1]]), np.concatenate([ordered[0], asked[0]])))
    is_ordered = order < n
    before = np.cumsum(is_ordered)
    found = np.empty(len(asked[0]), dtype=np.int64)
    found[order[~is_ordered] - n] = before[~is_ordered]
    return found
