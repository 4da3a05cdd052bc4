"""The sides of the benchmarks answer alike on a small log; of the peers only DuckDB is at hand in tests."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.measure import Row, Side
from benchmarks.sides import duckdb, one_pass, ours

from benchmarks import log, measure, plots, warm

SIZE = 20_000
Ask = Callable[[str], Any]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> log.Log:
    return log.make(tmp_path_factory.mktemp("benchmarks"), SIZE)


def answers(side: Any, work: str) -> list[Any]:
    return [read(run()) for run, read in getattr(side, work)().values()]


def test_a_log_is_the_same_every_time_and_in_order(small: log.Log, tmp_path: Path) -> None:
    again = log.make(tmp_path, SIZE)
    for one, other in zip(small[1:], again[1:], strict=True):
        np.testing.assert_array_equal(one, other)
    inside = np.diff(small.at)[np.setdiff1d(np.arange(SIZE - 1), small.offsets[1:-1] - 1)]
    assert inside.min() > 0
    assert small.offsets[0] == 0
    assert small.offsets[-1] == SIZE


@pytest.mark.parametrize("work", ["follows", "follows_times", "funnel", "retention", "sessions"])
def test_duckdb_in_every_form_answers_as_footpath_does(small: log.Log, work: str) -> None:
    (expected,) = answers(ours.Side(small), work)
    assert expected
    for found in answers(duckdb.Side(small), work):
        assert measure.same(found, expected)


def test_one_pass_adds_columns_up(small: log.Log) -> None:
    ((run, _),) = one_pass.Side(small).follows_times().values()
    assert sum(run()) == int(small.signature.sum(dtype=np.int64) + small.at.sum())


def test_answers_are_the_same_to_within_a_millionth() -> None:
    assert measure.same({"a": [1, 2.0]}, {"a": [1, 2.000001]})
    assert not measure.same({"a": [1, 2.0]}, {"a": [1, 2.00001]})
    assert not measure.same([1], [1, 1])
    assert not measure.same([1], [2])


def test_a_row_says_how_many_times_as_long_the_peer_takes() -> None:
    ours_runs = [Side(seconds, seconds, 10, [1]) for seconds in (0.3, 0.1, 0.2)]
    peer_runs = [Side(seconds, seconds, 0, [1], "by hand") for seconds in (3.0, 1.0, 2.0)]
    made = measure.row(("paths", "graph", "peer"), 5, ours_runs, peer_runs, least=4.0)
    assert (made.ours_s, made.peer_s, made.ratio, made.agree, made.least, made.note) == (
        0.2,
        2.0,
        10,
        True,
        4,
        "by hand",
    )


def test_the_fastest_form_is_kept() -> None:
    slow = (lambda: sum(range(200_000)), lambda found: found)
    quick = (lambda: 1, lambda found: found)
    assert warm.fastest({"slow": slow, "quick": quick})[0] == "quick"


def test_growth_is_drawn_where_there_are_two_sizes() -> None:
    def row(size: int, seconds: float) -> Row:
        what = ("paths", "directly-follows graph", "DuckDB")
        return measure.row(what, size, [Side(seconds, 0, 1, 1)], [Side(10 * seconds, 0, 1, 1)])

    assert not plots.pictures([row(1_000_000, 0.1)])
    drawn = plots.pictures([row(1_000_000, 0.1), row(10_000_000, 1.0)])
    assert list(drawn) == ["bench-graph"]
    assert "DuckDB 10 s" in drawn["bench-graph"].svg
