"""The whole server in one process: pages, API, sockets, and the collector where there is one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp, Receive, Scope, Send

from footpath.api.team.application import API, finisher, routers
from footpath.api.team.problems import footpath_problem, http_problem, unforeseen
from footpath.api.team.services import Team
from footpath.collector import Collector
from footpath.collector import application as collecting
from footpath.core.errors import FootpathError
from footpath.core.version import VERSION

_WATCHED = ("/health", "/ready", "/metrics")


def application(team: Team, collector: Collector | None = None) -> ASGIApp:
    """Return the server as an ASGI application; `collector` answers its own addresses."""

    @asynccontextmanager
    async def living(_: Litestar) -> AsyncIterator[None]:
        if collector:
            collector.start()
        try:
            yield
        finally:
            await team.maps.rooms.close()
            if collector:
                collector.close()
            team.close()

    handlers: Any = {FootpathError: footpath_problem, HTTPException: http_problem, Exception: unforeseen}
    inner = Litestar(
        routers(team),
        lifespan=[living],
        exception_handlers=handlers,
        before_send=[finisher(team)],
        logging_config=None,
        openapi_config=OpenAPIConfig(
            title="Footpath", version=VERSION, path=f"{API}/schema", use_handler_docstrings=True,
            render_plugins=[JsonRenderPlugin(path=["/", "/openapi.json"])],
        ),
    )  # fmt: skip
    if collector is None:
        return inner
    outside, endpoint = collecting(collector), collector.endpoint

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        theirs = scope["type"] == ScopeType.HTTP and (scope["path"] in _WATCHED or endpoint.knows(scope["path"]))
        await (outside if theirs else inner)(scope, receive, send)

    return outer


def serve(team: Team, collector: Collector | None, *, host: str, port: int) -> None:
    """Serve until told to end; then let everybody go with all on disk."""
    import uvicorn

    uvicorn.run(
        application(team, collector), host=host, port=port, log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=10, timeout_keep_alive=75, ws="websockets-sansio", ws_max_size=2**25,
    )  # fmt: skip
