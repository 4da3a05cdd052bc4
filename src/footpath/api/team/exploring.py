"""A workspace's data: what there is, questions and their answers, what is kept by name, and SQL."""

from typing import Annotated, Any

from litestar import Response, Router, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.api.team.living import as_json
from footpath.exploring import (
    Asked,
    Exploration,
    ExplorationChange,
    Facts,
    Listed,
    NamedMetric,
    NamedSegment,
    NewExploration,
    NewQuery,
    Part,
    Pinned,
    Preview,
    Question,
    Replied,
    Result,
    Seen,
    View,
    csv_of,
    picture_as,
    questions,
    workbook_of,
)

_PICTURES = ("svg", "png")


class Matcher(Struct, frozen=True):
    """Which events a touchpoint is: column → allowed values, all of which must hold."""

    where: dict[str, list[str]]


@get("/workspaces/{workspace:str}/facts", sync_to_thread=True, opt={"needs": "viewer"})
def facts(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> Facts:
    """Return what a workspace's store holds, cheap enough to be asked for each second."""
    return team.living.facts(actor, workspace)


@get("/workspaces/{workspace:str}/questions", sync_to_thread=True, opt={"needs": "viewer"})
def kinds(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Question]:
    """Return every question that can be asked, with the fields of its form."""
    team.workspaces.get(actor, workspace)
    team.answers.warm(workspace)
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


@post(
    "/answers/{answer:str}/people", sync_to_thread=True, status_code=200,
    opt={"needs": "editor", SCOPE: "people:read"},
)  # fmt: skip
def behind(team: TheTeam, actor: Asking, answer: FromPath[str], data: JSONBody[Part]) -> Listed:
    """Return the persons behind a part of an answer."""
    return team.answers.people(actor, answer, data)


@get("/answers/{answer:str}/export/{kind:str}", sync_to_thread=True, opt={"needs": "viewer"})
def export(
    team: TheTeam, actor: Asking, answer: FromPath[str], kind: FromPath[str],
    name: Annotated[str, QueryParameter(name="table")] = "figures", locale: FromQuery[str] = "en",
) -> Response[bytes]:  # fmt: skip
    """Return an answer as a file in a language: its picture, or one of its tables; CSV keeps the names of columns."""
    if kind in _PICTURES:
        content = picture_as(team.answers.picture(actor, answer, locale), kind)
        analysis = team.answers.get(actor, answer).analysis
    else:
        table, reply = team.answers.table(actor, answer, name)
        analysis = reply.analysis
        content = csv_of(table) if kind == "csv" else workbook_of(table, reply, kind, locale)
    headers = {"content-disposition": f'attachment; filename="{analysis}.{kind}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


@get("/workspaces/{workspace:str}/explorations", sync_to_thread=True, opt={"needs": "viewer"})
def kept(
    team: TheTeam, actor: Asking, workspace: FromPath[str],
    document: Annotated[str, QueryParameter(name="map")] = "",
) -> list[Exploration]:  # fmt: skip
    """Return the questions that a workspace keeps, newest change first."""
    return team.explorations.of(actor, workspace, document)


@post("/workspaces/{workspace:str}/explorations", sync_to_thread=True, opt={"needs": "editor"})
def keep(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewExploration]) -> Exploration:
    """Keep a question, and pin it to an element of a map where that is wanted."""
    return team.explorations.add(actor, workspace, data)


@get("/explorations/{exploration:str}", sync_to_thread=True, opt={"needs": "viewer"})
def one(team: TheTeam, actor: Asking, exploration: FromPath[str]) -> Exploration:
    """Return a question that is kept."""
    return team.explorations.get(actor, exploration)


@patch("/explorations/{exploration:str}", sync_to_thread=True, opt={"needs": "editor"})
def change(team: TheTeam, actor: Asking, exploration: FromPath[str], data: JSONBody[ExplorationChange]) -> Exploration:
    """Change a question that is kept, or where it is pinned."""
    return team.explorations.change(actor, exploration, data)


@delete("/explorations/{exploration:str}", sync_to_thread=True, opt={"needs": "editor"})
def forget(team: TheTeam, actor: Asking, exploration: FromPath[str]) -> None:
    """Keep a question no more."""
    team.explorations.remove(actor, exploration)


@get("/explorations/{exploration:str}/number", sync_to_thread=True, opt={"needs": "viewer"})
def number(team: TheTeam, actor: Asking, exploration: FromPath[str]) -> Response[Pinned]:
    """Return the number that a kept query of the SQL console gives over the data of now, and the query."""
    return as_json(team.pinned.of(actor, exploration))


@get("/workspaces/{workspace:str}/metrics", sync_to_thread=True, opt={"needs": "viewer"})
def metrics(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[NamedMetric]:
    """Return the metrics that are kept by name."""
    return team.names.metrics(actor, workspace)


@post("/workspaces/{workspace:str}/metrics", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def define(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NamedMetric]) -> list[NamedMetric]:
    """Keep a metric by name, in the place of the one that has the name."""
    return team.names.define(actor, workspace, data)


@delete("/workspaces/{workspace:str}/metrics/{name:str}", sync_to_thread=True, opt={"needs": "editor"})
def undefine(team: TheTeam, actor: Asking, workspace: FromPath[str], name: FromPath[str]) -> None:
    """Keep a metric no more."""
    team.names.forget_metric(actor, workspace, name)


@get("/workspaces/{workspace:str}/segments", sync_to_thread=True, opt={"needs": "viewer"})
def segments(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[NamedSegment]:
    """Return the rules about persons that are kept by name."""
    return team.names.segments(actor, workspace)


@post("/workspaces/{workspace:str}/segments", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def keep_segment(
    team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NamedSegment]
) -> list[NamedSegment]:
    """Keep a rule about persons by name, in the place of the one that has the name."""
    return team.names.keep(actor, workspace, data)


@delete("/workspaces/{workspace:str}/segments/{name:str}", sync_to_thread=True, opt={"needs": "editor"})
def forget_segment(team: TheTeam, actor: Asking, workspace: FromPath[str], name: FromPath[str]) -> None:
    """Keep a rule no more."""
    team.names.forget_segment(actor, workspace, name)


@get("/workspaces/{workspace:str}/sql", sync_to_thread=True, opt={"needs": "editor", SCOPE: "people:read"})
def views(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[View]:
    """Return what a SELECT can look at; a console asks for it when it opens, which also makes it ready."""
    return team.queries.warm(actor, workspace)


@post(
    "/workspaces/{workspace:str}/sql",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": "editor", SCOPE: "people:read"},
)
def sql(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewQuery]) -> Result:
    """Run a SELECT over the workspace's events, signals, traits and persons."""
    return team.queries.run(actor, workspace, data)


@delete(
    "/workspaces/{workspace:str}/sql/{running:str}", sync_to_thread=True, opt={"needs": "editor", SCOPE: "people:read"}
)
def stop(team: TheTeam, actor: Asking, workspace: FromPath[str], running: FromPath[str]) -> None:
    """Stop a query that runs."""
    team.queries.stop(actor, workspace, running)


HANDLERS: list[Any] = [
    facts, kinds, seen, preview, ask, answer, cancel, behind, export, kept, keep, one, change, forget, number, metrics,
    define, undefine, segments, keep_segment, forget_segment, views, sql, stop,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["explore"], opt={"area": "data"})
