"""Numbers of ids and pairs of them, beside dictionaries."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.events.numbering import Numbers, Pairs

# Few values, so that hashes collide in one half or the other; more than there are places at first, so that tables grow.
IDS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.booleans()), max_size=40)
PAIRS = st.lists(st.tuples(st.integers(-1, 9), st.integers(-1, 9), st.integers(-5, 5)), max_size=40)


def columns(rows: list[Any], *kinds: Any) -> list[Any]:
    return [np.array([row[place] for row in rows], kind) for place, kind in enumerate(kinds)]


@given(st.lists(IDS, max_size=4))
def test_ids_get_the_number_of_their_first_coming(batches: list[list[tuple[int, int, bool]]]) -> None:
    numbers, known = Numbers(), dict[tuple[int, int], int]()
    for batch in batches:
        codes, fresh = numbers.of(*columns(batch, np.uint64, np.uint64, np.bool_))
        for (first, second, there), code, new in zip(batch, codes.tolist(), fresh.tolist(), strict=True):
            assert new == (there and (first, second) not in known)
            assert code == (known.setdefault((first, second), len(known)) if there else -1)
    assert len(numbers) == len(known)


@given(st.lists(PAIRS, max_size=4))
def test_a_pair_is_kept_once_with_its_least_instant(batches: list[list[tuple[int, int, int]]]) -> None:
    pairs, known = Pairs(), dict[tuple[int, int], int]()
    for batch in batches:
        pairs.add(*columns(batch, np.int32, np.int32, np.int64))
        for left, right, at in batch:
            if min(left, right) >= 0:
                known[left, right] = min(at, known.get((left, right), at))
    left, right, at = (column.tolist() for column in pairs.all())
    assert dict(zip(zip(left, right, strict=True), at, strict=True)) == known
    assert len(at) == len(known)


def test_tables_grow_and_forget_nothing() -> None:
    hashes = np.arange(5000, dtype=np.uint64) * np.uint64(1 << 40)  # all alike in their lower bits
    numbers, pairs = Numbers(), Pairs()
    there = np.ones(1000, np.bool_)
    for first in range(0, 5000, 1000):
        some = slice(first, first + 1000)
        codes, fresh = numbers.of(hashes[some], hashes[some], there)
        pairs.add(codes, codes[::-1].copy(), np.arange(first, first + 1000))
        assert (codes == np.arange(first, first + 1000)).all()
        assert fresh.all()
    assert (numbers.of(hashes, hashes, np.ones(5000, np.bool_))[0] == np.arange(5000)).all()
    assert sorted(pairs.all()[2].tolist()) == list(range(5000))
