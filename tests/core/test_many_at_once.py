"""Intervals of many shares, and quantiles with theirs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.core.quantiles import quantiles, quantiles_of_sorted
from footpath.core.stats import median_interval, wilson, wilson_each


def test_many_intervals_are_those_of_one_at_a_time() -> None:
    successes, n = np.array([0.0, 3.0, 7.0, 5.0, 2.5]), np.array([4.0, 4.0, 7.0, 0.0, 9.5])
    low, high = wilson_each(successes, n)
    for place in (0, 1, 2, 4):
        assert (low[place], high[place]) == pytest.approx(wilson(successes[place], n[place]))
    assert np.isnan(low[3])
    assert np.isnan(wilson_each(np.array([3.0]), np.array([2.0]))[0][0])  # more than there are: no share


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.floats(0, 1))
def test_quantiles_are_those_of_numpy_and_lie_in_their_intervals(values: list[float], share: float) -> None:
    (found, interval), (median, around) = quantiles(np.array(values), (share, 0.5))
    assert found == pytest.approx(float(np.quantile(values, share)), abs=1e-6)
    assert around == median_interval(np.array(values))
    for value, bounds in ((found, interval), (median, around)):
        if bounds:
            assert bounds[0] - 1e-6 <= value <= bounds[1] + 1e-6


def test_values_that_belong_together_widen_the_interval() -> None:
    values = np.arange(1000.0)
    [(_, alone)], [(_, together)] = quantiles(values, (0.5,)), quantiles(values, (0.5,), effect=4)
    assert alone is not None
    assert together is not None
    assert (together[1] - together[0]) / (alone[1] - alone[0]) == pytest.approx(2, rel=0.05)
    assert quantiles(values[:20], (0.5,), effect=4) == [(9.5, None)]


@given(st.lists(st.lists(st.integers(-9, 1 << 50), max_size=20).map(sorted), max_size=5), st.floats(0, 1))
def test_quantiles_of_sorted_parts_are_those_of_all(parts: list[list[int]], share: float) -> None:
    arrays = [np.array(part, np.int64) for part in parts]
    if any(parts):
        together = quantiles(np.concatenate(arrays), (share, 0.5), effect=1.5)
        assert quantiles_of_sorted(arrays, (share, 0.5), effect=1.5) == together
