"""Around every request: an id, headers that keep browsers from guessing, and nothing of it in caches."""

import secrets
from itertools import count
from typing import Any

from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def wrapped(app: ASGIApp) -> ASGIApp:
    """Return an application whose requests have ids (`X-Request-Id`), in its state too."""
    boot, numbers = secrets.token_hex(8), count(1)

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        request_id = f"{boot}-{next(numbers):x}"

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                for name, value in {**_HEADERS, "x-request-id": request_id}.items():
                    headers.setdefault(name, value)
            await send(message)

        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        await app(scope, receive, sending)

    return outer
