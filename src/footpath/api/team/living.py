"""Maps over data: the figures of now, how they were computed, who is behind them, and what the data shows besides."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from footpath.api.team.asking import SCOPE, Asking, TheTeam
from footpath.exploring import Asked, Person, Replied
from footpath.insights import Every, Filters, How, Live, Moves, OverTime, People, Proposal, Wanted, segment_of


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


class PeopleBehind(Struct, frozen=True, kw_only=True):
    """Whom to list.

    Attributes:
        of: the number, as "column:KEY:FIGURE", "touchpoint:KEY:FIGURE" or "edge:FROM>TO:FIGURE".
        which: counted = those it counts; others = those of whom it is a share that it does not count.
        after: where to begin.
    """

    of: str
    which: Literal["counted", "others"] = "counted"
    after: int = 0
    limit: int = 50
    filters: Filters = Filters()


def as_json(content: bytes) -> Response[Any]:
    """Answer with what is JSON already."""
    return Response(content, media_type="application/json")


@get("/maps/{document:str}/live", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def live(team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen) -> Response[Live]:
    """Return a map's figures as they are now."""
    return as_json(team.living.live(actor, document, filters))


@get("/maps/{document:str}/how", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def how(team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen, of: FromQuery[str]) -> How:
    """Return how a number was computed: as SQL that can be run, and as a question for Explore."""
    return team.living.how(actor, document, filters, of)


@get("/maps/{document:str}/over-time", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def over_time(
    team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen, every: FromQuery[Every | None] = None
) -> Response[OverTime]:
    """Return a map's figures period by period, all at once, for a time slider."""
    return as_json(team.living.over_time(actor, document, filters, every))


@get("/maps/{document:str}/moved", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def moved(
    team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen, days: FromQuery[int] = 7
) -> Response[Moves]:
    """Return what moved in the last days beside as many before, in plain words."""
    return as_json(team.living.moved(actor, document, filters, days))


@get("/maps/{document:str}/planned", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=FILTERS)
def planned(team: TheTeam, actor: Asking, document: FromPath[str], filters: Chosen) -> Response[Replied]:
    """Return how travelled journeys keep to the map: an answer of conformance, or where to look for it (202)."""
    model = team.maps.model(actor, document)
    who = " and ".join(f"({rule})" for rule in (segment_of(model, filters.persona), filters.segment) if rule)
    fields = {"who": who, "since": filters.since, "until": filters.until}
    asked = Asked(
        analysis="conformance", fields={name: value for name, value in fields.items() if value}, map_id=document,
        channel=filters.channel, source=filters.source,
    )  # fmt: skip
    found = team.answers.ask(actor, team.maps.get(actor, document).workspace_id, asked)
    return Response(found, status_code=200 if found.state == "done" else 202)


@get("/maps/{document:str}/proposals", sync_to_thread=True, opt={"needs": "viewer"})
def proposed(team: TheTeam, actor: Asking, document: FromPath[str]) -> list[Proposal]:
    """Return what the data shows and the map lacks, less what was refused."""
    refused = team.explorations.refused(document)
    return [one for one in team.living.proposals(actor, document) if one.id not in refused]


@post(
    "/maps/{document:str}/proposals/{proposal:str}/refuse", sync_to_thread=True, status_code=204,
    opt={"needs": "editor"},
)  # fmt: skip
def refuse(team: TheTeam, actor: Asking, document: FromPath[str], proposal: FromPath[str]) -> None:
    """Propose something no more."""
    team.explorations.refuse(actor, document, proposal)


@post(
    "/maps/{document:str}/people", sync_to_thread=True, status_code=200, opt={"needs": "editor", SCOPE: "people:read"}
)
def people(team: TheTeam, actor: Asking, document: FromPath[str], data: JSONBody[PeopleBehind]) -> People:
    """Return the persons behind a number."""
    wanted = Wanted(of=data.of, which=data.which, after=data.after, limit=data.limit)
    return team.living.people(actor, document, data.filters, wanted)


class PeopleWithin(Struct, frozen=True, kw_only=True):
    """Whom to list: the persons who are within filters, from where, and how many at most."""

    filters: Filters
    after: int = 0
    limit: int = 50


@post(
    "/workspaces/{workspace:str}/people",
    sync_to_thread=True,
    status_code=200,
    opt={"needs": "editor", SCOPE: "people:read"},
)
def people_who(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[PeopleWithin]) -> People:
    """Return the persons of a workspace who are within filters, such as a segment."""
    return team.living.people_who(actor, workspace, data.filters, data.after, data.limit)


@get("/workspaces/{workspace:str}/person", sync_to_thread=True, opt={"needs": "editor", SCOPE: "people:read"})
def person(
    team: TheTeam, actor: Asking, workspace: FromPath[str],
    who: Annotated[str, QueryParameter(name="id")],
    document: Annotated[str, QueryParameter(name="map")] = "",
    limit: FromQuery[int] = 1000,
) -> Person:  # fmt: skip
    """Return all there is on one person, with the map's column of every event."""
    return team.living.person(actor, workspace, who, document=document, limit=limit)


HANDLERS: list[Any] = [live, how, over_time, moved, planned, proposed, refuse, people, people_who, person]
router = Router("/", route_handlers=HANDLERS, tags=["live"], opt={"area": "maps"})
