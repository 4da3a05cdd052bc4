"""Events laid over journeys give the same answers as if they had been there from the start."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.analytics import Journeys, ask, with_events
from tests.analytics.events_of import START_US, Event, events_of
from tests.analytics.who_oracle import with_gaps

AT = pa.timestamp("us", tz="UTC")


def table(rows: list[tuple[str | None, str, float | None, dict[str, str]]]) -> pa.Table:
    return pa.table(
        {
            "person": pa.array([row[0] for row in rows], pa.string()),
            "name": pa.array([row[1] for row in rows], pa.string()),
            "at": pa.array([None if row[2] is None else START_US + round(row[2] * 1e6) for row in rows], AT),
            "source": pa.array(["test"] * len(rows), pa.string()),
            "type": pa.array(["track"] * len(rows), pa.string()),
            "channel": pa.array(["web"] * len(rows), pa.string()),
            "value": pa.array([float(row[3].get("amount", "nan")) for row in rows], pa.float64()),
            "metric": pa.array([row[3].get("metric") for row in rows], pa.string()),
        }
    )


def test_answers_are_laid_over_what_people_did() -> None:
    made = with_gaps(events_of({"ann": [("visit", 0), ("order", 60)], "bob": [("visit", 5)], "cid": [("visit", 9)]}))
    extra = table(
        [
            ("bob", "survey", 7, {"amount": "3", "metric": "nps"}),
            ("ann", "survey", 30, {"amount": "10", "metric": "nps"}),
            ("eve", "survey", 1, {"amount": "9", "metric": "nps"}),
            ("eve", "survey", 2, {"amount": "4", "metric": "csat"}),
            (None, "survey", 2, {"amount": "0", "metric": "nps"}),
            ("ann", "survey", None, {"amount": "0", "metric": "nps"}),
        ]
    )
    whole = with_events(made, extra)
    assert (whole.n_persons, whole.n_events) == (4, 8)
    assert ask("metric", whole, metric="nps").table()["figure"].to_pylist() == [pytest.approx(100 / 3)]
    assert ask("metric", whole, metric="nps", who="did order").table()["figure"].to_pylist() == [100]
    assert ask("metric", whole, metric="csat").table()["n"].to_pylist() == [1]
    assert ask("funnel", whole, steps=["visit", "survey"], who="did metric = nps & value <= 6").table()[
        "count"
    ].to_pylist() == [1, 1]
    ann = next(bucket for bucket in whole.buckets if "ann" in bucket.persons.to_pylist() and bucket.home == "")
    assert ann.n_journeys
    names = whole.signatures["name"].to_pylist()
    last = whole.buckets[-1]
    place = last.persons.to_pylist().index("ann")
    assert [names[code] for code in last.signature[last.begin[place] : last.end[place]]] == ["visit", "survey", "order"]
    assert made.n_events == 4
    assert with_events(made, extra.slice(0, 0)) is made


lives = st.dictionaries(
    st.sampled_from("pqrs"),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=4).map(
        lambda some: sorted(some, key=lambda one: one[1])
    ),
)
extras = st.lists(st.tuples(st.sampled_from("pqrst"), st.sampled_from("bx"), st.integers(0, 5)), min_size=1, max_size=6)


@settings(max_examples=150)
@given(lives, extras)
def test_laid_over_is_as_if_always_there(
    old: dict[str, list[tuple[str, int]]], new: list[tuple[str, str, int]]
) -> None:
    old = {person: life for person, life in old.items() if life} or {"p": [("a", 0)]}
    both: dict[str, list[Event]] = {
        person: sorted(
            [*old.get(person, []), *((name, at) for whose, name, at in new if whose == person)], key=lambda one: one[1]
        )
        for person in {*old, *(one[0] for one in new)}
    }
    laid = with_events(with_gaps(events_of(old)), table([(*one, {}) for one in new]))
    straight = events_of(both)
    assert _events(laid) == _events(straight)
    counts = dict(zip(laid.signatures["name"].to_pylist(), laid.signatures["events"].to_pylist(), strict=True))
    assert counts == {name: sum(e[0] == name for life in both.values() for e in life) for name in counts}
    again = with_events(laid, table([("p", "z", 3, {})]))
    assert again.n_events == laid.n_events + 1
    assert replace(laid, store="x").store == "x"


def _events(journeys: Journeys) -> dict[str, Any]:
    names = journeys.signatures["name"].to_pylist()
    found = {}
    for bucket in journeys.buckets:
        for place, person in enumerate(bucket.whose(np.arange(bucket.n_journeys)).to_pylist()):
            span = slice(int(bucket.begin[place]), int(bucket.end[place]))
            found[person] = [
                (int(at), names[code]) for at, code in zip(bucket.at[span], bucket.signature[span], strict=True)
            ]
    return found
