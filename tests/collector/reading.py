"""Sends requests to protocols without a server."""

import json
from typing import Any

from footpath.collector.intake import Routes, chosen
from footpath.collector.protocol import Request
from footpath.collector.records import Reading

_ROUTES = Routes()
NOON = 1_772_366_400_000_000  # 2026-03-01T12:00:00Z in microseconds


def read(path: str, body: Any = None, *, method: str = "POST", **given: Any) -> Reading:
    """Read a request in the protocol its route and body choose."""
    sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    request = Request(method=method, path=path, body=sent, received_at=NOON, **given)
    protocols = [protocol for methods, protocol in _ROUTES.at(path) if method in methods]
    return chosen(protocols, request).read(request)
