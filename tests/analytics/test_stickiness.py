"""Stickiness: how many people are active in how many periods."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.analytics.calendar import micros_of
from footpath.core.errors import Invalid
from footpath.core.stats import wilson
from tests.analytics.events_of import events_of

D = 86_400.0
JANUARY = micros_of(datetime(2020, 1, 1, 12, tzinfo=UTC))


def of_days(people: dict[str, str]) -> Journeys:
    ways = {name: [("v", int(day) * D) for day in days.split()] for name, days in people.items()}
    return events_of(ways, start=JANUARY)


def counts(journeys: Journeys, **fields: Any) -> list[int]:
    return ask("stickiness", journeys, **{"period": "day", **fields}).figures["count"].to_pylist()


WORLD = of_days({"ann": "0 1 2", "bob": "0 0", "cid": "1 3", "dan": "3"})


def test_people_by_number_of_active_days() -> None:
    assert counts(WORLD) == [2, 1, 1, 0]
    assert counts(WORLD, cumulative=True) == [4, 2, 1, 0]


def test_days_with_too_few_events_do_not_count() -> None:
    assert counts(WORLD, least=2) == [1, 0, 0, 0]


def test_only_the_period_looked_at_counts() -> None:
    assert counts(WORLD, since="2020-01-02", until="2020-01-04") == [1, 1]  # cid, and ann on both days
    assert counts(WORLD, since="2020-01-02") == [1, 2, 0]


def test_shares_are_of_those_active_and_have_intervals() -> None:
    answer = ask("stickiness", WORLD, period="day", people=True)
    row = answer.figures.to_pylist()[0]
    assert (row["n"], row["share"], row["low"], row["high"]) == (4, 0.5, *wilson(2, 4))
    assert answer.people.to_pylist()[0] == {"person": "ann", "active_periods": 3}
    assert answer.rules["periods"] == "calendar days, 4 of them, the last not over"
    assert answer.brief()["active days"].to_pylist() == [1, 2, 3, 4]


def test_values_of_a_property() -> None:
    world = events_of({"p": [("v", 0, {"c": "a"}), ("v", D)], "q": [("v", 0, {"c": "b"})]}, start=JANUARY)
    answer = ask("stickiness", world, period="day", by="c")
    assert answer.figures.select(["value", "count"]).to_pylist() == [
        {"value": "a", "count": 0}, {"value": "a", "count": 1}, {"value": "b", "count": 1}, {"value": "b", "count": 0},
    ]  # fmt: skip
    assert "Stickiness" in answer.plot().svg


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from("pqrs"), st.lists(st.integers(0, 150), max_size=8).map(sorted), min_size=1),
    st.integers(1, 2),
    st.booleans(),
)
def test_numbers_are_those_of_a_naive_count(people: dict[str, list[int]], least: int, cumulative: bool) -> None:
    if not any(people.values()):
        return
    world = of_days({name: " ".join(map(str, days)) for name, days in people.items()})
    active = [sum(days.count(day) >= least for day in set(days)) for days in people.values()]
    span = max(map(max, filter(None, people.values()))) - min(map(min, filter(None, people.values()))) + 1
    expected = [sum(n >= k if cumulative else n == k for n in active) for k in range(1, span + 1)]
    assert counts(world, least=least, cumulative=cumulative) == expected


def test_degenerate_input_is_answered() -> None:
    nobody = ask("stickiness", WORLD, since="2030-01-01", people=True)
    assert (nobody.n, nobody.as_of, nobody.figures.num_rows, nobody.people.num_rows) == (0, None, 0, 0)
    assert "Nobody was active" in nobody.plot().svg
    assert nobody.brief().num_rows == 0
    assert counts(of_days({"p": "0"})) == [1]
    with pytest.raises(Invalid, match="least"):
        counts(WORLD, least=0)
