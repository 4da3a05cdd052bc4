"""Trackers that a workspace is connected to, and what became of the tickets its items are linked to."""

from typing import Any

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from footpath.api.team.asking import Asking, TheTeam
from footpath.tickets import TRACKERS, Connection, ConnectionChange, LinkState, NewConnection, Tested


class KindOfTracker(Struct, frozen=True, kw_only=True):
    """A kind of tracker that can be connected; `usual` is the address that most people's has, if there is one."""

    name: str
    title: str
    description: str
    usual: str
    wants_account: bool
    help_page: str


@get("/tracker-kinds", sync_to_thread=True, opt={"needs": "person"})
def kinds(actor: Asking) -> list[KindOfTracker]:
    """Return the kinds of trackers that can be connected."""
    del actor
    return [
        KindOfTracker(
            name=kind.name, title=kind.title, description=(kind.__doc__ or "").split("\n", maxsplit=1)[0],
            usual=kind.usual, wants_account=kind.wants_account, help_page=kind.help_page,
        )
        for kind in TRACKERS.classes()
    ]  # fmt: skip


@get("/workspaces/{workspace:str}/trackers", sync_to_thread=True, opt={"needs": "owner"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Connection]:
    """Return the trackers that are connected; their tokens are never told."""
    return team.connections.of(actor, workspace)


@post("/workspaces/{workspace:str}/trackers", sync_to_thread=True, opt={"needs": "owner"})
def connect(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewConnection]) -> Connection:
    """Connect a tracker."""
    return team.connections.add(actor, workspace, data)


@patch("/workspaces/{workspace:str}/trackers/{tracker:str}", sync_to_thread=True, opt={"needs": "owner"})
def change(
    team: TheTeam, actor: Asking, workspace: FromPath[str], tracker: FromPath[str], data: JSONBody[ConnectionChange]
) -> Connection:
    """Give a tracker another name or token, or let it no longer set statuses."""
    return team.connections.change(actor, workspace, tracker, data)


@delete("/workspaces/{workspace:str}/trackers/{tracker:str}", sync_to_thread=True, opt={"needs": "owner"})
def disconnect(team: TheTeam, actor: Asking, workspace: FromPath[str], tracker: FromPath[str]) -> None:
    """Disconnect a tracker and forget its token; items keep their statuses."""
    team.connections.remove(actor, workspace, tracker)


@post(
    "/workspaces/{workspace:str}/trackers/{tracker:str}/test",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": "owner"},
)
def test(team: TheTeam, actor: Asking, workspace: FromPath[str], tracker: FromPath[str]) -> Tested:
    """Ask a tracker who it takes the token for; the answer says what is wrong and what to do."""
    return team.connections.test(actor, workspace, tracker)


@get("/workspaces/{workspace:str}/tickets", sync_to_thread=True, opt={"needs": "viewer"})
def tickets(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[LinkState]:
    """Return how far the tickets are that items of a workspace are linked to."""
    return team.tickets.of(actor, workspace)


@post("/workspaces/{workspace:str}/tickets/ask", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def ask(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[LinkState]:
    """Ask the trackers now; items follow their tickets."""
    return team.tickets.ask(actor, workspace)


HANDLERS: list[Any] = [kinds, of_workspace, connect, change, disconnect, test, tickets, ask]
router = Router("/", route_handlers=HANDLERS, tags=["library"], opt={"area": "library"})
