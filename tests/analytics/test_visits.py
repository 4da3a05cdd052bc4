"""Visit kernels against naive oracles."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.analytics.kernels.visits import carry, next_marked, visits

people = st.lists(st.lists(st.integers(0, 3), max_size=8), min_size=1, max_size=6)


def flat(persons: list[list[int]]) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], list[int]]:
    return np.cumsum([0, *map(len, persons)]).astype(np.int64), [code for person in persons for code in person]


@given(people)
def test_visits_are_runs_without_what_is_off_the_map(persons: list[list[int]]) -> None:
    offsets, codes = flat(persons)
    bounds, first, last = visits(offsets, np.array(codes, dtype=np.int32))
    expected: list[list[tuple[int, int]]] = []
    for i, person in enumerate(persons):
        runs: list[list[int]] = []
        for j, code in enumerate(person):
            if code and runs and person[runs[-1][-1]] == code:
                runs[-1].append(j)
            elif code:
                runs.append([j])
        expected.append([(int(offsets[i]) + run[0], int(offsets[i]) + run[-1]) for run in runs])
    assert np.diff(bounds).tolist() == [len(runs) for runs in expected]
    assert list(zip(first.tolist(), last.tolist(), strict=True)) == [run for runs in expected for run in runs]


@given(people)
def test_carry_takes_the_last_known_else_the_first(persons: list[list[int]]) -> None:
    offsets, codes = flat(persons)
    expected = []
    for person in persons:
        known = [code for code in person if code]
        now = known[0] if known else 0
        for code in person:
            now = code or now
            expected.append(now)
    assert carry(offsets, np.array(codes, dtype=np.int32)).tolist() == expected


@given(people)
def test_next_marked_is_the_persons_next(persons: list[list[int]]) -> None:
    offsets, codes = flat(persons)
    marked = [code == 1 for code in codes]
    expected = []
    for i, person in enumerate(persons):
        for j in range(len(person)):
            ahead = [k for k in range(offsets[i] + j + 1, offsets[i + 1]) if marked[k]]
            expected.append(int(ahead[0]) if ahead else -1)
    assert next_marked(offsets, np.array(marked, dtype=bool)).tolist() == expected
