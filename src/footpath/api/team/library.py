"""The library of a workspace: insights, opportunities, personas and other items."""

from typing import Annotated, Any

from litestar import Router, delete, get, patch, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody
from msgspec import Struct

from footpath.analytics import Size, earlier, size
from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.library import KINDS, MOST_BYTES, Brought, Item, ItemChange, NewItem

_NOBODY = Size(persons=0, of=0, share=None, low=None, high=None)
_MONTH = 30
_ROOM = 100_000  # for what a form has around its file
_COPIED = 5_000_000  # events: more are not copied just to say how many persons there were a month ago


class KindOfItem(Struct, frozen=True, kw_only=True):
    """What items of a kind have."""

    name: str
    description: str
    statuses: tuple[str, ...]
    scores: tuple[str, ...]
    fields: tuple[str, ...]
    follows: tuple[str, ...]


class SegmentSize(Struct, frozen=True, kw_only=True):
    """How many persons a condition is about now, and `days` before the newest event; None = not counted then."""

    now: Size
    before: Size | None
    days: int


class Segment(Struct, frozen=True, kw_only=True):
    """A condition on real persons, such as "did Order at least 2 times", or the name of a saved one."""

    who: str


class ToolFile(Struct, kw_only=True):
    """A file of another tool."""

    file: UploadFile


@get("/workspaces/{workspace:str}/items", sync_to_thread=True, opt={"needs": "viewer"})
def of_workspace(
    team: TheTeam, actor: Asking, workspace: FromPath[str], kind: FromQuery[str] = "", q: FromQuery[str] = ""
) -> list[Item]:
    """Return the items of a workspace, of one kind if wanted, that have all words of `q`."""
    return team.items.of(actor, workspace, kind=kind, words=q)


@post("/workspaces/{workspace:str}/items", sync_to_thread=True, opt={"needs": "editor"})
def add(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewItem]) -> Item:
    """Keep an item in the library."""
    return team.items.add(actor, workspace, data)


@post(
    "/workspaces/{workspace:str}/items/imports",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": "editor"},
    request_max_body_size=MOST_BYTES + _ROOM,
)
def bring(
    team: TheTeam,
    actor: Asking,
    workspace: FromPath[str],
    data: Annotated[ToolFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Brought:
    """Take the items of a file in TheyDo's JSON import format; those that came from it before are changed."""
    return team.bringing.bring(actor, workspace, data.file.file.read(MOST_BYTES + 1))


@get("/items/{item:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(team: TheTeam, actor: Asking, item: FromPath[str]) -> Item:
    """Return an item, with the maps that show it."""
    return team.items.get(actor, item)


@patch("/items/{item:str}", sync_to_thread=True, opt={"needs": "editor"})
def change(team: TheTeam, actor: Asking, item: FromPath[str], data: JSONBody[ItemChange]) -> Item:
    """Change an item, also on every map that shows it."""
    return team.items.change(actor, item, data)


@delete("/items/{item:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, item: FromPath[str]) -> None:
    """Delete an item with its files; maps keep what they say of it."""
    team.items.remove(actor, item)
    team.attachments.drop_of_item(item)


@get("/item-kinds", sync_to_thread=True, opt={"needs": "person"})
def kinds(actor: Asking) -> list[KindOfItem]:
    """Return the kinds of items: what each has, and what it follows from."""
    del actor
    return [
        KindOfItem(
            name=kind.name, description=(kind.__doc__ or "").split("\n", maxsplit=1)[0], statuses=kind.statuses,
            scores=kind.scores, fields=kind.fields, follows=kind.follows,
        )
        for kind in KINDS.classes()
    ]  # fmt: skip


@post(
    "/workspaces/{workspace:str}/segment-size",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": "viewer", SCOPE: "data:read"},
)
def segment_size(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[Segment]) -> SegmentSize:
    """Count the real persons of a workspace that a condition is about, now and a month before."""
    team.workspaces.get(actor, workspace)
    held = team.holding.refresh(team.stores.folder(workspace))
    if held is None or not held.journeys.n_persons:
        return SegmentSize(now=_NOBODY, before=None, days=_MONTH)
    journeys = held.journeys
    now = size(journeys, data.who)
    was = earlier(journeys, _MONTH) if journeys.n_events <= _COPIED else None
    before = size(was, data.who) if was is not None and was.n_persons else None
    return SegmentSize(now=now, before=before, days=_MONTH)


HANDLERS: list[Any] = [of_workspace, add, bring, show, change, remove, kinds, segment_size]
router = Router("/", route_handlers=HANDLERS, tags=["library"], opt={"area": "library"})
