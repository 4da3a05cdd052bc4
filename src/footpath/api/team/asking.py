"""Who asks: the person behind the cookie or the program with a key; and whether the request is their own."""

from typing import Any

from litestar import Request, WebSocket
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency

from footpath.accounts import Actor, demand_scope, same_token
from footpath.api.team.services import Team
from footpath.core.errors import Denied, SignedOut

COOKIE = "footpath_session"
CSRF = "x-csrf-token"
SCOPE = "key_scope"  # in the options of a route that does not go by its area
FRESH = "footpath_fresh_token"  # in the scope: the next secret of the session, for the cookie
_SAFE = ("GET", "HEAD", "OPTIONS")

TheTeam = NamedDependency[Team]
Asking = NamedDependency[Actor]
Asked = Request[Any, Any, State]
Socket = WebSocket[Any, Any, State]


def actor_of(team: Team, connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Return who asks.

    Raises:
        SignedOut: nobody is signed in.
        Denied: another site made the browser ask, or the key has not the scope of the route.
    """
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        actor = team.keys.actor(key.strip())
        demand_scope(actor, scope_of(connection.route_handler.opt))
        return actor
    token = connection.cookies.get(COOKIE, "")
    if not token:
        raise SignedOut("Nobody is signed in.", hint="Sign in.")
    session = team.sessions.find(token)
    method = connection.scope.get("method", "GET")
    if method not in _SAFE and not same_token(connection.headers.get(CSRF, ""), session.csrf):
        hint = f"Send the header {CSRF} with the value that GET /api/v1/me tells."
        raise Denied("The request does not say that it comes from Footpath's own page.", hint=hint)
    if session.token:
        connection.scope[FRESH] = session.token  # type: ignore[literal-required]
    return session.actor


def scope_of(opt: dict[str, Any]) -> str:
    """Return the scope that a key needs for a route: its own, else what its area and needs come to; empty = none."""
    needs = str(opt["needs"])
    if needs in ("nobody", "person"):
        return ""
    if SCOPE in opt:
        return str(opt[SCOPE])
    return "admin" if needs == "owner" else f"{opt['area']}:{'read' if needs == 'viewer' else 'write'}"


def provide_actor(request: Asked, team: TheTeam) -> Actor:
    """Return who asks, for handlers that need somebody."""
    return actor_of(team, request)


def own_page(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Say whether a page of this server asks, as far as the browser says."""
    origin = connection.headers.get("origin", "")
    return not origin or origin.partition("://")[2] == connection.headers.get("host", "")


def cookie(team: Team, token: str) -> Cookie:
    """Return the cookie of a session; an empty secret ends it."""
    lasts = int(team.settings.session_days * 86_400) if token else 0
    return Cookie(key=COOKIE, value=token, max_age=lasts, path="/", httponly=True, samesite="lax", secure=team.secure)
