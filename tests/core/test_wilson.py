"""Wilson's interval always holds the share it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.core.stats import wilson


@given(n=st.integers(1, 10**7), part=st.floats(0, 1))
def test_the_share_lies_inside_its_interval(n: int, part: float) -> None:
    k = round(part * n)
    low, high = wilson(k, n) or (1.0, 0.0)
    assert 0.0 <= low <= k / n <= high <= 1.0


@pytest.mark.parametrize("n", [1, 7, 1283, 999_983])
def test_none_and_all_have_their_own_end(n: int) -> None:
    none, all_ = wilson(0, n), wilson(n, n)
    assert none is not None
    assert all_ is not None
    assert none[0] == 0.0
    assert all_[1] == 1.0
