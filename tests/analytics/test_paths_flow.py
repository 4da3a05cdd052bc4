"""Sankeys: the path cases of PostHog, what is put together without drop-offs, products' rules."""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.paths import flow as counting
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import wilson
from tests.analytics.events_of import Event, events_of, in_order

OTHER = "(other)"


def sankey(journeys: Journeys, **fields: Any) -> Any:
    return ask("sankey", journeys, **fields)


def posthog(journeys: Journeys, **fields: Any) -> Any:
    return sankey(journeys, like="posthog", step="name", **fields)


def edges(answer: Any) -> list[tuple[str, str, int]]:
    return [(row["from"], row["to"], row["count"]) for row in answer.table().to_pylist()]


def minutes(*ways: tuple[str, float]) -> list[Event]:
    return [(name, 60 * minute) for name, minute in ways]


P1 = minutes(("/1", 0), ("/2", 1), ("/3", 3), ("/4", 6))


@pytest.mark.parametrize(("steps", "count"), [(2, 1), (3, 2), (4, 3)])
def test_p1_as_many_moves_as_steps_but_one(steps: int, count: int) -> None:
    rows = posthog(events_of({"p": P1}), steps=steps).table().to_pylist()
    assert [(row["from"], row["to"], row["mean_s"]) for row in rows] == [
        ("1_/1", "2_/2", 60), ("2_/2", "3_/3", 120), ("3_/3", "4_/4", 180),
    ][:count]  # fmt: skip


def test_p2_values_and_mean_times() -> None:
    made = events_of({"p": P1, "q": minutes(("/1", 0), ("/2", 2), ("/3", 6))})
    rows = posthog(made, steps=4).table().to_pylist()
    assert [(row["from"], row["to"], row["count"], row["mean_s"]) for row in rows] == [
        ("1_/1", "2_/2", 2, 90), ("2_/2", "3_/3", 2, 180), ("3_/3", "4_/4", 1, 180),
    ]  # fmt: skip


def test_p3_fifty_persons() -> None:
    made = in_order({f"p{i}": "A B C branch" if i % 2 == 0 else "A B C" for i in range(50)})
    assert edges(posthog(made)) == [("1_A", "2_B", 50), ("2_B", "3_C", 50), ("3_C", "4_branch", 25)]


def test_p4_repeats_and_slashes_at_the_end() -> None:
    assert edges(posthog(in_order({"p": "/1 /1 /2 /2/ /3"}))) == [("1_/1", "2_/2", 1), ("2_/2", "3_/3", 1)]


def test_p5_start_end_and_both() -> None:
    two = in_order({"p": "/1 /2 /3 /4 /5 /about /after", "q": "/5 /about", "r": "/5 /never"})
    both = posthog(two, start="/5", end="/about")
    assert edges(both) == [("1_/5", "2_/about", 2)]
    six = in_order({"p": "/1 /2 /3 /4 /5 /about"})
    assert edges(posthog(six, start="/2/", end="/about", steps=4)) == [
        ("1_/2", "2_/3", 1), ("2_/3", "3_...", 1), ("3_...", "4_/5", 1), ("4_/5", "5_/about", 1),
    ]  # fmt: skip
    assert edges(posthog(six, end="/about", steps=3)) == [("1_/4", "2_/5", 1), ("2_/5", "3_/about", 1)]
    assert edges(posthog(six, start="/5")) == [("1_/5", "2_/about", 1)]


def test_p6_wildcards() -> None:
    made = in_order({"p": "/1 /2/bar/1/foo /3", "q": "/1 /bar/2/foo /3", "r": "/1 /bar/33/foo /4"})
    assert edges(posthog(made, wildcards="/bar/*/foo")) == [
        ("1_/1", "2_/bar/*/foo", 3), ("2_/bar/*/foo", "3_/3", 2), ("2_/bar/*/foo", "3_/4", 1),
    ]  # fmt: skip


def test_a_pause_of_the_length_given_begins_a_new_walk() -> None:
    made = events_of({"p": minutes(("a", 0), ("b", 29.99), ("c", 59.99), ("d", 60))})
    answer = posthog(made)
    assert edges(answer) == [("1_a", "2_b", 1), ("1_c", "2_d", 1)]
    assert answer.n == 2
    assert edges(sankey(made)) == [("1_a", "2_b", 1), ("2_b", "3_c", 1), ("3_c", "4_d", 1)]


@pytest.mark.parametrize(("timed", "expected"), [("gap", 40), ("first", 60), ("last", 50)])
def test_what_a_move_takes_where_repeats_are_one_step(timed: str, expected: float) -> None:
    made = events_of({"p": [("a", 0), ("a", 20), ("b", 60), ("b", 70)]})
    assert sankey(made, collapse=True, timed=timed).table()["median_s"].to_pylist() == [expected]


def test_figures_of_moves_and_steps() -> None:
    answer = sankey(in_order({"p": "a b c", "q": "a b", "r": "a", "s": "b c d"}), steps=2)
    row = answer.table().to_pylist()[0]
    assert (row["from"], row["to"], row["step"], row["count"], row["of_from"]) == ("1_a", "2_b", 1, 2, 2 / 3)
    assert (row["share"], (row["low"], row["high"])) == (0.5, wilson(2, 4))
    nodes = {row["key"]: row for row in answer.nodes.to_pylist()}
    columns = ("count", "started", "left", "beyond", "reached")
    assert {key: tuple(row[name] for name in columns) for key, row in nodes.items()} == {
        "1_a": (3, 3, 1, 0, 0), "1_b": (1, 1, 0, 0, 0), "2_b": (2, 0, 1, 1, 0), "2_c": (1, 0, 0, 1, 0),
    }  # fmt: skip
    right = sankey(in_order({"p": "a b c", "q": "c"}), end="c", align="end", steps=3)
    assert {row["key"]: row["started"] for row in right.nodes.to_pylist()} == {"1_a": 1, "2_b": 0, "3_c": 1}


