"""Variants: whole ways, how many go each, how long they take."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.kernels import path_ways
from footpath.core.errors import Invalid
from footpath.core.stats import difference_interval, wilson
from tests.analytics.events_of import events_of, in_order

OTHER = "(other)"


def variants(journeys: Journeys, **fields: Any) -> Any:
    return ask("variants", journeys, **fields)


def counts(answer: Any) -> dict[str, int]:
    return dict(zip(answer.table()["way"].to_pylist(), answer.table()["count"].to_pylist(), strict=True))


WORLD = {
    "ann": [("a", 0), ("b", 10)], "bob": [("a", 0), ("b", 30)], "cid": [("a", 5), ("b", 25)],
    "dan": [("b", 0), ("a", 10)], "eve": [("a", 0)], "fay": [("a", 0), ("a", 1), ("b", 2)], "gus": [("a", 7)],
}  # fmt: skip


def test_ways_with_shares_times_and_examples() -> None:
    answer = variants(events_of(WORLD))
    assert counts(answer) == {"a › b": 3, "a": 2, "b › a": 1, "a › a › b": 1}
    row = answer.table().to_pylist()[0]
    assert (row["steps"], row["length"], row["ways"], row["examples"]) == (["a", "b"], 2, 1, ["ann", "bob", "cid"])
    assert (row["share"], (row["low"], row["high"])) == (3 / 7, wilson(3, 7))
    assert (row["median_s"], row["p90_s"], row["mean_s"]) == (20, 28, 20)
    assert (answer.n, answer.ways, answer.without) == (7, (4,), (0,))
    assert answer.table()["median_s"].to_pylist()[1] == 0


def test_the_rest_is_put_together() -> None:
    answer = variants(events_of(WORLD), top=1)
    assert counts(answer) == {"a › b": 3, OTHER: 4}
    rest = answer.table().to_pylist()[1]
    assert (rest["ways"], rest["median_s"], rest["mean_s"], rest["length"]) == (3, 1, 3, None)
    assert answer.ways == (4,)


def test_repeats_can_be_one_step() -> None:
    answer = variants(events_of(WORLD), collapse=True)
    assert counts(answer) == {"a › b": 4, "a": 2, "b › a": 1}
    assert counts(variants(events_of(WORLD), like="amplitude")) == counts(answer)
    assert answer.table()["median_s"].to_pylist()[0] == 15


def test_sessions_have_ways_too_and_name_their_person() -> None:
    made = events_of({"ann": [("a", 0), ("b", 60), ("a", 9000), ("b", 9060), ("a", 30_000)]})
    answer = variants(made, unit="session")
    assert counts(answer) == {"a › b": 2, "a": 1}
    assert answer.table()["examples"].to_pylist() == [["ann"], ["ann"]]
    assert variants(made, examples=False).table()["examples"].to_pylist() == [[]]


def test_very_long_ways_are_told_in_part() -> None:
    answer = variants(in_order({"p": " ".join(["a", "b"] * 300), "q": " ".join(["a", "b"] * 299 + ["a", "c"])}))
    row = answer.table().to_pylist()[0]
    assert (row["length"], len(row["steps"]), row["count"]) == (600, 200, 1)
    assert row["way"].endswith("… 400 more")
    assert answer.ways == (2,)  # they differ in what is not told
    assert "576 more" in answer.plot().svg


words = st.lists(st.sampled_from("ab"), max_size=4)


@settings(max_examples=60, deadline=None)
@given(st.lists(words, min_size=1, max_size=12), st.integers(1, 4), st.integers(1, 5))
def test_ways_are_counted_whole(ways: list[list[str]], top: int, buckets: int) -> None:
    world = {f"p{i}": [(name, 60 * place) for place, name in enumerate(way)] for i, way in enumerate(ways)}
    answer = variants(events_of(world, buckets=buckets), top=top)
    expected = Counter(" › ".join(way) for way in ways if way)
    found = counts(answer)
    rest = found.pop(OTHER, 0)
    assert all(expected[way] == count for way, count in found.items())
    assert rest + sum(found.values()) == sum(expected.values()) == answer.n
    assert len(found) == min(top, len(expected)) == len(expected) - sum(answer.table()["ways"].to_pylist()) + len(found)
    least = min(found.values(), default=0)
    assert all(count <= least for way, count in expected.items() if way not in found)
    assert (answer.ways, answer.without) == ((len(expected),), (sum(not way for way in ways),))
    assert answer.table() == variants(events_of(world, buckets=1), top=top).table()


def test_ways_with_one_hash_are_not_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.array([1, 2, 2, 1], np.uint16)
    spans = (np.array([0, 2]), np.array([2, 4]))
    group, count = path_ways.joined(np.arange(2), np.zeros(2, np.uint64), spans, codes)
    assert (group.tolist(), count) == ([0, 1], 2)


def test_two_groups_stand_side_by_side() -> None:
    made = in_order({"p": "a b", "q": "a b", "r": "a c", "s": "a b x", "t": "a c x"})
    answer = variants(made, who="not did x", versus="did x", top=2)
    first, second = answer.table().to_pylist()[:2]
    assert (first["way"], first["count"], first["versus_count"]) == ("a › b", 2, 0)
    assert (second["count"], second["versus_count"]) == (0, 1)  # a half of the smaller group
    rest = answer.table().to_pylist()[-1]
    assert sum(answer.table()["count"].to_pylist()) == 3
    assert sum(answer.table()["versus_count"].to_pylist()) == 2
    assert rest["difference"] == pytest.approx(rest["share"] - rest["versus_share"])
    bounds = difference_interval((rest["count"], rest["versus_count"]), (3, 2))
    assert (rest["difference_low"], rest["difference_high"]) == bounds
    assert answer.ways == (2, 2)
    answer.plot()


@pytest.mark.parametrize("world", [{}, {"ann": []}, {"ann": [("a", 0)]}, {"ann": [("a", 0)] * 5}])
def test_little_or_nothing_is_answered(world: dict[str, Any]) -> None:
    answer = variants(events_of(world))
    assert answer.n == int(any(world.values()))
    assert answer.plot().svg.startswith("<svg")
    assert answer.brief().num_rows == answer.table().num_rows


def test_nothing_to_show_is_told() -> None:
    with pytest.raises(Invalid, match="top"):
        variants(events_of(WORLD), top=0)
