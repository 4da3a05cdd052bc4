"""The interval of a ratio of two sums."""

import pytest

from footpath.core.stats import mean_interval, ratio_interval


def test_over_a_constant_it_is_that_of_the_mean() -> None:
    # 1, 2, 3 over 2, 2, 2
    mean = mean_interval(6, 14, 3)
    assert mean is not None
    assert ratio_interval((6, 6), (14, 12, 12), 3) == pytest.approx(tuple(bound / 2 for bound in mean))


def test_two_sums_in_step_are_certain_and_one_case_is_too_few() -> None:
    assert ratio_interval((6, 12), (14, 28, 56), 3) == pytest.approx((0.5, 0.5))
    assert ratio_interval((6, 12), (36, 72, 144), 1) is None
    assert ratio_interval((0, 0), (0, 0, 0), 5) is None
