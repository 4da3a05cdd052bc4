"""Tests of chance against textbook values and their known properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.core.stats import (
    design_effect,
    difference_interval,
    discoveries,
    likelihood_root,
    mean_shift,
    median_interval,
    midranks,
    upper_tail,
)


def test_newcombe_difference_gives_the_interval_of_the_paper() -> None:
    """Newcombe 1998, example (a): 56/70 against 48/80 gives 0.0524 to 0.3339 (method 10)."""
    assert difference_interval((56, 48), (70, 80)) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_benjamini_hochberg_gives_the_four_discoveries_of_the_paper() -> None:
    """Benjamini & Hochberg 1995, section 3.1: of 15 tests four are held at 5%."""
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert discoveries(np.array(p), rate=0.05).sum() == 4


def test_upper_tail_of_the_95_percent_quantile() -> None:
    assert upper_tail(np.array([1.959963984540054])) == pytest.approx([0.025])


def test_likelihood_root_is_close_to_z_for_large_counts_and_honest_for_small_ones() -> None:
    large = likelihood_root(np.array([550.0]), np.array([1000.0]), (np.array([500.0]), np.array([1000.0])))
    assert large == pytest.approx([2.237], abs=0.005)
    rare = likelihood_root(np.array([10.0]), np.array([1000.0]), (np.array([2000.0]), np.array([1_000_000.0])))
    assert 1e-5 < float(upper_tail(rare)[0]) < 1e-4  # exact Poisson tail of 10 where 2 are expected: 4.6e-5


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_midranks_add_up_and_ties_share(values: list[int]) -> None:
    ranks = midranks(np.array(values, dtype=float))
    n = len(values)
    assert ranks.sum() == pytest.approx(n * (n + 1) / 2)
    naive = [sum(v < x for v in values) + (sum(v == x for v in values) + 1) / 2 for x in values]
    assert ranks == pytest.approx(naive)


def test_mean_shift_of_ranks_is_the_wilcoxon_z() -> None:
    """Ranks 1…8 split 5,6,7,8 against 1,2,3,4: U = 16, z = (16 − 8) / sqrt(4·4·9/12) = 2.309."""
    ranks = np.arange(1.0, 9.0)
    z = mean_shift(np.array([26.0]), np.array([4.0]), (np.array([36.0]), np.array([8.0]), float(ranks.var())))
    assert z == pytest.approx([2.309], abs=1e-3)


def test_median_interval_holds_the_median_and_needs_six() -> None:
    low, high = median_interval(np.arange(101.0)) or (0.0, 0.0)
    assert low < 50 < high
    assert median_interval(np.arange(5.0)) is None


def test_rows_of_one_person_count_as_one_when_they_always_agree() -> None:
    person = np.repeat(np.arange(50), 10).astype(np.int32)
    values = np.repeat(np.arange(50) % 2, 10).astype(float)
    assert design_effect(person, values) == pytest.approx(10)
    assert design_effect(np.arange(500, dtype=np.int32), values) == pytest.approx(1)
    assert design_effect(np.full(500, -1, dtype=np.int32), values) == pytest.approx(1)
