"""Each protocol against what its senders were seen to send."""

import base64
import hashlib
import json
from urllib.parse import quote_plus

import pytest

from footpath.collector.fields import NOBODY
from footpath.collector.intake import PROTOCOLS
from footpath.collector.records import Reading, Refused
from tests.collector.reading import NOON, read

SECOND = 1_000_000


def basic(key: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(key.encode()).decode()}


def test_segment_batch_merges_its_context_and_keeps_the_good_ones() -> None:
    found = read(
        "/v1/batch",
        {
            "writeKey": "k",
            "sentAt": "2026-03-01T12:10:00Z",
            "context": {"library": {"name": "analytics-python"}, "campaign": {"name": "spring"}},
            "batch": [
                {
                    "type": "track", "event": "Order Completed", "userId": 42, "anonymousId": None, "messageId": "m1",
                    "timestamp": "2026-03-01T11:00:00Z",
                    "properties": {"revenue": "12.50", "currency": "EUR", "sku": 7},
                },
                {"type": "track", "userId": "u"},
                {"type": "bogus", "userId": "u"},
                {"type": "page", "properties": {}},
                {"type": "identify", "userId": "u", "traits": {"email": " A@Shop.example ", "plan": "pro"}},
            ],
        },
    )  # fmt: skip
    order = found.events[0]
    assert (found.key, order.user_id, order.anonymous_id, order.campaign) == ("k", "42", None, "spring")
    assert (order.value, order.currency, order.dedupe_id) == (12.5, "EUR", "m1")
    assert order.at == NOON - 3600 * SECOND - 450 * SECOND
    assert json.loads(order.properties or "") == {"revenue": "12.50", "currency": "EUR", "sku": 7}
    assert [(one.element, one.field) for one in found.problems] == [(1, "event"), (2, "type"), (3, "userId")]
    person = found.traits[0]
    assert person.email_hash == hashlib.sha256(b"a@shop.example").hexdigest()
    assert json.loads(person.traits) == {"plan": "pro", "email_domain": "shop.example"}
    assert json.loads(found.answer.body)["rejected"] == 3


@pytest.mark.parametrize(("route", "kind"), [("t", "track"), ("p", "page"), ("s", "screen"), ("track", "track")])
def test_segment_one_letter_routes_are_one_call_each(route: str, kind: str) -> None:
    found = read(f"/v1/{route}/", {"event": "x", "name": "Home", "anonymousId": "a"}, headers=basic("k"))
    assert (found.key, found.events[0].type, found.events[0].anonymous_id) == ("k", kind, "a")
    assert found.answer.body == b'{"success":true}'


def test_segment_alias_and_group() -> None:
    found = read("/v1/a", {"userId": "u", "previousId": "a"})
    assert (found.traits[0].user_id, found.traits[0].anonymous_id) == ("u", "a")
    found = read("/v1/g", {"userId": "u", "groupId": "acme", "traits": {"email": "info@acme.example"}})
    assert (found.traits[0].account_id, found.traits[0].email_hash) == ("acme", None)
    assert read("/v1/g", {"userId": "u"}).problems[0].field == "groupId"


def test_segment_settings_send_the_browser_back_here() -> None:
    found = read("/v1/projects/K/settings", method="GET", headers={"host": "c.example"})
    ours = json.loads(found.answer.body)["integrations"]["Segment.io"]
    assert (found.public, ours["apiKey"], ours["apiHost"]) == (True, "K", "c.example/v1")


def test_rudderstack_is_known_by_its_library_and_answered_ok() -> None:
    call = {
        "type": "identify", "userId": "u", "channel": "server", "originalTimestamp": "2026-03-01T11:00:00Z",
        "context": {"library": {"name": "rudder-analytics-python"}, "traits": {"plan": "pro"}},
    }  # fmt: skip
    found = read("/v1/batch", {"batch": [call]}, headers=basic("k:"))
    assert (found.key, found.answer.body, found.answer.content_type) == ("k", b"OK", "text/plain")
    assert (json.loads(found.traits[0].traits), found.traits[0].at) == ({"plan": "pro"}, NOON - 3600 * SECOND)


