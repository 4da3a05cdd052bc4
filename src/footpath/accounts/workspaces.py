"""Workspaces: who belongs to them, in which role, and who is invited."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from msgspec import structs

from footpath.accounts import tokens
from footpath.accounts.access import demand, missing
from footpath.accounts.auditing import Wanted, entries, note, turned
from footpath.accounts.model import Actor, AuditEntry, Invitation, Member, Role, User, Workspace
from footpath.accounts.people import acting, addressed, insert, named
from footpath.accounts.tables import grants, invitations, memberships, users, workspaces
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, Denied, Invalid
from footpath.delivery import Mail, letter

INVITED_FOR = timedelta(days=7)


class Workspaces:
    """Every workspace.

    Args:
        database: where they are kept.
        mail: takes invitations to people.
        url: address that people open Footpath at.
    """

    def __init__(self, database: Database, mail: Mail, url: str) -> None:
        self._database = database
        self._mail = mail
        self._url = url.rstrip("/")

    def of(self, actor: Actor) -> list[Workspace]:
        """Return the workspaces in which `actor` has a role, by name."""
        with self._database.read() as con:
            if actor.workspace_id:
                query = sa.select(workspaces, sa.literal(actor.role).label("role"))
                query = query.where(workspaces.c.id == actor.workspace_id)
            else:
                query = sa.select(workspaces, memberships.c.role).join(
                    memberships, memberships.c.workspace_id == workspaces.c.id
                )
                query = query.where(memberships.c.user_id == actor.user_id)
            return [_workspace(row) for row in con.execute(query.order_by(workspaces.c.name, workspaces.c.id))]

    def add(self, actor: Actor, name: str, *, locale: str = "en") -> Workspace:
        """Make a workspace that `actor` owns."""
        if not actor.user_id:
            raise Denied("Only a person can make a workspace.", hint="Sign in and make it in the browser.")
        with self._database.begin() as con:
            made = Workspace(id=new_id(), name=named(name, "name"), locale=locale, role="owner", created_at=clock.now())
            first = con.execute(sa.select(workspaces.c.id).limit(1)).first() is None
            values = {
                "id": made.id, "name": made.name, "locale": locale, "first": first, "created_at": made.created_at
            }  # fmt: skip
            con.execute(workspaces.insert().values(values))
            _join(con, made.id, actor.user_id, "owner")
            note(con, actor, "workspace.add", made.name, made.id)
        return made

    def get(self, actor: Actor, workspace: str) -> Workspace:
        """Return one; raises NotFound."""
        with self._database.read() as con:
            role = demand(con, actor, "viewer", workspace)
            row = con.execute(sa.select(workspaces, sa.literal(role).label("role")).where(workspaces.c.id == workspace))
            return _workspace(row.one())

    def change(self, actor: Actor, workspace: str, *, name: str | None = None, locale: str | None = None) -> Workspace:
        """Give it another name or language."""
        fields = {"name": named(name, "name") if name is not None else None, "locale": locale}
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            values = {key: value for key, value in fields.items() if value is not None}
            if values:
                was = con.execute(sa.select(workspaces).where(workspaces.c.id == workspace)).one()
                con.execute(workspaces.update().where(workspaces.c.id == workspace).values(values))
                note(con, actor, "workspace.change", workspace, workspace, **{**values, **turned(was, values)})
        return self.get(actor, workspace)

    def members(self, actor: Actor, workspace: str) -> list[Member]:
        """Return who belongs to it, by name."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            query = sa.select(users, memberships.c.role, memberships.c.created_at.label("joined_at")).join(
                memberships, memberships.c.user_id == users.c.id
            )
            rows = con.execute(query.where(memberships.c.workspace_id == workspace).order_by(users.c.name, users.c.id))
            return [_member(row) for row in rows]

    def set_role(self, actor: Actor, workspace: str, user_id: str, role: Role) -> None:
        """Give a member another role; raises Conflict when nobody would be left to decide."""
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            email = _email_of_member(con, workspace, user_id)
            was = con.execute(sa.select(memberships.c.role).where(_member_is(workspace, user_id))).one()
            con.execute(memberships.update().where(_member_is(workspace, user_id)).values(role=role))
            _demand_owner(con, workspace)
            note(con, actor, "member.role", email, workspace, **{"role": role, **turned(was, {"role": role})})

    def remove(self, actor: Actor, workspace: str, user_id: str) -> None:
        """Take somebody out; people may take out themselves."""
        with self._database.begin() as con:
            demand(con, actor, "viewer" if user_id == actor.user_id else "owner", workspace)
            email = _email_of_member(con, workspace, user_id)
            con.execute(memberships.delete().where(_member_is(workspace, user_id)))
            _demand_owner(con, workspace)
            note(con, actor, "member.remove", email, workspace)

    def invite(self, actor: Actor, workspace: str, *, role: Role, email: str = "", document: str = "") -> Invitation:
        """Invite somebody by mail, or whoever gets the link; `document` limits it to one map.

        Only owners invite owners; editors may invite others to a role up to their own.
        """
        token = tokens.made()
        values: dict[str, Any] = {
            "id": new_id(), "workspace_id": workspace, "role": role, "email": addressed(email) if email.strip() else "",
            "document_id": document or None, "created_at": clock.now(), "expires_at": clock.now() + INVITED_FOR,
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "owner" if role == "owner" or not document else "editor", workspace, document)
            name = con.execute(sa.select(workspaces.c.name).where(workspaces.c.id == workspace)).scalar_one()
            inviting = con.execute(sa.select(users.c.name).where(users.c.id == actor.user_id)).scalar() or actor.name
            made = {**values, "token_hash": tokens.hashed(token), "invited_by": actor.user_id or None}
            con.execute(invitations.insert().values(made))
            note(con, actor, "invitation.add", values["email"] or "link", workspace, role=role)
            locale = _locale_of(con, values["email"], actor, workspace)
        invitation = _invitation(values, f"{self._url}/invitation/{token}")
        if not invitation.email:
            return invitation
        told = {"who": inviting, "workspace": name, "role": role, "link": invitation.link}
        kind = "guest" if invitation.document_id else "invitation"
        mail = letter(kind, to=invitation.email, locale=locale, until=invitation.expires_at, **told)
        return structs.replace(invitation, mailed=self._mail.send(mail))

    def invitations(self, actor: Actor, workspace: str) -> list[Invitation]:
        """Return those that wait, newest first; their links were told once and are not kept."""
        with self._database.read() as con:
            demand(con, actor, "owner", workspace)
            query = sa.select(invitations).where(
                invitations.c.workspace_id == workspace, invitations.c.expires_at > clock.now()
            )
            rows = con.execute(query.order_by(invitations.c.created_at.desc(), invitations.c.id)).mappings()
            return [_invitation(row) for row in rows]

    def withdraw(self, actor: Actor, workspace: str, invitation: str) -> None:
        """Take an invitation back."""
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            what = sa.and_(invitations.c.id == invitation, invitations.c.workspace_id == workspace)
            row = con.execute(sa.select(invitations.c.email, invitations.c.role).where(what)).first()
            if row is None:
                raise missing("invitation", invitation)
            con.execute(invitations.delete().where(what))
            note(con, actor, "invitation.withdraw", row.email or "link", workspace, role=row.role)

    def invited(self, token: str) -> tuple[Invitation, str]:
        """Return what a link invites to, and the workspace's name; raises Invalid when it is over."""
        with self._database.read() as con:
            row = _open_invitation(con, token)
            name = con.execute(sa.select(workspaces.c.name).where(workspaces.c.id == row["workspace_id"])).scalar_one()
        return _invitation(row), name

    def accept(self, token: str, actor: Actor) -> Invitation:
        """Give `actor` the role that a link offers; it works once when it was for one address.

        Raises:
            Invalid: it is over, or was meant for another address.
        """
        with self._database.begin() as con:
            row = _open_invitation(con, token)
            if row["email"] and row["email"] != actor.name:
                hint = f"Sign in as {row['email']}, or ask for another invitation."
                raise Invalid("token: this invitation is for somebody else.", hint=hint)
            _accept(con, row, actor)
        return _invitation(row)

    def accept_as_new(self, token: str, *, email: str, name: str, kept: str, locale: str = "en") -> User:
        """Make the person a link invites, with the hash `kept` of their password, and give them the role."""
        with self._database.begin() as con:
            row = _open_invitation(con, token)
            if row["email"] and row["email"] != email.strip().lower():
                raise Invalid("email: this invitation is for another address.", hint=f"Take {row['email']}.")
            user = insert(con, email=email, name=name, password_hash=kept, locale=locale)
            _accept(con, row, acting(user))
        return user

    def audit(
        self, actor: Actor, workspace: str, *, before: int = 0, limit: int = 100, wanted: Wanted | None = None
    ) -> list[AuditEntry]:
        """Return what was done in it, newest first, all or what is wanted; for its owners."""
        with self._database.read() as con:
            demand(con, actor, "owner", workspace)
            return entries(con, workspace, before=before, limit=min(limit, 1000), wanted=wanted)


