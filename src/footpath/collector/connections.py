"""Connections: whoever sends too slowly or too much of a head is hung up on, so that nobody can keep others out.

A request for the collector that arrives whole at once, as nearly all do, is answered by the connection itself: a task,
an event and two messages to and fro, which ASGI needs for requests of any size, take longer than the event inside does.
"""

import asyncio
import logging
from asyncio import Transport
from typing import Any, cast
from urllib.parse import unquote

from httptools import parse_url
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from footpath.collector.endpoint import Endpoint, Message, heads
from footpath.collector.records import Answer

SLOWEST_S = 35.0  # for a whole request to arrive; the endpoint answers 408 a little earlier where it can
LARGEST_HEAD = 65_536  # bytes of address and headers
LEAST_RATE = 20_000  # bytes a second: a large file may take longer while it comes this fast
MOST = 10_000  # connections at once; above it senders are told to come back
_LOG = logging.getLogger(__name__)
_BROKEN = Answer(500, b"Internal Server Error", "text/plain; charset=utf-8")


class TooLarge(Exception):
    """A head is too large; the parser answers 400 and hangs up."""


class _AtOnce:
    """A request that the connection answers itself, with what uvicorn asks of one that is being answered.

    Attributes:
        response_complete: it is answered.
        disconnected: nobody is there any more to hear the answer.
        keep_alive: the connection stays open after it.
        message_event: what would wake the task that answers; there is none.
    """

    def __init__(self, *, keep_alive: bool) -> None:
        self.response_complete = False
        self.disconnected = False
        self.keep_alive = keep_alive
        self.message_event = asyncio.Event()


class Connection(HttpToolsProtocol):
    """One connection, with a time by which each request must have arrived.

    Args:
        endpoint: of the collector, whose requests are answered here; None = there is none.
        given: as uvicorn gives them.
    """

    _late: asyncio.TimerHandle | None = None
    _head = 0
    _body = 0
    _held: list[bytes] | None = None

    def __init__(self, *, endpoint: Endpoint | None = None, **given: Any) -> None:
        super().__init__(**given)
        self._endpoint = endpoint

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin: the first request must come in time too."""
        super().connection_made(transport)
        self._expect()

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        super().on_message_begin()
        self._head = self._body = 0
        self._expect()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._count(name + value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hold a request that may be answered here until it is known whether it is here whole."""
        if self._endpoint is None or not self._may_be_held():
            super().on_headers_complete()
            return
        address = parse_url(self.url)
        path = address.path.decode("ascii")
        self.scope["path"] = unquote(path) if "%" in path else path
        if not self._endpoint.knows(self.scope["path"]):
            super().on_headers_complete()
            return
        self.scope["method"], self.scope["query_string"] = "POST", address.query or b""
        self._held = []

    def _may_be_held(self) -> bool:
        return (
            self.parser.get_method() == b"POST"
            and (self.cycle is None or self.cycle.response_complete)
            and not self.expect_100_continue
            and not self.parser.should_upgrade()
            and len(self.connections) < MOST
        )

    def data_received(self, data: bytes) -> None:
        """Take what came; a request of which there is more to come is no case for answering at once."""
        super().data_received(data)
        if self._held is not None and self.parser is not None:
            held, self._held = self._held, None
            super().on_headers_complete()
            for part in held:
                super().on_body(part)

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._body += len(body)
        if self._held is None:
            super().on_body(body)
        else:
            self._held.append(body)

    def handle_websocket_upgrade(self) -> None:
        """Become a socket, which may be silent for long."""
        self._stop_waiting()
        super().handle_websocket_upgrade()

    def on_message_complete(self) -> None:
        """Stop the clock: the request is here."""
        self._stop_waiting()
        if self._held is None or self._endpoint is None:
            super().on_message_complete()
        else:
            held, self._held = self._held, None
            self._answer(self._endpoint, b"".join(held))

    def _answer(self, endpoint: Endpoint, body: bytes) -> None:
        alive = self.parser.get_http_version() != "1.0" and self.parser.should_keep_alive()
        # As the one that is being answered, it makes those after it wait their turn.
        self.cycle: Any = _AtOnce(keep_alive=alive)
        cycle = self.cycle

        def tell(answer: Answer, origin: str, request_id: str) -> None:
            self._tell(cycle, answer, heads(answer, origin, request_id))

        try:
            endpoint.answer(cast("Message", self.scope), body, tell)
        except Exception as problem:
            _LOG.exception("cannot answer", exc_info=problem)
            cycle.keep_alive = False
            self._tell(cycle, _BROKEN, heads(_BROKEN, "", ""))

    def _tell(self, cycle: _AtOnce, answer: Answer, head: list[tuple[bytes, bytes]]) -> None:
        """Write an answer, in one go, and go on to the next request."""
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        lines = [STATUS_LINE[answer.status]]
        for name, value in (*self.server_state.default_headers, *head):
            lines += (name, b": ", value, b"\r\n")
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        lines += (b"\r\n", answer.body)
        self.transport.write(b"".join(lines))
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _count(self, part: bytes) -> None:
        self._head += len(part)
        if self._head > LARGEST_HEAD:
            raise TooLarge

    def _expect(self) -> None:
        self._stop_waiting()
        self._late = self.loop.call_later(SLOWEST_S, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _hang_up(self) -> None:
        if self._body >= LEAST_RATE * SLOWEST_S:
            self._body = 0
            self._expect()
        elif not self.transport.is_closing():
            self.transport.abort()
