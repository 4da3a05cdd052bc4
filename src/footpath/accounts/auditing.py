"""Who did what: written in the transaction that does it, so that neither is there without the other."""

import sqlalchemy as sa

from footpath.accounts.model import Actor, Entry
from footpath.accounts.tables import audit
from footpath.core import clock

Detail = str | int | float | bool | None


def note(con: sa.Connection, actor: Actor, action: str, thing: str, workspace: str | None, **detail: Detail) -> None:
    """Add an entry: `actor` did `action` to `thing` in a workspace (None = to the server)."""
    con.execute(
        audit.insert().values(
            at=clock.now(), workspace_id=workspace, actor=actor.name, action=action, object=thing, detail=detail
        )
    )


def entries(con: sa.Connection, workspace: str | None, *, before: int = 0, limit: int = 100) -> list[Entry]:
    """Return entries, newest first; those before the id `before`, when given."""
    query = sa.select(audit).where(audit.c.workspace_id == workspace).order_by(audit.c.id.desc()).limit(limit)
    if before:
        query = query.where(audit.c.id < before)
    return [
        Entry(id=row.id, at=row.at, actor=row.actor, action=row.action, object=row.object, detail=row.detail)
        for row in con.execute(query)
    ]
