"""The collector as an ASGI application: bytes in, one answer out, browsers let in by their origin.

It is plain ASGI because every event passes here: resolving a handler's arguments and response in a framework takes
longer than reading, checking and storing an event does. Everything else is the framework's (`routes`).
"""

import asyncio
import logging
import math
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Struct

from footpath.collector.counting import Counts
from footpath.collector.intake import Intake, Limited, Routes, Taken, chosen
from footpath.collector.protocol import Protocol, Request
from footpath.collector.records import Answer, Refused
from footpath.collector.spool import Done, Full, Spool
from footpath.collector.unpacking import LARGEST_SENT, too_large, unpacked
from footpath.collector.visitors import client_address
from footpath.core import clock

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Told = tuple[Answer, str, str]
Tell = Callable[[Answer, str, str], object]
_LOG = logging.getLogger(__name__)
_SLOWEST_S = 30.0  # for a whole body to arrive
_COME_BACK_S = 5
_ANY_HEADER = "/v1/hooks/"  # signatures stand in headers of any name
_WANTED = {
    word.encode(): word
    for word in (
        "access-control-request-headers", "authorization", "content-encoding", "host", "origin", "referer", "sec-gpc",
        "user-agent", "x-forwarded-for", "x-forwarded-proto", "x-write-key",
    )
}  # fmt: skip


class Gone(Exception):
    """The sender hung up before the request was complete."""


class _Asked(Struct, frozen=True, gc=False):
    """A request that is being answered, and who is told."""

    scope: Message
    headers: dict[str, str]
    request_id: str
    begun: float
    tell: Tell


class Endpoint:
    """Answers every route of every protocol.

    Args:
        intake: reads requests.
        spool: keeps what they hold.
        counts: what happened.
        store: folder of the store.
    """

    def __init__(self, intake: Intake, spool: Spool, counts: Counts, store: Path | None = None) -> None:
        self._intake = intake
        self._spool = spool
        self._counts = counts
        self._routes = Routes(store)
        self._outcomes: deque[tuple[Done, OSError | None]] = deque()
        self._waking = False

    def knows(self, path: str) -> bool:
        """Say whether a path is some protocol's."""
        return bool(self._routes.at(path))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, whose body may still be coming in."""
        begun = time.monotonic()
        told: asyncio.Future[Told] = asyncio.get_running_loop().create_future()
        body: bytes | Exception = b""
        try:
            if any(scope["method"] in methods for methods, _ in self._routes.at(scope["path"])):
                self._spool.check()  # a body that cannot be kept is not waited for
                body = await _body(receive)
        except Gone:
            return
        except (Refused, Full) as problem:
            body = problem

        def tell(*what: *Told) -> None:
            if not told.done():
                told.set_result(what)

        self.answer(scope, body, tell, begun=begun)
        answer, origin, request_id = await told
        head = heads(answer, origin, request_id)
        await send({"type": "http.response.start", "status": answer.status, "headers": head})
        await send({"type": "http.response.body", "body": answer.body})

    def answer(self, scope: Message, body: bytes | Exception, tell: Tell, *, begun: float | None = None) -> None:
        """Answer a request that is here whole.

        Args:
            scope: of the request, as ASGI has it.
            body: or why there is none.
            tell: gets the answer, the web origin that may read it and the request's id, in the loop's thread: at once,
                or when the disk has what the request holds.
            begun: when it began to come in; None = now.
        """
        headers = _headers(scope)
        asked = _Asked(scope, headers, self._intake.next_id(), time.monotonic() if begun is None else begun, tell)
        options = self._routes.at(scope["path"])
        protocols = [protocol for methods, protocol in options if scope["method"] in methods]
        if protocols:
            self._take(asked, protocols, body)
        else:
            answer = self._without_body(scope["method"], options, headers)
            self._tell(asked, "unknown", Taken(b"", answer, headers.get("origin", "")))

    def _take(self, asked: "_Asked", protocols: list[Protocol], body: bytes | Exception) -> None:
        protocol, scope, headers = protocols[0], asked.scope, asked.headers
        try:
            self._spool.check()
            if isinstance(body, Exception):
                raise body
            self._counts.add("footpath_request_bytes_total", len(body))
            request = Request(
                method=scope["method"],
                path=scope["path"],
                query=_query(scope["query_string"]),
                headers=headers,
                body=unpacked(body, headers.get("content-encoding", "").strip().lower()),
                received_at=int(clock.now().timestamp() * 1e6),
                address=client_address(scope.get("client"), headers.get("x-forwarded-for", "")),
            )
            protocol = chosen(protocols, request)
            taken = self._intake.take(protocol, request, asked.request_id)
            if taken.records:
                self._keep(taken.records, partial(self._kept, asked, protocol.name, taken))
                return
        except Refused as problem:
            taken = Taken(b"", _refusal(protocol, problem), headers.get("origin", ""))
        except ValueError as problem:  # too many parameters in the query
            wrong = Refused("query", str(problem), "Send fewer parameters")
            taken = Taken(b"", protocol.refused(wrong), headers.get("origin", ""))
        except (Full, OSError) as problem:
            self._kept(asked, protocol.name, Taken(b"", _busy()), problem)
            return
        self._kept(asked, protocol.name, taken, None)

    def _kept(self, asked: "_Asked", name: str, taken: Taken, problem: Exception | None) -> None:
        """Say what became of a request once it is known whether the disk has it."""
        if problem is not None:
            _LOG.error("cannot keep more", extra={"request_id": asked.request_id, "reason": str(problem)})
            taken = Taken(b"", _busy(), asked.headers.get("origin", ""))
        for outcome, number in (("kept", taken.kept), ("refused", taken.refused)):
            if number:
                self._counts.add("footpath_elements_total", number, f'protocol="{name}",outcome="{outcome}"')
        self._tell(asked, name, taken)

    def _tell(self, asked: "_Asked", name: str, taken: Taken) -> None:
        status = taken.answer.status
        self._counts.took(time.monotonic() - asked.begun)
        self._counts.add("footpath_requests_total", labels=f'protocol="{name}",status="{status}"')
        if status >= 400:
            _LOG.warning("refused", extra={"request_id": asked.request_id, "protocol": name, "status": status})
        asked.tell(taken.answer, taken.origin, asked.request_id)

    def _keep(self, records: bytes, done: Done) -> None:
        """Have `done` called in the loop once the disk has the records; all that wait share one force of the disk."""
        loop = asyncio.get_running_loop()
        self._spool.submit(records, lambda problem: self._note(loop, done, problem))

    def _note(self, loop: asyncio.AbstractEventLoop, done: Done, problem: OSError | None) -> None:
        """Note, in the spool's thread, what became of a request; the loop is woken once for all of one force."""
        self._outcomes.append((done, problem))
        if not self._waking:
            self._waking = True
            loop.call_soon_threadsafe(self._pass_on)

    def _pass_on(self) -> None:
        self._waking = False  # before the outcomes are looked at: one that comes now wakes the loop again
        while self._outcomes:
            done, problem = self._outcomes.popleft()
            try:
                done(problem)
            except Exception as wrong:  # of one connection; the others must hear too
                _LOG.error("cannot answer", extra={"reason": f"{type(wrong).__name__}: {wrong}"})

    def _without_body(
        self, method: str, options: list[tuple[tuple[str, ...], Protocol]], headers: dict[str, str]
    ) -> Answer:
        allowed = sorted({one for methods, _ in options for one in methods} | {"OPTIONS"})
        if method == "OPTIONS":
            if not self._intake.allows(headers.get("origin", "")):
                return Answer(403, b"")
            # SDKs send headers of their own, others with every version; none of them means anything here.
            wanted = headers.get("access-control-request-headers", _HEADERS)
            its = ("access-control-allow-headers", wanted if _NAMES.fullmatch(wanted) else _HEADERS)
            return Answer(204, b"", headers=(*_PREFLIGHT, its))
        return Answer(
            405, b'{"success":false,"message":"method: not allowed here"}', headers=(("allow", ", ".join(allowed)),)
        )


