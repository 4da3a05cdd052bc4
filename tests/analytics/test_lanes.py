"""Numbers side by side do what NumPy does with eight of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from footpath.analytics.kernels.lanes import COUNT, at_least, chosen, flagged, held, placed, pushed, spread, without

numbers = st.integers(-(1 << 63), (1 << 63) - 1)
eight = st.lists(numbers, min_size=COUNT, max_size=COUNT)


@njit(cache=True)
def _all(one: np.ndarray, other: np.ndarray, number: int, lane: int) -> tuple[np.ndarray, np.ndarray, int, int]:
    lanes, others = spread(number), spread(number)
    for i in range(COUNT - 1, -1, -1):
        lanes, others = pushed(lanes, one[i]), pushed(others, other[i])
    flags = at_least(lanes, others)
    picked, alone = chosen(flags, lanes, others), placed(number, lane, one[0])
    found, single = np.empty(COUNT, np.int64), np.empty(COUNT, np.int64)
    for i in range(COUNT):
        found[i], single[i] = held(picked, i), held(alone, i)
    return found, single, flagged(flags), flagged(without(flags, at_least(others, spread(number))))


@given(eight, eight, numbers, st.integers(-1, COUNT))
def test_lanes_are_what_arrays_are(one: list[int], other: list[int], number: int, lane: int) -> None:
    first, second = np.array(one, np.int64), np.array(other, np.int64)
    flags = first >= second
    found, single, count, fewer = _all(first, second, number, lane)
    assert found.tolist() == np.where(flags, first, second).tolist()
    assert single.tolist() == np.where(np.arange(COUNT) == lane, number, first[0]).tolist()
    assert (count, fewer) == (flags.sum(), (flags & ~(second >= number)).sum())
