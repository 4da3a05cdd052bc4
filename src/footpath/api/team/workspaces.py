"""Workspaces, their members, invitations and audit log."""

from typing import Annotated, Any

from litestar import Router, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from footpath.accounts import SCOPES, AuditEntry, Invitation, Member, Role, Wanted, Workspace, WorkspaceKey
from footpath.api.team.asking import SCOPE, Asking, TheTeam


class NewWorkspace(Struct, frozen=True, kw_only=True):
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


class NewKey(Struct, frozen=True, kw_only=True):
    """A program, and what it may do: scopes, or all that a role may."""

    name: str
    role: Role | None = None
    scopes: tuple[str, ...] = ()


class KeyScope(Struct, frozen=True, kw_only=True):
    """Something a key may be allowed to do."""

    name: str
    does: str


class Invite(Struct, frozen=True, kw_only=True):
    """Who is invited: one address by mail, or whoever has the link."""

    role: Role
    email: str = ""


@get("/workspaces", sync_to_thread=True, opt={"needs": "person"})
def of_mine(team: TheTeam, actor: Asking) -> list[Workspace]:
    """Return the workspaces one belongs to."""
    return team.workspaces.of(actor)


@post("/workspaces", sync_to_thread=True, opt={"needs": "person"})
def add(team: TheTeam, actor: Asking, data: JSONBody[NewWorkspace]) -> Workspace:
    """Make a workspace, which one owns."""
    return team.workspaces.add(actor, data.name, locale=data.locale)


@get("/workspaces/{workspace:str}", sync_to_thread=True, opt={"needs": "viewer", SCOPE: ""})
def show(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> Workspace:
    """Return a workspace."""
    return team.workspaces.get(actor, workspace)


@patch("/workspaces/{workspace:str}", sync_to_thread=True, opt={"needs": "owner"})
def change(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[WorkspaceChange]) -> Workspace:
    """Give a workspace another name or language."""
    return team.workspaces.change(actor, workspace, name=data.name, locale=data.locale)


@get("/workspaces/{workspace:str}/members", sync_to_thread=True, opt={"needs": "viewer", SCOPE: "admin"})
def members(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Member]:
    """Return who belongs to a workspace."""
    return team.workspaces.members(actor, workspace)


@patch("/workspaces/{workspace:str}/members/{user:str}", sync_to_thread=True, status_code=204, opt={"needs": "owner"})
def set_role(
    team: TheTeam, actor: Asking, workspace: FromPath[str], user: FromPath[str], data: JSONBody[NewRole]
) -> None:
    """Give a member another role."""
    team.workspaces.set_role(actor, workspace, user, data.role)


@delete("/workspaces/{workspace:str}/members/{user:str}", sync_to_thread=True, opt={"needs": "owner"})
def remove(team: TheTeam, actor: Asking, workspace: FromPath[str], user: FromPath[str]) -> None:
    """Take somebody out of a workspace."""
    team.workspaces.remove(actor, workspace, user)


@get("/workspaces/{workspace:str}/invitations", sync_to_thread=True, opt={"needs": "owner"})
def invitations(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[Invitation]:
    """Return the invitations that wait."""
    return team.workspaces.invitations(actor, workspace)


@post("/workspaces/{workspace:str}/invitations", sync_to_thread=True, opt={"needs": "owner"})
def invite(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[Invite]) -> Invitation:
    """Invite somebody; the answer has the link, this once."""
    return team.workspaces.invite(actor, workspace, role=data.role, email=data.email)


@delete("/workspaces/{workspace:str}/invitations/{invitation:str}", sync_to_thread=True, opt={"needs": "owner"})
def withdraw(team: TheTeam, actor: Asking, workspace: FromPath[str], invitation: FromPath[str]) -> None:
    """Take an invitation back."""
    team.workspaces.withdraw(actor, workspace, invitation)


@get("/workspaces/{workspace:str}/keys", sync_to_thread=True, opt={"needs": "owner"})
def keys(team: TheTeam, actor: Asking, workspace: FromPath[str]) -> list[WorkspaceKey]:
    """Return the keys of programs that work."""
    return team.keys.of(actor, workspace)


@post("/workspaces/{workspace:str}/keys", sync_to_thread=True, opt={"needs": "owner"})
def add_key(team: TheTeam, actor: Asking, workspace: FromPath[str], data: JSONBody[NewKey]) -> WorkspaceKey:
    """Make a key for a program; the answer has it, this once."""
    return team.keys.add(actor, workspace, name=data.name, role=data.role, scopes=data.scopes)


@get("/key-scopes", sync_to_thread=True, opt={"needs": "person"})
def key_scopes(actor: Asking) -> list[KeyScope]:
    """Return what keys may be allowed to do."""
    del actor
    return [KeyScope(name=name, does=does) for name, does in SCOPES.items()]


@delete("/workspaces/{workspace:str}/keys/{key:str}", sync_to_thread=True, opt={"needs": "owner"})
def revoke_key(team: TheTeam, actor: Asking, workspace: FromPath[str], key: FromPath[str]) -> None:
    """Refuse a key from now on."""
    team.keys.revoke(actor, workspace, key)


def provide_wanted(
    search: FromQuery[str] = "", means: Annotated[list[str] | None, QueryParameter(name="means")] = None
) -> Wanted:
    """Return which entries of the log are looked for."""
    return Wanted(search=search, means=tuple(means or ()))


WANTED = {"wanted": Provide(provide_wanted, sync_to_thread=False)}


@get("/workspaces/{workspace:str}/audit", sync_to_thread=True, opt={"needs": "owner"}, dependencies=WANTED)
def audit(
    team: TheTeam, actor: Asking, workspace: FromPath[str], wanted: NamedDependency[Wanted],
    before: FromQuery[int] = 0, limit: FromQuery[int] = 100,
) -> list[AuditEntry]:  # fmt: skip
    """Return what was done in a workspace, newest first, or of that what has every word of a search.

    Pages show words of their own for what the log keeps as names: `means` says what they stand for, as in
    `search=deleted ann&means=deleted:map.delete`.
    """
    return team.workspaces.audit(actor, workspace, before=before, limit=limit, wanted=wanted)


HANDLERS: list[Any] = [
    of_mine, add, show, change, members, set_role, remove, invitations, invite, withdraw, keys, add_key,
    key_scopes, revoke_key, audit,
]  # fmt: skip
router = Router("/", route_handlers=HANDLERS, tags=["workspaces"])
