"""Each preset against its service's documented answers: pages, tokens, filters; then again, for what is new."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.pulling.services import Asked, serving
from tests.pulling.world import SECRET, World


def mail(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_hubspot_contacts_are_searched_by_when_they_changed(world: World) -> None:
    contacts = [
        {"id": str(n), "properties": {"email": f"A{n}@x.example", "lifecyclestage": "lead", "country": "PL",
         "lastmodifieddate": f"2026-01-0{n}T00:00:00.000Z"}} for n in range(1, 6)
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        assert asked.path == "/crm/v3/objects/contacts/search"
        assert asked.headers["authorization"] == f"Bearer {SECRET}"
        since = int(asked.body["filterGroups"][0]["filters"][0]["value"]) / 1000
        fresh = [c for c in contacts if _seconds(c["properties"]["lastmodifieddate"]) >= since]
        start = int(asked.body.get("after", 0))
        page = fresh[start : start + 2]
        more = {"paging": {"next": {"after": str(start + 2)}}} if start + 2 < len(fresh) else {}
        return {"total": len(fresh), "results": page, **more}

    with serving(answer) as service:
        world.add("hubspot", service.url, tables=("contacts",))
        assert world.run().status.traits == 5
        contacts[1]["properties"] |= {"lifecyclestage": "customer", "lastmodifieddate": "2026-02-01T00:00:00.000Z"}
        contacts.append(contacts.pop(1))
        again = world.run().status
        assert (again.rows, again.traits, again.duplicates) == (2, 1, 1)
    rows = world.rows("traits", "user_id, email_hash, traits")
    assert ("hubspot:2", mail("a2@x.example"), '{"lifecycle":"customer","country":"PL"}') in rows
    assert len(rows) == 6


def _seconds(text: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(text).timestamp()


def test_hubspot_deals_and_tickets_are_listed_with_their_contacts(world: World) -> None:
    deal: dict[str, Any] = {
        "id": "7", "createdAt": "2026-01-01T00:00:00Z",
        "properties": {"dealstage": "proposal", "amount": "120.5", "deal_currency_code": "EUR", "pipeline": "default",
                       "hs_v2_date_entered_current_stage": "2026-01-05T08:00:00Z"},
        "associations": {"contacts": {"results": [{"id": "51", "type": "deal_to_contact"}]}},
    }  # fmt: skip
    ticket = {
        "id": "9", "createdAt": "2026-01-02T00:00:00Z",
        "properties": {"subject": "Broken", "content": "It does not start.", "closed_date": "2026-01-03T00:00:00Z",
                       "source_type": "EMAIL"},
        "associations": {"contacts": {"results": [{"id": "51", "type": "ticket_to_contact"}]}},
    }  # fmt: skip

    def answer(asked: Asked) -> Any:
        assert asked.query["associations"] == "contacts"
        if asked.path.endswith("deals"):
            return {"results": [deal]}
        return {"results": [ticket]} if "after" in asked.query else {"results": [], "paging": {"next": {"after": "x"}}}

    with serving(answer) as service:
        world.add("hubspot", service.url, tables=("deals", "tickets"))
        world.run()
        deal["properties"] |= {"dealstage": "won", "hs_v2_date_entered_current_stage": "2026-01-09T08:00:00Z"}
        world.run()
    assert world.rows("events", 'name, user_id, value, epoch("at")::BIGINT') == [
        ("Deal proposal", "hubspot:51", 120.5, 1_767_600_000),
        ("Deal won", "hubspot:51", 120.5, 1_767_945_600),
        ("Ticket closed", "hubspot:51", None, 1_767_398_400),
        ("Ticket opened", "hubspot:51", None, 1_767_312_000),
    ]
    assert world.rows("signals", "text, about, user_id") == [("It does not start.", "Broken", "hubspot:51")]


def test_salesforce_follows_next_records_urls_with_a_traded_token(world: World) -> None:
    history = [
        {"Id": f"h{n}", "StageName": stage, "Amount": 1000.0, "CreatedDate": f"2026-01-0{n}T10:00:00.000+0000",
         "Opportunity": {"AccountId": "acc", "ContactId": "c1"}}
        for n, stage in enumerate(("Prospecting", "Negotiation", "Closed Won"), 1)
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        if asked.path == "/token":
            assert "grant_type=client_credentials" in asked.body
            return {"access_token": "traded", "expires_in": 3600}
        assert asked.headers["authorization"] == "Bearer traded"
        if asked.path == "/services/data/v62.0/query":
            assert "ORDER BY CreatedDate ASC" in asked.query["q"]
            since = asked.query["q"].split("CreatedDate >= ")[1].split()[0]
            fresh = [h for h in history if h["CreatedDate"] >= since]
            return {"done": False, "records": fresh[:2], "nextRecordsUrl": "/services/data/v62.0/query/01g-2"}
        assert asked.path == "/services/data/v62.0/query/01g-2"
        return {"done": True, "records": history[2:]}

    with serving(answer) as service:
        world.add("salesforce", service.url, tables=("stages",), secret="client:password")  # noqa: S106
        assert world.run().status.events == 3
        assert world.run().status.events == 0
        assert "CreatedDate >= 2026-01-03T10:00:00Z" in next(a.query["q"] for a in reversed(service.asked) if a.query)
    assert world.rows("events", "name, user_id, account_id, value") == [
        ("Opportunity Closed Won", "salesforce:c1", "acc", 1000.0),
        ("Opportunity Negotiation", "salesforce:c1", "acc", 1000.0),
        ("Opportunity Prospecting", "salesforce:c1", "acc", 1000.0),
    ]


def test_zendesk_stops_at_the_end_of_the_stream_though_there_is_a_cursor(world: World) -> None:
    tickets = [
        {"id": n, "requester_id": 70 + n, "subject": f"S{n}", "description": f"Text {n}", "via": {"channel": "email"},
         "created_at": f"2026-01-0{n}T00:00:00Z", "updated_at": f"2026-01-0{n}T00:00:00Z",
         "satisfaction_rating": {"score": "bad" if n == 3 else "unoffered"}} for n in (1, 2, 3)
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        basic = base64.b64encode(b"me@x.example/token:key").decode()
        assert asked.headers["authorization"] == f"Basic {basic}"
        if "cursor" in asked.query:
            return {"tickets": tickets[2:], "after_cursor": "later", "end_of_stream": True}
        assert asked.query["start_time"].lstrip("-").isdigit()
        return {"tickets": tickets[:2], "after_cursor": "abc", "end_of_stream": False}

    with serving(answer) as service:
        world.add("zendesk", service.url, tables=("tickets",), secret="me@x.example/token:key")  # noqa: S106
        world.run()
        assert len(service.asked) == 2
    assert world.rows("events", "name, user_id, channel")[0] == ("Ticket opened", "zendesk:71", "email")
    assert world.rows("signals", "kind, text, score") == [
        ("survey", None, 0.0), ("ticket", "Text 1", None), ("ticket", "Text 2", None), ("ticket", "Text 3", None),
    ]  # fmt: skip


def test_shopify_follows_link_headers_and_waits_when_told_to(world: World) -> None:
    orders = [
        {"id": n, "email": "B@x.example", "customer": {"id": 5}, "total_price": "19.90", "currency": "EUR",
         "created_at": f"2026-01-0{n}T12:00:00+01:00", "updated_at": f"2026-01-0{n}T12:00:00+01:00",
         "cancelled_at": "2026-01-08T12:00:00+01:00" if n == 2 else None, "source_name": "web"} for n in (1, 2, 3)
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        assert asked.headers["x-shopify-access-token"] == SECRET
        if "page_info" in asked.query:
            assert set(asked.query) == {"page_info", "limit"}  # Shopify refuses filters beside page_info
            return {"orders": orders[2:]}
        link = f'<{service.url}/admin/api/2025-01/orders.json?page_info=p2&limit=2>; rel="next"'
        return 200, {"orders": orders[:2]}, {"Link": link}

    with serving(answer) as service:
        service.faults = {1: 429, 3: 503, 4: "drop"}
        world.add("shopify", service.url, tables=("orders",))
        assert world.run().status.events == 4
    assert world.rows("events", "name, user_id, value, email_hash, epoch(\"at\")::BIGINT")[0] == (
        "Order cancelled", "shopify:5", None, mail("b@x.example"), 1_767_870_000,
    )  # fmt: skip


def test_pipedrive_deals_become_what_happened_to_them(world: World) -> None:
    deal = {
        "id": 3, "person_id": 8, "org_id": 2, "value": 500, "currency": "PLN", "stage_id": 4,
        "add_time": "2026-01-01T00:00:00Z",
        "stage_change_time": "2026-01-02T00:00:00Z", "won_time": None, "lost_time": "2026-01-03T00:00:00Z",
        "lost_reason": "Too expensive", "update_time": "2026-01-03T00:00:00Z",
    }  # fmt: skip

    def answer(asked: Asked) -> Any:
        assert (asked.path, asked.headers["x-api-token"]) == ("/api/v2/deals", SECRET)
        assert asked.query["sort_by"] == "update_time"
        if asked.query.get("cursor") == "next":
            return {"success": True, "data": [deal], "additional_data": {"next_cursor": None}}
        return {"success": True, "data": [], "additional_data": {"next_cursor": "next"}}

    with serving(answer) as service:
        world.add("pipedrive", service.url, tables=("deals",))
        world.run()
    rows = world.rows("events", "name, user_id, account_id, value, properties")
    assert [row[:4] for row in rows] == [
        ("Deal lost", "pipedrive:8", "2", None),
        ("Deal opened", "pipedrive:8", "2", 500.0),
        ("Deal stage 4", "pipedrive:8", "2", None),
    ]
    assert json.loads(rows[0][4])["reason"] == "Too expensive"


def test_google_analytics_pages_by_offset_and_asks_the_newest_days_again(world: World) -> None:
    rows = [
        {"dimensionValues": [{"value": v} for v in (f"20260{m}011230", "page_view", "/a", "Direct", "mobile", "cid.1")],
         "metricValues": [{"value": "2"}]} for m in (2, 3, 4)
    ]  # fmt: skip

    def answer(asked: Asked) -> Any:
        if asked.path == "/token":
            assert "grant_type=refresh_token" in asked.body
            assert "refresh_token=r" in asked.body
            return {"access_token": "traded", "expires_in": 3600}
        assert asked.path == "/v1beta/properties/:runReport"
        offset, limit = asked.body["offset"], asked.body["limit"]
        return {"rows": rows[offset : offset + limit], "rowCount": 3}

    with serving(answer) as service:
        paging = {"kind": "offset", "body": "offset", "total": "rowCount", "size": 2}
        world.add("google_analytics", service.url, secret="c:s:r", paging=paging)  # noqa: S106
        assert (world.run().status.events, world.run().status.events) == (3, 0)
        asked = [a.body["dateRanges"][0]["startDate"] for a in service.asked if a.path != "/token"]
        assert asked == ["2023-12-29", "2023-12-29", "2026-03-29", "2026-03-29"]
    assert world.rows("events", "name, anonymous_id, page, device")[0] == ("page_view", "cid.1", "/a", "mobile")
