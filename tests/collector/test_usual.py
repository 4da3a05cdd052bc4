"""What comes the short way is what would have come the long way, for the collector's rows and for its privacy rules."""

import gc
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.collector import usual
from footpath.collector.documents import Typed
from footpath.collector.fields import LARGEST, NOBODY
from footpath.collector.intake import records_of
from footpath.collector.privacy import Door
from footpath.collector.records import Refused
from tests.collector.reading import read

IDS = st.sampled_from(
    [*sorted(NOBODY), "u-1", "user-7", "'0'", "0000000000000000000000", "7" * 36, " 12 ", "\u00a01", "x" * 1025,
     "\x001", "", "d3b07384-d113-4ec5-a5d6-c5a9b0f3a1ee", "[object object]", "Anonymous-User", "z" * 21 + "'",
     7, None, True]
)  # fmt: skip
TEXTS = st.sampled_from(["Paid", "", " ", "  Paid ", "a@b.example", "/x?token=secretsecret", "eyJhbGciOi.eyJzdWIi.x",
                         "%40", "é", "x" * 1025, None, 3])  # fmt: skip
NAMES = st.sampled_from(
    ["revenue", "total", "value", "currency", "email", "name", "path", "url", "browser", "os", "ip", "zip", "userAgent",
     "gpc", "$consent", "globalPrivacyControl", "colour", "phone", 'a"b', "title", "secret"]
)  # fmt: skip
SCALARS = st.one_of(
    TEXTS, st.booleans(), st.integers(-9, 10**20), st.floats(allow_nan=False, allow_infinity=False), st.just("10.1.2.3")
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(NAMES, SCALARS, max_size=2))
CONTEXTS = st.sampled_from(
    [{}, {"library": {"name": "analytics-node"}, "userAgent": "Mozilla/5.0 (X11; Linux) Firefox/128.0"},
     {"groupId": "g"}, {"consent": {"categoryPreferences": {"ads": False}}}, {"traits": {"email": "a@b.example"}},
     {"page": {"path": "/a?b"}}, {"page": {"url": "https://x.example/reset/0123456789abcdef0123"}}, [], None]
)  # fmt: skip
CALLS = st.fixed_dictionaries(
    {"type": st.sampled_from(["track"] * 6 + ["page", "identify", "alias", "no", 5]), "event": TEXTS},
    optional={
        "userId": IDS, "anonymousId": IDS, "messageId": IDS, "groupId": IDS,
        "properties": st.dictionaries(NAMES, VALUES),
        "timestamp": st.sampled_from(["2026-03-01T11:00:00Z", "soon", 1772359200, None]),
        "context": CONTEXTS, "channel": TEXTS,
    },
)  # fmt: skip
LONG_WAY = Typed(usual.Call)


def kept(calls: Any, door: Door) -> Any:
    try:
        reading = read("/v1/batch", {"batch": calls})
    except Refused as problem:
        return problem.field
    door.admit(reading, "shop")
    return records_of(reading, "shop", "r"), reading.problems, msgspec.json.encode(reading.bad)


@given(st.lists(CALLS, max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_short_way_leads_where_the_long_way_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: list[dict[str, Any]]
) -> None:
    (tmp_path / "privacy.yaml").write_text("default: {rules: [{field: properties.secret, do: mask}]}")
    door = Door(tmp_path)
    short = kept(calls, door)
    with monkeypatch.context() as changed:
        changed.setattr("footpath.collector.calls.CALL", LONG_WAY)
        changed.setattr("footpath.collector.protocols.rudderstack.CALL", LONG_WAY)
        assert kept(calls, door) == short


def test_usual_calls_go_the_short_way() -> None:
    calls = [
        {"type": "track", "event": f"e{n}", "userId": "u1", "properties": {"revenue": 1.5, "n": n}} for n in range(3)
    ]
    assert read("/v1/batch", {"batch": calls}).names == {"revenue", "n"}
    assert read("/v1/batch", {"batch": [*calls, {**calls[0], "properties": {"deep": {}}}]}).names is None


def test_what_is_nested_too_deep_or_too_large_is_refused_on_either_way() -> None:
    deep: dict[str, Any] = {}
    for _ in range(40):
        deep = {"in": deep}
    call = {"type": "track", "event": "e", "userId": "u1"}
    body = {"batch": [{**call, "properties": one} for one in (deep, {"text": "x" * LARGEST})]}
    assert [one.field for one in read("/v1/batch", json.dumps(body).encode()).problems] == ["properties", "properties"]


def test_a_batch_that_was_read_is_gone_at_once(tmp_path: Path) -> None:
    # Batches tied to themselves stay until the garbage collector looks for them, which stops all answers meanwhile.
    calls = [
        {"type": "track", "event": f"e{n}", "userId": "u1", "properties": {"revenue": 1.5, "n": n}} for n in range(3)
    ]
    door = Door(tmp_path)
    kept(calls, door)
    gc.collect()
    gc.disable()
    try:
        kept(calls, door)
        assert gc.collect() == 0
    finally:
        gc.enable()
