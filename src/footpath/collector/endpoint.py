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
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from footpath.collector.counting import Counts
from footpath.collector.intake import Intake, Limited, Routes, Taken, chosen
from footpath.collector.protocol import Protocol, Request
from footpath.collector.records import Answer, Refused
from footpath.collector.spool import Full, Spool
from footpath.collector.unpacking import LARGEST_SENT, too_large, unpacked
from footpath.core import clock

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_LOG = logging.getLogger(__name__)
_SLOWEST_S = 30.0  # for a whole body to arrive
_COME_BACK_S = 5
_WANTED = {
    word.encode(): word
    for word in (
        "access-control-request-headers", "authorization", "content-encoding", "host", "origin", "referer",
        "user-agent", "x-forwarded-proto", "x-write-key",
    )
}  # fmt: skip


class Gone(Exception):
    """The sender hung up before the request was complete."""


class Endpoint:
    """Answers every route of every protocol.

    Args:
        intake: reads requests.
        spool: keeps what they hold.
        counts: what happened.
    """

    def __init__(self, intake: Intake, spool: Spool, counts: Counts) -> None:
        self._intake = intake
        self._spool = spool
        self._counts = counts
        self._routes = Routes()
        self._outcomes: deque[tuple[asyncio.Future[None], OSError | None]] = deque()
        self._waking = False

    def knows(self, path: str) -> bool:
        """Say whether a path is some protocol's."""
        return bool(self._routes.at(path))

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        begun = time.monotonic()
        headers = _headers(scope)
        origin = headers.get("origin", "")
        request_id = self._intake.next_id()
        name = "unknown"
        try:
            options = self._routes.at(scope["path"])
            protocols = [protocol for methods, protocol in options if scope["method"] in methods]
            if not protocols:
                answer = self._without_body(scope["method"], options, headers)
            else:
                name = protocols[0].name
                name, taken = await self._take(protocols, scope, headers, receive, request_id)
                answer, origin = taken.answer, taken.origin
        except Gone:
            return
        self._counts.took(time.monotonic() - begun)
        self._counts.add("footpath_requests_total", labels=f'protocol="{name}",status="{answer.status}"')
        if answer.status >= 400:
            _LOG.warning("refused", extra={"request_id": request_id, "protocol": name, "status": answer.status})
        await _send(send, answer, origin, request_id)

    async def _take(
        self, protocols: list[Protocol], scope: Message, headers: dict[str, str], receive: Receive, request_id: str
    ) -> tuple[str, Taken]:
        protocol = protocols[0]
        try:
            self._spool.check()
            body = await _body(receive)
            self._counts.add("footpath_request_bytes_total", len(body))
            request = Request(
                method=scope["method"],
                path=scope["path"],
                query=_query(scope["query_string"]),
                headers=headers,
                body=unpacked(body, headers.get("content-encoding", "").strip().lower()),
                received_at=int(clock.now().timestamp() * 1e6),
            )
            protocol = chosen(protocols, request)
            taken = self._intake.take(protocol, request, request_id)
            if taken.records:
                await self._keep(taken.records)
        except Refused as problem:
            return protocol.name, Taken(b"", _refusal(protocol, problem), headers.get("origin", ""))
        except ValueError as problem:  # too many parameters in the query
            wrong = Refused("query", str(problem), "Send fewer parameters")
            return protocol.name, Taken(b"", protocol.refused(wrong), headers.get("origin", ""))
        except (Full, OSError) as problem:
            _LOG.error("cannot keep more", extra={"request_id": request_id, "reason": str(problem)})
            return protocol.name, Taken(b"", _busy(), headers.get("origin", ""))
        for outcome, number in (("kept", taken.kept), ("refused", taken.refused)):
            if number:
                labels = f'protocol="{protocol.name}",outcome="{outcome}"'
                self._counts.add("footpath_elements_total", number, labels)
        return protocol.name, taken

    async def _keep(self, records: bytes) -> None:
        """Return once the disk has the records; requests that wait meanwhile share one force of the disk."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._spool.submit(records, lambda problem: self._told(loop, kept, problem))
        await kept

    def _told(self, loop: asyncio.AbstractEventLoop, kept: asyncio.Future[None], problem: OSError | None) -> None:
        """Note, in the spool's thread, what became of a request; the loop is woken once for all of one force."""
        self._outcomes.append((kept, problem))
        if not self._waking:
            self._waking = True
            loop.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        self._waking = False  # before the outcomes are looked at: one that comes now wakes the loop again
        while self._outcomes:
            kept, problem = self._outcomes.popleft()
            if not kept.done():
                kept.set_exception(problem) if problem else kept.set_result(None)

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


async def _send(send: Send, answer: Answer, origin: str, request_id: str) -> None:
    headers = [
        (b"content-type", answer.content_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"x-request-id", request_id.encode()),
        *((name.encode(), value.encode()) for name, value in answer.headers),
    ]
    if origin and answer.status != 403:
        headers += [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"access-control-expose-headers", b"retry-after"),
            (b"vary", b"Origin"),
        ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
