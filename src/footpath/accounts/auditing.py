"""Who did what: written in the transaction that does it, so that neither is there without the other."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts.model import Actor, AuditEntry
from footpath.accounts.tables import audit, workspaces
from footpath.core import clock
from footpath.core.database import Database

Detail = str | int | float | bool | None
_LONGEST = 200
_AT_ONCE = 500  # entries read before more are


def note(con: sa.Connection, actor: Actor, action: str, thing: str, workspace: str | None, **detail: Detail) -> None:
    """Add an entry: `actor` did `action` to `thing` in a workspace (None = to the server)."""
    entry = {"actor": actor.name, "action": action, "object": thing, "workspace_id": workspace, "detail": detail}
    con.execute(audit.insert(), {"at": clock.now(), **entry})  # values beside the statement: it is compiled once


def forget_details(con: sa.Connection, thing: str, names: Sequence[str], is_erased: Callable[[str], bool]) -> None:
    """Take details that say what a person who was erased said out of the entries on a thing; the entries stay."""
    for row in con.execute(sa.select(audit.c.id, audit.c.detail).where(audit.c.object == thing)).all():
        left = {name: one for name, one in row.detail.items() if name not in names or not is_erased(str(one))}
        if left != row.detail:
            con.execute(audit.update().where(audit.c.id == row.id).values(detail=left))


def turned(before: object, after: Mapping[str, Any], *names: str) -> dict[str, Detail]:
    """Return the details of what turned into something else: `status` as it is now, `status_before` as it was.

    Args:
        before: a row or value as it was.
        after: what was set, by name.
        names: which of them to tell; none = all. Longer texts are cut, and what is neither text nor number left out.
    """
    told: dict[str, Detail] = {}
    for name in sorted({*(names or after)} & {*after}):
        values = (after[name], getattr(before, name, after[name]))
        if values[0] != values[1] and all(isinstance(one, Detail) for one in values):
            now, was = (one[:_LONGEST] if isinstance(one, str) else one for one in values)
            told |= {name: now, f"{name}_before": was}
    return told


class Wanted(Struct, frozen=True):
    """Which entries to find: those that have every word.

    Attributes:
        search: words, found in part and in capitals or not: in who did it, what was done, to what, and its details.
        means: what words stand for besides, each as "word:value": an action, object or detail that is just so.
    """

    search: str = ""
    means: tuple[str, ...] = ()

    def picks(self, entry: AuditEntry) -> bool:
        """Say whether an entry has every word."""
        if not self.search.strip():
            return True
        told = [entry.actor, entry.action, entry.object, *map(str, entry.detail.values())]
        text = " ".join(told).casefold()
        meant = {word for word, _, value in (one.partition(":") for one in self.means) if value in told}
        return all(word in text or word in meant for word in self.search.casefold().split())


def entries(
    con: sa.Connection, workspace: str | None, *, before: int = 0, limit: int = 100, wanted: Wanted | None = None
) -> list[AuditEntry]:
    """Return entries, newest first; those before the id `before`, and such as are `wanted`, when given."""
    query = sa.select(audit).where(audit.c.workspace_id == workspace).order_by(audit.c.id.desc())
    if before:
        query = query.where(audit.c.id < before)
    if wanted is None or not wanted.search.strip():
        return [_entry(row) for row in con.execute(query.limit(limit))]
    # Details are JSON with letters beyond ASCII escaped, and databases differ in which capitals they know.
    with con.execute(query.execution_options(yield_per=_AT_ONCE)) as rows:
        return list(islice((one for one in map(_entry, rows) if wanted.picks(one)), limit))


def last_entries(database: Database, limit: int) -> list[tuple[str, AuditEntry]]:
    """Return the last entries of the server and of all its workspaces, oldest first, each with where it was.

    Args:
        database: of people and maps.
        limit: at most so many.
    """
    names = sa.select(audit, workspaces.c.name.label("workspace")).join_from(
        audit, workspaces, audit.c.workspace_id == workspaces.c.id, isouter=True
    )
    with database.read() as con:
        rows = con.execute(names.order_by(audit.c.id.desc()).limit(limit)).all()
    # The name of a workspace that was deleted is gone; its number is not.
    return [(row.workspace or row.workspace_id or "server", _entry(row)) for row in reversed(rows)]


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(id=row.id, at=row.at, actor=row.actor, action=row.action, object=row.object, detail=row.detail)
