"""HTTP: the collector's own routes in front, what operators ask for behind it."""

import gc
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Litestar, Request, Response, get
from litestar.enums import ScopeType
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, Receive, Scope, Send

from footpath.collector.collecting import Collector
from footpath.collector.endpoint import Endpoint
from footpath.collector.tracker import SCRIPT
from footpath.core.version import VERSION

if TYPE_CHECKING:
    from uvicorn import Server

_TURN_S = 0.0005


@get("/t.js", sync_to_thread=False)
def tracker(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return the script that web pages load."""
    answer = SCRIPT.answer(request.headers.get("if-none-match", ""), request.headers.get("accept-encoding", ""))
    return Response(
        answer.body, status_code=answer.status, headers=dict(answer.headers), media_type=answer.content_type
    )


def application(collector: Collector) -> ASGIApp:
    """Return the ASGI application of a collector, which it starts and closes with the server."""

    @get("/health", sync_to_thread=False)
    def health() -> dict[str, str]:
        """Say that the process lives."""
        return {"status": "ok", "version": VERSION}

    @get("/ready", sync_to_thread=False)
    def ready() -> Response[dict[str, str]]:
        """Say whether events are taken now."""
        taken = collector.ready()
        return Response({"status": "ready" if taken else "full"}, status_code=200 if taken else 503)

    @get("/metrics", media_type="text/plain; version=0.0.4; charset=utf-8", sync_to_thread=False)
    def metrics() -> str:
        """Return the collector's numbers in Prometheus' text format."""
        return collector.metrics()

    @asynccontextmanager
    async def living(_: Litestar) -> AsyncIterator[None]:
        collector.start()
        try:
            async with collector.taking_mails():
                yield
        finally:
            collector.close()

    inner = Litestar(
        [health, ready, metrics, tracker],
        lifespan=[living],
        logging_config=None,
        openapi_config=OpenAPIConfig(title="Footpath", version=VERSION),
    )

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and collector.endpoint.knows(scope["path"]):
            endpoint: Any = collector.endpoint
            await endpoint(scope, receive, send)
        else:
            await inner(scope, receive, send)

    return outer


def serve(collector: Collector, *, host: str, port: int) -> None:
    """Serve until told to end; then finish the requests that are running and drain the spool."""
    run(application(collector), host=host, port=port, endpoint=collector.endpoint)


def run(app: Any, *, host: str, port: int, endpoint: Endpoint | None = None) -> None:
    """Run an application in the collector's server; an endpoint's requests may be answered before they reach it."""
    # What was made until now stays: looking through it again and again for garbage takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    # Threads that write and drain work mostly outside Python; whoever then waits for a turn must not wait 5 ms for it.
    sys.setswitchinterval(_TURN_S)
    try:
        server(app, host=host, port=port, endpoint=endpoint).run()
    finally:
        gc.unfreeze()  # what stays for ever is never let go of either, and libraries complain of that at the end


def server(app: Any, *, host: str, port: int, endpoint: Endpoint | None = None) -> "Server":
    """Return the server that the collector stands in."""
    from uvicorn import Config, Server

    from footpath.collector.connections import MOST, Connection

    config = Config(
        app, host=host, port=port, log_config=None, access_log=False, server_header=False,
        http=partial(Connection, endpoint=endpoint),  # type: ignore[arg-type]
        proxy_headers=False, limit_concurrency=MOST, timeout_graceful_shutdown=10, timeout_keep_alive=75,
        ws="websockets-sansio", ws_max_size=2**25,
    )  # fmt: skip
    return Server(config)
