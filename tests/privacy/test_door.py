import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.collector import door_for_tables
from footpath.collector.fields import CONSENT, email_hash
from footpath.collector.privacy import Door
from footpath.collector.privacy.cleaning import cleaned, network_of
from footpath.collector.records import Consent, Event, Reading, Signal, Traits
from footpath.core.secret import keyed, secret_of
from footpath.events import ImportOptions, Lake, import_paths

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36"
)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEEDS = "sources:\n  shop:\n    consent: {needs: [analytics], without: anonymous}\n"


def door_of(folder: Path, rules: str = "") -> Door:
    lake = Lake.open(folder / "s", create=True)
    if rules:
        (lake.folder / "privacy.yaml").write_text(rules)
    return Door(lake.folder)


def event(properties: dict[str, Any] | None = None, **fields: Any) -> Event:
    text = None if properties is None else json.dumps(properties, separators=(",", ":"), ensure_ascii=False)
    return Event(
        **{"type": "track", "name": "Cart", "at": 1, "received_at": 1, "user_id": "u"} | fields, properties=text
    )


def admitted(door: Door, *events: Event, source: str = "shop", gpc: bool = False) -> Reading:
    reading = Reading(events=list(events))
    door.admit(reading, source, gpc=gpc)
    return reading


def properties(reading: Reading) -> Any:
    return json.loads(reading.events[0].properties or "null")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://x.example/?email=ann%40shop.example&a=1", "https://x.example/?email=[removed]&a=1"),
        ("write to ann.lee+news@shop.example.", "write to [e-mail]."),
        ("żaneta@sklep.example", "[e-mail]"),
        ("/u/ann%40shop.example/orders", "/u/[e-mail]/orders"),
        ("/cb#access_token=abc&state=1", "/cb#access_token=[removed]&state=1"),
        ("?user[password]=hunter2", "?user[password]=[removed]"),
        ("?utm_source=mail&sid=9", "?utm_source=mail&sid=[removed]"),
        ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1", "Bearer [removed]"),
        ("/reset-password/0123456789abcdef0123", "/reset-password/[removed]"),
        ("/img/logo@2x.png", "/img/logo@2x.png"),
        ("npm i left-pad@1.3.0", "npm i left-pad@1.3.0"),
        ("?monkey=1&keyboard=2", "?monkey=1&keyboard=2"),
        ("/how-to/confirm-it/ok", "/how-to/confirm-it/ok"),
    ],
)
def test_addresses_and_secrets_leave_texts(sent: str, kept: str) -> None:
    assert cleaned(sent) == kept


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("fe80::1%eth0", "fe80::"),
        ("shop", ""),
    ],
)
def test_addresses_of_computers_are_cut_to_their_network(address: str, network: str) -> None:
    assert network_of(address) == network


def test_by_default_properties_keep_what_is_harmless_and_lose_the_rest(tmp_path: Path) -> None:
    sent = {
        "url": "https://x.example/?email=a@b.example",
        "ip": "203.0.113.77",
        "context": {"userAgent": CHROME, "note": 'he said "call\nann@shop.example"'},
        "revenue": 79.0,
        "zip": "1000",
    }
    kept = properties(admitted(door_of(tmp_path), event(sent)))
    assert kept == {
        "url": "https://x.example/?email=[removed]",
        "ip": "203.0.113.0",
        "context": {"browser": "Chrome 124", "os": "Windows", "note": 'he said "call\n[e-mail]"'},
        "revenue": 79.0,
        "zip": "1000",
    }


def test_pages_names_and_what_people_write_are_cleaned_too(tmp_path: Path) -> None:
    reading = Reading(
        events=[event(name="Mail to a@b.example", page="/unsubscribe/0123456789abcdef0123")],
        signals=[Signal(kind="review", at=1, user_id="u", text="Answer me: ann@shop.example")],
    )
    door_of(tmp_path).admit(reading, "shop")
    assert (reading.events[0].name, reading.events[0].page) == ("Mail to [e-mail]", "/unsubscribe/[removed]")
    assert reading.signals[0].text == "Answer me: [e-mail]"


def test_rules_of_a_source_drop_mask_and_hash_fields_of_its_own(tmp_path: Path) -> None:
    rules = """
sources:
  shop:
    ip: drop
    rules:
      - {field: properties.card.number, do: mask}
      - {field: properties.items.*.sku, do: drop}
      - {field: properties.order, do: hash}
      - {field: region, do: drop}
      - {field: account_id, do: hash}
"""
    door = door_of(tmp_path, rules)
    sent = {"card": {"number": "4111"}, "items": {"a": {"sku": 1, "n": 2}}, "order": 7, "ip": "203.0.113.77"}
    reading = admitted(door, event(sent, region="Riga", account_id="acme"))
    secret = secret_of(tmp_path / "s")
    kept = {"card": {"number": "[removed]"}, "items": {"a": {"n": 2}}, "order": keyed(secret, "7")[:32]}
    assert properties(reading) == kept
    assert (reading.events[0].region, reading.events[0].account_id) == (None, keyed(secret, "acme")[:32])
    other = admitted(door, event({"order": 7}, region="Riga"), source="other")
    assert (properties(other), other.events[0].region) == ({"order": 7}, "Riga")