def test_posthog_batch() -> None:
    found = read(
        "/batch/",
        {
            "api_key": "k",
            "sent_at": "2026-03-01T12:00:00Z",
            "batch": [
                {"event": "bought", "distinct_id": "u", "uuid": "1", "properties": {"$lib": "posthog-python"}},
                {"event": "$identify", "distinct_id": "u",
                 "properties": {"$anon_distinct_id": "a", "$set": {"plan": 1}}},
                {"event": "$pageview", "distinct_id": "d", "properties": {"$device_id": "d", "$pathname": "/x?y=1"}},
                {"event": "nobody"},
                {"event": "$groupidentify", "distinct_id": "u",
                 "properties": {"$group_key": "acme", "$group_set": {"n": 2}}},
            ],
        },
    )  # fmt: skip
    bought, view = found.events
    assert (found.key, bought.user_id, bought.channel, bought.dedupe_id) == ("k", "u", "server", "1")
    assert (view.type, view.page, view.user_id, view.anonymous_id) == ("page", "/x", None, "d")
    identified, group = found.traits
    assert (identified.user_id, identified.anonymous_id, identified.traits) == ("u", "a", '{"plan":1}')
    assert (group.account_id, group.traits) == ("acme", '{"n":2}')
    assert [(one.element, one.field) for one in found.problems] == [(3, "distinct_id")]


def test_posthog_browser_sends_one_event_with_the_token_inside_in_base64_or_a_form() -> None:
    event = {"event": "x", "properties": {"token": "k", "distinct_id": "u"}, "offset": 2000}
    packed = base64.b64encode(json.dumps(event).encode()).decode()
    for body in (json.dumps(event).encode(), f"data={quote_plus(packed)}".encode(), packed.encode()):
        found = read("/e/", body)
        assert (found.key, found.events[0].user_id, found.events[0].at) == ("k", "u", NOON - 2 * SECOND)


def test_posthog_flags_and_configuration_are_answered() -> None:
    assert json.loads(read("/flags/", {"token": "k"}).answer.body)["flags"] == {}
    assert json.loads(read("/array/K/config", method="GET").answer.body)["surveys"] is False
    assert read("/static/1.449.2/surveys.js", method="GET").answer.content_type == "application/javascript"


def test_track_is_told_apart_between_posthog_and_mixpanel() -> None:
    assert read("/track/", {"event": "x", "distinct_id": "u", "api_key": "k"}).answer.body == b'{"status":1}'
    found = read("/track", b"data=" + quote_plus('{"event":"x","properties":{"token":"k","distinct_id":"u"}}').encode())
    assert (found.key, found.events[0].user_id) == ("k", "u")
    assert json.loads(found.answer.body) == {"status": 1, "error": None}


def test_mixpanel_people_and_devices() -> None:
    found = read("/engage", [{"$token": "k", "$distinct_id": "u", "$set": {"$email": "a@b.example", "plan": "x"}}])
    assert (found.key, found.traits[0].user_id, found.traits[0].traits) == ("k", "u", '{"plan":"x"}')
    assert found.traits[0].email_hash == hashlib.sha256(b"a@b.example").hexdigest()
    found = read("/import", [{"event": "x", "properties": {"distinct_id": "$device:d", "time": 1772366400}}])
    assert (found.events[0].user_id, found.events[0].anonymous_id, found.events[0].at) == (None, "d", NOON)


def test_snowplow_envelope_and_pixel() -> None:
    unstructured = {"schema": "iglu:x/unstruct_event/jsonschema/1-0-0", "data": {
        "schema": "iglu:com.shop/add_to_cart/jsonschema/1-0-0", "data": {"sku": "7"}}}  # fmt: skip
    packed = base64.urlsafe_b64encode(json.dumps(unstructured).encode()).decode().rstrip("=")
    common = {"aid": "k", "p": "web", "duid": "d", "dtm": "1772362800000", "stm": "1772366400000"}
    data = [
        common | {"e": "pv", "url": "https://shop.example/a?utm_campaign=spring", "page": "A", "uid": "u", "eid": "1"},
        common | {"e": "ue", "ue_px": packed},
        common | {"e": "??"},
    ]
    found = read("/com.snowplowanalytics.snowplow/tp2", {"schema": "iglu:…", "data": data})
    view, added = found.events
    assert (found.key, view.page, view.campaign, view.name, view.user_id) == ("k", "/a", "spring", "A", "u")
    assert view.at == NOON - 3600 * SECOND
    assert (added.name, json.loads(added.properties or "")["sku"], added.anonymous_id) == ("add_to_cart", "7", "d")
    assert found.problems[0].field == "e"
    pixel = read("/i", method="GET", query=common | {"e": "pv"})
    assert (pixel.answer.content_type, len(pixel.events)) == ("image/gif", 1)


def test_amplitude() -> None:
    events = [
        {"event_type": "x", "device_id": "d", "user_id": "u", "insert_id": "1", "time": 1772366400000, "revenue": 2},
        {"event_type": "$identify", "user_id": "u", "user_properties": {"$set": {"plan": "p"}, "$setOnce": {"a": 1}}},
        {"event_type": "x"},
    ]
    found = read("/2/httpapi", {"api_key": "k", "events": events})
    assert (found.events[0].dedupe_id, found.events[0].value, found.events[0].at) == ("d:1", 2.0, NOON)
    assert json.loads(found.traits[0].traits) == {"plan": "p", "a": 1}
    answer = json.loads(found.answer.body)
    assert (answer["code"], answer["events_ingested"], answer["errors"][0]["field"]) == (200, 2, "user_id")


