"""Questions about periods, frequency, times and sessions: the same answer however persons are spread over buckets."""

import pickle
from typing import Any

import numpy as np
import pytest

from footpath.analytics import ANALYSES, Bucket, Journeys, ask
from tests.analytics.events_of import Event, events_of

D = 86_400.0


def people() -> dict[str, list[Event]]:
    rng = np.random.default_rng(7)
    made: dict[str, list[Event]] = {}
    for person in range(60):
        times = np.sort(rng.exponential(6, rng.integers(1, 14)).cumsum() * D / 2 + rng.integers(0, 40) * D)
        made[f"p{person:02}"] = [
            (
                str(rng.choice(["visit", "visit", "buy"])), float(t),
                {"c": str(rng.choice(["", "ads", "mail"])), "amount": str(rng.integers(1, 99))},
            )
            for t in times
        ]  # fmt: skip
    return made


WORLD = people()
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("retention", {"mode": "recurring", "period": "week"}),
    ("retention", {"mode": "first", "period": "day", "brackets": "0,1,3,7,14,30", "by": "c", "people": True}),
    ("retention", {"like": "mixpanel", "starts": "visit", "returns": "buy", "period": "day"}),
    ("retention", {"like": "posthog", "by": "c", "period": "month", "mean": "simple", "tz": "Europe/Riga"}),
    ("lifecycle", {"period": "week", "events": "buy", "people": True}),
    ("lifecycle", {"like": "posthog", "period": "day", "by": "c", "since": "2023-12-01", "until": "2024-01-15"}),
    ("stickiness", {"period": "week", "cumulative": True, "people": True, "by": "c"}),
    ("frequency", {"events": "buy", "by": "c", "people": True, "often": "fifths"}),
    ("time_between", {"start": "visit", "end": "buy", "pair": "each", "trend": True, "people": True}),
    ("time_between", {"start": "visit", "end": "buy", "by": "c", "window": "9 d", "bins": "linear"}),
    ("sessions", {"session_gap": "3 d", "goal": "buy", "trend": True, "by": "c", "people": True}),
    ("sessions", {"session_gap": "5 d", "session_breaks": "midnight", "ends": "c"}),
]


def told(answer: Any) -> dict[str, Any]:
    """Return every table with its rows in one order, reals to nine digits."""
    found: dict[str, Any] = {"n": answer.n, "as_of": answer.as_of, "rules": answer.rules}
    for name, table in answer.tables().items():
        rows = [{key: f"{v:.9g}" if isinstance(v, float) else v for key, v in row.items()} for row in table.to_pylist()]
        found[name] = sorted(map(str, rows)) if name == "people" else rows
    return found


@pytest.mark.parametrize(("name", "fields"), QUESTIONS)
def test_however_persons_are_spread_and_however_parts_are_sent(name: str, fields: dict[str, Any]) -> None:
    def sent(work: Any, buckets: Any) -> list[Any]:
        # as on a cluster: plan and parts go over the wire, and parts come back in any order
        work._plan = pickle.loads(pickle.dumps(work._plan))  # noqa: S301 - made here
        return [pickle.loads(pickle.dumps(work(bucket))) for bucket in reversed(buckets)]  # noqa: S301 - made here

    one = told(ask(name, events_of(WORLD, buckets=1), **fields))
    assert one == told(ask(name, events_of(WORLD, buckets=7), **fields))
    assert one == told(ask(name, events_of(WORLD, buckets=4), run=sent, **fields))
    assert one == told(ask(name, scattered(events_of(WORLD, buckets=2)), **fields))


def scattered(journeys: Journeys) -> Journeys:
    """Return the journeys with events that are nobody's between them, and persons without any event."""

    def one(bucket: Bucket) -> Bucket:
        lengths = bucket.end - bucket.begin
        begin = np.cumsum(lengths + 3) - lengths
        rows = np.zeros(int(begin[-1] + lengths[-1]) + 3, np.int64)
        for place in range(len(begin)):
            rows[begin[place] : begin[place] + lengths[place]] = np.arange(bucket.begin[place], bucket.end[place])
        spread = np.insert(begin, 1, begin[1]), np.insert(begin + lengths, 1, begin[1])
        return Bucket(
            persons=bucket.persons,
            begin=spread[0],
            end=spread[1],
            at=bucket.at[rows],
            signature=bucket.signature[rows],
            value=bucket.value[rows],
            dimensions={
                key: type(held)(held.codes[rows], held.values) for key, held in bucket.dimensions.items()
            },
            owner=np.insert(np.arange(len(begin)), 1, 1),
        )  # fmt: skip

    made = tuple(one(bucket) for bucket in journeys.buckets)
    return Journeys(made, journeys.signatures, "scattered")


def test_every_one_of_these_is_known_by_name() -> None:
    assert {name for name, _ in QUESTIONS} <= set(ANALYSES)
