"""What real SDKs were seen to send, as the smallest requests that show it."""

import json
from typing import Any

import pytest

from tests.collector.reading import read

ORIGIN = {"host": "c.example", "origin": "https://www.shop.example"}


@pytest.mark.parametrize(
    ("headers", "protocol"),
    [
        (ORIGIN, "https"),
        (ORIGIN | {"origin": "http://127.0.0.1:3000"}, "http"),
        (ORIGIN | {"origin": "http://127.0.0.1:3000", "x-forwarded-proto": "https"}, "https"),
        ({"host": "c.example"}, "https"),
    ],
)
def test_segment_in_browsers_is_told_whether_to_encrypt(headers: dict[str, str], protocol: str) -> None:
    found = json.loads(read("/v1/projects/K/settings", method="GET", headers=headers).answer.body)
    ours = found["integrations"]["Segment.io"]
    assert (ours["apiHost"], ours["protocol"]) == ("c.example/v1", protocol)


@pytest.mark.parametrize(
    ("library", "channel"),
    [
        ("@segment/analytics-node", "server"),
        ("analytics-python", "server"),
        ("@rudderstack/rudder-sdk-node", "server"),
        ("analytics.js", "web"),
        ("RudderLabs JavaScript SDK", "web"),
        ("analytics-ios", "app"),
    ],
)
def test_a_library_says_where_its_calls_come_from(library: str, channel: str) -> None:
    call = {"type": "track", "event": "x", "userId": "u", "context": {"library": {"name": library}}}
    assert read("/v1/batch", {"batch": [call]}).events[0].channel == channel


def test_jitsu_keys_have_two_parts() -> None:
    found = read("/api/s/track", {"event": "x", "userId": "u"}, headers={"x-write-key": "K:web"})
    assert (found.key, found.events[0].name) == ("K", "x")


@pytest.mark.parametrize(
    ("name", "properties"),
    [
        ("$identify", {"distinct_id": "u", "$anon_distinct_id": "$device:d"}),
        ("$identify", {"$identified_id": "u", "$anon_id": "d"}),
        ("$create_alias", {"alias": "u", "distinct_id": "d"}),
        ("$merge", {"$distinct_ids": ["d", "u"]}),
    ],
)
def test_mixpanel_ties_two_ids_together(name: str, properties: dict[str, Any]) -> None:
    found = read("/track", [{"event": name, "properties": {"token": "K", "$insert_id": "1", **properties}}])
    assert [(row.user_id, row.anonymous_id) for row in found.traits] == [("u", "d")]
    assert (found.events, found.problems) == ([], [])
    assert found.traits[0].dedupe_id
    alone = read("/track", [{"event": name, "properties": {"token": "K"}}])
    assert [one.field for one in alone.problems] == ["$identified_id"]


def test_amplitude_in_browsers_says_empty_for_what_is_not_there() -> None:
    event = {"device_id": "d", "library": "amplitude-ts/2.48.1"}
    said = {"$setOnce": {"initial_utm_source": "EMPTY", "initial_referrer": "shop.example"}}
    found = read("/2/httpapi", {"api_key": "K", "events": [
        event | {"event_type": "$identify", "user_properties": said}, event | {"event_type": "session_start"},
        event | {"event_type": "x"}, event | {"event_type": "x", "library": "amplitude-ts-node/1.5.73"},
    ]})  # fmt: skip
    assert [json.loads(row.traits) for row in found.traits] == [{"initial_referrer": "shop.example"}]
    assert [(row.type, row.channel) for row in found.events] == [("log", "web"), ("track", "web"), ("track", "server")]


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [("$rageclick", "track", "Rage click"), ("$pageleave", "log", "Page left"), ("$exception", "log", "Error")],
)
def test_what_posthog_notices_by_itself_has_plain_names(name: str, kind: str, shown: str) -> None:
    found = read("/e/", {"event": name, "properties": {"token": "k", "distinct_id": "u"}})
    assert [(row.type, row.name) for row in found.events] == [(kind, shown)]
