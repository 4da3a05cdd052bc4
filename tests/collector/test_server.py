import errno
import gzip
import http.client
import json
import os
import re
import socket
import time
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from click.testing import CliRunner

from footpath.analytics import ask, build_journeys
from footpath.cli.main import cli
from footpath.collector import spool as spool_module
from footpath.collector.unpacking import LARGEST
from footpath.core.errors import Conflict
from tests.collector.live import Live, living
from tests.collector.senders import post

ORIGIN = "https://shop.example"
CALL = {"event": "x", "userId": "u"}


def send(
    live: Live, body: bytes, headers: dict[str, str] | None = None, *, path: str = "/v1/t", method: str = "POST"
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def call_of(live: Live, **more: object) -> bytes:
    return json.dumps({"writeKey": live.key, **CALL, **more}).encode()


def test_an_event_is_in_answers_once_it_is_drained(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live:
        cart = {"event": "Cart", "userId": "u", "timestamp": "2026-03-01T10:00:00Z"}
        assert post(live.port, "/v1/t", live.key, cart)[0] == 200
        live.wait_for("events", "name", 1)
        ask("funnel", build_journeys(live.lake), steps=("Cart", "Cart"))  # the first question compiles the kernels
        order = {"event": "Order", "userId": "u", "timestamp": "2026-03-01T11:00:00Z"}
        assert post(live.port, "/v1/t", live.key, order)[0] == 200
        live.wait_for("events", "name", 2)
        answer = ask("funnel", build_journeys(live.lake), steps=("Cart", "Order"))
        assert [row["count"] for row in answer.tables()["figures"].to_pylist()] == [1, 1]


@pytest.mark.parametrize("packed", ["gzip", "deflate", "zstd", "br"])
def test_bodies_are_unpacked_whatever_they_are_called(tmp_path: Path, packed: str) -> None:
    with living(tmp_path / "s") as live:
        body = call_of(live)
        content, headers = {
            "gzip": (gzip.compress(body), {"content-type": "text/plain"}),
            "zstd": (zstandard.compress(body), {}),
            "deflate": (zlib.compress(body), {"content-encoding": "deflate"}),
            "br": (brotli.compress(body), {"content-encoding": "br"}),
        }[packed]
        assert send(live, content, headers)[0].status == 200
        assert send(live, content[:-3], headers)[0].status == 400
        bomb = bytes(LARGEST + 1)
        squeezed = {
            "gzip": gzip.compress, "zstd": zstandard.compress, "deflate": zlib.compress, "br": _fast_brotli,
        }[packed](bomb)  # fmt: skip
        assert send(live, squeezed, headers)[0].status == 413


def _fast_brotli(content: bytes) -> bytes:
    return brotli.compress(content, quality=1)


def test_requests_of_one_connection_are_answered_in_order_however_they_are_cut(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live, socket.create_connection(("127.0.0.1", live.port), timeout=10) as connection:
        bodies = [call_of(live, messageId=name) if name else b"{" for name in ("a", "", "b", "c")]
        whole = b"".join(b"POST /v1/t HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(one), one) for one in bodies)
        connection.sendall(whole + b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n")
        at_once = b"".join(iter(lambda: connection.recv(65536), b""))
        assert re.findall(rb"HTTP/1.1 (\d+)", at_once) == [b"200", b"400", b"200", b"200", b"200"]
        with socket.create_connection(("127.0.0.1", live.port), timeout=10) as slow:
            body = call_of(live, messageId="d")
            for part in (b"POST /v1/t HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body), body[:9], body[9:]):
                slow.sendall(part)
                time.sleep(0.05)
            assert b"".join(iter(lambda: slow.recv(65536), b"")).startswith(b"HTTP/1.1 200")
        assert [one for (one,) in live.wait_for("events", "event_id", 4)] == ["a", "b", "c", "d"]


def test_a_protocol_that_breaks_is_answered_with_500_and_the_next_request_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with living(tmp_path / "s") as live:
        with monkeypatch.context() as patch:
            patch.setattr("footpath.collector.protocols.segment.Segment.read", lambda *_: 1 // 0)
            assert send(live, call_of(live))[0].status == 500
        assert send(live, call_of(live))[0].status == 200


def test_browsers_are_let_in_by_origin(tmp_path: Path) -> None:
    with living(tmp_path / "s", origins=(ORIGIN,)) as live:
        asked = {
            "origin": ORIGIN,
            "access-control-request-headers": "authorization,sentat,rsa-retry-attempt",  # RudderStack's, for one
            "access-control-request-method": "POST",
        }
        answer, _ = send(live, b"", asked, method="OPTIONS")
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (204, ORIGIN)
        assert answer.headers["access-control-allow-headers"] == asked["access-control-request-headers"]
        odd, _ = send(live, b"", asked | {"access-control-request-headers": "x" * 600}, method="OPTIONS")
        assert "authorization" in (odd.headers["access-control-allow-headers"] or "").split(", ")
        answer, _ = send(live, call_of(live), {"origin": ORIGIN})
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, ORIGIN)
        answer, said = send(live, call_of(live), {"origin": "https://evil.example"})
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (403, None)
        assert b"--origin https://evil.example" in said
        assert send(live, b"", {"origin": "https://evil.example"}, method="OPTIONS")[0].status == 403


def test_without_a_good_key_nothing_is_taken_and_a_key_cannot_read(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live:
        answer, said = send(live, json.dumps(CALL).encode())
        assert (answer.status, b"footpath key add SOURCE" in said) == (401, True)
        assert send(live, json.dumps({"writeKey": "fpw_x", **CALL}).encode())[0].status == 401
        assert send(live, b"", method="GET")[0].status == 405
        assert send(live, b"", path="/nowhere")[0].status == 404
        assert live.collector.spool.waiting_bytes == 0


def test_what_operators_ask_for(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live:
        answer, _ = send(live, call_of(live))
        assert answer.headers["x-request-id"]
        live.wait_for("events", "name", 1)
        assert json.loads(send(live, b"", path="/health", method="GET")[1])["status"] == "ok"
        metrics = send(live, b"", path="/metrics", method="GET")[1].decode()
        assert 'footpath_elements_total{protocol="segment",outcome="kept"} 1' in metrics
        assert 'footpath_request_seconds_bucket{le="+Inf"} 1' in metrics


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_takes_nothing_is_answered_with_503_and_when_to_come_back(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    with living(tmp_path / "s") as live:
        with monkeypatch.context() as broken:
            broken.setattr(spool_module, "_write_all", full)
            answer, _ = send(live, call_of(live))
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert send(live, call_of(live, messageId="m"))[0].status == 200
        assert live.wait_for("events", "event_id", 1) == [("m",)]


def test_a_full_spool_answers_503_and_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with living(tmp_path / "s", limit=100) as live:
        monkeypatch.setattr(type(live.lake), "take", _away)
        assert send(live, call_of(live))[0].status == 200
        answer, _ = send(live, call_of(live))
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert send(live, b"", path="/ready", method="GET")[0].status == 503
        monkeypatch.undo()
        live.wait_for("events", "name", 1)
        assert send(live, call_of(live))[0].status == 200


def _away(*_: Any, **__: Any) -> None:
    raise Conflict("The lake is away.")


def test_a_lake_that_is_away_is_caught_up_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with living(tmp_path / "s") as live:
        with monkeypatch.context() as broken:
            broken.setattr(type(live.lake), "take", _away)
            for number in range(20):
                assert send(live, call_of(live, messageId=f"{number:02}"))[0].status == 200
            time.sleep(1.2)
            assert live.rows("events", "event_id") == []
        assert live.wait_for("events", "event_id", 20) == [(f"{number:02}",) for number in range(20)]


def test_stopping_drains(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live:
        assert send(live, call_of(live))[0].status == 200
    assert len(live.rows("events", "name")) == 1
    assert not list(tmp_path.rglob("*.spool"))


def test_refused_elements_are_listed_and_taken_once_the_cause_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ["--store", str(tmp_path / "s")]
    with living(tmp_path / "s") as live:
        batch = [{**CALL, "type": "track"}, {**CALL, "type": "visit", "messageId": "m\x1b[31m"}, "what"]
        status, said = post(live.port, "/v1/batch", live.key, {"batch": batch})
        assert (status, json.loads(said)["rejected"]) == (200, 2)
    listed = CliRunner().invoke(cli, ["deadletters", "list", "--json", *given]).stdout.splitlines()
    assert [json.loads(line)["field"] for line in listed] == ["type", "element"]
    assert "\x1b[31m" not in CliRunner().invoke(cli, ["deadletters", "list", *given]).stdout
    assert CliRunner().invoke(cli, ["deadletters", "replay", *given]).stdout.strip() == "0 taken, 2 left"
    from footpath.collector import calls

    monkeypatch.setattr(calls, "CALLS", (*calls.CALLS, "visit"))
    monkeypatch.setattr(calls.Calls, "_traits", lambda *_: calls.Traits(at=0, traits="{}", user_id="u"))
    assert CliRunner().invoke(cli, ["deadletters", "replay", *given]).stdout.strip() == "1 taken, 1 left"
    assert live.rows("traits", "user_id") == [("u",)]
    assert CliRunner().invoke(cli, ["deadletters", "replay", *given]).stdout.strip() == "0 taken, 1 left"
