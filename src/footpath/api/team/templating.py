"""Journeys to begin with: those that come along, and those that a workspace makes of its maps."""

from typing import Any

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from footpath.api.team.asking import Asking, TheTeam
from footpath.api.team.maps import Theme, small_picture
from footpath.maps import OwnTemplate, load_template, map_to_plain, template_names


class Template(Struct, frozen=True, kw_only=True):
    """A journey to begin with."""

    name: str
    title: Any
    description: Any
    columns: int
    lanes: int


class TemplateTitle(Struct, frozen=True, kw_only=True):
    """What a template is called; empty = like the map."""

    title: str = ""


@get("/templates", sync_to_thread=True, opt={"needs": "person"})
def templates(actor: Asking) -> list[Template]:
    """Return the journeys to begin with."""
    del actor
    models = [(name, load_template(name)) for name in template_names()]
    return [
        Template(name=name, title=model.title, description=model.scenario, columns=len(model.columns),
                 lanes=len(model.lanes))
        for name, model in models
    ]  # fmt: skip


@get("/templates/{name:str}", sync_to_thread=True, opt={"needs": "person"})
def template(actor: Asking, name: FromPath[str]) -> dict[str, Any]:
    """Return a journey to begin with, as a map."""
    del actor
    return map_to_plain(load_template(name))


@get("/templates/{name:str}/thumbnail.svg", sync_to_thread=True, opt={"needs": "person"})
def template_picture(actor: Asking, name: FromPath[str], theme: FromQuery[Theme] = "light") -> Response[str]:
    """Return a small picture of a journey to begin with."""
    del actor
    return small_picture(load_template(name), theme)


@get("/workspaces/{workspace:str}/templates", sync_to_thread=True, opt={"needs": "viewer"})
def own(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[OwnTemplate]:
    """Return the templates that a workspace made of its maps."""
    return team.templates.of(actor, workspace)


@post("/maps/{document:str}/template", sync_to_thread=True, opt={"needs": "editor"})
def keep(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[TemplateTitle]) -> OwnTemplate:
    """Make a template of a map, without its figures, evidence, quotes and findings."""
    return team.templates.add(actor, document, data.title)


@get("/own-templates/{template:str}", sync_to_thread=True, opt={"needs": "viewer"})
def own_map(team: TheTeam, actor: Asking, template: FromPath[str]) -> dict[str, Any]:
    """Return a template of a workspace's own, as a map."""
    return map_to_plain(team.templates.model(actor, template))


@patch("/own-templates/{template:str}", sync_to_thread=True, opt={"needs": "editor"})
def rename(team: TheTeam, actor: Asking, template: FromPath[str], data: JSONBody[TemplateTitle]) -> OwnTemplate:
    """Give a template of a workspace's own another title."""
    return team.templates.rename(actor, template, data.title)


@delete("/own-templates/{template:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, template: FromPath[str]) -> None:
    """Delete a template of a workspace's own; maps that began with it stay."""
    team.templates.remove(actor, template)


HANDLERS: list[Any] = [templates, template, template_picture, own, keep, own_map, rename, remove]
router = Router("/", route_handlers=HANDLERS, tags=["maps"], opt={"area": "maps"})
