"""Comments on maps."""

from typing import Any

from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.collaboration import Comment


class NewComment(Struct, frozen=True, kw_only=True):
    """Something said about an element such as "cards/pay-fails", about the map (empty), or in answer to a comment."""

    text: str
    element: str = ""
    parent_id: str = ""
    mentions: tuple[str, ...] = ()


class CommentChange(Struct, frozen=True, kw_only=True):
    """Other words, or whether the thread is settled."""

    text: str | None = None
    resolved: bool | None = None


@get("/maps/{document:str}/comments", sync_to_thread=True, opt={"needs": "viewer", SCOPE: "maps:read"})
def of_map(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Comment]:
    """Return what was said about a map, oldest first."""
    return team.comments.of(actor, document)


@post("/maps/{document:str}/comments", sync_to_thread=True, opt={"needs": "commenter"})
def add(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[NewComment]) -> Comment:
    """Say something; those mentioned get a mail."""
    return team.comments.add(
        actor, document, text=data.text, element=data.element, parent=data.parent_id, mentions=data.mentions
    )


@patch("/comments/{comment:str}", sync_to_thread=True, opt={"needs": "commenter"})
def change(team: TheTeam, actor: Asking, comment: FromPath[str], data: JSONBody[CommentChange]) -> Comment:
    """Change one's own words, or settle a thread."""
    return team.comments.change(actor, comment, text=data.text, resolved=data.resolved)


@delete("/comments/{comment:str}", sync_to_thread=True, opt={"needs": "commenter"})
def remove(team: TheTeam, actor: Asking, comment: FromPath[str]) -> None:
    """Delete a comment and its answers."""
    team.comments.remove(actor, comment)


HANDLERS: list[Any] = [of_map, add, change, remove]
router = Router("/", route_handlers=HANDLERS, tags=["comments"], opt={"area": "comments"})
