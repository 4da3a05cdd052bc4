"""The collector as an ASGI application: bytes in, one answer out, browsers let in by their origin.

It is plain ASGI because every event passes here: resolving a handler's arguments and response in a framework takes
longer than reading, checking and storing an event does. Everything else is the framework's (`routes`).
"""

import asyncio
import logging
import math
import time
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
_WANTED = ("authorization", "content-encoding", "host", "origin", "referer", "sec-gpc", "user-agent", "x-write-key")


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
                answer = self._without_body(scope["method"], options, origin)
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
                query=dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=200)),
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

        def tell(problem: OSError | None) -> None:
            if not kept.done():
                kept.set_exception(problem) if problem else kept.set_result(None)

        self._spool.submit(records, lambda problem: (loop.call_soon_threadsafe(tell, problem), None)[1])
        await kept

    def _without_body(self, method: str, options: list[tuple[tuple[str, ...], Protocol]], origin: str) -> Answer:
        allowed = sorted({one for methods, _ in options for one in methods} | {"OPTIONS"})
        if method == "OPTIONS":
            known = self._intake.allows(origin)
            return Answer(204 if known else 403, b"", headers=_PREFLIGHT if known else ())
        return Answer(
            405, b'{"success":false,"message":"method: not allowed here"}', headers=(("allow", ", ".join(allowed)),)
        )


_PREFLIGHT = (
    ("access-control-allow-methods", "GET, POST, OPTIONS"),
    (
        "access-control-allow-headers",
        "authorization, content-type, content-encoding, x-write-key, x-retry-count, anonymousid",
    ),
    ("access-control-max-age", "86400"),
)


def _headers(scope: Message) -> dict[str, str]:
    return {
        name.decode("latin-1"): value.decode("latin-1")
        for name, value in scope["headers"]
        if name.decode("latin-1") in _WANTED
    }


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
