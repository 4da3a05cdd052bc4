"""Whatever is sent, a protocol answers or refuses: it never raises anything else, and what it keeps fits the lake."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import duckdb
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collector.draining import drain
from footpath.collector.intake import PROTOCOLS, Routes, chosen, records_of
from footpath.collector.protocol import Protocol, Request
from footpath.collector.records import Reading, Refused
from footpath.collector.spool import Spool
from footpath.collector.unpacking import unpacked
from footpath.events import Lake
from tests.collector.reading import NOON
from tests.dials import examples

# The words protocols look for, so that made-up documents reach their insides.
WORDS = [
    "batch",
    "events",
    "data",
    "type",
    "event",
    "userId",
    "anonymousId",
    "previousId",
    "groupId",
    "properties",
    "traits",
    "context",
    "timestamp",
    "sentAt",
    "writeKey",
    "messageId",
    "name",
    "page",
    "url",
    "path",
    "campaign",
    "device",
    "library",
    "location",
    "revenue",
    "email",
    "api_key",
    "token",
    "distinct_id",
    "$set",
    "$set_once",
    "$anon_distinct_id",
    "$groups",
    "$group_key",
    "$group_set",
    "$device_id",
    "sent_at",
    "offset",
    "uuid",
    "e",
    "aid",
    "dtm",
    "stm",
    "ttm",
    "uid",
    "duid",
    "ue_pr",
    "ue_px",
    "cx",
    "co",
    "se_ac",
    "tr_tt",
    "p",
    "event_type",
    "user_id",
    "device_id",
    "insert_id",
    "time",
    "user_properties",
    "event_properties",
    "groups",
    "$insert_id",
    "$distinct_id",
    "$token",
    "$group_id",
    "$time",
    "client_id",
    "params",
    "value",
    "timestamp_micros",
    "user_data",
    "key",
    "signals",
    "at",
    "kind",
    "text",
    "score",
    "id",
    "anonymous_id",
    "account_id",
    "integrations",
    "originalTimestamp",
    "historical_migration",
]
TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ["track", "page", "pv", "ue", "se", "$identify", "alias", "2026-03-01", "u", "a@b.c", "\x00", "1e999"]
    ),
)
LEAVES = st.one_of(
    TEXTS, st.none(), st.booleans(), st.integers(-(2**63), 2**63), st.floats(allow_nan=False, allow_infinity=False)
)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS) | TEXTS, inner, max_size=6),
    max_leaves=12,
)
ELEMENTS = st.dictionaries(st.sampled_from(WORDS), DOCUMENTS, max_size=10)
SHAPES = st.one_of(
    DOCUMENTS,
    ELEMENTS,
    *(
        st.builds(lambda around, inner, name=name: {**around, name: inner}, ELEMENTS, st.lists(ELEMENTS, max_size=4))
        for name in ("batch", "events", "data", "traits", "signals")
    ),
)
BODIES = st.one_of(st.binary(max_size=200), SHAPES.map(lambda document: json.dumps(document).encode()))
_ALL = Routes()
ROUTES = {
    name: [(route.path.replace("*", "k"), method) for route in PROTOCOLS[name].routes for method in route.methods]
    for name in PROTOCOLS
}


def _explained(protocol: Protocol, problem: Refused) -> None:
    assert 400 <= protocol.refused(problem).status < 500
    assert problem.field
    assert problem.remedy


def read(path: str, method: str, body: bytes, query: dict[str, str]) -> Reading | None:
    request = Request(method=method, path=path, query=query, body=body, received_at=NOON)
    protocols = [protocol for methods, protocol in _ALL.at(path) if method in methods]
    protocol = protocols[0]
    try:
        protocol = chosen(protocols, request)
        reading = protocol.read(request)
    except Refused as problem:
        return _explained(protocol, problem)
    assert reading.answer.status < 300
    for problem, element in zip(reading.problems, reading.bad, strict=True):
        assert problem.remedy
        msgspec.json.encode(protocol.alone(request.around, element))
    return reading


@pytest.mark.parametrize("name", sorted(ROUTES))
@settings(max_examples=examples(100))
@given(st.data())
def test_no_body_breaks_a_protocol(name: str, data: st.DataObject) -> None:
    path, method = data.draw(st.sampled_from(ROUTES[name]))
    queries = st.dictionaries(st.sampled_from(WORDS) | TEXTS, TEXTS, max_size=5)
    reading = read(path, method, data.draw(BODIES), data.draw(queries))
    if reading:
        records_of(reading, "s", "r")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    found = Lake.open(tmp_path_factory.mktemp("fuzz") / "s", create=True)
    yield found
    with duckdb.connect() as con:
        for table in ("events", "traits", "signals"):
            found.relation(con, table).fetchall()


@settings(max_examples=examples(30))
@given(documents=st.lists(SHAPES, min_size=1, max_size=10), data=st.data())
def test_whatever_is_kept_the_lake_takes(lake: Lake, documents: list[Any], data: st.DataObject) -> None:
    # One lake for all: opening thirty takes longer than what is tried.
    spool, kept = Spool.claim(lake.folder / "spool", 10**9), 0
    for number, document in enumerate(documents):
        path, method = data.draw(st.sampled_from([one for routes in ROUTES.values() for one in routes]))
        reading = read(path, method, json.dumps(document).encode(), {})
        if reading and (records := records_of(reading, "s", f"r{number}")):
            spool.write(records)
            kept += len(reading.events) + len(reading.traits) + len(reading.signals)
    spool.seal()
    done = drain(spool, lake)
    spool.close()
    assert done.added + done.duplicates == kept


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate", "br", "zstd", "x"]))
def test_no_body_breaks_unpacking(body: bytes, encoding: str) -> None:
    for start in (b"", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x78\x9c"):
        with suppress(Refused):
            unpacked(start + body, encoding)


@pytest.mark.parametrize(
    "deep", [b"[" * 100_000, b'{"a":' * 100_000, b'{"batch":[' + b'{"properties":' * 900 + b"1" + b"}" * 900 + b"]}"]
)
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_deep_nesting_is_refused(name: str, deep: bytes) -> None:
    for path, method in ROUTES[name]:
        if method == "POST":
            read(path, method, deep, {})
