"""Maps: lists, files, exports, versions."""

from typing import Annotated, Any, Literal
from urllib.parse import quote

from litestar import Response, Router, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct, structs

from footpath.accounts import Actor, Invitation, Role
from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.api.team.services import Team
from footpath.collaboration import Version
from footpath.core.errors import Invalid
from footpath.maps import (
    FORMATS,
    LANES,
    Difference,
    Hit,
    Map,
    MapChange,
    MapDocument,
    Options,
    Summary,
    load_template,
    localised,
    map_from_plain,
    map_to_plain,
    slug,
    thumbnail,
)
from footpath.tickets import with_tickets

Theme = Literal["light", "dark"]
AnyTheme = Literal["light", "dark", "auto"]
Paper = Literal["fit", "a4", "a3", "a2", "a1", "a0"]


class NewMap(Struct, frozen=True, kw_only=True):
    """A map to make: empty, from a template, or from a map file.

    Attributes:
        own: id of a template that a workspace made of a map of its own.
        map: a whole map, as a `.map.json` file has it.
        file: the text of a map file in the format that `name` ends with: YAML, JSON, Mermaid, CJML, CSV.
        content: the same for a file that is no text, in base64: XLSX.
    """

    title: str = ""
    template: str = ""
    own: str = ""
    locale: str = "en"
    map: dict[str, Any] | None = None
    file: str = ""
    content: bytes = b""
    name: str = "map.map.yaml"


class Copy(Struct, frozen=True):
    """What the copy is called; empty = like the map."""

    title: str = ""


class VersionName(Struct, frozen=True):
    """What a version is called."""

    name: str


class VersionMap(Struct, frozen=True, kw_only=True):
    """A version with the map as it was."""

    version: Version
    map: dict[str, Any]


class MapInvite(Struct, frozen=True, kw_only=True):
    """Who is invited to one map only."""

    role: Role
    email: str = ""


class Kind(Struct, frozen=True, kw_only=True):
    """A lane type or a format."""

    name: str
    title: str
    description: str = ""
    extensions: tuple[str, ...] = ()
    readable: bool = False


@get("/workspaces/{workspace:str}/maps", sync_to_thread=True, opt={"needs": "viewer"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Summary]:
    """Return the maps of a workspace, newest change first."""
    return team.maps.of(actor, workspace)


@get("/workspaces/{workspace:str}/search", sync_to_thread=True, opt={"needs": "viewer"})
def search(team: TheTeam, actor: Asking, workspace: FromPath[str], q: FromQuery[str]) -> list[Hit]:
    """Return what the maps of a workspace say with all the words of `q`."""
    return team.maps.search(actor, workspace, q)


@get("/maps", sync_to_thread=True, opt={"needs": "person"})
def opened_to_me(team: TheTeam, actor: Asking) -> list[Summary]:
    """Return maps of other workspaces that were opened to one."""
    return team.maps.opened_to(actor)


@post("/workspaces/{workspace:str}/maps", sync_to_thread=True, opt={"needs": "editor"})
def add(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewMap]) -> Summary:
    """Make a map."""
    own = team.templates.model(actor, data.own) if data.own else None
    return team.maps.add(actor, workspace, new_map(data, own))


def new_map(wish: NewMap, own: Map | None = None) -> Map:
    """Return the map that is asked for; raises Invalid or NotFound naming what is wrong."""
    if wish.map is not None:
        return map_from_plain(wish.map, name="map")
    if wish.file or wish.content:
        return MapDocument.read(wish.content or wish.file.encode(), name=wish.name).model
    title = " ".join(wish.title.split())
    if own is not None:  # its texts are in the language it was written in
        return structs.replace(own, title=title or own.title)
    model = load_template(wish.template) if wish.template else Map(key="map", title=title)
    if not title and not wish.template:
        raise Invalid("title: a map needs one.", hint="Say whose journey to what it is.")
    title = title or localised(model.title, wish.locale)
    return structs.replace(model, title=title, locale=wish.locale)


