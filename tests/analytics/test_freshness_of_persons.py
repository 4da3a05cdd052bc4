"""Merges, splits, their undoing and other rules, in any order with imports, give what building anew gives."""

import os
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.analytics import build_journeys, compact_journeys, erase, persons
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.events import Lake, decide, undo, write_rules
from tests.analytics.test_freshness import anew, dimensions, everyone, told
from tests.events.lakes import add, new_lake

IDS = {
    "user_id": st.sampled_from([None, "a", "b", "c", "0"]),
    "anonymous_id": st.sampled_from([None, "x", "y"]),
    "email_hash": st.sampled_from([None, None, "e"]),
    "ids": st.sampled_from(
        [None, None, '{"device": "d"}', '{"crm": ["k", "l"], "device": "0"}', '{"user": "b"}', '{"other": 1}', "[]"]
    ),
}
EVENT = st.fixed_dictionaries(
    {**IDS, "at": st.integers(0, 4), "row": st.integers(1, 2), "name": st.sampled_from(["Viewed", "Paid"])}
)
SAID = st.fixed_dictionaries({**IDS, "at": st.sampled_from([None, 1, 3])})
RULES = [
    "preset: footpath\nshared: {anonymous: 1, email: 1}",
    "preset: segment\nlimits: {user: 1, anonymous: 1}",
    "preset: amplitude",
    "preset: unomi",
    "preset: posthog",
    "unique: [user]\nshared_device: turns\nblocked: {user: [c]}",
    "kinds: [crm, user, email, anonymous, device]\nlinks: [traits, signals]\nlimits: {user: 2}",
]
ORDERS = int(os.environ.get("FOOTPATH_ORDERS", "3"))  # noqa: TID251 - a test's own dial
NAMES = [f"{kind}:{text}" for kind, text in [*zip(["user"] * 3, "abc", strict=True), ("anonymous", "x"), ("crm", "k")]]
MOVE = st.one_of(
    st.tuples(st.just("events"), st.lists(EVENT, min_size=1, max_size=6)),
    st.tuples(st.just("events"), st.lists(EVENT, min_size=1, max_size=6)),
    st.tuples(st.just("traits"), st.lists(SAID, min_size=1, max_size=3)),
    st.tuples(st.just("signals"), st.lists(SAID, min_size=1, max_size=3)),
    st.tuples(st.just("merge"), st.lists(st.sampled_from(NAMES), min_size=2, max_size=2)),
    st.tuples(st.just("split"), st.lists(st.sampled_from(NAMES), min_size=2, max_size=3)),
    st.tuples(st.just("undo"), st.integers(1, 3)),
    st.tuples(st.just("rules"), st.sampled_from(RULES)),
    st.tuples(st.sampled_from(["compact", "undo newest"]), st.just([])),
    st.tuples(st.just("erase"), st.integers(0, 3)),
)


def happen(lake: Lake, what: str, how: Any, number: int) -> None:
    if what in ("merge", "split"):
        try:
            decide(lake.folder, "merge" if what == "merge" else "split", how[:1], how[1:], "")
        except Invalid:
            assert set(how[:1]) & set(how[1:])
    elif what.startswith("undo"):
        with suppress(NotFound, Conflict):
            undo(lake.folder, how or None)
    elif what == "rules":
        write_rules(lake.folder, how)
    elif what == "compact":
        compact_journeys(lake)
    elif what == "erase":
        known = persons(lake).canonical.to_pylist()
        if known:
            erase(lake, known[int(how) % len(known)])
    else:
        add(lake, how, table=what, import_id=f"i{number}")


@given(st.sampled_from(RULES), st.lists(MOVE, min_size=2, max_size=9))
@settings(
    max_examples=ORDERS,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_order_of_facts_and_decisions_gives_what_building_anew_gives(
    tmp_path_factory: pytest.TempPathFactory, rules: str, moves: list[tuple[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("lake")
    lake = new_lake(folder)
    write_rules(lake.folder, rules)
    for number, (what, how) in enumerate(moves):
        happen(lake, what, how, number)
        build_journeys(lake)
    fresh = anew(lake, folder)
    names = dimensions(fresh) & dimensions(lake)
    assert told(lake, names) == told(fresh, names)
    assert everyone(lake) == everyone(fresh)
    assert whose_turn(lake) == whose_turn(fresh)


def whose_turn(lake: Lake) -> list[tuple[str, int, str]]:
    found = persons(lake)
    rows = found.ids.to_pylist()
    names = [f"{row['kind']}:{row['id']}" for row in rows]
    turns = zip(*(column.tolist() for column in found.turns), strict=True)
    return [(names[device], at, names[owner]) for device, at, owner in turns]
