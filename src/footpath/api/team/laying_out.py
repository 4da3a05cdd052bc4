"""Boards: items and maps laid out to be looked at together."""

from typing import Any

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from footpath.api.team.asking import Asking, TheTeam
from footpath.library import Board, BoardChange, NewBoard


@get("/workspaces/{workspace:str}/boards", sync_to_thread=True, opt={"needs": "viewer"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Board]:
    """Return the boards of a workspace: opportunity matrices, stakeholder maps, impact maps, frameworks."""
    return team.boards.of(actor, workspace)


@post("/workspaces/{workspace:str}/boards", sync_to_thread=True, opt={"needs": "editor"})
def add(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewBoard]) -> Board:
    """Make an empty board of a kind."""
    return team.boards.add(actor, workspace, data)


@get("/boards/{board:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(team: TheTeam, actor: Asking, board: FromPath[str]) -> Board:
    """Return a board."""
    return team.boards.get(actor, board)


@patch("/boards/{board:str}", sync_to_thread=True, opt={"needs": "editor"})
def change(team: TheTeam, actor: Asking, board: FromPath[str], data: JSONBody[BoardChange]) -> Board:
    """Change a board, unless somebody changed it since."""
    return team.boards.change(actor, board, data)


@delete("/boards/{board:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, board: FromPath[str]) -> None:
    """Delete a board; what stands on it stays."""
    team.boards.remove(actor, board)


HANDLERS: list[Any] = [of_workspace, add, show, change, remove]
router = Router("/", route_handlers=HANDLERS, tags=["boards"], opt={"area": "library"})
