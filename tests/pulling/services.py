"""Services on loopback that speak the documented APIs: pages, tokens, busy answers, failures, dropped connections."""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

CERTIFICATE = Path(__file__).with_name("loopback.pem")  # of 127.0.0.1, and its key
Answer = tuple[int, Any, dict[str, str]]


class Asked:
    """One request as a service sees it."""

    def __init__(self, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        parts = urlsplit(path)
        self.method, self.path, self.headers = method, parts.path, headers
        self.query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        self.body = json.loads(body) if body[:1] in (b"{", b"[") else body.decode()


class Service:
    """A server of one service.

    Attributes:
        asked: every request that was answered.
        names: what callers over TLS called it (SNI).
        faults: number of the request, from 1 → what happens instead: a status, or "drop".
    """

    def __init__(self, answer: Callable[[Asked], Any]) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.names: list[str | None] = []
        self.faults: dict[int, int | str] = {}
        self.count = 0
        self.url = ""

    def respond(self, asked: Asked) -> Answer | None:
        self.count += 1
        fault = self.faults.pop(self.count, None)
        if fault == "drop":
            return None
        if isinstance(fault, int):
            return fault, {"error": "later"}, {"Retry-After": "1"} if fault == 429 else {}
        self.asked.append(asked)
        found = self.answer(asked)
        return found if isinstance(found, tuple) else (200, found, {})


@contextmanager
def serving(answer: Callable[[Asked], Any], *, encrypted: bool = False) -> Iterator[Service]:
    service = Service(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            found = service.respond(Asked(self.command, self.path, headers, body))
            if found is None:
                self.close_connection = True
                self.connection.close()
                return
            status, content, more = found
            sent = b"" if status == 304 else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": str(len(sent)), **more}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(sent)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] - the other side hung up
    if encrypted:
        _encrypt(service, server)
    service.url = f"http{'s' if encrypted else ''}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()


def _encrypt(service: Service, server: ThreadingHTTPServer) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.sni_callback = lambda _socket, name, _context: service.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True)
