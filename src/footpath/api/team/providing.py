"""Signing in with an identity provider: there, and back again."""

import re
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Router, get
from litestar.datastructures import Cookie
from litestar.params import QueryParameter
from litestar.response import Redirect

from footpath.accounts import Begun, same_token
from footpath.api.team.asking import Asked, TheTeam, cookie
from footpath.api.team.services import Team
from footpath.core.errors import Denied, FootpathError, NotFound, SignedOut, Transient

COOKIE = "footpath_oidc"
PATH = "/api/v1/oidc/callback"
_WITHIN_S = 600
_PAGE = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")  # on this server, whatever a browser makes of it
_WHY = ((Denied, "unknown"), (SignedOut, "refused"), (Transient, "away"))


@get("/oidc/start", sync_to_thread=True, opt={"needs": "nobody"}, status_code=302)
def start(request: Asked, team: TheTeam, to: Annotated[str, QueryParameter(max_length=2000)] = "") -> Redirect:
    """Send the browser to the identity provider, and afterwards to the page `to`."""
    return _shown(request, lambda: _begin(team, to))


def _begin(team: Team, to: str) -> Redirect:
    if team.provider is None:
        raise NotFound("No identity provider is set.", hint="Set FOOTPATH_OIDC_ISSUER and FOOTPATH_OIDC_CLIENT.")
    begun = team.provider.begin(to or "/")
    return Redirect(begun.address, cookies=[_kept(team, msgspec.json.encode(begun).hex(), _WITHIN_S)])


@get("/oidc/callback", sync_to_thread=True, opt={"needs": "nobody"}, status_code=302)
def callback(
    request: Asked, team: TheTeam, code: Annotated[str, QueryParameter()] = "",
    state_: Annotated[str, QueryParameter(name="state")] = "",
) -> Redirect:  # fmt: skip
    """Sign in whoever comes back from the identity provider, and open the first page."""
    return _shown(request, lambda: _finish(request, team, code, state_))


def _shown(request: Asked, work: Callable[[], Redirect]) -> Redirect:
    """Send people, who come with a browser, to the page that says what went wrong; programs get the problem."""
    try:
        return work()
    except FootpathError as problem:
        if "text/html" not in request.headers.get("accept", ""):
            raise
        why = next((word for kind, word in _WHY if isinstance(problem, kind)), "failed")
        return Redirect(f"/?sign-in={why}")


def _finish(request: Asked, team: Team, code: str, state: str) -> Redirect:
    try:
        begun = msgspec.json.decode(bytes.fromhex(request.cookies.get(COOKIE, "")), type=Begun)
    except (ValueError, msgspec.MsgspecError) as problem:
        raise SignedOut("This sign-in was begun elsewhere, or too long ago.", hint="Begin anew.") from problem
    if team.provider is None or not code or not same_token(state, begun.state):
        raise SignedOut("This sign-in was begun elsewhere, or too long ago.", hint="Begin anew.")
    user = team.provider.finish(code, verifier=begun.verifier, nonce=begun.nonce)
    session = team.sessions.begin_for(user, request.headers.get("user-agent", ""))
    return Redirect(
        begun.to if _PAGE.fullmatch(begun.to) else "/", cookies=[cookie(team, session.token), _kept(team, "", 0)]
    )


def _kept(team: Team, value: str, lasts_s: int) -> Cookie:
    return Cookie(
        key=COOKIE, value=value, max_age=lasts_s, path=PATH, httponly=True, samesite="lax", secure=team.secure
    )


HANDLERS: list[Any] = [start, callback]
router = Router("/", route_handlers=HANDLERS, tags=["sign-in"])
