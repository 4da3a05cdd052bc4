"""Ids beside those with a column: what identify, alias and merge calls carry into the store."""

import hashlib
import json
from typing import Any

import pytest

from footpath.collector.ids import either, ids_given, phone_hash
from footpath.collector.records import Refused
from tests.collector.reading import read

UUID = "5f0c9c2e-0b0e-4e57-9df1-3a2f6f0a1b2c"


def ids_of(rows: Any) -> list[Any]:
    return [None if row.ids is None else json.loads(row.ids) for row in rows]


def test_segments_external_ids_device_and_phone_are_kept_by_type() -> None:
    context = {
        "externalIds": [
            {"id": "77", "type": "shopify.id", "collection": "users", "encoding": "none"},
            {"id": "9", "type": "org", "collection": "accounts"},
            "odd",
        ],
        "device": {"id": "IDFV-1", "type": "ios"},
    }
    calls = [
        {"type": "track", "event": "Paid", "userId": "ann", "context": context},
        {"type": "track", "event": "Paid", "userId": "ann"},
        {"type": "identify", "userId": "ann", "traits": {"phone": "+44 (0)20 7946-0018", "email": "Ann@Acme.com"}},
    ]
    reading = read("/v1/batch", {"batch": calls})
    assert ids_of(reading.events) == [{"device": "IDFV-1", "shopify_id": "77"}, None]
    assert ids_of(reading.traits) == [{"phone": hashlib.sha256(b"+4402079460018").hexdigest()}]
    assert json.loads(reading.traits[0].traits) == {"email_domain": "acme.com"}


@pytest.mark.parametrize(
    ("previous", "expected"),
    [("old-login", {"anonymous": "old-login", "user": "old-login"}), (UUID, {"anonymous": UUID})],
)
def test_an_alias_ties_an_anonymous_id_and_unless_it_is_made_up_a_users(previous: str, expected: Any) -> None:
    call = {"type": "alias", "previousId": previous, "userId": "ann", "anonymousId": "cookie"}
    reading = read("/v1/batch", {"batch": [call]})
    assert ids_of(reading.traits) == [expected]
    assert (reading.traits[0].user_id, reading.traits[0].anonymous_id) == ("ann", "cookie")


def test_posthogs_dangerous_merge_ties_two_users_and_an_alias_an_anonymous_id() -> None:
    calls = [
        {"event": name, "distinct_id": "ann", "properties": {"alias": "bob"}}
        for name in ("$merge_dangerously", "$create_alias")
    ]
    reading = read("/batch", {"api_key": "k", "batch": calls})
    assert ids_of(reading.traits) == [{"anonymous": "bob", "user": "bob"}, None]
    assert [row.anonymous_id for row in reading.traits] == ["bob", "bob"]


def test_mixpanels_original_calls_tie_ids() -> None:
    calls = [
        {"event": "$identify", "properties": {"$identified_id": "ann", "$anon_id": UUID, "token": "t"}},
        {"event": "$create_alias", "properties": {"distinct_id": "ann", "alias": "a.smith", "token": "t"}},
        {"event": "$merge", "properties": {"$distinct_ids": ["ann", UUID], "token": "t"}},
    ]
    reading = read("/import", calls)
    tied = [(row.user_id, row.anonymous_id) for row in reading.traits]
    assert tied == [("ann", UUID), ("a.smith", "ann"), (UUID, "ann")]
    assert ids_of(reading.traits) == [None, {"anonymous": "ann", "user": "ann"}, {"anonymous": "ann", "user": "ann"}]


def test_our_own_protocol_takes_ids_by_type_and_says_what_is_wrong_with_them() -> None:
    traits = [
        {"ids": {"crm": "0031", "card": ["A", "B", "null"], "phone": "0044 20 7946 0018"}, "traits": {}},
        {"user_id": "ann", "ids": ["x"], "traits": {}},
        {"user_id": "ann", "ids": {"": "x"}, "traits": {}},
    ]
    reading = read("/v1/batch", {"traits": traits})
    phone = hashlib.sha256(b"+442079460018").hexdigest()
    assert ids_of(reading.traits) == [{"crm": ["0031"], "card": ["A", "B"], "phone": [phone]}]
    assert [(one.element, one.field) for one in reading.problems] == [(1, "ids"), (2, "ids.")]


@pytest.mark.parametrize("odd", ["12345", "call me", None, 7, "x" * 5000])
def test_what_is_no_phone_number_is_none(odd: Any) -> None:
    assert phone_hash(odd) is None


def test_ids_that_stand_for_nobody_are_left_out() -> None:
    assert either("undefined", "previousId") == {}
    assert ids_given({"crm": "null"}) == {"crm": []}
    with pytest.raises(Refused):
        ids_given("crm")
