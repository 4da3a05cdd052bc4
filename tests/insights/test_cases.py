"""The search for concentration: what it finds, what it must not find."""

import numpy as np
import pytest

from footpath.insights.cases import Cases, search
from footpath.insights.facets import Facet
from footpath.insights.types import Float64, Int32
from footpath.insights.world import Frame


def cases(outcome: Float64, facets: list[tuple[str, Int32, tuple[str, ...]]], period: Int32, **more: object) -> Cases:
    n = len(outcome)
    frame = Frame(
        tuple(Facet(name, codes.astype(np.int32), values, True) for name, codes, values in facets),
        np.arange(n, dtype=np.int32),
        period.astype(np.int32),
    )
    return Cases(column=1, frame=frame, rows=np.arange(n), outcome=outcome, **more)  # type: ignore[arg-type]


def test_the_whole_segment_is_told_when_it_is_worse_all_the_time() -> None:
    rng = np.random.default_rng(0)
    colour, period = rng.integers(1, 4, 3000), rng.integers(0, 10, 3000)
    outcome = (rng.random(3000) < np.where(colour == 2, 0.4, 0.2)).astype(float)
    (hit,) = search([cases(outcome, [("colour", colour, ("", "red", "blue", "green"))], period)])
    assert (hit.segment.parts, hit.segment.periods) == ((("colour", "blue"),), None)


def test_the_run_of_periods_is_told_when_everybody_is_worse_for_a_while() -> None:
    rng = np.random.default_rng(1)
    colour, period = rng.integers(1, 3, 3000), rng.integers(0, 10, 3000)
    outcome = (rng.random(3000) < np.where((period >= 3) & (period <= 4), 0.5, 0.2)).astype(float)
    (hit,) = search([cases(outcome, [("colour", colour, ("", "red", "blue"))], period)])
    assert (hit.segment.parts, hit.segment.periods) == ((), (3, 4))


def test_two_dimensions_are_told_where_only_both_together_are_worse() -> None:
    rng = np.random.default_rng(2)
    colour, size, period = rng.integers(1, 3, 8000), rng.integers(1, 3, 8000), np.zeros(8000, int)
    outcome = (rng.random(8000) < np.where((colour == 1) & (size == 2), 0.5, 0.2)).astype(float)
    facets = [("colour", colour, ("", "red", "blue")), ("size", size, ("", "small", "large"))]
    (hit,) = search([cases(outcome, facets, period)])
    assert dict(hit.segment.parts) == {"colour": "red", "size": "large"}


@pytest.mark.parametrize("kind", ["ranks", "mean"])
def test_quantities_are_compared_too(kind: str) -> None:
    rng = np.random.default_rng(3)
    colour = rng.integers(1, 4, 1500)
    outcome = rng.gamma(2, 1, 1500) * np.where(colour == 3, 2.0, 1.0)
    hits = search([cases(outcome, [("colour", colour, ("", "red", "blue", "green"))], np.zeros(1500, int), kind=kind)])
    assert [hit.segment.parts for hit in hits] == [(("colour", "green"),)]


def test_a_property_that_only_names_the_failure_is_no_segment() -> None:
    rng = np.random.default_rng(4)
    bad = rng.random(2000) < 0.2
    found = cases(bad.astype(float), [("reason", np.where(bad, 1, 0), ("", "refused"))], np.zeros(2000, int))
    facet = found.frame.facets[0]
    frame = Frame((Facet(facet.name, facet.codes, facet.values, False),), found.frame.person, found.frame.period)
    assert search([Cases(column=1, frame=frame, rows=found.rows, outcome=found.outcome)]) == []