def test_without_consent_events_lose_who_did_it_and_with_it_they_keep_it(tmp_path: Path) -> None:
    door = door_of(tmp_path, NEEDS)
    silent = admitted(door, event({"a": 1}, anonymous_id="a", email_hash="e")).events[0]
    assert (silent.user_id, silent.anonymous_id, silent.email_hash) == (None, None, None)
    agreed = admitted(door, event({"a": 1, CONSENT: {"purposes": {"Analytics": True}}}))
    assert (agreed.events[0].user_id, properties(agreed)) == ("u", {"a": 1})
    assert [(one.purpose, one.state, one.user_id) for one in agreed.consents] == [("analytics", "given", "u")]
    later = admitted(door, event({"a": 2}))
    assert (later.events[0].user_id, later.consents) == ("u", [])
    taken_back = admitted(door, event({CONSENT: {"purposes": {"analytics": "DENIED"}}}))
    assert taken_back.events[0].user_id is None
    assert [(one.state, one.user_id) for one in taken_back.consents] == [("refused", "u")]


def test_who_never_agreed_leaves_no_record_of_refusing(tmp_path: Path) -> None:
    refused = admitted(door_of(tmp_path, NEEDS), event({CONSENT: {"purposes": {"analytics": False}}}))
    assert (refused.events[0].user_id, refused.consents) == (None, [])


def test_without_consent_traits_and_dropped_events_are_not_kept_at_all(tmp_path: Path) -> None:
    door = door_of(tmp_path, NEEDS + "  app:\n    consent: {needs: [analytics]}\n")
    reading = Reading(events=[event()], traits=[Traits(at=1, traits='{"plan":"pro"}', user_id="u")])
    door.admit(reading, "shop")
    assert (len(reading.events), reading.traits) == (1, [])
    assert admitted(door, event(), source="app").events == []


def test_a_consent_of_its_own_counts_for_events_that_say_nothing(tmp_path: Path) -> None:
    door = door_of(tmp_path, NEEDS)
    given = Consent(purpose="analytics", state="given", at=1, user_id="u")
    reading = Reading(events=[event()], consents=[given])
    door.admit(reading, "shop")
    assert reading.events[0].user_id == "u"


@pytest.mark.parametrize("how", ["header", "property", "consent"])
def test_global_privacy_control_takes_the_person_out(tmp_path: Path, how: str) -> None:
    sent: dict[str, Any] = {"property": {"gpc": True}, "consent": {CONSENT: {"gpc": True}}}.get(how, {"a": 1})
    assert admitted(door_of(tmp_path), event(sent), gpc=how == "header").events[0].user_id is None


def test_global_privacy_control_yields_to_the_very_consent_that_is_needed_and_can_be_configured(tmp_path: Path) -> None:
    door = door_of(tmp_path, NEEDS + "  a:\n    consent: {gpc: keep}\n  b:\n    consent: {gpc: drop}\n")
    assert admitted(door, event({CONSENT: {"purposes": {"analytics": True}}}), gpc=True).events[0].user_id == "u"
    assert admitted(door, event(), source="a", gpc=True).events[0].user_id == "u"
    assert admitted(door, event(), source="b", gpc=True).events == []


def test_rules_are_followed_while_it_runs_and_wrong_ones_leave_those_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("footpath.collector.privacy.door._LOOK_AGAIN_S", -1.0)
    door = door_of(tmp_path)
    path = tmp_path / "s" / "privacy.yaml"
    path.write_text("default: {rules: [{field: region, do: drop}]}")
    assert admitted(door, event(region="Riga")).events[0].region is None
    path.write_text("default: {rules: [{field: nowhere, do: drop}]}")
    assert admitted(door, event(region="Riga")).events[0].region is None


def test_refused_elements_are_kept_without_what_names_a_person_and_still_find_them(tmp_path: Path) -> None:
    door = door_of(tmp_path)
    body = {"user_id": "u", "email": "Ann@shop.example", "phone": "+371", "name": "Cart", "q": "?token=1"}
    kept = json.loads(door.letter(json.dumps(body), "shop"))
    assert email_hash(kept["email"]) == email_hash("ann@shop.example")
    assert "ann@" not in json.dumps(kept).lower()
    assert (kept["name"], kept["q"], "phone" in kept) == ("Cart", "?token=[removed]", False)
    assert door_of(tmp_path / "other", NEEDS).letter(json.dumps(body), "shop") == ""


LEAVES = st.one_of(
    st.text(max_size=12), st.sampled_from(["a@b.example", "?token=1", "\\", '"', "\n", "::1", "1.2.3.4"]),
    st.none(), st.booleans(), st.integers(-(2**60), 2**60),
)  # fmt: skip
NAMES = st.one_of(st.text(max_size=6), st.sampled_from(["ip", "userAgent", "gpc", CONSENT, "a@b.example", "purposes"]))
TREES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Door:
    return door_of(tmp_path_factory.mktemp("door"))


