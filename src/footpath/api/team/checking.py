"""Maps checked against the habits of good maps, and findings that somebody mutes."""

from typing import Annotated, Any

from litestar import Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from footpath.api.team.asking import Asking, TheTeam
from footpath.maps import Flaw, checked


class Muting(Struct, frozen=True, kw_only=True):
    """A finding to show no more, and why; without a reason it is shown again."""

    finding: Annotated[str, Meta(min_length=1, max_length=400)]
    reason: Annotated[str, Meta(max_length=500)] = ""


@get("/maps/{document:str}/findings", sync_to_thread=True, opt={"needs": "viewer"})
def findings(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Flaw]:
    """Return where a map falls short of the habits of good maps, as `footpath lint` does, errors first."""
    return list(checked(team.maps.model(actor, document)))


@post("/maps/{document:str}/findings/mute", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def mute(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[Muting]) -> list[Flaw]:
    """Show a finding on this map no more, for a reason, or again; return all findings."""
    team.maps.mute(actor, document, data.finding, data.reason)
    return list(checked(team.maps.model(actor, document)))


HANDLERS: list[Any] = [findings, mute]
router = Router("/", route_handlers=HANDLERS, tags=["maps"], opt={"area": "maps"})
