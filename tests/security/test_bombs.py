"""What is sent to exhaust the collector: bombs of compression, depth and size, odd headers and addresses.

FOOTPATH_FUZZ=100 tries a hundred times as much; the numbers tried are counted by `tests.security.tried`.
"""

import gzip
import http.client
import json
import random
import socket
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collector.records import Refused
from footpath.collector.unpacking import LARGEST, unpacked
from tests.collector.live import Live, living
from tests.security.tried import TIMES, count

ZEROS = b"\0" * (64 * 1024 * 1024)


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9)


def _deflate(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _raw(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(3).compress(content)


def _br(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=1))


PACKED = {"gzip": ("gzip", _gzip), "deflate": ("deflate", _deflate), "raw": ("deflate", _raw), "zstd": ("", _zstd),
          "br": ("br", _br)}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PACKED))
def test_a_bomb_is_refused_before_it_fills_the_memory(name: str) -> None:
    encoding, pack = PACKED[name]
    bomb = pack(ZEROS)
    assert len(bomb) < 100_000
    with pytest.raises(Refused) as caught:
        unpacked(bomb, encoding)
    assert caught.value.status == 413
    count("bombs", 1)


@pytest.mark.parametrize("name", sorted(PACKED))
def test_a_bomb_in_a_bomb_is_opened_once_only(name: str) -> None:
    encoding, pack = PACKED[name]
    inner = pack(ZEROS)
    assert unpacked(pack(inner), encoding) == inner
    count("bombs", 1)


@settings(max_examples=200 * TIMES)
@given(content=st.binary(max_size=300), name=st.sampled_from(sorted(PACKED)), data=st.data())
def test_damaged_bodies_are_opened_or_refused(content: bytes, name: str, data: st.DataObject) -> None:
    encoding, pack = PACKED[name]
    packed = bytearray(pack(content))
    for _ in range(data.draw(st.integers(0, 4))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(packed[: data.draw(st.integers(0, len(packed)))])
    with suppress(Refused):
        assert len(unpacked(cut, encoding)) <= LARGEST
    count("damaged bodies", 1)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with living(tmp_path_factory.mktemp("bombs") / "s") as found:
        yield found


def raw(live: Live, request: bytes, wait_s: float = 10) -> bytes:
    """Send bytes as they are and return the first line of what comes back, b"" when the server hung up."""
    with socket.create_connection(("127.0.0.1", live.port), timeout=wait_s) as connection:
        try:
            connection.sendall(request)
            return connection.recv(4096).split(b"\r\n")[0]
        except (ConnectionResetError, BrokenPipeError):
            return b""


def alive(live: Live) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=20)
    try:
        body = json.dumps({"events": [{"name": "Cart", "user_id": "u"}], "key": live.key})
        connection.request("POST", "/v1/batch", body)
        return connection.getresponse().status == 200
    finally:
        connection.close()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b'{"events":[' + b'{"properties":' * 5000 + b"1" + b"}" * 5000 + b"]}",
        b'{"events":[{"name":"a","user_id":"u","properties":{"a":' + b"[" * 500 + b"]" * 500 + b"}}]}",
        b'{"batch":[' + b"{}," * 200_000 + b"{}]}",
        b'{"events":[{"name":"' + b"x" * 5_000_000 + b'","user_id":"u"}]}',
        b'{"events":[{"name":"a","user_id":1e400}]}',
        b'{"events":[{"name":"a","user_id":' + b"9" * 100_000 + b"}]}",
        b"\xff\xfe\x00",
        b'"\\ud800"',
    ],
    ids=["lists", "objects", "deep", "deep properties", "many", "long", "infinite", "digits", "no text", "surrogate"],
)
def test_deep_long_and_odd_json_is_answered(live: Live, body: bytes) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=30)
    try:
        connection.request("POST", "/v1/batch", body, {"Authorization": "Basic eDo="})
        assert 400 <= connection.getresponse().status < 500
    finally:
        connection.close()
    assert alive(live)
    count("odd bodies", 1)


LINE = b"POST /v1/batch HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        LINE + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n",
        LINE + b"".join(b"X-%d: a\r\n" % number for number in range(20_000)) + b"\r\n",
        LINE + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        LINE + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        LINE + b"Content-Length: -1\r\n\r\n",
        LINE + b"Content-Length: 99999999999999999999\r\n\r\n",
        LINE + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
        LINE + b"X-Bad\r\n\r\n",
        LINE + b"X-Split: a\r\n b\r\n\r\n",
        LINE + b"X-Nul: a\x00b\r\n\r\n",
        LINE + b"Authorization: Basic a\rSet-Cookie: x=y\r\nContent-Length: 0\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/batch?" + b"a=1&" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /i?" + b"a=1&" * 5_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/projects/..%2f..%2fetc%2fpasswd/settings HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"NONSENSE\r\n\r\n",
        b"POST /v1/batch HTTP/9.9\r\nHost: x\r\n\r\n",
    ],
    ids=[
        "long header",
        "many headers",
        "two lengths",
        "length and chunks",
        "negative length",
        "huge length",
        "huge chunk",
        "no colon",
        "folded header",
        "nul",
        "split header",
        "long path",
        "long query",
        "many parameters",
        "traversal",
        "encoded traversal",
        "traversal in a key",
        "tls",
        "nonsense",
        "odd version",
    ],
)  # fmt: skip
def test_odd_requests_are_refused_or_answered_and_the_next_one_is_served(live: Live, request_: bytes) -> None:
    first = b""
    with suppress(TimeoutError):  # it waits for the rest of what was announced
        first = raw(live, request_, wait_s=0.5)
    assert b" 500 " not in first
    assert b"root:" not in first
    assert alive(live)
    count("odd requests", 1)


def test_no_header_a_sender_chooses_comes_back_as_a_header_of_its_own(live: Live) -> None:
    evil = "https://evil.example\r\nSet-Cookie: a=b"
    request = LINE + f"Origin: {evil}\r\nContent-Length: 0\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", live.port), timeout=10) as connection:
        connection.sendall(request)
        head = connection.recv(8192).split(b"\r\n\r\n")[0].lower()
    assert b"\r\nset-cookie" not in head


def test_random_bytes_never_stop_it(live: Live) -> None:
    dice = random.Random(3)
    for _ in range(20 * TIMES):
        length = dice.randrange(1, 300)
        with suppress(TimeoutError):  # it waits for more
            raw(live, LINE[: dice.randrange(len(LINE))] + dice.randbytes(length) + b"\r\n\r\n", wait_s=0.05)
        count("random requests", 1)
    assert alive(live)


def test_nothing_on_disk_is_named_after_what_is_sent(tmp_path: Path) -> None:
    with living(tmp_path / "s") as here:
        names = ["../../evil", "/etc/evil", "a\x00b", "..", "CON", "x" * 500]
        events = [{"name": name, "user_id": name, "id": f"{name}-1", "page": name} for name in names]
        connection = http.client.HTTPConnection("127.0.0.1", here.port, timeout=20)
        connection.request("POST", "/v1/batch", json.dumps({"events": events, "key": here.key}))
        assert connection.getresponse().status == 200
        connection.close()
        here.wait_for("events", "name", 6)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s"]
    assert not [path for path in tmp_path.rglob("*") if "evil" in path.name]