@get("/maps/{document:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(team: TheTeam, actor: Asking, document: FromPath[str]) -> Summary:
    """Return what lists show of a map."""
    return team.maps.get(actor, document)


@get("/maps/{document:str}/map", sync_to_thread=True, opt={"needs": "viewer"})
def whole(team: TheTeam, actor: Asking, document: FromPath[str]) -> dict[str, Any]:
    """Return the whole map, as a `.map.json` file has it."""
    return map_to_plain(team.maps.model(actor, document))


@patch("/maps/{document:str}", sync_to_thread=True, opt={"needs": "editor"})
def change(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[MapChange]) -> Summary:
    """Change fields of a map; its editors see it at once."""
    return team.maps.change(actor, document, data)


@delete("/maps/{document:str}", sync_to_thread=True, opt={"needs": "owner"})
def remove(team: TheTeam, actor: Asking, document: FromPath[str]) -> None:
    """Delete a map with its files."""
    team.maps.remove(actor, document)
    team.attachments.drop_of_map(document)


@post("/maps/{document:str}/duplicate", sync_to_thread=True, opt={"needs": "editor"})
def duplicate(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[Copy]) -> Summary:
    """Copy a map within its workspace."""
    return team.maps.duplicate(actor, document, data.title)


@post("/maps/{document:str}/twin", sync_to_thread=True, opt={"needs": "editor"})
def twin(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[Copy]) -> Summary:
    """Copy a map as it is to the map as it should be; the two stand side by side from then on."""
    return team.maps.twin(actor, document, data.title)


def provide_options(
    theme: FromQuery[AnyTheme] = "auto", locale: FromQuery[str] = "", paper: FromQuery[Paper] = "fit",
    tiled: FromQuery[bool] = False,
    lanes: Annotated[list[str] | None, QueryParameter(name="lane")] = None,
) -> Options:  # fmt: skip
    """Return how a file is to be written."""
    return Options(locale=locale, theme=theme, paper=paper, tiled=tiled, lanes=tuple(lanes or ()))


Chosen = NamedDependency[Options]
OPTIONS = {"options": Provide(provide_options, sync_to_thread=False)}


@get("/maps/{document:str}/export/{kind:str}", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=OPTIONS)
def export(
    team: TheTeam, actor: Asking, document: FromPath[str], kind: FromPath[str], options: Chosen
) -> Response[bytes]:
    """Return a map as a file of a format."""
    model = team.attachments.inlined(team.maps.model(actor, document), document)
    return file_of(_followed(team, actor, document, model, kind, options), kind, options)


def _followed(team: Team, actor: Actor, document: str, model: Map, kind: str, options: Options) -> Map:
    """Return a map that says how far tickets are, for files to look at; those that are read back keep the map itself.

    Whoever is invited to this map alone sees no tickets.
    """
    if FORMATS[kind].readable and kind != "md":
        return model
    workspace = team.maps.get(actor, document).workspace_id
    if not any(one.id == workspace for one in team.workspaces.of(actor)):
        return model
    return with_tickets(model, team.tickets.of(actor, workspace), options.language(model))


def file_of(model: Map, kind: str, options: Options) -> Response[bytes]:
    """Answer with a map as a file to save."""
    format_ = FORMATS[kind]()
    name = f"{slug(localised(model.title, options.locale or model.locale), set())}{format_.extensions[0]}"
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(format_.write(model, options), media_type="application/octet-stream", headers=headers)


@get("/maps/{document:str}/thumbnail.svg", sync_to_thread=True, opt={"needs": "viewer"})
def picture(team: TheTeam, actor: Asking, document: FromPath[str], theme: FromQuery[Theme] = "light") -> Response[str]:
    """Return a small picture of a map."""
    return svg(team.maps.stamp(actor, document, theme))


def small_picture(model: Map, theme: Theme) -> Response[str]:
    """Answer with a small picture of a map."""
    return svg(thumbnail(model, theme))


def svg(picture: str) -> Response[str]:
    """Answer with a picture."""
    return Response(picture, media_type="image/svg+xml", headers={"cache-control": "private, no-cache"})


@post("/maps/{document:str}/invitations", sync_to_thread=True, opt={"needs": "editor", SCOPE: "maps:share"})
def invite(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[MapInvite]) -> Invitation:
    """Invite somebody to this map only; the answer has the link, this once."""
    workspace = team.maps.get(actor, document).workspace_id
    return team.workspaces.invite(actor, workspace, role=data.role, email=data.email, document=document)


@get("/maps/{document:str}/versions", sync_to_thread=True, opt={"needs": "viewer"})
def versions(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Version]:
    """Return the versions of a map, newest first."""
    return team.maps.versions_of(actor, document)


@post("/maps/{document:str}/versions", sync_to_thread=True, opt={"needs": "editor"})
def name_version(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[VersionName]) -> Version:
    """Keep a map as it is now under a name."""
    return team.maps.name_version(actor, document, data.name)


@get("/versions/{version:str}", sync_to_thread=True, opt={"needs": "viewer"})
def version_map(team: TheTeam, actor: Asking, version: FromPath[str]) -> VersionMap:
    """Return a version with the map as it was."""
    found, model = team.maps.version(actor, version)
    return VersionMap(version=found, map=map_to_plain(model))


@post("/versions/{version:str}/restore", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def restore(team: TheTeam, actor: Asking, version: FromPath[str]) -> Summary:
    """Make a map what it was; how it is now stays as a version."""
    return team.maps.restore(actor, version)


@get("/maps/{document:str}/diff", sync_to_thread=True, opt={"needs": "viewer"})
def diff(
    team: TheTeam, actor: Asking, document: FromPath[str], before: Annotated[str, QueryParameter(name="from")],
    after: Annotated[str, QueryParameter(name="to")] = "now",
) -> list[Difference]:  # fmt: skip
    """Return what changed between two versions, or since one."""
    return list(team.maps.difference(actor, document, before, after))


@get("/lane-types", sync_to_thread=True, opt={"needs": "person"})
def lane_types(actor: Asking) -> list[Kind]:
    """Return the types of lanes."""
    del actor
    return [
        Kind(name=lane.name, title=lane.name.replace("_", " "), description=_sentence(lane)) for lane in LANES.classes()
    ]


@get("/formats", sync_to_thread=True, opt={"needs": "person"})
def formats(actor: Asking) -> list[Kind]:
    """Return the formats that maps can be written in, and which of them can be read."""
    del actor
    return [
        Kind(name=kind.name, title=kind.title, description=_sentence(kind), extensions=kind.extensions,
             readable=kind.readable)
        for kind in FORMATS.classes()
    ]  # fmt: skip


def _sentence(kind: type) -> str:
    return (kind.__doc__ or "").strip().split("\n", maxsplit=1)[0]


HANDLERS: list[Any] = [
    of_workspace, search, opened_to_me, add, show, whole, change, remove, duplicate, twin, export, picture, invite,
    versions, name_version, version_map, restore, diff, lane_types, formats,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["maps"], opt={"area": "maps"})