def test_jitsu() -> None:
    found = read("/api/s/s2s/track", {"event": "x", "userId": "u"}, headers={"x-write-key": "k"})
    assert (found.key, found.events[0].name, json.loads(found.answer.body)) == ("k", "x", {"ok": True})


def test_ga4_backdates_three_days_and_validates() -> None:
    body = {
        "client_id": "c", "user_id": "u", "timestamp_micros": NOON - 3600 * SECOND,
        "user_properties": {"tier": {"value": "gold"}},
        "events": [
            {"name": "purchase", "params": {"value": 9.5, "currency": "EUR", "transaction_id": "T"}},
            {"name": "page_view", "timestamp_micros": 1000, "params": {"page_location": "https://s.example/p"}}, {},
        ],
    }  # fmt: skip
    found = read("/mp/collect", body, query={"api_secret": "k", "measurement_id": "G-1"})
    order, view = found.events
    assert (order.value, order.type, order.at, order.user_id, order.anonymous_id) == (
        9.5, "order", NOON - 3600 * SECOND, "u", "c",
    )  # fmt: skip
    assert (view.page, view.at, view.channel) == ("/p", NOON, "web")
    assert (found.key, found.answer.status, json.loads(found.traits[0].traits)) == ("k", 204, {"tier": "gold"})
    checked = json.loads(read("/debug/mp/collect", body).answer.body)
    assert checked["validationMessages"][0]["fieldPath"] == "events[2].name"


def test_plain_events_traits_and_signals() -> None:
    found = read(
        "/v1/batch",
        {
            "key": "k",
            "events": [{"name": "x", "user_id": "u", "at": "2026-03-01T11:00:00Z", "value": 3}, {"name": "y"}],
            "traits": [{"email": "A@b.example", "traits": {"plan": "x"}}],
            "signals": [
                {"kind": "survey", "user_id": "u", "score": 9, "metric": "nps"},
                {"kind": "note", "user_id": "u"},
            ],
        },
    )
    assert (found.key, found.events[0].value, found.signals[0].score) == ("k", 3.0, 9.0)
    assert found.traits[0].email_hash == hashlib.sha256(b"a@b.example").hexdigest()
    assert [(one.element, one.field) for one in found.problems] == [(1, "user_id"), (4, "text")]


@pytest.mark.parametrize("word", sorted(NOBODY - {""}))
def test_words_for_nobody_are_no_identity_and_the_event_stays(word: str) -> None:
    for shown in (word, word.upper(), f" {word} ", f'"{word}"'):
        found = read("/v1/t", {"event": "x", "userId": shown, "anonymousId": "a"})
        assert (found.events[0].user_id, found.events[0].anonymous_id) == (None, "a")


def deep(levels: int) -> dict[str, object]:
    content: dict[str, object] = {}
    for _ in range(levels):
        content = {"a": content}
    return content


@pytest.mark.parametrize(
    ("call", "field"),
    [
        ({"userId": "u" * 1025}, "userId"), ({"userId": ["u"]}, "userId"), ({"properties": []}, "properties"),
        ({"properties": {"a": "x" * 256_001}}, "properties"), ({"properties": deep(40)}, "properties"),
        ({"timestamp": "soon"}, "timestamp"), ({"event": None}, "event"), ({"context": 1}, "context"),
    ],
)  # fmt: skip
def test_limits_name_the_field(call: dict[str, object], field: str) -> None:
    found = read("/v1/batch", {"batch": [{"type": "track", "event": "x", "userId": "u"} | call]})
    assert [one.field for one in found.problems] == [field]
    assert found.problems[0].remedy


def test_too_many_elements_are_refused_at_once() -> None:
    with pytest.raises(Refused, match="at most 5000"):
        read("/v1/batch", {"batch": [{}] * 5001})


def test_every_protocol_was_tried() -> None:
    assert len(list(PROTOCOLS)) == 11  # webhooks have tests of their own
    assert isinstance(read("/v1/t", {"event": "x", "userId": "u"}), Reading)


def test_a_pixel_that_is_refused_can_be_sent_again_as_an_envelope() -> None:
    found = read("/i", method="GET", query={"aid": "k", "e": "??"})
    assert found.problems[0].field == "e"
    again = PROTOCOLS["snowplow"]().alone(None, found.bad[0] | {"e": "pv"})
    assert len(read("/com.snowplowanalytics.snowplow/tp2", again).events) == 1
