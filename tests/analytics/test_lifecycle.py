"""Lifecycle: PostHog's worked cases, what makes new, and a naive count of every period."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import micros_of
from footpath.core.errors import NotFound
from footpath.core.stats import wilson
from tests.analytics.events_of import Event, events_of

D = 86_400.0
JANUARY = micros_of(datetime(2020, 1, 1, 12, tzinfo=UTC))
STATES = ("new", "returning", "resurrecting", "dormant")
CASE = {"p1": (11, 12, 13, 15, 17, 19), "p2": (9, 12), "p3": (12,), "p4": (15,)}


def of_days(people: dict[str, tuple[int, ...]], **others: list[Event]) -> Journeys:
    """Build journeys from days of January 2020."""
    world = {person: [("visit", (day - 1) * D) for day in days] for person, days in people.items()}
    return events_of({**world, **others}, start=JANUARY)


def lifecycle(journeys: Journeys, **fields: Any) -> Any:
    return ask("lifecycle", journeys, **{"period": "day", **fields})


def told(answer: Any) -> dict[str, list[int]]:
    return {state: answer.figures[state].to_pylist() for state in STATES}


RANGE = {"since": "2020-01-12", "until": "2020-01-20"}


def test_l1_states_by_day() -> None:
    assert told(lifecycle(of_days(CASE), **RANGE)) == {
        "new": [1, 0, 0, 1, 0, 0, 0, 0],
        "returning": [1, 1, 0, 0, 0, 0, 0, 0],
        "resurrecting": [1, 0, 0, 1, 0, 1, 0, 1],
        "dormant": [0, 2, 1, 0, 2, 0, 1, 0],  # PostHog writes them as negative numbers
    }


def test_l2_everyone_by_day_and_state_the_day_after_the_last_too() -> None:
    world = of_days(CASE, z=[("other", 19 * D)])
    people = lifecycle(world, events="visit", people=True, since="2020-01-12").people.to_pylist()
    counted = Counter((row["from"].day, row["state"]) for row in people)
    assert counted == {
        (12, "new"): 1, (12, "returning"): 1, (12, "resurrecting"): 1, (13, "returning"): 1, (13, "dormant"): 2,
        (14, "dormant"): 1, (15, "new"): 1, (15, "resurrecting"): 1, (16, "dormant"): 2, (17, "resurrecting"): 1,
        (18, "dormant"): 1, (19, "resurrecting"): 1, (20, "dormant"): 1,
    }  # fmt: skip
    assert [row["person"] for row in people if row["from"].day == 12] == ["p3", "p1", "p2"]


@pytest.mark.parametrize("new_by", ["matching", "any"])
def test_l3_only_some_events_match(new_by: str) -> None:
    world = {name: [("v" if name == "p1" else "x", (day - 1) * D) for day in days] for name, days in CASE.items()}
    answer = lifecycle(events_of(world, start=JANUARY), events="v", new_by=new_by, **RANGE)
    assert told(answer)["new"] == [0] * 8
    assert told(answer)["dormant"] == [0, 0, 1, 0, 1, 0, 1, 0]


def test_new_is_the_first_such_event_or_the_first_of_any_kind() -> None:
    world = events_of({"p": [("x", 0), ("v", 2 * D), ("v", 3 * D)], "q": [("v", D), ("x", 3 * D)]}, start=JANUARY)
    assert told(lifecycle(world, events="v")) == {
        "new": [0, 1, 1, 0], "returning": [0, 0, 0, 1], "resurrecting": [0, 0, 0, 0], "dormant": [0, 0, 1, 0],
    }  # fmt: skip
    assert told(lifecycle(world, events="v", like="posthog")) == {
        "new": [0, 1, 0, 0], "returning": [0, 0, 0, 1], "resurrecting": [0, 0, 1, 0], "dormant": [0, 0, 1, 0],
    }  # fmt: skip


def test_the_periods_are_whole_and_the_one_before_them_counts() -> None:
    world = of_days({"p": (7, 14)})  # Tuesdays; the week that holds Thursday the 16th began on Monday the 13th
    answer = lifecycle(world, period="week", since="2020-01-16")
    assert told(answer) == {"new": [0], "returning": [1], "resurrecting": [0], "dormant": [0]}
    assert (answer.n, answer.figures["from"][0].as_py().day) == (1, 13)


def test_who_is_kept_of_those_before_with_an_interval_and_what_is_not_over() -> None:
    rows = lifecycle(of_days({"p": (1, 2), "q": (1,), "r": (1, 2), "s": (2,)})).figures.to_pylist()
    assert [row["kept"] for row in rows] == [None, pytest.approx(2 / 3)]
    assert (rows[1]["low"], rows[1]["high"]) == pytest.approx(wilson(2, 3))
    assert (rows[1]["quick_ratio"], rows[0]["quick_ratio"]) == (1, None)
    assert [row["complete"] for row in rows] == [True, False]


def test_values_of_a_property() -> None:
    ads = {"c": "ads"}
    world = events_of({"p": [("v", 0, ads), ("v", D, ads)], "q": [("v", 0)], "r": [("v", D, ads)]}, start=JANUARY)
    answer = lifecycle(world, by="c")
    assert answer.figures.select(["value", "new", "returning", "dormant"]).to_pylist() == [
        {"value": "ads", "new": 1, "returning": 0, "dormant": 0},
        {"value": "ads", "new": 1, "returning": 1, "dormant": 0},
        {"value": "(unknown)", "new": 1, "returning": 0, "dormant": 0},
        {"value": "(unknown)", "new": 0, "returning": 0, "dormant": 1},
    ]
    assert "returning 1" in answer.plot().svg


days = st.dictionaries(
    st.sampled_from(["p", "q", "r", "s", "t"]),
    st.lists(st.tuples(st.integers(1, 140), st.sampled_from("vx")), max_size=12).map(sorted),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(days, st.integers(1, 60), st.integers(0, 100), st.booleans())
def test_states_are_those_of_a_naive_count(
    people: dict[str, list[tuple[int, str]]], first: int, length: int, any_kind: bool
) -> None:
    ways = {name: [(kind, (day - 1) * D) for day, kind in way] for name, way in people.items()}
    world = events_of(ways, start=JANUARY)
    if not any(kind == "v" for way in people.values() for _, kind in way):
        return
    since, until = (datetime.fromtimestamp(JANUARY / 1e6 + (day - 1.5) * D, UTC) for day in (first, first + length + 1))
    answer = lifecycle(
        world, events="v", since=since, until=until, new_by="any" if any_kind else "matching", people=True
    )
    looked = [day for way in people.values() for day, _ in way if day <= first + length]
    found = Counter()
    for way in people.values():
        there = {day for day, kind in way if kind == "v"}
        born = min((day for day, kind in way if any_kind or kind == "v"), default=0)
        for day in range(max(first, min(looked, default=0)), max(looked, default=0) + 1):
            if day in there:
                found[day, "new" if day == born else "returning" if day - 1 in there else "resurrecting"] += 1
            elif day - 1 in there:
                found[day, "dormant"] += 1
    rows = answer.figures.to_pylist()
    begun = [round((micros_of(row["from"]) - JANUARY) / 1e6 / D + 1.5) for row in rows]
    named = {(day, state): row[state] for day, row in zip(begun, rows, strict=True) for state in STATES}
    assert {key: n for key, n in named.items() if n} == dict(found)
    listed = Counter((row["from"], row["state"]) for row in answer.people.to_pylist())
    assert listed == {(row["from"], state): row[state] for row in rows for state in STATES if row[state]}


def test_degenerate_input_is_answered() -> None:
    world = of_days({"p": (1, 1)})
    nobody = lifecycle(world, since="2030-01-01", people=True)
    assert (nobody.n, nobody.as_of, told(nobody)["new"], nobody.people.num_rows) == (0, None, [], 0)
    assert "Nobody was active" in nobody.plot().svg
    assert told(lifecycle(world)) == {"new": [1], "returning": [0], "resurrecting": [0], "dormant": [0]}
    assert lifecycle(world).brief().num_rows == 1
    with pytest.raises(NotFound):
        lifecycle(world, events="visits")
    empty = lifecycle(Journeys((), world.signatures, "none"))
    assert empty.n == 0