def _join(con: sa.Connection, workspace: str, user_id: str, role: str) -> None:
    con.execute(memberships.insert().values(workspace_id=workspace, user_id=user_id, role=role, created_at=clock.now()))


def _accept(con: sa.Connection, row: Any, actor: Actor) -> None:
    workspace, document = row["workspace_id"], row["document_id"]
    if document:
        own = sa.and_(grants.c.document_id == document, grants.c.user_id == actor.user_id)
        con.execute(grants.delete().where(own))
        con.execute(
            grants.insert().values(
                document_id=document, user_id=actor.user_id, role=row["role"], created_at=clock.now()
            )
        )
    elif con.execute(sa.select(memberships.c.role).where(_member_is(workspace, actor.user_id))).first() is None:
        _join(con, workspace, actor.user_id, row["role"])
    else:
        raise Conflict("You belong to this workspace already.", hint="Ask an owner for another role.")
    if row["email"]:
        con.execute(invitations.delete().where(invitations.c.id == row["id"]))
    note(con, actor, "invitation.accept", actor.name, workspace, role=row["role"])


def accept_waiting(con: sa.Connection, actor: Actor, email: str) -> None:
    """Accept what somebody new, whose address `email` somebody vouches for, is invited to by it."""
    waiting = sa.and_(invitations.c.email == email, invitations.c.expires_at > clock.now())
    newest_first = sa.select(invitations).where(waiting).order_by(invitations.c.created_at.desc())
    places = set()
    for row in con.execute(newest_first).mappings().all():
        place = (row["workspace_id"], row["document_id"] or "")
        if place not in places:  # asked twice: the newer one counts
            places.add(place)
            _accept(con, row, actor)