_HEADERS = "authorization, content-type, content-encoding, x-write-key"
_NAMES = re.compile(r"[\w, -]{1,500}", re.ASCII)
_PREFLIGHT = (
    ("access-control-allow-methods", "GET, POST, OPTIONS"),
    ("access-control-max-age", "86400"),
)


def _headers(scope: Message) -> dict[str, str]:
    if scope["path"].startswith(_ANY_HEADER):
        return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    return {_WANTED[name]: value.decode("latin-1") for name, value in scope["headers"] if name in _WANTED}


def _query(content: bytes) -> dict[str, str]:
    return dict(parse_qsl(content.decode("latin-1"), max_num_fields=200)) if content else {}


async def _body(receive: Receive) -> bytes:
    message = await _next(receive)
    body = bytes(message.get("body", b""))
    if not message.get("more_body"):
        return _small(body)
    parts, size = [body], len(body)
    try:
        async with asyncio.timeout(_SLOWEST_S):
            while message.get("more_body"):
                message = await _next(receive)
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > LARGEST_SENT:
                    raise too_large(LARGEST_SENT)
    except TimeoutError:
        raise Refused("body", "it took too long to arrive", "Send smaller batches", status=408) from None
    return b"".join(parts)


def _small(body: bytes) -> bytes:
    if len(body) > LARGEST_SENT:
        raise too_large(LARGEST_SENT)
    return body


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise Gone
    return message


def _refusal(protocol: Protocol, problem: Refused) -> Answer:
    answer = protocol.refused(problem)
    if isinstance(problem, Limited):
        wait = (("retry-after", str(math.ceil(problem.wait_s))),)
        return msgspec.structs.replace(answer, headers=(*answer.headers, *wait))
    return answer


def _busy() -> Answer:
    body = b'{"success":false,"code":"unavailable","message":"The collector can keep no more now. Send it later."}'
    return Answer(503, body, headers=(("retry-after", str(_COME_BACK_S)),))


def heads(answer: Answer, origin: str, request_id: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer, for a web origin that may read it."""
    found = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"x-request-id", request_id.encode()),
        *((name.encode(), value.encode()) for name, value in answer.headers),
    ]
    if origin and answer.status != 403:
        found += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", b"retry-after"),
            (b"vary", b"Origin"),
        ]
    return found
