"""Questions over all maps of a workspace and its library."""

from typing import Annotated, Any, Literal

from litestar import Response, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct, structs

from footpath.api.team.asking import Asking, TheTeam
from footpath.library import EvidenceKind, Overall, Wanted


class Named(Struct, frozen=True, kw_only=True):
    """What rows are called by."""

    lane: str
    persona: str
    touchpoint: str
    tag: str
    status: str
    owner: str


class Known(Struct, frozen=True, kw_only=True):
    """What is known of rows."""

    emotion_below: float | None
    emotion_above: float | None
    evidence: EvidenceKind
    fresh: Literal["", "yes", "no"]


def provide_named(
    lane: FromQuery[str] = "", persona: FromQuery[str] = "", touchpoint: FromQuery[str] = "",
    tag: FromQuery[str] = "", status: FromQuery[str] = "", owner: FromQuery[str] = "",
) -> Named:  # fmt: skip
    """Return what rows are to be called by."""
    return Named(lane=lane, persona=persona, touchpoint=touchpoint, tag=tag, status=status, owner=owner)


def provide_known(
    emotion_below: FromQuery[float | None] = None, emotion_above: FromQuery[float | None] = None,
    evidence: FromQuery[EvidenceKind] = "", fresh: FromQuery[Literal["", "yes", "no"]] = "",
) -> Known:  # fmt: skip
    """Return what is to be known of rows."""
    return Known(emotion_below=emotion_below, emotion_above=emotion_above, evidence=evidence, fresh=fresh)


def provide_wanted(
    named: NamedDependency[Named], known: NamedDependency[Known], q: FromQuery[str] = "", kind: FromQuery[str] = "",
    map_id: Annotated[str, QueryParameter(name="map")] = "",
) -> Wanted:  # fmt: skip
    """Return what is looked for."""
    return Wanted(words=q, kind=kind, map_id=map_id, **structs.asdict(named), **structs.asdict(known))


Chosen = NamedDependency[Wanted]
WANTED = {
    name: Provide(given, sync_to_thread=False)
    for name, given in (("wanted", provide_wanted), ("named", provide_named), ("known", provide_known))
}


@get("/workspaces/{workspace:str}/overall", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=WANTED)
def ask(team: TheTeam, actor: Asking, workspace: FromPath[str], wanted: Chosen) -> Overall:
    """Return the cards, steps and items of a workspace that are such, with how many are on each map."""
    return team.overalls.ask(actor, workspace, wanted)


@get("/workspaces/{workspace:str}/overall/csv", sync_to_thread=True, opt={"needs": "viewer"}, dependencies=WANTED)
def table(team: TheTeam, actor: Asking, workspace: FromPath[str], wanted: Chosen) -> Response[bytes]:
    """Return the same as CSV, all rows of it."""
    content = team.overalls.table(actor, workspace, wanted).encode()
    headers = {"content-disposition": 'attachment; filename="over-all-maps.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


HANDLERS: list[Any] = [ask, table]
router = Router("/", route_handlers=HANDLERS, tags=["maps"], opt={"area": "maps"})
