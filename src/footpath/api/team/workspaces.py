"""Workspaces, their members, invitations and audit log."""

from typing import Any

from litestar import Router, delete, get, patch, post
from msgspec import Struct

from footpath.accounts import Actor, Entry, Invitation, Member, Role, Workspace
from footpath.api.team.services import Team


class Named(Struct, frozen=True, kw_only=True):
    """A new workspace."""

    name: str
    locale: str = "en"


class WorkspaceChange(Struct, frozen=True, kw_only=True):
    """What to change of a workspace."""

    name: str | None = None
    locale: str | None = None


class NewRole(Struct, frozen=True):
    """What a member may do from now on."""

    role: Role


class Invite(Struct, frozen=True, kw_only=True):
    """Who is invited: one address by mail, or whoever has the link."""

    role: Role
    email: str = ""


@get("/workspaces", sync_to_thread=True, opt={"needs": "person"})
def of_mine(team: Team, actor: Actor) -> list[Workspace]:
    """Return the workspaces one belongs to."""
    return team.workspaces.of(actor)


@post("/workspaces", sync_to_thread=True, opt={"needs": "person"})
def add(team: Team, actor: Actor, data: Named) -> Workspace:
    """Make a workspace, which one owns."""
    return team.workspaces.add(actor, data.name, locale=data.locale)


@get("/workspaces/{workspace:str}", sync_to_thread=True, opt={"needs": "viewer"})
def show(team: Team, actor: Actor, workspace: str) -> Workspace:
    """Return a workspace."""
    return team.workspaces.get(actor, workspace)


@patch("/workspaces/{workspace:str}", sync_to_thread=True, opt={"needs": "owner"})
def change(team: Team, actor: Actor, workspace: str, data: WorkspaceChange) -> Workspace:
    """Give a workspace another name or language."""
    return team.workspaces.change(actor, workspace, name=data.name, locale=data.locale)


@get("/workspaces/{workspace:str}/members", sync_to_thread=True, opt={"needs": "viewer"})
def members(team: Team, actor: Actor, workspace: str) -> list[Member]:
    """Return who belongs to a workspace."""
    return team.workspaces.members(actor, workspace)


@patch("/workspaces/{workspace:str}/members/{user:str}", sync_to_thread=True, status_code=204, opt={"needs": "owner"})
def set_role(team: Team, actor: Actor, workspace: str, user: str, data: NewRole) -> None:
    """Give a member another role."""
    team.workspaces.set_role(actor, workspace, user, data.role)


@delete("/workspaces/{workspace:str}/members/{user:str}", sync_to_thread=True, opt={"needs": "owner"})
def remove(team: Team, actor: Actor, workspace: str, user: str) -> None:
    """Take somebody out of a workspace."""
    team.workspaces.remove(actor, workspace, user)


@get("/workspaces/{workspace:str}/invitations", sync_to_thread=True, opt={"needs": "owner"})
def invitations(team: Team, actor: Actor, workspace: str) -> list[Invitation]:
    """Return the invitations that wait."""
    return team.workspaces.invitations(actor, workspace)


@post("/workspaces/{workspace:str}/invitations", sync_to_thread=True, opt={"needs": "owner"})
def invite(team: Team, actor: Actor, workspace: str, data: Invite) -> Invitation:
    """Invite somebody; the answer has the link, this once."""
    return team.workspaces.invite(actor, workspace, role=data.role, email=data.email)


@delete("/workspaces/{workspace:str}/invitations/{invitation:str}", sync_to_thread=True, opt={"needs": "owner"})
def withdraw(team: Team, actor: Actor, workspace: str, invitation: str) -> None:
    """Take an invitation back."""
    team.workspaces.withdraw(actor, workspace, invitation)


@get("/workspaces/{workspace:str}/audit", sync_to_thread=True, opt={"needs": "owner"})
def audit(team: Team, actor: Actor, workspace: str, before: int = 0, limit: int = 100) -> list[Entry]:
    """Return what was done in a workspace, newest first."""
    return team.workspaces.audit(actor, workspace, before=before, limit=limit)


HANDLERS: list[Any] = [
    of_mine, add, show, change, members, set_role, remove, invitations, invite, withdraw, audit,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["workspaces"])
