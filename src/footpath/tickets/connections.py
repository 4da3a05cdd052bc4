"""Trackers that are connected to workspaces; their tokens are kept apart, in a file only the server reads."""

from datetime import timedelta
from threading import Lock
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from footpath.accounts import Actor, demand, missing, note, turned
from footpath.core import clock
from footpath.core.credentials import Secrets
from footpath.core.database import Database, new_id
from footpath.core.errors import FootpathError, Invalid
from footpath.core.reach import Reach
from footpath.tickets.addressing import kept_address
from footpath.tickets.model import Connection, ConnectionChange, NewConnection, Tested
from footpath.tickets.tables import connections
from footpath.tickets.tracker import TRACKERS, Place

_MOST = 20  # connections of a workspace


class Connections:
    """Every connection of every workspace; owners make, try and remove them.

    Args:
        database: where they are kept.
        secrets: where tokens are kept.
        reach: which hosts may be asked.
    """

    def __init__(self, database: Database, secrets: Secrets, reach: Reach) -> None:
        self._database = database
        self._secrets = secrets
        self._reach = reach
        self._writing = Lock()  # the file of secrets is written as a whole

    def of(self, actor: Actor, workspace: str) -> list[Connection]:
        """Return the connections of a workspace, by name."""
        with self._database.read() as con:
            demand(con, actor, "owner", workspace)
            return self.known(con, workspace)

    def known(self, con: sa.Connection, workspace: str) -> list[Connection]:
        """Return the connections of a workspace, by name, to whoever is allowed to know already."""
        mine = sa.select(connections).where(connections.c.workspace_id == workspace)
        return [_connection(row) for row in con.execute(mine.order_by(connections.c.name, connections.c.id))]

    def add(self, actor: Actor, workspace: str, wish: NewConnection) -> Connection:
        """Connect a tracker; raises Invalid naming the field that will not do."""
        kind = TRACKERS[wish.kind]
        address = kept_address(wish.address, self._reach)
        if wish.account and not kind.wants_account:
            raise Invalid("account: this kind of tracker wants none.", hint="Leave it empty.")
        values: dict[str, Any] = {
            "id": new_id(), "workspace_id": workspace, "name": _named(wish.name), "kind": kind.name, "address": address,
            "account": wish.account.strip(), "sets_status": wish.sets_status, "created_at": clock.now(),
            "problem": "", "hint": "",
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            if len(self.known(con, workspace)) >= _MOST:
                raise Invalid(f"A workspace has at most {_MOST} trackers.", hint="Remove one that nobody uses.")
            con.execute(connections.insert().values(values))
            note(con, actor, "tracker.add", str(values["name"]), workspace, kind=kind.name, address=address)
            self._keep(str(values["id"]), wish.token)
            return _connection(self._row(con, workspace, str(values["id"])))

    def change(self, actor: Actor, workspace: str, connection: str, wish: ConnectionChange) -> Connection:
        """Give a connection another name or token, or let it no longer set statuses."""
        values: dict[str, Any] = {}
        if wish.name is not UNSET:
            values["name"] = _named(wish.name)
        if wish.sets_status is not UNSET:
            values["sets_status"] = wish.sets_status
        if wish.token is not UNSET:
            values |= {"problem": "", "hint": "", "wait_until": None}
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            row = self._row(con, workspace, connection)
            if values:
                con.execute(connections.update().where(connections.c.id == connection).values(values))
            told = turned(row, values, "name", "sets_status")
            changed = [one for one in ("name", "sets_status", "token") if getattr(wish, one) is not UNSET]
            note(con, actor, "tracker.change", row.name, workspace, fields=", ".join(changed), **told)
            if wish.token is not UNSET:
                self._keep(connection, wish.token)
            return _connection(self._row(con, workspace, connection))

    def remove(self, actor: Actor, workspace: str, connection: str) -> None:
        """Disconnect a tracker and forget its token and what it said; items keep their statuses."""
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            row = self._row(con, workspace, connection)
            con.execute(connections.delete().where(connections.c.id == connection))
            note(con, actor, "tracker.remove", row.name, workspace)
        with self._writing:
            self._secrets.remove(_secret(connection))

    def test(self, actor: Actor, workspace: str, connection: str) -> Tested:
        """Ask a tracker who it takes the token for."""
        with self._database.read() as con:
            demand(con, actor, "owner", workspace)
            found = _connection(self._row(con, workspace, connection))
        kind, place = TRACKERS[found.kind], self.place(found)
        line = kind.line(place)
        try:
            return Tested(account=kind.account(place, line)[:200])
        except FootpathError as problem:
            return Tested(problem=problem.message, hint=problem.hint)
        finally:
            line.close()

    def place(self, connection: Connection) -> Place:
        """Return where a connection leads, with its token."""
        token = self._secrets.get(_secret(connection.id))
        return Place(address=connection.address, account=connection.account, token=token, reach=self._reach)

    def claim(self, connection: Connection, *, every: timedelta) -> bool:
        """Say whether it is time to ask a tracker, and if so note it: of several servers one asks."""
        now = clock.now()
        due = sa.or_(connections.c.asked_at.is_(None), connections.c.asked_at <= now - every)
        free = sa.or_(connections.c.wait_until.is_(None), connections.c.wait_until <= now)
        mine = sa.and_(connections.c.id == connection.id, due, free)
        with self._database.begin() as con:
            return bool(con.execute(connections.update().where(mine).values(asked_at=now)).rowcount)

    def tell(self, connection: str, problem: FootpathError | None, wait_s: float) -> None:
        """Note how it went to ask a tracker, and how long it asks not to be asked again."""
        values: dict[str, Any] = {
            "problem": problem.message if problem else "", "hint": problem.hint if problem else "",
            "wait_until": clock.now() + timedelta(seconds=wait_s) if wait_s else None,
        }  # fmt: skip
        with self._database.begin() as con:
            con.execute(connections.update().where(connections.c.id == connection).values(values))

    def workspaces(self) -> list[str]:
        """Return the workspaces that have connections."""
        with self._database.read() as con:
            return sorted(con.execute(sa.select(connections.c.workspace_id).distinct()).scalars())

    def _keep(self, connection: str, token: str) -> None:
        if not token.isascii() or not token.isprintable():
            raise Invalid("token: it has characters that no token has.", hint="Copy it anew from where it was made.")
        with self._writing:
            self._secrets.put(_secret(connection), token)

    def _row(self, con: sa.Connection, workspace: str, connection: str) -> Any:
        mine = sa.and_(connections.c.id == connection, connections.c.workspace_id == workspace)
        row = con.execute(sa.select(connections).where(mine)).first()
        if row is None:
            raise missing("tracker", connection)
        return row


def _named(name: str) -> str:
    text = " ".join(name.split())
    if not text:
        raise Invalid("name: it is empty.", hint="Say what people call the tracker.")
    return text


def _secret(connection: str) -> str:
    return f"tracker-{connection}"


def _connection(row: Any) -> Connection:
    return Connection(**{name: getattr(row, name) for name in Connection.__struct_fields__})
