"""What people said, grouped into themes that somebody approves into the library, merges or rejects."""

from typing import Any

from litestar import Router, delete, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Struct

from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.library import Item
from footpath.mining import Approval, NewRun, Quote, Run, Theme

_ROOM = 10_000_000  # bytes of a search with its texts


class Into(Struct, frozen=True, kw_only=True):
    """The insight that a theme goes into."""

    item: str


@post(
    "/workspaces/{workspace:str}/mining", sync_to_thread=True, status_code=202,
    opt={"needs": "editor"}, request_max_body_size=_ROOM,
)  # fmt: skip
def begin(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewRun]) -> Run:
    """Look for themes in what the data hold, or in texts; the answer names the search, which goes on by itself."""
    return team.mining.add(actor, workspace, data)


@get("/workspaces/{workspace:str}/mining", sync_to_thread=True, opt={"needs": "editor"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Run]:
    """Return the searches for themes of a workspace, newest first."""
    return team.mining.of(actor, workspace)


@get("/mining/{run:str}", sync_to_thread=True, opt={"needs": "editor"})
def show(team: TheTeam, actor: Asking, run: FromPath[str]) -> Run:
    """Return how a search for themes goes."""
    return team.mining.get(actor, run)


@delete("/mining/{run:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, run: FromPath[str]) -> None:
    """Delete a search with its texts and themes; insights stay, what was quoted of the texts goes."""
    team.mining.remove(actor, run)


@get("/workspaces/{workspace:str}/themes", sync_to_thread=True, opt={"needs": "editor", SCOPE: "people:read"})
def themes(
    team: TheTeam, actor: Asking, workspace: FromPath[str], decided: FromQuery[str] = "", run: FromQuery[str] = ""
) -> list[Theme]:
    """Return themes that were found, with the three quotes that show each best, the newest search first.

    `decided` is proposed, approved, merged or rejected; empty = all.
    """
    return team.themes.of(actor, workspace, decided, run)


@get("/themes/{theme:str}/quotes", sync_to_thread=True, opt={"needs": "editor", SCOPE: "people:read"})
def quotes(team: TheTeam, actor: Asking, theme: FromPath[str]) -> list[Quote]:
    """Return all quotes of a theme; what was erased meanwhile is not there."""
    return team.themes.quotes(actor, theme)


@post("/themes/{theme:str}/approve", sync_to_thread=True, opt={"needs": "editor"})
def approve(team: TheTeam, actor: Asking, theme: FromPath[str], data: JSONBody[Approval]) -> Item:
    """Make an insight of a theme, and a card of it on its map where that is wished."""
    return team.themes.approve(actor, theme, data)


@post("/themes/{theme:str}/merge", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def merge(team: TheTeam, actor: Asking, theme: FromPath[str], data: JSONBody[Into]) -> Item:
    """Let the quotes of a theme support an insight that is there."""
    return team.themes.merge(actor, theme, data.item)


@post("/themes/{theme:str}/reject", sync_to_thread=True, status_code=204, opt={"needs": "editor"})
def reject(team: TheTeam, actor: Asking, theme: FromPath[str]) -> None:
    """Propose a theme no more, until it has grown by half and by five quotes."""
    team.themes.reject(actor, theme)


@post("/themes/{theme:str}/reopen", sync_to_thread=True, status_code=204, opt={"needs": "editor"})
def reopen(team: TheTeam, actor: Asking, theme: FromPath[str]) -> None:
    """Propose a theme again that was rejected or merged."""
    team.themes.reopen(actor, theme)


@get("/items/{item:str}/quotes", sync_to_thread=True, opt={"needs": "viewer"})
def evidence(team: TheTeam, actor: Asking, item: FromPath[str]) -> list[Quote]:
    """Return the quotes an insight rests on; who said them only to those who may see persons."""
    return team.themes.evidence(actor, item)


HANDLERS: list[Any] = [begin, of_workspace, show, remove, themes, quotes, approve, merge, reject, reopen, evidence]
router = Router("/", route_handlers=HANDLERS, tags=["mining"], opt={"area": "library"})
