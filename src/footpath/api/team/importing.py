"""Imports in the browser."""

from typing import Annotated, Any

from litestar import Response, Router, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from msgspec import Struct

from footpath.api.team.asking import Asking, TheTeam
from footpath.api.team.drawing import DrawWish
from footpath.api.team.jobs import Job


class Upload(Struct, kw_only=True):
    """Exports to draw a map from, and what map to draw."""

    files: list[UploadFile]
    template: str = ""
    goal: str = ""
    personas: int = 0
    title: str = ""
    locale: str = "en"


@get("/workspaces/{workspace:str}/imports", sync_to_thread=True, opt={"needs": "editor"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Job]:
    """Return the imports of a workspace, newest first."""
    return team.jobs.of(actor, workspace)


@post("/workspaces/{workspace:str}/imports", sync_to_thread=True, status_code=202, opt={"needs": "editor"})
def add(
    team: TheTeam,
    actor: Asking,
    workspace: FromPath[str],
    data: Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Job:
    """Upload exports; the answer names the job that draws their map."""
    wish = DrawWish(
        template=data.template, goal=data.goal, personas=data.personas, title=data.title, locale=data.locale
    )
    return team.jobs.add(actor, workspace, wish, [(file.filename, file.file) for file in data.files])


@get("/jobs/{job:str}", sync_to_thread=True, opt={"needs": "editor"})
def show(team: TheTeam, actor: Asking, job: FromPath[str]) -> Job:
    """Return how an import goes, and what came out."""
    return team.jobs.get(actor, job)


@get("/jobs/{job:str}/rejects/{file:int}/{table:int}", sync_to_thread=True, opt={"needs": "editor"})
def rejects(
    team: TheTeam, actor: Asking, job: FromPath[str], file: FromPath[int], table: FromPath[int]
) -> list[dict[str, str]]:
    """Return the first rows that were left out of a table of a file: line, field, value, reason, remedy."""
    return team.jobs.rejects(actor, job, file, table)


@get("/jobs/{job:str}/rejects/{file:int}/{table:int}/csv", sync_to_thread=True, opt={"needs": "editor"})
def rejects_file(
    team: TheTeam, actor: Asking, job: FromPath[str], file: FromPath[int], table: FromPath[int]
) -> Response[bytes]:
    """Return all rows that were left out of a table of a file, as CSV."""
    path = team.jobs.rejected(actor, job, file, table)
    headers = {"content-disposition": 'attachment; filename="rejects.csv"'}
    return Response(path.read_bytes() if path else b"", media_type="text/csv", headers=headers)


HANDLERS: list[Any] = [of_workspace, add, show, rejects, rejects_file]


def router(most_bytes: int) -> Router:
    """Return the routes; an upload may have so many bytes."""
    return Router(
        "/", route_handlers=HANDLERS, tags=["imports"], opt={"area": "data"}, request_max_body_size=most_bytes
    )
