"""Workshops: led in the browser, joined by phone with a code."""

from typing import Any

from litestar import Response, Router, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from footpath.api.team.asking import Asked, Asking, TheTeam
from footpath.api.team.maps import svg
from footpath.api.team.services import Team
from footpath.api.team.signing_in import network_of
from footpath.workshops import (
    Cards,
    Joined,
    Joining,
    NewWorkshop,
    NoteChange,
    Votes,
    Words,
    Workshop,
    WorkshopChange,
    qr_svg,
)

HEADER = "x-workshop-pass"


def told(team: Team, one: Workshop) -> Workshop:
    """Tell the big screen and all phones that a workshop changed."""
    team.bells.ring(one.id)
    return one


@get("/workspaces/{workspace:str}/workshops", sync_to_thread=True, opt={"needs": "viewer"})
def of_workspace(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Workshop]:
    """Return the workshops of a workspace, newest first."""
    return team.workshops.of(actor, workspace)


@post("/workspaces/{workspace:str}/workshops", sync_to_thread=True, opt={"needs": "editor"})
def add(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewWorkshop]) -> Workshop:
    """Begin a workshop."""
    return team.workshops.add(actor, workspace, data)


@get("/workshops/{workshop:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(team: TheTeam, actor: Asking, workshop: FromPath[str]) -> Workshop:
    """Return a workshop with all notes."""
    return team.workshops.get(actor, workshop)


@patch("/workshops/{workshop:str}", sync_to_thread=True, opt={"needs": "editor"})
def change(team: TheTeam, actor: Asking, workshop: FromPath[str], data: JSONBody[WorkshopChange]) -> Workshop:
    """Go to another phase, start the timer, or ask something else."""
    return told(team, team.workshops.change(actor, workshop, data))


@delete("/workshops/{workshop:str}", sync_to_thread=True, opt={"needs": "editor"})
def remove(team: TheTeam, actor: Asking, workshop: FromPath[str]) -> None:
    """Delete a workshop with all that was written in it."""
    team.workshops.remove(actor, workshop)
    team.bells.ring(workshop)


@get("/workshops/{workshop:str}/qr.svg", sync_to_thread=True, opt={"needs": "viewer"})
def code(team: TheTeam, actor: Asking, workshop: FromPath[str]) -> Response[str]:
    """Return the QR code of the address that phones join at."""
    return svg(qr_svg(team.workshops.get(actor, workshop).link))


@post("/workshops/{workshop:str}/notes", sync_to_thread=True, opt={"needs": "editor"})
def add_note(team: TheTeam, actor: Asking, workshop: FromPath[str], data: JSONBody[Words]) -> Workshop:
    """Write a note as whoever leads."""
    return told(team, team.workshops.add_note(actor, workshop, data.text))


@patch("/workshops/{workshop:str}/notes/{note:str}", sync_to_thread=True, opt={"needs": "editor"})
def change_note(
    team: TheTeam, actor: Asking, workshop: FromPath[str], note: FromPath[str], data: JSONBody[NoteChange]
) -> Workshop:
    """Put a note on a pile, or mend its words."""
    return told(team, team.workshops.change_note(actor, workshop, note, data))


@delete("/workshops/{workshop:str}/notes/{note:str}", sync_to_thread=True, status_code=200, opt={"needs": "editor"})
def remove_note(team: TheTeam, actor: Asking, workshop: FromPath[str], note: FromPath[str]) -> Workshop:
    """Take a note away."""
    return told(team, team.workshops.remove_note(actor, workshop, note))


@post("/workshops/{workshop:str}/cards", sync_to_thread=True, opt={"needs": "editor"})
def to_map(team: TheTeam, actor: Asking, workshop: FromPath[str], data: JSONBody[Cards]) -> list[str]:
    """Make cards on a map of piles or notes; the answer has their keys."""
    return team.workshops.to_map(actor, workshop, data)


@post("/join/{code:str}", sync_to_thread=True, opt={"needs": "nobody"})
def join(request: Asked, team: TheTeam, code: FromPath[str], data: JSONBody[Joining]) -> Joined:
    """Join a workshop without an account; the answer has what to send as `x-workshop-pass` from now on."""
    joined = team.joiners.join(code, data.name, network=network_of(request))
    told(team, joined.workshop)
    return joined


@get("/join/{code:str}", sync_to_thread=True, opt={"needs": "nobody"})
def look(request: Asked, team: TheTeam, code: FromPath[str]) -> Workshop:
    """Return a workshop as a participant may see it now."""
    return team.joiners.look(code, _secret(request, team, code))


@post("/join/{code:str}/notes", sync_to_thread=True, opt={"needs": "nobody"})
def write(request: Asked, team: TheTeam, code: FromPath[str], data: JSONBody[Words]) -> Workshop:
    """Write a note as a participant."""
    return told(team, team.joiners.write(code, _secret(request, team, code), data.text))


@delete("/join/{code:str}/notes/{note:str}", sync_to_thread=True, status_code=200, opt={"needs": "nobody"})
def take_back(request: Asked, team: TheTeam, code: FromPath[str], note: FromPath[str]) -> Workshop:
    """Take one's own note back."""
    return told(team, team.joiners.remove(code, _secret(request, team, code), note))


@put("/join/{code:str}/votes", sync_to_thread=True, opt={"needs": "nobody"})
def vote(request: Asked, team: TheTeam, code: FromPath[str], data: JSONBody[Votes]) -> Workshop:
    """Vote for notes, in the place of what one voted for before."""
    return told(team, team.joiners.vote(code, _secret(request, team, code), data.notes))


def _secret(request: Asked, team: Team, code: str) -> str:
    """Return what stands for the participant, after counting codes that open nothing."""
    team.joiners.knock(code, network_of(request))
    return request.headers.get(HEADER, "")


HANDLERS: list[Any] = [
    of_workspace, add, show, change, remove, code, add_note, change_note, remove_note, to_map, join, look, write,
    take_back, vote,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["workshops"], opt={"area": "library"})
