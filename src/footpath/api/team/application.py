"""The routes of a team, and what every answer of theirs carries."""

from typing import Any

from litestar import Router
from litestar.datastructures import MutableScopeHeaders
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import Message, Scope

from footpath.api.team import (
    attaching,
    checking,
    exploring,
    gathering,
    importing,
    laying_out,
    library,
    living,
    maps,
    mining,
    overall,
    providing,
    showing,
    signing_in,
    sockets,
    talking,
    templating,
    ticketing,
    workspaces,
)
from footpath.api.team.asking import FRESH, cookie, provide_actor
from footpath.api.team.pages import Pages, page
from footpath.api.team.problems import footpath_problem, http_problem, unforeseen
from footpath.api.team.services import Team
from footpath.core.errors import FootpathError

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
)
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_MODULES = (
    signing_in, providing, workspaces, maps, checking, overall, templating, talking, showing, library, laying_out,
    attaching, gathering, mining, importing, exploring, living, ticketing, sockets,
)  # fmt: skip
_PARTS = [importing.router(0) if module is importing else module.router for module in _MODULES]
HANDLERS = [
    (handler, {**(part.opt or {}), **handler.opt})
    for module, part in zip(_MODULES, _PARTS, strict=True)
    for handler in module.HANDLERS
]
"""Every handler with what its route is known by: `needs`, a role, and `area` or `key_scope` for the scope of a key."""
SESSION: list[dict[str, list[str]]] = [{"session": [], "csrf": []}, {"key": []}]
_EMBEDDED = "/embed/"


def routers(team: Team, root: str) -> list[Router]:
    """Return everything that answers for a team, the API's part under `root`, each with what it asks for."""
    parts = [module.router for module in _MODULES if module not in (importing, sockets)]
    parts.append(importing.router(int(team.settings.upload_gb * 1e9)))
    built = Pages()
    handlers: Any = {FootpathError: footpath_problem, HTTPException: http_problem, Exception: unforeseen}

    def provide_team() -> Team:
        return team

    def provide_pages() -> Pages:
        return built

    given: dict[str, Any] = {
        "team": Provide(provide_team, sync_to_thread=False),
        "actor": Provide(provide_actor, sync_to_thread=True),
    }
    pages = {"pages": Provide(provide_pages, sync_to_thread=False)}
    return [
        Router(root, route_handlers=parts, dependencies=given, exception_handlers=handlers, security=SESSION),
        Router("/", route_handlers=[sockets.router], dependencies={"team": given["team"]}),
        Router("/", route_handlers=[page], dependencies=pages, exception_handlers=handlers),
    ]


def finisher(team: Team, root: str) -> Any:
    """Return what adds the headers of safety, and the session's next secret, to every answer."""

    async def finish(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in _ALWAYS.items():
            headers.setdefault(name, value)
        ancestors = "*" if scope["path"].startswith(_EMBEDDED) else "'none'"
        headers.setdefault("content-security-policy", f"{_POLICY}; frame-ancestors {ancestors}")
        if team.secure:
            headers.setdefault("strict-transport-security", "max-age=31536000")
        if scope["path"].startswith(root):
            headers.setdefault("cache-control", "no-store")
        fresh = scope.get(FRESH)
        if fresh:
            headers.add("set-cookie", cookie(team, str(fresh)).to_header(header=""))

    return finish
