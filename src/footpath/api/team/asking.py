"""Who asks: the person behind the cookie, or whoever has a share link; and whether the request is their own."""

from typing import Any

from litestar import Request, WebSocket
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State

from footpath.accounts import Actor, tokens
from footpath.api.team.services import Team
from footpath.core.errors import Denied, SignedOut

COOKIE = "footpath_session"
CSRF = "x-csrf-token"
FRESH = "footpath_fresh_token"  # in the scope: the next secret of the session, for the cookie
_SAFE = ("GET", "HEAD", "OPTIONS")

Asked = Request[Any, Any, State]
Socket = WebSocket[Any, Any, State]


def actor_of(team: Team, connection: ASGIConnection[Any, Any, Any, Any]) -> Actor:
    """Return who asks.

    Raises:
        SignedOut: nobody is signed in.
        Denied: another site made the browser ask.
    """
    token = connection.cookies.get(COOKIE, "")
    if not token:
        raise SignedOut("Nobody is signed in.", hint="Sign in.")
    session = team.sessions.find(token)
    method = connection.scope.get("method", "GET")
    if method not in _SAFE and not tokens.same(connection.headers.get(CSRF, ""), session.csrf):
        hint = f"Send the header {CSRF} with the value that GET /api/v1/me tells."
        raise Denied("The request does not say that it comes from Footpath's own page.", hint=hint)
    if session.token:
        connection.scope[FRESH] = session.token  # type: ignore[literal-required]
    return session.actor


def provide_actor(request: Asked, team: Team) -> Actor:
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