def is_awaited(con: sa.Connection, email: str) -> bool:
    """Say whether an invitation waits for whoever has an address."""
    waiting = sa.and_(invitations.c.email == email, invitations.c.expires_at > clock.now())
    return con.execute(sa.select(invitations.c.id).where(waiting)).first() is not None


def _open_invitation(con: sa.Connection, token: str) -> Any:
    query = sa.select(invitations).where(invitations.c.token_hash == tokens.hashed(token))
    row = con.execute(query.where(invitations.c.expires_at > clock.now())).mappings().first()
    if row is None:
        raise Invalid("token: this invitation is over, or was taken back.", hint="Ask for another one.")
    return row


def _member_is(workspace: str, user_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(memberships.c.workspace_id == workspace, memberships.c.user_id == user_id)


def _email_of_member(con: sa.Connection, workspace: str, user_id: str) -> str:
    query = sa.select(users.c.email).join(memberships, memberships.c.user_id == users.c.id)
    found = con.execute(query.where(_member_is(workspace, user_id))).scalar()
    if found is None:
        raise missing("member", user_id)
    return str(found)


def _demand_owner(con: sa.Connection, workspace: str) -> None:
    owners = sa.select(sa.func.count()).where(memberships.c.workspace_id == workspace, memberships.c.role == "owner")
    if not con.execute(owners).scalar_one():
        raise Conflict("The workspace would have no owner.", hint="Make somebody else its owner first.")


def _workspace(row: Any) -> Workspace:
    return Workspace(id=row.id, name=row.name, locale=row.locale, role=row.role, created_at=row.created_at)


def _member(row: Any) -> Member:
    return Member(user_id=row.id, email=row.email, name=row.name, role=row.role, created_at=row.joined_at)


def _invitation(row: Any, link: str = "") -> Invitation:
    names: Sequence[str] = ("id", "workspace_id", "role", "email", "created_at", "expires_at")
    return Invitation(**{name: row[name] for name in names}, document_id=row["document_id"] or "", link=link)


def _locale_of(con: sa.Connection, email: str, actor: Actor, workspace: str) -> str:
    """Return the language to write to an address in: its account's, else that of whoever invites, else the place's."""
    for known in (users.c.email == email, users.c.id == actor.user_id):
        found = con.execute(sa.select(users.c.locale).where(known)).scalar()
        if found:
            return str(found)
    return str(con.execute(sa.select(workspaces.c.locale).where(workspaces.c.id == workspace)).scalar_one())
