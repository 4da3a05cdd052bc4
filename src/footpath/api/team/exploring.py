"""A workspace's data: what there is, questions and their answers, and maps with the figures of now."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, Router, delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from footpath.api.team.asking import Asking, TheTeam
from footpath.exploring import Asked, Facts, Preview, Question, Replied, Seen, questions
from footpath.insights import Filters, Live


class Matcher(Struct, frozen=True):
    """Which events a touchpoint is: column → allowed values, all of which must hold."""

    where: dict[str, list[str]]


def provide_filters(
    persona: FromQuery[str] = "", segment: FromQuery[str] = "", channel: FromQuery[str] = "",
    source: FromQuery[str] = "",
    since: Annotated[datetime | None, QueryParameter(name="from")] = None,
    until: Annotated[datetime | None, QueryParameter(name="to")] = None,
) -> Filters:  # fmt: skip
    """Return what is looked at."""
    return Filters(persona=persona, segment=segment, channel=channel, source=source, since=since, until=until)


Chosen = NamedDependency[Filters]
FILTERS = {"filters": Provide(provide_filters, sync_to_thread=False)}


def as_json(content: bytes) -> Response[Any]:
    """Answer with what is JSON already."""
    return Response(content, media_type="application/json")


@get("/workspaces/{workspace:str}/facts", sync_to_thread=True, opt={"needs": "viewer"})
def facts(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> Facts:
    """Return what a workspace's store holds, cheap enough to be asked for each second."""
    return team.living.facts(actor, workspace)


@get("/workspaces/{workspace:str}/questions", sync_to_thread=True, opt={"needs": "viewer"})
def kinds(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Question]:
    """Return every question that can be asked, with the fields of its form."""
    team.workspaces.get(actor, workspace)
    team.answers.warm()
    return list(questions())


@get("/workspaces/{workspace:str}/events", sync_to_thread=True, opt={"needs": "viewer"})
def seen(
    team: TheTeam, actor: Asking, workspace: FromPath[str], search: FromQuery[str] = "", limit: FromQuery[int] = 200
) -> Response[Seen]:
    """Return the events, properties and traits there are to choose from, with counts."""
    return as_json(team.living.seen(actor, workspace, search, limit))


@post("/workspaces/{workspace:str}/bindings/preview", sync_to_thread=True, status_code=200, opt={"needs": "viewer"})
def preview(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[Matcher]) -> Response[Preview]:
    """Return what a matcher would match."""
    return as_json(team.living.preview(actor, workspace, data.where))


@post("/workspaces/{workspace:str}/answers", sync_to_thread=True, opt={"needs": "viewer"})
def ask(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[Asked]) -> Response[Replied]:
    """Ask a question: its answer when it is quick (200), else where to look for it (202)."""
    found = team.answers.ask(actor, workspace, data)
    return Response(found, status_code=200 if found.state == "done" else 202)


@get("/answers/{answer:str}", sync_to_thread=True, opt={"needs": "viewer"})
def answer(team: TheTeam, actor: Asking, answer: FromPath[str]) -> Replied:
    """Return an answer, or how it goes."""
    return team.answers.get(actor, answer)


@delete("/answers/{answer:str}", sync_to_thread=True, opt={"needs": "viewer"})
def cancel(team: TheTeam, actor: Asking, answer: FromPath[str]) -> None:
    """Stop a question."""
    team.answers.cancel(actor, answer)


@get("/maps/{document:str}/live", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def live(team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen) -> Response[Live]:
    """Return a map's figures as they are now."""
    return as_json(team.living.live(actor, document, filters))


HANDLERS: list[Any] = [facts, kinds, seen, preview, ask, answer, cancel, live]
router = Router("/", route_handlers=HANDLERS, tags=["explore"])
