"""Directly-follows graphs: figures worked out by hand, what is put together, two groups side by side."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.analyses.directly_follows import DirectlyFollows
from footpath.analytics.paths import moves as counting
from footpath.analytics.paths.graph import GraphQuestion
from footpath.analytics.paths.times import quantiles
from footpath.core.stats import difference_interval, wilson
from tests.analytics.events_of import events_of, in_order

OTHER = "(other)"


def graph(journeys: Journeys, **fields: Any) -> Any:
    return ask("directly_follows", journeys, **fields)


def rows_of(answer: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["from"], row["to"]): row for row in answer.table().to_pylist()}


SHOP = {
    "ann": [("home", 0), ("cart", 10), ("pay", 40)],
    "bob": [("home", 0), ("cart", 30), ("home", 40), ("cart", 100), ("pay", 400)],
    "cid": [("pay", 5)],
    "dan": [("home", 0), ("home", 7)],
}  # fmt: skip


def test_moves_persons_shares_and_times() -> None:
    answer = graph(events_of(SHOP))
    rows = rows_of(answer)
    assert {pair: (row["count"], row["units"]) for pair, row in rows.items()} == {
        ("home", "cart"): (3, 2), ("cart", "pay"): (2, 2), ("cart", "home"): (1, 1), ("home", "home"): (1, 1),
        ("(start)", "home"): (3, 3), ("(start)", "pay"): (1, 1), ("pay", "(end)"): (3, 3), ("home", "(end)"): (1, 1),
    }  # fmt: skip
    move = rows["home", "cart"]
    assert (move["median_s"], move["p90_s"], move["mean_s"]) == (30, 54, pytest.approx(100 / 3))
    assert (move["share"], (move["low"], move["high"])) == (0.5, wilson(2, 4))
    assert move["of_from"] == 3 / 5  # home is left five times: for cart 3, for home 1, for good 1
    assert rows["(start)", "home"]["of_from"] == 3 / 4
    assert rows["home", "home"]["median_s"] == 7
    nodes = {row["name"]: row for row in answer.nodes.to_pylist()}
    columns = ("visits", "units", "starts", "ends", "repeats")
    assert {name: tuple(row[column] for column in columns) for name, row in nodes.items()} == {
        "home": (5, 3, 3, 1, 1), "cart": (3, 2, 0, 0, 0), "pay": (3, 3, 1, 3, 0),
    }  # fmt: skip
    assert (answer.n, answer.moves, answer.without) == (4, (7,), (0,))
    assert list(rows)[:2] == [("home", "cart"), ("cart", "pay")]  # the most frequent first


def test_counts_alone() -> None:
    answer = graph(events_of(SHOP), persons=False, times=False)
    row = rows_of(answer)["home", "cart"]
    assert (row["count"], row["units"], row["share"], row["median_s"], row["mean_s"]) == (3, None, None, None, None)


def test_sessions_and_accounts_are_counted_as_such() -> None:
    hours = {
        "ann": [("a", 0, {"account": "x"}), ("b", 60), ("a", 9000), ("b", 9060)],
        "bob": [("b", 30, {"account": "x"})],
    }
    assert rows_of(graph(events_of(hours), unit="session"))["a", "b"]["units"] == 2
    accounts = rows_of(graph(events_of(hours), unit="account"))
    assert {pair: row["count"] for pair, row in accounts.items() if "(" not in pair[0] + pair[1]} == {
        ("a", "b"): 2, ("b", "b"): 1, ("b", "a"): 1,
    }  # fmt: skip
    assert graph(events_of(hours), unit="account").n == 1


def test_what_is_not_shown_is_put_together_and_adds_up() -> None:
    answer = graph(in_order({"ann": "a b a b c", "bob": "a b d e a", "cid": "e"}), edges=1)
    rows = rows_of(answer)
    # shown: a → b (3). b → a joins two shown steps: it goes into "(other)" and comes out of it again.
    assert {pair: row["count"] for pair, row in rows.items()} == {
        ("a", "b"): 3, ("b", OTHER): 3, (OTHER, "a"): 2, (OTHER, OTHER): 1,
        ("(start)", "a"): 2, ("(start)", OTHER): 1, ("a", "(end)"): 1, (OTHER, "(end)"): 2,
    }  # fmt: skip
    assert rows["b", OTHER]["units"] is None  # who makes several of these moves is not known
    assert rows["(start)", OTHER]["units"] == 1
    assert answer.moves == (8,)
    check_flow(answer)


def check_flow(answer: Any) -> None:
    """Hold what comes to each step against what leaves it, and both against how often it is visited."""
    into: dict[str, int] = {}
    out: dict[str, int] = {}
    for row in answer.table().to_pylist():
        into[row["to"]] = into.get(row["to"], 0) + row["count"]
        out[row["from"]] = out.get(row["from"], 0) + row["count"]
    assert into.pop("(end)", 0) == out.pop("(start)", 0) == answer.n
    assert into == out == {row["name"]: row["visits"] for row in answer.nodes.to_pylist()}
    for row in answer.table().to_pylist():
        if row["kind"] == "move":
            assert row["of_from"] == row["count"] / out[row["from"]]


ways = st.dictionaries(st.sampled_from("pqrstu"), st.lists(st.sampled_from("abcdef"), max_size=7), min_size=1)


@settings(max_examples=60, deadline=None)
@given(ways, st.integers(0, 6), st.integers(1, 3), st.booleans())
def test_flows_are_conserved_whatever_is_shown(
    world: dict[str, list[str]], edges: int, least: int, collapse: bool
) -> None:
    made = in_order({person: " ".join(way) for person, way in world.items()})
    answer = graph(made, edges=edges, least=least, collapse=collapse)
    check_flow(answer)
    whole = rows_of(graph(made, edges=0, collapse=collapse))
    moves = {pair: row for pair, row in rows_of(answer).items() if row["kind"] == "move" and OTHER not in pair}
    assert all(row == whole[pair] | {"of_from": row["of_from"]} for pair, row in moves.items())
    assert len(moves) <= edges or not edges
    assert all(row["count"] >= least for row in moves.values())
    assert sum(row["count"] for row in whole.values() if row["kind"] == "move") == answer.moves[0]


@settings(max_examples=40, deadline=None)
@given(ways)
def test_many_labels_are_counted_as_few_are(world: dict[str, list[str]]) -> None:
    made = in_order({person: " ".join(way) for person, way in world.items()})
    few, alone = graph(made), graph(made, persons=False, times=False, collapse=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "DENSE", 0)
        assert graph(made).tables() == few.tables()
        assert graph(made, persons=False, times=False, collapse=True).tables() == alone.tables()


def test_two_groups_stand_side_by_side() -> None:
    made = events_of(SHOP)
    answer = graph(made, who="did cart", versus="not did cart")
    alone = [rows_of(graph(made, who=who)) for who in ("did cart", "not did cart")]
    for pair, row in rows_of(answer).items():
        for prefix, rows in zip(("", "versus_"), alone, strict=True):
            one = rows.get(pair, {"count": 0, "units": 0, "median_s": None, "p90_s": None, "mean_s": None})
            for name in ("count", "units", "median_s", "p90_s", "mean_s"):
                assert row[prefix + name] == one[name]
    row = rows_of(answer)["home", "cart"]
    assert (row["share"], row["versus_share"], row["difference"]) == (1, 0, 1)
    assert (row["difference_low"], row["difference_high"]) == difference_interval((2, 0), (2, 2))
    assert (answer.n, answer.moves) == (4, (6, 1))
    assert "beside not did cart" in answer.rules["who"]
    others = graph(made, versus="did cart")  # beside everybody else
    assert rows_of(others)["home", "home"]["units"] == 1
    assert rows_of(others)["home", "home"]["versus_units"] == 0


def test_an_empty_group_has_no_shares() -> None:
    answer = graph(events_of(SHOP), who="not did home", versus="did home")
    row = rows_of(answer)["home", "cart"]
    assert (row["units"], row["versus_units"], answer.n) == (0, 2, 4)
    nobody = graph(events_of(SHOP), who='{"type":"did","select":{"name":["home"]},"at_least":9}', versus="did home")
    row = rows_of(nobody)["home", "cart"]
    assert (row["share"], row["versus_share"], row["difference"]) == (None, 2 / 3, None)
    nobody.plot()


@pytest.mark.parametrize("world", [{}, {"ann": []}, {"ann": [("a", 0)]}, {"ann": [("a", 0)] * 5}])
def test_little_or_nothing_is_answered(world: dict[str, Any]) -> None:
    answer = graph(events_of(world))
    events = len(world.get("ann", []))
    assert (answer.n, answer.moves) == (int(events > 0), (max(0, events - 1),))
    assert set(answer.table().column_names) >= {"from", "to", "count", "units"}
    check_flow(answer)
    assert answer.plot().svg.startswith("<svg")
    assert answer._repr_html_()
    if events == 5:
        assert rows_of(answer)["a", "a"]["median_s"] == 0


def test_who_has_none_of_the_steps_is_told() -> None:
    answer = graph(in_order({"ann": "a b", "bob": "x"}), hide="x")
    assert (answer.n, answer.without) == (1, (1,))


def test_the_answer_does_not_hang_on_how_persons_are_spread() -> None:
    rng = np.random.default_rng(5)
    world = {
        f"p{i}": [(str(rng.integers(6)), float(at)) for at in np.sort(rng.integers(0, 10**6, rng.integers(0, 12)))]
        for i in range(60)
    }
    tables = [graph(events_of(world, buckets=buckets)).tables() for buckets in (1, 4, 13)]
    assert tables[0] == tables[1] == tables[2]


def test_plans_and_states_can_be_shipped() -> None:
    made, analysis = events_of(SHOP), DirectlyFollows()
    plan = pickle.loads(pickle.dumps(analysis.plan(made, GraphQuestion())))  # noqa: S301 - our own
    states = [pickle.loads(pickle.dumps(analysis.partial(bucket, plan))) for bucket in made.buckets]  # noqa: S301
    assert analysis.finish(analysis.merge(*states), plan).table() == graph(made).table()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.floats(0.01, 0.99))
def test_quantiles_are_those_of_all_values_to_seven_digits(seconds: list[int], share: float) -> None:
    values = np.array(seconds, np.float32) * np.float32(1e6)
    cut = len(values) // 3
    found = quantiles([values[:cut].copy(), values[cut:].copy()], (share,))[0]
    # Half a unit of the seventh digit, and what four bytes lose of the values themselves.
    assert found == pytest.approx(float(np.percentile(np.array(seconds, float), 100 * share)), rel=6e-7, abs=1e-6)


def test_long_times_neither_overflow_nor_lose_digits() -> None:
    ages = 2.4e11  # seconds, about 7600 years: the microseconds of 40 such moves pass 2**63
    answer = graph(events_of({f"p{i}": [("a", 0), ("b", ages + 1)] for i in range(40)}, start=0))
    row = rows_of(answer)["a", "b"]
    assert (row["mean_s"], row["median_s"]) == (ages + 1, pytest.approx(ages, rel=1e-7))
