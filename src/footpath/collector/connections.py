"""Connections: whoever sends too slowly or too much of a head is hung up on, so that nobody can keep others out."""

import asyncio
from asyncio import Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SLOWEST_S = 35.0  # for a whole request to arrive; the endpoint answers 408 a little earlier where it can
LARGEST_HEAD = 65_536  # bytes of address and headers
MOST = 10_000  # connections at once; above it senders are told to come back


class TooLarge(Exception):
    """A head is too large; the parser answers 400 and hangs up."""


class Connection(HttpToolsProtocol):
    """One connection, with a time by which each request must have arrived."""

    _late: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Begin: the first request must come in time too."""
        super().connection_made(transport)
        self._expect()

    def on_message_begin(self) -> None:
        """Begin to read a request."""
        super().on_message_begin()
        self._head = 0
        self._expect()

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._count(name + value)
        super().on_header(name, value)

    def on_message_complete(self) -> None:
        """Stop the clock: the request is here."""
        self._stop_waiting()
        super().on_message_complete()

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
        if not self.transport.is_closing():
            self.transport.abort()
