"""What was true when an event happened and what is true now: traits, and the accounts persons belong to."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.analytics import Journeys, ask, build_journeys, size
from footpath.analytics.accounts import by_account
from footpath.analytics.kernels.then import then
from footpath.core.errors import NotFound
from footpath.events import Lake, account_in
from tests.events.lakes import add, new_lake


def shop(folder: Path) -> Lake:
    lake = new_lake(folder)
    add(lake, [{"user_id": name, "at": at, "name": "Paid"} for name, at in [("ann", 10), ("ann", 30), ("bob", 20)]])
    said = [
        {"user_id": "ann", "at": 5, "traits": '{"plan": "free"}'},
        {"user_id": "ann", "at": 20, "traits": '{"plan": "pro"}'},
        {"user_id": "bob", "at": 25, "traits": '{"plan": "pro"}'},
    ]
    add(lake, said, table="traits", import_id="i2")
    return lake


def counts(journeys: Journeys, by: str) -> dict[str, int]:
    answer = ask("funnel", journeys, steps=["Paid"], by=by, attribution="all steps")
    return {row["value"]: row["count"] for row in answer.figures.to_pylist()}


def test_a_breakdown_by_a_trait_then_counts_what_it_was_at_each_event(tmp_path: Path) -> None:
    journeys = build_journeys(shop(tmp_path))
    now = counts(journeys, "trait plan")
    before = counts(journeys, "trait plan then")
    assert now == {"pro": 2}
    assert before == {"(unknown)": 1, "free": 1, "pro": 1}  # of bob nothing had been said yet


def test_a_segment_can_ask_what_a_trait_was_at_an_event(tmp_path: Path) -> None:
    journeys = build_journeys(shop(tmp_path))
    assert size(journeys, "trait plan = pro").persons == 2
    assert size(journeys, 'ever "trait plan then" = free').persons == 1
    assert size(journeys, 'last "trait plan then" = pro').persons == 1
    with pytest.raises(NotFound, match="colour"):
        size(journeys, 'ever "trait colour then" = red')


Entries = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), max_size=4).map(sorted), max_size=4)


@given(Entries, st.lists(st.lists(st.integers(0, 5), max_size=4).map(sorted), min_size=4, max_size=4))
def test_the_last_entry_before_an_event_holds(entries: list[list[tuple[int, int]]], events: list[list[int]]) -> None:
    entries = [*entries, *([[]] * (4 - len(entries)))]
    cuts = np.cumsum([0, *map(len, events)]).astype(np.int64)
    lines = np.cumsum([0, *map(len, entries)]).astype(np.int64)
    at = np.array([time for times in events for time in times], np.int64)
    said = np.array([entry for some in entries for entry in some], np.int64).reshape(-1, 2)
    found = then((cuts[:-1], cuts[1:]), at, (lines[:-1], lines[1:]), said[:, 0].copy(), said[:, 1].copy())
    expected = [
        max([(0, 0), *((n, code) for n, (since, code) in enumerate(some, 1) if since <= time)])[1]
        for some, times in zip(entries, events, strict=True)
        for time in times
    ]
    assert found.tolist() == expected


def accounts(lake: Lake, when: str = "then") -> dict[str, list[int]]:
    journeys = by_account(build_journeys(lake), when)
    (bucket,) = journeys.buckets
    start = int(bucket.at.min())
    return {
        str(bucket.persons[place]): [
            int(at - start) // 1_000_000 for at in bucket.at[bucket.begin[place] : bucket.end[place]]
        ]
        for place in range(bucket.n_journeys)
    }


def member(account: str | None, at: int, traits: str = "{}", user: str = "ann") -> dict[str, Any]:
    return {"user_id": user, "at": at, "account_id": account, "traits": traits}


def test_an_event_is_of_the_account_its_person_belonged_to_when_it_happened_or_belongs_to_now(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    add(lake, [{"user_id": "ann", "at": at} for at in (0, 10, 30)])
    add(lake, [member("acme", 5), member("globex", 20)], table="traits", import_id="i2")
    assert accounts(lake) == {"acme": [0, 10], "globex": [30]}
    assert accounts(lake, "now") == {"globex": [0, 10, 30]}
    add(lake, [{"user_id": "ann", "at": 40, "account_id": "initech"}], import_id="i3")
    assert accounts(lake) == {"acme": [0, 10], "globex": [30], "initech": [40]}
    answer = ask("funnel", build_journeys(lake), steps=["Viewed"], unit="account", account_at="now")
    assert answer.n == 1
    assert answer.rules["an event is of"] == "the account its person belongs to now"


def test_company_and_domain_hold_for_who_is_in_no_group_and_freemail_says_nothing(tmp_path: Path) -> None:
    lake = new_lake(tmp_path)
    users = ("ann", "bob", "cid", "dan")
    add(lake, [{"user_id": user, "at": at} for at, user in enumerate(users)])
    said = [
        member("acme", 0, '{"company": "Other", "email_domain": "other.com"}'),
        member(None, 0, '{"company": {"name": "Globex"}, "email_domain": "other.com"}', "bob"),
        member(None, 0, '{"email_domain": "Initech.com"}', "cid"),
        member(None, 0, '{"email_domain": "gmail.com"}', "dan"),
    ]
    add(lake, said, table="traits", import_id="i2")
    assert accounts(lake) == {"Globex": [1], "acme": [0], "initech.com": [2]}


@pytest.mark.parametrize(
    ("account", "traits", "expected"),
    [
        ("a", {"company": "b"}, ("a", "group")), (None, {"company": " b "}, ("b", "company")),
        (None, {"company": {"id": 7}}, ("7", "company")), (None, {"email_domain": "GMX.de"}, None),
        (None, {"email_domain": "acme.com"}, ("acme.com", "domain")), (None, None, None),
        (None, {"company": True}, None),
    ],
)  # fmt: skip
def test_what_a_fact_says_of_accounts(account: str | None, traits: Any, expected: tuple[str, str] | None) -> None:
    assert account_in(account, traits) == expected
