"""Files kept with maps and items: uploaded, shown safely, deleted."""

import re
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Response, Router, delete, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from msgspec import Struct

from footpath.accounts import Actor, missing
from footpath.api.team.asking import Asked, Asking, TheTeam
from footpath.api.team.services import Team
from footpath.api.team.showing import pass_of, shown
from footpath.library import MOST_BYTES, PICTURES, VIDEOS, Attachment

_RANGE = re.compile(r"bytes=([0-9]{0,12})-([0-9]{0,12})")
_ROOM = 100_000  # for what a form has around its file


class OneFile(Struct, kw_only=True):
    """A file, and what of a map it is about, such as "cards/pay-fails"."""

    file: UploadFile
    element: str = ""


Sent = Annotated[OneFile, Body(media_type=RequestEncodingType.MULTI_PART)]


@get("/maps/{document:str}/attachments", sync_to_thread=True, opt={"needs": "viewer"})
def of_map(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Attachment]:
    """Return the files of a map."""
    return team.attachments.of_map(actor, document)


@post("/maps/{document:str}/attachments", sync_to_thread=True, opt={"needs": "editor"})
def add_to_map(team: TheTeam, actor: Asking, document: FromPath[str], data: Sent) -> Attachment:
    """Keep a picture or another file with a map; it is deleted with it."""
    name, content = data.file.filename, data.file.file.read(MOST_BYTES + 1)
    return team.attachments.add_to_map(actor, document, name, content, element=data.element)


@get("/items/{item:str}/attachments", sync_to_thread=True, opt={"needs": "viewer"})
def of_item(team: TheTeam, actor: Asking, item: FromPath[str]) -> list[Attachment]:
    """Return the files of an item."""
    return team.attachments.of_item(actor, item)


@post("/items/{item:str}/attachments", sync_to_thread=True, opt={"needs": "editor"})
def add_to_item(team: TheTeam, actor: Asking, item: FromPath[str], data: Sent) -> Attachment:
    """Keep a picture or another file with an item."""
    return team.attachments.add_to_item(actor, item, data.file.filename, data.file.file.read(MOST_BYTES + 1))


@get("/attachments/{attachment:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(request: Asked, team: TheTeam, actor: Asking, attachment: FromPath[str]) -> Response[bytes]:
    """Return a file: pictures to be shown, others to be saved."""
    return _sent(request, *team.attachments.read(actor, attachment))


@get("/shared/{token:str}/attachments/{attachment:str}", sync_to_thread=True, opt={"needs": "nobody"})
def show_shared(request: Asked, team: TheTeam, token: FromPath[str], attachment: FromPath[str]) -> Response[bytes]:
    """Return a file that a map shows to whoever has a link to the map."""
    actor, share, _ = team.shares.open(token, pass_=pass_of(request, token))
    found, content = team.attachments.read(actor, attachment)
    if not _is_shown(team, actor, share, found):
        raise missing("attachment", attachment)
    return _sent(request, found, content)


@delete("/attachments/{attachment:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, attachment: FromPath[str]) -> None:
    """Delete a file."""
    team.attachments.remove(actor, attachment)


def _is_shown(team: Team, actor: Actor, share: Any, found: Attachment) -> bool:
    """Say whether a link shows what a file is about; one that leaves lanes out shows no file of theirs."""
    cards = shown(team, actor, share).cards
    return any(f"cards/{card.key}" == found.element or found.id in str(card.props.get("src", "")) for card in cards)


def _sent(request: Asked, found: Attachment, content: bytes) -> Response[bytes]:
    """Answer with a file, so that no browser takes it for a page; of a video, the part a player asked for."""
    how = "inline" if found.type in PICTURES else "attachment"
    headers = {
        "content-disposition": f"{how}; filename*=UTF-8''{quote(found.name, safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, max-age=86400, immutable",
    }
    if found.type not in VIDEOS:
        return Response(content, media_type=found.type, headers=headers)
    headers["accept-ranges"] = "bytes"
    part = _part(request.headers.get("range", ""), len(content))
    if part is None:
        return Response(content, media_type=found.type, headers=headers)
    first, last = part
    headers["content-range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(content[first : last + 1], media_type=found.type, headers=headers, status_code=206)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Return the first and last byte of the one part asked for; None for what is no such wish: all is sent then."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found[1], found[2]
    start = int(first) if first else max(0, size - int(last))
    end = min(size - 1, int(last)) if first and last else size - 1
    return (start, end) if start <= end else None


HANDLERS: list[Any] = [of_map, add_to_map, of_item, add_to_item, show, show_shared, remove]
router = Router(
    "/", route_handlers=HANDLERS, tags=["attachments"], opt={"area": "files"}, request_max_body_size=MOST_BYTES + _ROOM
)
