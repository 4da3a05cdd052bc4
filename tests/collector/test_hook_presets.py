"""Every preset reads its sender's documented example, signed as the sender signs, and refuses any other signature."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from footpath.collector.hook import HOOKS
from footpath.collector.hook_files import HookFolder, checked, written_from
from footpath.collector.records import Refused
from tests.collector.hooking import SECRET, SOMEONE_ELSES_KEY, Hooked, example, secret_of


def mail(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


# What each example says, worked out by hand: table → [fields that must stand in the row].
EXPECTED: dict[str, dict[str, list[dict[str, Any]]]] = {
    "stripe": {
        "events": [{
            "name": "Checkout completed", "type": "order", "value": 49.99, "currency": "EUR",
            "user_id": "cus_NffrFeUfNV2Hib", "email_hash": mail("jenny@example.com"), "at": 1_686_089_970_000_000,
            "dedupe_id": "evt_1NG8Du2eZvKYlo2CUI79vXWy",
            "properties": '{"order_id":"cs_test_a1","mode":"payment","status":"paid"}',
        }],
    },
    "shopify": {
        "events": [{
            "name": "orders/create", "value": 398.0, "currency": "USD", "user_id": "115310627314723954",
            "email_hash": mail("jon@example.com"), "at": 1_640_995_200_000_000,
            "dedupe_id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        }],
    },
    "github": {
        "events": [{"name": "issues opened", "user_id": "github:1", "account_id": "github:9919"}],
        "signals": [{
            "kind": "ticket", "text": "I'm having a problem with this.", "about": "Found a bug",
            "at": 1_303_479_228_000_000,
        }],
    },
    "typeform": {
        "signals": [
            {"text": "It's cold right now! I live in an older medium-sized city.", "about": "readable_ref_long_text",
             "user_id": "abc123456", "at": 1_516_299_422_000_000,
             "dedupe_id": "a3a12ec67a1365927098a606107fac15-DlXFaesGBpoF"},
            {"score": 9.0, "scale_min": 0.0, "scale_max": 10.0, "metric": "nps", "about": "recommend"},
            {"text": "London", "about": "city"},
        ],
    },
    "hubspot": {
        "traits": [{"user_id": "hubspot:1246978", "traits": '{"property":"lifecyclestage","value":"subscriber"}',
                    "at": 1_462_216_307_945_000}],
        "events": [{"name": "contact.creation", "user_id": "hubspot:1246965", "account_id": "hubspot-portal:33"}],
    },
    "zendesk": {
        "events": [{"name": "zen:event-type:ticket.created", "user_id": "zendesk:8447388090494",
                    "channel": "web_service", "at": 1_660_658_557_173_000}],
        "signals": [{"text": "The reset mail never comes.", "about": "Cannot log in", "kind": "ticket"}],
    },
    "intercom": {
        "events": [{"name": "conversation.user.created", "user_id": "u-70", "channel": "chat"}],
        "signals": [{"text": "Where is my order?", "email_hash": mail("winston@example.com")}],
    },
    "calendly": {
        "events": [{"name": "Meeting booked", "email_hash": mail("test@example.com"), "at": 1_606_153_879_000_000,
                    "properties": '{"meeting":"15 Minute Meeting","starts_at":"2020-11-24T15:00:00.000000Z"}'}],
    },
    "mailgun": {
        "events": [{"name": "Mail opened", "channel": "email", "user_id": "42", "at": 1_529_006_854_329_574,
                    "email_hash": mail("alice@example.com"), "dedupe_id": "DACSsAdVSeGpLid7TN03WA",
                    "properties": '{"message_id":"20130503182626.18666.16540@example.com"}'}],
    },
    "sendgrid": {
        "events": [{"name": "Mail processed", "campaign": "cat facts", "email_hash": mail("example@test.com")},
                   {"name": "Mail click", "page": "/offer", "dedupe_id": "sg_event_id-2"}],
    },
    "postmark": {
        "events": [{"name": "Mail Open", "campaign": "welcome-email", "user_id": "u-9",
                    "email_hash": mail("john@example.com"), "at": 1_572_971_634_907_025}],
    },
    "slack": {
        "signals": [{"text": "Live long and prospect.", "user_id": "slack:U123ABC456", "account_id": "slack:T123ABC456",
                     "at": 1_355_517_523_000_005, "kind": "mention"}],
    },
    "standard": {
        "events": [{"name": "contact.created", "user_id": "1f81eb52-5198-4599-803e-771906343485",
                    "dedupe_id": "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", "at": 1_667_507_170_344_522}],
    },
    "plain": {
        "events": [{"name": "Order placed", "value": 12.5, "currency": "EUR", "user_id": "u1"}],
        "signals": [{"text": "Thank you, that was quick.", "dedupe_id": "2"}],
    },
}  # fmt: skip


@pytest.mark.parametrize("preset", list(HOOKS))
def test_a_preset_reads_the_documented_example(preset: str, tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    hooks.add(preset, written_from(preset, ""), secret_of(preset))
    reading = hooks.read(preset, *example(preset))
    assert reading.problems == []
    assert reading.source == preset
    for table in ("events", "signals", "traits"):
        rows, expected = getattr(reading, table), EXPECTED[preset].get(table, [])
        assert len(rows) == len(expected), table
        for row, fields in zip(rows, expected, strict=True):
            assert {name: getattr(row, name) for name in fields} == fields


@pytest.mark.parametrize("preset", list(HOOKS))
@pytest.mark.parametrize("wrong", ["another secret", "no headers", "another body"])
def test_a_preset_refuses_who_cannot_prove_to_be_its_sender(preset: str, wrong: str, tmp_path: Path) -> None:
    hooks = Hooked(tmp_path)
    others = {"postmark": "someone:else-altogether", "sendgrid": SOMEONE_ELSES_KEY}
    other = others.get(preset, "whsec_c29tZW9uZS1lbHNlLWFsdG9nZXRoZXI=")
    hooks.add(preset, written_from(preset, ""), other if wrong == "another secret" else secret_of(preset))
    body, headers = example(preset)
    unsigned = preset in ("postmark", "plain", "mailgun")
    if wrong == "another body":
        if unsigned:
            pytest.skip("its sender signs no bodies")
        body = body.replace(b"e", b"3", 1)
    if wrong == "no headers":
        headers = {}
        body = body.replace(b'"signature": "', b'"signature": "0', 1) if preset == "mailgun" else body
    with pytest.raises(Refused) as refusal:
        hooks.read(preset, body, headers)
    assert refusal.value.status == 401
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("preset", list(HOOKS))
def test_a_preset_has_paths_that_can_be_read_and_an_own_source_where_asked(preset: str, tmp_path: Path) -> None:
    assert checked(HOOKS[preset].hook(), preset).take
    assert HookFolder(tmp_path).add("mine", written_from(preset, 'my "shop"')).source == 'my "shop"'
