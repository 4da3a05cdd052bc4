"""Frequency and recency: distributions, classes, the grid, amounts."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask
from footpath.core.errors import Invalid, NotFound
from footpath.core.stats import mean_interval, wilson
from tests.analytics.events_of import START_US, Event, events_of

D = 86_400.0


def buy(day: float, amount: str = "") -> Event:
    return ("buy", day * D, {"amount": amount} if amount else {})


WORLD = events_of(
    {
        "ann": [buy(0, "10"), buy(50, "2.5"), buy(99, "0.1")],
        "bob": [buy(10), buy(20, "5")],
        "cid": [buy(95)],
        "dan": [("visit", 40 * D)],
        "eve": [("visit", 100 * D)],
    }
)


def frequency(journeys: Journeys = WORLD, **fields: Any) -> Any:
    return ask("frequency", journeys, **{"events": "buy", **fields})


def test_how_often_how_long_ago_and_for_how_much() -> None:
    row = frequency().figures.to_pylist()[0]
    assert (row["n"], row["active"], row["events"], row["most"]) == (5, 3, 6, 3)
    assert (row["low"], row["high"]) == wilson(3, 5)
    assert (row["mean"], row["median"], row["p90"]) == (2, 2, pytest.approx(2.8))
    assert (row["mean_low"], row["mean_high"]) == mean_interval(6, 9 + 4 + 1, 3)
    assert row["median_days_ago"] == 5  # 1, 80 and 5 days before day 100, when eve came
    assert (row["amount"], row["mean_amount"]) == (pytest.approx(17.6), pytest.approx(17.6 / 3))


def test_how_many_did_it_how_often() -> None:
    answer = frequency()
    assert answer.distribution.select(["events", "people"]).to_pylist() == [
        {"events": 0, "people": 2}, {"events": 1, "people": 1}, {"events": 2, "people": 1}, {"events": 3, "people": 1},
    ]  # fmt: skip
    often = answer.often.to_pylist()
    assert [(row["class"], row["people"]) for row in often] == [
        ("1", 1), ("2", 1), ("3–5", 1), ("6–10", 0), ("11 or more", 0),
    ]  # fmt: skip
    assert (often[0]["share"], often[0]["low"]) == (0.2, wilson(1, 5)[0])


def test_recency_ends_with_what_is_looked_at() -> None:
    def recency(**fields: Any) -> dict[str, int]:
        return {row["class"]: row["people"] for row in frequency(**fields).recency.to_pylist()}

    assert recency() == {"under 1 d": 0, "1 d to 7 d": 2, "7 d to 30 d": 0, "30 d to 90 d": 1, "90 d or longer": 0}
    assert recency(ago="10 d") == {"under 10 d": 2, "10 d or longer": 1}
    # the first 51 days and no more: ann's last is 1 day before their end, cid has none
    start = np.datetime64(START_US, "us") + np.timedelta64(51, "D")
    assert recency(ago="2 d", until=f"{start}Z") == {"under 2 d": 1, "2 d or longer": 1}
    assert recency(ago="2 d", who="did visit") == {"under 2 d": 0, "2 d or longer": 0}


def test_the_grid_puts_one_against_the_other() -> None:
    grid = frequency(often=(1, 2), ago="30 d").grid.to_pylist()
    assert [(row["recency"], row["frequency"], row["people"], row["events"], row["amount"]) for row in grid] == [
        ("under 30 d", "1", 1, 1, None), ("under 30 d", "2 or more", 1, 3, pytest.approx(12.6)),
        ("30 d or longer", "1", 0, 0, None), ("30 d or longer", "2 or more", 1, 2, 5.0),
    ]  # fmt: skip
    assert grid[3]["mean_amount"] == 5
    assert "12.60 each" in frequency(often=(1, 2), ago="30 d").plot().svg


def test_who_does_it_less_often_than_the_least_class_is_in_none() -> None:
    answer = frequency(often="2,3", people=True)
    assert [row["people"] for row in answer.often.to_pylist()] == [1, 1]
    assert sum(row["people"] for row in answer.grid.to_pylist()) == 2
    assert answer.people["frequency"].to_pylist() == ["3 or more", "2", "fewer"]


def test_fifths_are_five_classes_of_as_many_people() -> None:
    world = events_of({f"p{i}": [buy(k / 100) for k in range(i + 1)] + [("x", i * D)] for i in range(10)})
    assert frequency(world, often="fifths").often["class"].to_pylist() == ["1–2", "3–4", "5–6", "7–8", "9 or more"]
    assert frequency(world, often="fifths").often["people"].to_pylist() == [2, 2, 2, 2, 2]
    same = events_of({f"p{i}": [buy(0)] for i in range(10)})
    assert frequency(same, often="fifths", ago="fifths").grid["people"].to_pylist() == [10]


def test_values_of_a_property_and_lists() -> None:
    world = events_of({"p": [("buy", 0, {"c": "a"}), ("buy", D)], "q": [("buy", 0)], "r": [("x", 0, {"c": "a"})]})
    rows = frequency(world, by="c", people=True)
    found = [(row["value"], row["n"], row["active"], row["events"]) for row in rows.figures.to_pylist()]
    assert found == [("a", 2, 1, 2), ("(unknown)", 1, 1, 1)]
    assert rows.people.select(["person", "events", "days_ago", "value"]).to_pylist() == [
        {"person": "p", "events": 2, "days_ago": 0, "value": "a"},
        {"person": "q", "events": 1, "days_ago": 1, "value": "(unknown)"},
    ]
    assert "amount" not in rows.brief().column_names


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("pqrst"),
        st.lists(
            st.tuples(
                st.integers(0, 30), st.sampled_from(["buy", "x"]), st.sampled_from(["", "0.1", "-7.25", "1e15", "3"])
            ),
            max_size=8,
        ).map(sorted),
        min_size=1,
    )
)
def test_numbers_are_those_of_a_naive_count(people: dict[str, list[tuple[int, str, str]]]) -> None:
    ways = {name: [(kind, day * D, {"amount": amount} if amount else {}) for day, kind, amount in way]
            for name, way in people.items()}  # fmt: skip
    if not any(kind == "buy" for way in people.values() for _, kind, _ in way):
        return
    listed = {row["person"]: row for row in frequency(events_of(ways), people=True).people.to_pylist()}
    newest = max(day for way in people.values() for day, _, _ in way)
    for name, way in people.items():
        bought = [event for event in way if event[1] == "buy"]
        assert (name in listed) == bool(bought)
        if bought:
            row, amounts = listed[name], [min(float(amount), 1e12) for _, _, amount in bought if amount]
            assert (row["events"], row["days_ago"]) == (len(bought), newest - bought[-1][0])
            assert row["amount"] == (pytest.approx(sum(amounts)) if amounts else None)


def test_degenerate_input_is_answered() -> None:
    nobody = frequency(since="2050-01-01", people=True)
    assert (nobody.n, nobody.as_of, nobody.people.num_rows) == (0, None, 0)
    assert nobody.figures.to_pylist()[0]["mean"] is None
    assert "Nobody did it" in nobody.plot().svg
    fifths = frequency(since="2050-01-01", often="fifths", ago="fifths")
    assert fifths.grid["people"].to_pylist() == [0]
    one = frequency(events_of({"p": [buy(0), buy(0)]}))
    assert one.figures["median"].to_pylist() == [2]
    assert frequency(Journeys((), WORLD.signatures, "none")).n == 0


def test_what_cannot_be_asked_says_why() -> None:
    for fields in ({"often": "2,1"}, {"often": "many"}, {"often": "0,1"}, {"ago": "7 d, 1 d"}, {"ago": "soon"}):
        with pytest.raises(Invalid) as caught:
            frequency(**fields)
        assert caught.value.hint
    with pytest.raises(NotFound):
        frequency(events="bye")
