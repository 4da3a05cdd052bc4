"""What the server asks others for goes to the address that was judged, and has bounds in bytes and time."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.pulling.services import CERTIFICATE, serving

from footpath.core import line as lines
from footpath.core.errors import FootpathError, Invalid, Transient
from footpath.core.line import Answer, Line
from footpath.core.reach import Reach

OWN = Reach("127.0.0.1,tracker.example", "FOOTPATH_SOME_HOSTS")
DRIPS = 150


def looked_up(monkeypatch: pytest.MonkeyPatch, *ips: str) -> list[str]:
    """Let tracker.example mean one address after the other, the last for ever; return what was looked up."""
    real, asked = socket.getaddrinfo, []

    def found(host: Any, port: Any, *given: Any, **more: Any) -> Any:
        if host in ("127.0.0.1", "127.0.0.2"):
            return real(host, port, *given, **more)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ips[min(len(asked), len(ips)) - 1], port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@contextmanager
def talking(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Yield the address of a server that does with a connection whatever it likes, once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            here, _ = server.accept()
            with here:
                here.recv(65_536)
                try:
                    talk(here)
                except OSError:
                    return  # the other side has hung up, as it should

        thread = threading.Thread(target=once)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def refused(address: str, reach: Reach = OWN) -> FootpathError:
    with pytest.raises(FootpathError) as problem:
        asked(address, reach)
    return problem.value


def asked(address: str, reach: Reach) -> Answer:
    line = Line(address, {}, reach)
    try:
        return line.get("/")
    finally:
        line.close()


def test_a_name_is_looked_up_once_and_the_judged_address_is_the_one_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda asked: asked.headers["host"]) as service:
        port = service.url.rpartition(":")[2]
        asked = looked_up(monkeypatch, "127.0.0.1", "127.0.0.2")
        line = Line(f"http://Tracker.Example:{port}/jira", {}, OWN)
        answers = [line.get("/a"), line.get("/b")]
        line.close()
    assert asked == ["tracker.example"]
    assert [one.body.decode() for one in answers] == [f'"tracker.example:{port}"'] * 2
    assert [one.path for one in service.asked] == ["/jira/a", "/jira/b"]


def test_a_name_that_comes_to_mean_a_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: {}) as service:
        address = f"https://elsewhere.example:{service.url.rpartition(':')[2]}"
        looked_up(monkeypatch, "127.0.0.1")
        assert refused(address).message == "address: elsewhere.example is in a private network."
    assert service.count == 0


def test_names_beyond_ascii_are_looked_up_as_the_network_spells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = looked_up(monkeypatch, "127.0.0.1")
    assert "private network" in refused("https://bücher.example").message
    assert asked == ["xn--bcher-kva.example"]


@pytest.mark.parametrize("letter", "uü")
def test_a_name_that_is_none_is_told(letter: str) -> None:
    assert refused(f"https://{letter * 64}.example").hint.startswith("Is it spelt right")


def test_only_hosts_that_are_named_are_asked_unencrypted() -> None:
    with serving(lambda _: {}) as service:
        problem = refused(service.url, Reach("", "FOOTPATH_SOME_HOSTS"))
        assert (type(problem), problem.message) == (Invalid, "address: the token would travel unencrypted.")
        assert (
            "FOOTPATH_SOME_HOSTS"
            in refused(f"{service.url.replace('http', 'https')}", Reach("", "FOOTPATH_SOME_HOSTS")).hint
        )
    assert service.count == 0


def test_no_redirect_is_followed_and_no_proxy_of_the_environment_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: {}) as other:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, other.url)
        with serving(lambda _: (302, {}, {"Location": other.url})) as service:
            line = Line(service.url, {"authorization": "Bearer x"}, OWN)
            answer = line.get("/")
            line.close()
    assert (answer.status, answer.headers["location"]) == (302, other.url)
    assert other.count == 0


def test_over_tls_the_name_is_told_and_the_certificate_is_of_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(CERTIFICATE))
    with serving(lambda asked: asked.body, encrypted=True) as service:
        line = Line(service.url, {}, OWN)
        assert line.post("/", b'{"a":1}').body == b'{"a": 1}'
        line.close()
        looked_up(monkeypatch, "127.0.0.1")
        problem = refused(service.url.replace("127.0.0.1", "tracker.example"))
        assert service.names == [None, "tracker.example"]
    assert (type(problem), problem.message) == (Invalid, "The certificate of tracker.example will not do.")
    assert service.count == 1


def test_a_certificate_that_nobody_vouches_for_will_not_do() -> None:
    with serving(lambda _: {}, encrypted=True) as service:
        assert refused(service.url).message == "The certificate of 127.0.0.1 will not do."
    assert service.count == 0


@pytest.mark.parametrize("part", ["x" * 65_536, "x: y\r\n" * 10_000, "HTTP/1.1 100 Continue\r\n\r\n" * 999])
def test_what_goes_on_and_on_is_cut_off(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LARGEST", 200_000)
    heads = {"x": "HTTP/1.1 200 OK\r\n\r\n", "x: ": "HTTP/1.1 200 OK\r\n", "HTT": ""}
    sent = []

    def talk(here: socket.socket) -> None:
        here.sendall(next(head for begins, head in reversed(heads.items()) if part.startswith(begins)).encode())
        for _ in range(10_000_000 // len(part)):
            here.sendall(part.encode())
            sent.append(part)

    with talking(talk) as address:
        problem = refused(address)
    assert problem.message in ("The answer of 127.0.0.1 is too long.", "127.0.0.1 does not answer.")
    assert len("".join(sent)) < 9_000_000


@pytest.mark.parametrize("begun", ["", "HTTP/1.1 200 OK\r\nx: ", "HTTP/1.1 200 OK\r\n\r\n"])
def test_what_comes_drop_by_drop_is_not_waited_for(begun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_LONGEST_S", 0.3)
    sent = []

    def talk(here: socket.socket) -> None:
        here.sendall(begun.encode())
        for _ in range(DRIPS):
            time.sleep(0.02)
            here.sendall(b"H")
            sent.append(1)

    with talking(talk) as address:
        problem = refused(address)
    assert (type(problem), problem.message) == (Transient, "127.0.0.1 does not answer.")
    assert len(sent) < DRIPS


def test_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_TIMEOUT_S", 0.2)
    asked = threading.Event()
    with talking(lambda _: asked.wait(60) and None) as address:
        problem = refused(address)
        asked.set()
    assert (type(problem), problem.message) == (Transient, "127.0.0.1 does not answer.")


@pytest.mark.parametrize("address", ["ftp://tracker.example", "https://tracker.example:99999", "https://[x"])
def test_what_is_no_address_is_told(address: str) -> None:
    assert isinstance(refused(address), Invalid)
