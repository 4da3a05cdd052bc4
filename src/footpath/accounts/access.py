"""What somebody may do in a workspace or to a map; every service asks here first."""

import sqlalchemy as sa

from footpath.accounts.model import ROLES, Actor, Role, includes
from footpath.accounts.tables import grants, memberships, workspaces
from footpath.core.errors import Denied, NotFound

_DOES = {
    "viewer": "look at it",
    "commenter": "comment on it",
    "editor": "change it",
    "owner": "decide that",
}


def role_in(con: sa.Connection, actor: Actor, workspace: str, document: str = "") -> Role | None:
    """Return the role of `actor` in a workspace, or to one document of it, whose own role goes before; None = none."""
    if actor.workspace_id:
        return actor.role if actor.workspace_id == workspace else None
    if actor.document_id:
        return "viewer" if actor.document_id == document else None
    if document:
        own = con.execute(
            sa.select(grants.c.role).where(grants.c.document_id == document, grants.c.user_id == actor.user_id)
        ).scalar()
        if own:
            return _role(own)
    found = con.execute(
        sa.select(memberships.c.role).where(
            memberships.c.workspace_id == workspace, memberships.c.user_id == actor.user_id
        )
    ).scalar()
    return _role(found) if found else None


def demand(
    con: sa.Connection, actor: Actor, needed: Role, workspace: str, document: str = "", *, word: str = "workspace"
) -> Role:
    """Return the role of `actor` when it allows what `needed` does.

    Raises:
        NotFound: they have none, and must not learn whether the thing is there.
        Denied: their role is too low.
    """
    role = role_in(con, actor, workspace, document)
    if role is None:
        raise missing(word, document or workspace)
    if not includes(role, needed):
        hint = f"Ask an owner of the workspace to make you {needed}."
        raise Denied(f"A {role} of this {word} may not {_DOES[needed]}.", hint=hint)
    return role


def owns_store(con: sa.Connection, workspace: str) -> bool:
    """Say whether a workspace is the server's first, whose data is in the server's own store."""
    return bool(con.execute(sa.select(workspaces.c.first).where(workspaces.c.id == workspace)).scalar())


def missing(word: str, name: str) -> NotFound:
    """Return what is raised for a thing that is not there, or not there for whoever asks."""
    return NotFound(f"No {word} is called {name!r}.", hint="It may be gone, or you may not see it.")


def _role(text: str) -> Role:
    return next(role for role in ROLES if role == text)
