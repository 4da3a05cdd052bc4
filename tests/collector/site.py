"""A web site on loopback: its pages, and a path of its own behind which the collector stands."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.files: dict[str, bytes] = {}
        self.behind = 0  # the collector's port
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                if path.startswith("/own/"):
                    self._pass_on()
                elif path in site.files:
                    self._answer(site.files[path], "text/javascript")
                else:
                    longest = max((p for p in site.pages if path.startswith(p)), key=len, default="")
                    self._answer(site.pages.get(longest, "").encode(), "text/html; charset=utf-8")

            def do_POST(self) -> None:
                self._pass_on()

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name: self.headers[name] for name in ("origin", "user-agent") if self.headers[name]}
                with closing(http.client.HTTPConnection("127.0.0.1", site.behind, timeout=10)) as connection:
                    connection.request(self.command, self.path.removeprefix("/own"), body, headers)
                    answer = connection.getresponse()
                    self._answer(answer.read(), answer.headers["content-type"], answer.status)

            def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
                self.send_response(status)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A browser that hangs up in the middle is nothing to tell of."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.elsewhere = f"http://localhost:{self.port}"


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join(10)
