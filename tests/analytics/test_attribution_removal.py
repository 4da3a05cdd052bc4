"""Removal effects against their definition: the chain solved anew without each thing, by an inverse of its own."""

from collections import Counter, defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.analytics.attributing import markov
from footpath.analytics.attributing.markov import folded, removals
from footpath.analytics.kernels.absorbing import settled
from footpath.analytics.kernels.attribution_tallies import GROUPS, moves
from footpath.analytics.kernels.cells import gathered
from tests.analytics.test_attribution_kernels import THINGS, Way, flattened, quickly, told, ways


def lost_by_definition(given_ways: list[Way], order: int) -> dict[int, float]:
    """Solve the chain of transitions for every thing anew, with an inverse of its own."""
    moves_of: dict[tuple[int, ...], Counter[Any]] = defaultdict(Counter)
    for things, _, _, converted, _ in given_ways:
        state: tuple[int, ...] = ()
        for thing in things:
            moves_of[state][(*state, thing)[-order:]] += 1
            state = (*state, thing)[-order:]
        if things:
            moves_of[state][converted] += 1

    def chance(without: int) -> float:
        states = [state for state in moves_of if not state or state[-1] != without]
        q, r = np.zeros((len(states), len(states))), np.zeros(len(states))
        for i, state in enumerate(states):
            n = sum(moves_of[state].values())
            r[i] = moves_of[state][True] / n
            for j, other in enumerate(states):
                q[i, j] = moves_of[state][other] / n if other else 0
        return float(np.linalg.solve(np.eye(len(states)) - q, r)[states.index(())]) if states else 0.0

    whole = chance(0)
    return {thing: 1 - chance(thing) / whole if whole else 0.0 for thing in range(1, THINGS + 1)}


@quickly
@given(ways, st.integers(1, 3))
def test_removal_effects_are_those_of_solving_without_each_thing(given_ways: list[Way], order: int) -> None:
    touch, found = flattened(given_ways)
    cells = gathered([moves(touch, found, THINGS + 3, order)])
    got = removals(cells, THINGS + 3, order, THINGS + 1)
    expected = lost_by_definition(given_ways, order)
    assert {thing: got.conversions[0, thing] for thing in expected} == pytest.approx(expected, abs=1e-11)


def many(n: int = 3000, seed: int = 3) -> list[Way]:
    draw = np.random.default_rng(seed)
    return [
        (draw.integers(1, 4, draw.integers(1, 6)).tolist(), int(draw.integers(32)), 1_500_000, draw.random() < 0.3, -1)
        for _ in range(n)
    ]  # fmt: skip


def test_sweeping_gives_what_inverting_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    touch, found = flattened(many())
    cells = gathered([moves(touch, found, THINGS + 3, 2)])
    inverted = removals(cells, THINGS + 3, 2, THINGS + 1)
    monkeypatch.setattr(markov, "MOST_INVERTED", 1)
    swept = removals(cells, THINGS + 3, 2, THINGS + 1)
    assert swept.conversions == pytest.approx(inverted.conversions, abs=1e-12)
    assert swept.amounts == pytest.approx(inverted.amounts, abs=1e-12)


def test_sweeps_end_where_steps_hardly_shrink() -> None:
    # from 0 to 1 and back, and out once in 1,000
    rows = (np.array([0, 1, 2]), np.array([1, 0]), np.array([1.0, 0.999]))
    got = settled(rows, np.array([0.0, 0.001]), np.zeros(2, np.bool_))
    assert got == pytest.approx([1, 1], abs=1e-11)


def test_leaving_a_group_out_is_near_to_solving_without_it() -> None:
    given_ways = many()
    touch, found = flattened(given_ways)
    got = removals(gathered([moves(touch, found, THINGS + 3, 1)]), THINGS + 3, 1, THINGS + 1).conversions
    exact = np.array(
        [
            list(lost_by_definition([way for way in given_ways if way[1] != group], 1).values())
            for group in range(GROUPS)
        ]
    )
    assert abs(got[1:, 1:] - exact).max() < 0.1 * abs(exact - got[0, 1:]).max()


@pytest.mark.parametrize("order", [1, 2])
def test_rare_things_are_taken_as_one_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch, order: int) -> None:
    monkeypatch.setattr(markov, "MOST_THINGS", 2)
    monkeypatch.setattr(markov, "MOST_IN_ORDER", 2)
    some = [(["a", "b", "c"][len(way[0]) % 3 :], way) for way in many(500)]
    coded = [([{"a": 1, "b": 2, "c": 3}[name] for name in names], *way[1:]) for names, way in some]
    joined = [([3 if thing == 2 else thing for thing in things], *rest) for things, *rest in coded]
    touches = np.array([0, 500, 400, 300])
    cells, as_one = folded(moves(*flattened(coded), THINGS + 3, order), (THINGS + 3, order), touches)
    assert as_one == 2
    assert told(cells) == told(moves(*flattened(joined), THINGS + 3, order))