@given(sent=st.dictionaries(NAMES, TREES, max_size=5))
def test_whatever_is_in_properties_they_stay_json_without_addresses(door: Door, sent: dict[str, Any]) -> None:
    for row in admitted(door, event(sent)).events:
        assert row.properties is not None
        json.loads(row.properties)
        assert "a@b.example" not in row.properties


def test_imports_and_pulls_pass_the_door_where_the_store_has_rules(tmp_path: Path) -> None:
    rules = NEEDS + "    rules: [{field: properties.card, do: mask}, {field: user_id, do: hash}]\n"
    door_of(tmp_path, rules)
    store = tmp_path / "s"
    consent = Consent(purpose="analytics", state="given", at=1, user_id="u-1", source="shop", dedupe_id="c")
    before = Lake.open(store)
    with duckdb.connect() as con:
        con.register("_c", pa.table({"source": ["shop"], "row": [1], "user_id": ["u-1"], "purpose": ["analytics"],
                                     "state": [consent.state], "at": [NOON], "dedupe_id": ["c"]}))  # fmt: skip
        before.append("consents", con, "SELECT * FROM _c", import_id="c")
    path = tmp_path / "orders.csv"
    path.write_text(
        "time,event,user_id,card,ref\n"
        "2026-03-01T10:00:00Z,Order,u-1,4111,7 of ann@shop.example\n"
        "2026-03-01T11:00:00Z,Order,u-2,4222,\n"
    )
    lake = Lake.open(store, door=door_for_tables(store))
    report = import_paths(lake, [path], ImportOptions(source="shop"))
    with duckdb.connect() as con:
        rows = lake.relation(con, "events").order('"at"').select("user_id, properties").fetchall()
    secret = secret_of(store)
    assert [row[0] for row in rows] == [keyed(secret, "u-1")[:32], None]
    assert [json.loads(row[1])["card"] for row in rows] == ["[removed]", "[removed]"]
    assert json.loads(rows[0][1])["ref"] == "7 of [e-mail]"
    assert report.tables[0].events == 2


def consenting(folder: Path, facts: list[dict[str, Any]], **decided: Any) -> Door:
    """Return the door of a store in which these events came and somebody decided something."""
    door_of(folder, NEEDS)
    lake = Lake.open(folder / "s")
    for table, rows in (("events", facts), ("consents", [{"purpose": "analytics", "state": "given", **decided}])):
        with duckdb.connect() as con:
            empty = dict.fromkeys(("user_id", "anonymous_id", "email_hash", "ids"))
            common = (
                empty | {"source": "shop", "at": NOON} | ({"type": "track", "name": "x"} if table == "events" else {})
            )
            whole = [common | {"row": n, "dedupe_id": f"{n}"} | row for n, row in enumerate(rows)]
            types = {name: pa.string() for name in empty}
            con.register(
                "_r", pa.table({name: pa.array([row[name] for row in whole], types.get(name)) for name in whole[0]})
            )
            lake.append(table, con, "SELECT * FROM _r", import_id="facts")
    return Door(lake.folder)


def test_consent_holds_under_every_id_that_the_facts_tie_to_whoever_gave_it(tmp_path: Path) -> None:
    facts: list[dict[str, Any]] = [
        {"anonymous_id": "a-1", "user_id": "u-1"},
        {"user_id": "u-1", "ids": '{"crm":["c-1","c-2"]}'},
        {"anonymous_id": "a-2", "ids": '{"crm":"c-1"}'},
        {"anonymous_id": "a-1", "user_id": "u-2"},  # somebody else at the same computer
        {"user_id": "u-3", "anonymous_id": "a-3"},
    ]
    door = consenting(tmp_path, facts, anonymous_id="a-1")
    whose = {"user_id": None, "anonymous_id": None}
    rows = admitted(
        door,
        *(event(**(whose | one)) for one in ({"user_id": "u-1"}, {"anonymous_id": "a-2"}, {"ids": '{"crm":"c-2"}'})),
        *(event(**(whose | one)) for one in ({"user_id": "u-2"}, {"user_id": "u-3"})),
    ).events
    assert [(row.user_id, row.anonymous_id, row.ids) for row in rows] == [
        ("u-1", None, None), (None, "a-2", None), (None, None, '{"crm":"c-2"}'), (None,) * 3, (None,) * 3,
    ]  # fmt: skip


def test_the_last_decision_under_any_id_counts_and_new_ids_are_learnt_from_events(tmp_path: Path) -> None:
    door = consenting(tmp_path, [{"anonymous_id": "a-1"}], anonymous_id="a-1")
    assert admitted(door, event(user_id="u-1", anonymous_id="a-1")).events[0].user_id == "u-1"
    assert admitted(door, event(user_id="u-1")).events[0].user_id == "u-1"
    door.admit(Reading(consents=[Consent(purpose="analytics", state="refused", at=2**60, user_id="u-1")]), "shop")
    assert admitted(door, event(user_id=None, anonymous_id="a-1")).events[0].anonymous_id is None