def test_steps_beyond_the_top_are_put_together() -> None:
    made = in_order({"p": "a x m", "q": "a x m", "r": "a y m", "s": "a z", "t": "a z n"})
    assert edges(sankey(made, top=1)) == [
        ("1_a", "2_(other)", 3), ("1_a", "2_x", 2), ("2_x", "3_m", 2), ("2_(other)", "3_(other)", 1),
        ("2_(other)", "3_m", 1),
    ]  # fmt: skip
    few = sankey(made, top=0, edges=2)
    assert edges(few) == [("1_a", "2_(other)", 5), ("2_(other)", "3_(other)", 4)]
    check(few)


def test_moves_too_rare_go_by_way_of_the_rest() -> None:
    made = in_order({"p": "a b c", "q": "a b c", "r": "d b c"})
    answer = sankey(made, least=2)
    assert edges(answer) == [("2_b", "3_c", 3), ("1_a", "2_b", 2), ("1_(other)", "2_b", 1), ("1_d", "2_(other)", 1)]
    check(answer)
    often = sankey(made, most=2)
    assert ("2_b", "3_(other)", 3) in edges(often)
    check(often)


def check(answer: Any) -> None:
    """Hold what comes to each step, and what leaves it, against how many come by."""
    into: dict[str, int] = defaultdict(int)
    out: dict[str, int] = defaultdict(int)
    for row in answer.table().to_pylist():
        into[row["to"]] += row["count"]
        out[row["from"]] += row["count"]
    for row in answer.nodes.to_pylist():
        if row["label"] != OTHER:
            assert row["count"] == into[row["key"]] + row["started"]
            assert row["count"] == out[row["key"]] + row["left"] + row["beyond"] + row["reached"]
    assert sum(row["started"] for row in answer.nodes.to_pylist()) == answer.n


labels = st.lists(st.sampled_from("abcd"), max_size=7)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from("pqrst"), labels, min_size=1),
    st.fixed_dictionaries(
        {
            "top": st.integers(0, 3), "edges": st.integers(0, 5), "least": st.integers(1, 2), "most": st.integers(0, 3),
            "steps": st.integers(2, 5), "align": st.sampled_from(["start", "end"]), "collapse": st.booleans(),
        }
    ),
)  # fmt: skip
def test_flows_are_conserved_whatever_is_shown(world: dict[str, list[str]], fields: dict[str, Any]) -> None:
    if fields["most"] and fields["most"] < fields["least"]:
        fields["most"] = 0
    made = in_order({person: " ".join(way) for person, way in world.items()})
    answer = sankey(made, **fields)
    check(answer)
    assert answer.n == sum(bool(way) for way in world.values())
    if fields["most"] == 0 and fields["least"] == 1 and fields["edges"] >= fields["steps"] - 1:
        assert len(edges(answer)) <= fields["edges"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "DENSE", 0)
        assert sankey(made, **fields).tables() == answer.tables()


def test_two_groups_stand_side_by_side() -> None:
    made = in_order({"p": "a b c", "q": "a c", "r": "a b", "s": "a"})
    rows = {(row["from"], row["to"]): row for row in sankey(made, who="did c", versus="not did c").table().to_pylist()}
    row = rows["1_a", "2_b"]
    assert (row["count"], row["versus_count"], row["share"], row["versus_share"], row["difference"]) == (
        1,
        1,
        0.5,
        0.5,
        0,
    )
    assert (rows["1_a", "2_c"]["difference"], rows["2_b", "3_c"]["versus_count"]) == (0.5, 0)


def test_products_rules() -> None:
    made = events_of({"p": [("a", 0), ("b", 29 * 86_400), ("c", 31 * 86_400)]})
    assert edges(sankey(made, like="mixpanel")) == [("1_a", "2_b", 1)]
    answer = sankey(in_order({"p": "a b"}), like="posthog")
    assert answer.rules["walks"].endswith("5 steps")
    assert "30 min" in answer.rules["counts"]


@pytest.mark.parametrize("world", [{}, {"ann": []}, {"ann": [("a", 0)]}, {"ann": [("a", 0)] * 5}])
@pytest.mark.parametrize("fields", [{}, {"like": "posthog"}, {"top": 0, "edges": 3, "least": 2}])
def test_little_or_nothing_is_answered(world: dict[str, Any], fields: dict[str, Any]) -> None:
    answer = sankey(events_of(world), **fields)
    check(answer)
    assert answer.plot().svg.startswith("<svg")
    assert answer.brief().num_rows == answer.table().num_rows


@pytest.mark.parametrize(
    ("error", "fields"),
    [
        (Invalid, {"steps": 1}), (Invalid, {"steps": 101}), (NotFound, {"start": "nowhere"}), (NotFound, {"end": "x"}),
        (Invalid, {"least": 3, "most": 2}), (Invalid, {"pause": "long"}), (Invalid, {"like": "ga4"}),
    ],
)  # fmt: skip
def test_what_cannot_be_a_sankey_is_told(error: type[Exception], fields: dict[str, Any]) -> None:
    with pytest.raises(error) as caught:
        sankey(in_order({"p": "a b"}), **fields)
    assert caught.value.hint  # type: ignore[attr-defined]
