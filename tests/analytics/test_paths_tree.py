"""Path trees: from the beginning, to the end, around a step; what is put together, and who goes no further."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.paths.tree_answer import in_order as by_parents
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import difference_interval, wilson
from tests.analytics.events_of import events_of, in_order

OTHER = "(other)"
WAYS = {
    "ann": "home search cart pay", "bob": "home search cart", "cid": "home cart", "dan": "home",
    "eve": "search home cart pay",
}  # fmt: skip


def tree(journeys: Journeys, **fields: Any) -> Any:
    return ask("path_tree", journeys, **fields)


def counts(answer: Any) -> dict[str, int]:
    return dict(zip(answer.table()["path"].to_pylist(), answer.table()["count"].to_pylist(), strict=True))


def rows_of(answer: Any) -> dict[str, dict[str, Any]]:
    return {row["path"]: row for row in answer.table().to_pylist()}


def test_from_the_beginning() -> None:
    answer = tree(in_order(WAYS), after=2)
    assert counts(answer) == {
        "(start)": 5, "(start) › home": 4, "(start) › search": 1, "(start) › home › search": 2,
        "(start) › home › cart": 1, "(start) › search › home": 1,
    }  # fmt: skip
    row = rows_of(answer)["(start) › home"]
    assert (row["share"], (row["low"], row["high"]), row["of_parent"]) == (0.8, wilson(4, 5), 0.8)
    assert (row["ends"], row["limit"], row["depth"], row["median_s"]) == (1, 0, 1, None)
    row = rows_of(answer)["(start) › home › search"]
    assert (row["ends"], row["limit"], row["median_s"], row["of_parent"]) == (0, 2, 60, 0.5)


def test_to_the_end() -> None:
    answer = tree(in_order(WAYS), before=2)
    assert counts(answer) == {
        "(end)": 5, "(end) ‹ pay": 2, "(end) ‹ cart": 2, "(end) ‹ home": 1, "(end) ‹ pay ‹ cart": 2,
        "(end) ‹ cart ‹ search": 1, "(end) ‹ cart ‹ home": 1,
    }  # fmt: skip
    row = rows_of(answer)["(end) ‹ home"]
    assert (row["depth"], row["begins"], row["earlier"], row["ends"]) == (-1, 1, 0, 0)
    row = rows_of(answer)["(end) ‹ cart ‹ home"]
    assert (row["begins"], row["earlier"], row["median_s"]) == (1, 0, 60)
    assert rows_of(answer)["(end) ‹ pay ‹ cart"]["earlier"] == 2


def test_around_a_step() -> None:
    answer = tree(in_order(WAYS), anchor="cart", before=1, after=1)
    assert counts(answer) == {"cart": 4, "cart › pay": 2, "cart ‹ search": 2, "cart ‹ home": 2}
    assert (answer.n, answer.without) == (4, (1,))
    root = rows_of(answer)["cart"]
    assert (root["ends"], root["limit"], root["begins"], root["earlier"]) == (2, 0, 0, 0)
    either = tree(in_order(WAYS), anchor=["cart", "pay"], after=1)
    assert counts(either) == {"cart or pay": 4, "cart or pay › pay": 2}


def test_which_of_several_anchors_count() -> None:
    made = events_of({"p": [("a", 0), ("b", 10), ("a", 20), ("c", 50), ("a", 60)]})
    assert counts(tree(made, anchor="a", after=1)) == {"a": 1, "a › b": 1}
    last = tree(made, anchor="a", after=1, occurrence="last")
    assert (counts(last), rows_of(last)["a"]["ends"]) == ({"a": 1}, 1)
    every = rows_of(tree(made, anchor="a", after=2, occurrence="every"))
    assert {path: (row["count"], row["units"]) for path, row in every.items()} == {
        "a": (3, 1), "a › b": (1, 1), "a › c": (1, 1), "a › b › a": (1, 1), "a › c › a": (1, 1),
    }  # fmt: skip
    assert (every["a › c › a"]["median_s"], every["a › b › a"]["limit"], every["a › c › a"]["ends"]) == (10, 1, 1)


def test_a_window_is_a_limit_and_no_end() -> None:
    made = events_of({"p": [("a", 0), ("b", 60), ("c", 61)], "q": [("a", 0), ("b", 60)]})
    rows = rows_of(tree(made, anchor="a", after=5, within="1 min"))
    assert {path: (row["count"], row["ends"], row["limit"]) for path, row in rows.items()} == {
        "a": (2, 0, 0), "a › b": (2, 1, 1),
    }  # fmt: skip


def test_what_is_put_together_keeps_what_comes_after_it() -> None:
    world = {"p1": "a b x", "p2": "a b x", "p3": "a c x", "p4": "a d", "p5": "a d y"}
    answer = tree(in_order(world), anchor="a", after=2, children=1)
    assert counts(answer) == {
        "a": 5,
        "a › b": 2,
        "a › (other)": 3,
        "a › b › x": 2,
        "a › (other) › x": 1,
        "a › (other) › (other)": 1,
    }
    assert rows_of(answer)["a › (other)"]["ends"] == 1
    check(answer)


def test_ways_too_rare_and_nodes_too_many_are_put_together() -> None:
    world = {"p1": "a b", "p2": "a b", "p3": "a c", "p4": "e c"}
    assert counts(tree(in_order(world), after=2, least=2)) == {
        "(start)": 4, "(start) › a": 3, "(start) › (other)": 1, "(start) › a › b": 2, "(start) › a › (other)": 1,
        "(start) › (other) › (other)": 1,
    }  # fmt: skip
    few = tree(in_order(world), after=2, nodes=1)
    assert counts(few) == {
        "(start)": 4,
        "(start) › a": 3,
        "(start) › (other)": 1,
        "(start) › a › b": 2,
        "(start) › a › (other)": 1,
    }
    assert rows_of(few)["(start) › (other)"]["limit"] == 1  # it goes on, but only one node grows further
    check(few)


def check(answer: Any) -> None:
    """Hold each node against its children and those who go no further."""
    rows = answer.table().to_pylist()
    below = Counter()
    for row in rows[1:]:
        below[row["parent"], row["depth"] > 0] += row["count"]
        assert row["of_parent"] == row["count"] / rows[row["parent"]]["count"]
    depths = {row["depth"] > 0 for row in rows[1:]}
    for row in rows:
        if row["depth"] > 0 or (row["depth"] == 0 and True in depths):
            assert row["count"] == below[row["node"], True] + row["ends"] + row["limit"]
        if row["depth"] < 0 or (row["depth"] == 0 and False in depths):
            assert row["count"] == below[row["node"], False] + row["begins"] + row["earlier"]
    assert sorted(by_parents(rows)) == list(range(len(rows)))


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from("pqrst"), st.lists(st.sampled_from("abc"), min_size=1, max_size=7), min_size=1),
    st.fixed_dictionaries(
        {
            "children": st.integers(1, 3), "nodes": st.integers(1, 9), "least": st.integers(1, 2),
            "collapse": st.booleans(), "occurrence": st.sampled_from(["first", "last", "every"]),
        }
    ),
    st.sampled_from([("", 3, 0), ("", 0, 3), ("a", 2, 2), ("a", 3, 0), ("a", 0, 1)]),
)  # fmt: skip
def test_nobody_is_lost(world: dict[str, list[str]], fields: dict[str, Any], around: tuple[str, int, int]) -> None:
    anchor, after, before = around
    made = in_order({person: " ".join([*way, "a"]) for person, way in world.items()})
    answer = tree(made, anchor=[anchor] if anchor else [], after=after, before=before, **fields)
    check(answer)
    if fields["occurrence"] != "every":
        assert answer.table()["count"][0].as_py() == answer.n == len(world)
        assert answer.table()["count"].to_pylist() == answer.table()["units"].to_pylist()


def test_two_groups_share_one_tree() -> None:
    answer = tree(in_order(WAYS), anchor="home", after=1, who="did pay", versus="not did pay")
    rows = rows_of(answer)
    assert {path: (row["count"], row["versus_count"]) for path, row in rows.items()} == {
        "home": (2, 3), "home › search": (1, 1), "home › cart": (1, 1),
    }  # fmt: skip
    row = rows["home › cart"]
    assert row["difference"] == pytest.approx(1 / 2 - 1 / 3)
    assert (row["difference_low"], row["difference_high"]) == difference_interval((1, 1), (2, 3))
    assert (rows["home"]["ends"], rows["home"]["versus_ends"]) == (0, 1)


def test_products_rules() -> None:
    made = in_order(
        {"p": "a b b c d e f g h i j k", "q": "a c", "r": "a d", "s": "a e", "t": "a f", "u": "a g", "v": "a h"}
    )
    assert sum(depth == 1 for depth in tree(made, like="ga4").table()["depth"].to_pylist()) == 1
    ga4 = tree(made, like="ga4", anchor="a")
    assert max(ga4.table()["depth"].to_pylist()) == 10
    assert sum(row["depth"] == 1 for row in ga4.table().to_pylist()) == 6  # five, and the rest
    assert sum(row["depth"] == 1 for row in tree(made, like="mixpanel", anchor="a").table().to_pylist()) == 4
    assert "(start) › a › b › c" in counts(tree(made, like="amplitude"))  # repeats are one step


@pytest.mark.parametrize("world", [{}, {"ann": []}, {"ann": [("a", 0)]}, {"ann": [("a", 0)] * 5}])
@pytest.mark.parametrize("fields", [{}, {"before": 3}])
def test_little_or_nothing_is_answered(world: dict[str, Any], fields: dict[str, Any]) -> None:
    answer = tree(events_of(world), **fields)
    assert answer.n == int(any(world.values()))
    check(answer)
    assert answer.plot().svg.startswith("<svg")
    assert answer.brief().num_rows == answer.table().num_rows


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        (NotFound, {"anchor": "paid"}), (Invalid, {"after": 0}), (Invalid, {"after": 2, "before": 2}),
        (Invalid, {"after": 101}), (Invalid, {"before": -1}), (Invalid, {"children": 0}), (Invalid, {"nodes": 0}),
        (Invalid, {"within": "soon"}),
    ],
)  # fmt: skip
def test_what_cannot_be_a_tree_is_told(error: type[Exception], fields: dict[str, Any]) -> None:
    with pytest.raises(error) as caught:
        tree(in_order(WAYS), **fields)
    assert caught.value.hint  # type: ignore[attr-defined]
