"""Share links: made and ended by editors, opened by whoever has one."""

import hashlib
from datetime import timedelta
from typing import Any

from litestar import Response, Router, delete, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from footpath.accounts import Actor
from footpath.api.team.asking import SCOPE, Asked, Asking, TheTeam
from footpath.api.team.living import FILTERS, as_json
from footpath.api.team.living import Chosen as Filtered
from footpath.api.team.maps import OPTIONS, Chosen, Theme, file_of, small_picture
from footpath.api.team.services import Team
from footpath.collaboration import NewShare, Share
from footpath.insights import Live
from footpath.maps import Map, map_to_plain

_PASS = timedelta(hours=12)


class SharePassword(Struct, frozen=True):
    """Of the link, where it asks for one."""

    password: str | None = None


class Shown(Struct, frozen=True, kw_only=True):
    """What a link shows.

    Attributes:
        live: whether the map follows its editors over `/ws/maps/{document_id}?share=TOKEN`.
        version: another one once the map changed, which `GET /shared/{token}/version` tells; "" = it never will.
    """

    document_id: str
    live: bool
    version: str
    map: dict[str, Any]


class ShownVersion(Struct, frozen=True):
    """Another one once what a link shows changed; "" = it never will."""

    version: str


@get("/maps/{document:str}/shares", sync_to_thread=True, opt={"needs": "editor", SCOPE: "maps:share"})
def of_map(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Share]:
    """Return the links to a map that work."""
    return team.shares.of(actor, document)


@post("/maps/{document:str}/shares", sync_to_thread=True, opt={"needs": "editor", SCOPE: "maps:share"})
def add(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[NewShare]) -> Share:
    """Make a link to a map."""
    return team.shares.add(actor, document, data)


@delete("/shares/{share:str}", sync_to_thread=True, opt={"needs": "editor", SCOPE: "maps:share"})
def revoke(team: TheTeam, actor: Asking, share: FromPath[str]) -> None:
    """End a link."""
    team.shares.revoke(actor, share)


@post("/shared/{token:str}", sync_to_thread=True, status_code=200, opt={"needs": "nobody"})
def open_(request: Asked, team: TheTeam, token: FromPath[str], data: JSONBody[SharePassword]) -> Response[Shown]:
    """Return what a link shows; a cookie stands for the password from now on."""
    actor, share, pass_ = team.shares.open(token, password=data.password, pass_=pass_of(request, token))
    version = version_of(team, actor, share)  # before the map: what changes between them is asked for again
    model = map_to_plain(shown(team, actor, share))
    body = Shown(document_id=share.document_id, live=is_live(share), version=version, map=model)
    cookies = [_cookie(team, token, pass_)] if pass_ else []
    return Response(body, cookies=cookies, headers={"cache-control": "no-store"})


@get("/shared/{token:str}/version", sync_to_thread=True, opt={"needs": "nobody"})
def version(request: Asked, team: TheTeam, token: FromPath[str]) -> Response[ShownVersion]:
    """Return the version of what a link shows, to ask for the map again only when it is another."""
    actor, share, _ = team.shares.open(token, pass_=pass_of(request, token))
    return Response(ShownVersion(version_of(team, actor, share)), headers={"cache-control": "no-store"})


@get("/shared/{token:str}/export/{kind:str}", sync_to_thread=True, opt={"needs": "nobody"}, dependencies=OPTIONS)
def export(
    request: Asked, team: TheTeam, token: FromPath[str], kind: FromPath[str], options: Chosen
) -> Response[bytes]:
    """Return what a link shows as a file."""
    actor, share, _ = team.shares.open(token, pass_=pass_of(request, token))
    model = team.attachments.inlined(shown(team, actor, share), share.document_id)
    return file_of(model, kind, options)


@get("/shared/{token:str}/live", sync_to_thread=True, opt={"needs": "nobody"}, dependencies=FILTERS)
def live(request: Asked, team: TheTeam, token: FromPath[str], filters: Filtered) -> Response[Live]:
    """Return the figures of now of the map that a link shows; of a version that it shows for ever, none."""
    actor, share, _ = team.shares.open(token, pass_=pass_of(request, token))
    if share.version_id:
        return Response(Live(version="", filters=filters, why="The link shows the map as it was."))
    return as_json(team.living.live(actor, share.document_id, filters))


@get("/shared/{token:str}/thumbnail.svg", sync_to_thread=True, opt={"needs": "nobody"})
def picture(request: Asked, team: TheTeam, token: FromPath[str], theme: FromQuery[Theme] = "light") -> Response[str]:
    """Return a small picture of what a link shows."""
    actor, share, _ = team.shares.open(token, pass_=pass_of(request, token))
    return small_picture(shown(team, actor, share), theme)


def shown(team: Team, actor: Actor, share: Share) -> Map:
    """Return the map that a link shows."""
    return team.maps.model(actor, share.document_id, share.version_id or "now")


def version_of(team: Team, actor: Actor, share: Share) -> str:
    """Return what is another text once the map that a link shows changed, and tells nothing of it; "" = frozen."""
    if share.version_id:
        return ""
    changed = team.maps.get(actor, share.document_id).updated_at
    return hashlib.sha256(f"{share.id} {changed.isoformat()}".encode()).hexdigest()[:16]


def is_live(share: Share) -> bool:
    """Say whether all of the map as it is may be sent as it changes."""
    return not share.version_id and not share.hidden_lanes


def pass_of(connection: Any, token: str) -> str:
    """Return the pass that a browser has for a link, or nothing."""
    return str(connection.cookies.get(_named(token), ""))


def _named(token: str) -> str:
    return f"footpath_share_{token.partition('.')[0]}"


def _cookie(team: Team, token: str, pass_: str) -> Cookie:
    lasts = int(_PASS.total_seconds())
    return Cookie(
        key=_named(token), value=pass_, max_age=lasts, path="/", httponly=True, samesite="lax", secure=team.secure
    )


HANDLERS: list[Any] = [of_map, add, revoke, open_, version, export, live, picture]
router = Router("/", route_handlers=HANDLERS, tags=["shares"], opt={"area": "maps"})
