"""API keys: a program's way into one workspace, with a role there; only hashes are kept."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import tokens
from footpath.accounts.access import demand, missing
from footpath.accounts.auditing import note
from footpath.accounts.model import ROLES, Actor, Role
from footpath.accounts.people import named
from footpath.accounts.tables import api_keys
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Denied, SignedOut

PREFIX = "fpw_"
_SHOWN = 8


class WorkspaceKey(Struct, frozen=True, kw_only=True):
    """A key; `secret` is told once, when it is made."""

    id: str
    workspace_id: str
    name: str
    role: Role
    starts: str
    created_at: datetime
    secret: str = ""


class Keys:
    """Every key.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, actor: Actor, workspace: str) -> list[WorkspaceKey]:
        """Return the keys of a workspace that work, by name."""
        with self._database.read() as con:
            demand(con, actor, "owner", workspace)
            mine = sa.select(api_keys).where(api_keys.c.workspace_id == workspace)
            return [_key(row) for row in con.execute(mine.order_by(api_keys.c.name, api_keys.c.id))]

    def add(self, actor: Actor, workspace: str, *, name: str, role: Role) -> WorkspaceKey:
        """Make a key that may do in a workspace what `role` may."""
        if not actor.user_id:
            raise Denied("A key makes no keys.", hint="Sign in and make it in the browser.")
        secret = PREFIX + tokens.made()
        values = {
            "id": new_id(), "workspace_id": workspace, "name": named(name, "name"), "role": role,
            "starts": secret[:_SHOWN], "hash": tokens.hashed(secret), "created_at": clock.now(),
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            con.execute(api_keys.insert().values(values))
            note(con, actor, "key.add", str(values["name"]), workspace, role=role)
            row = con.execute(sa.select(api_keys).where(api_keys.c.id == values["id"])).one()
        return _key(row, secret)

    def revoke(self, actor: Actor, workspace: str, key: str) -> None:
        """Refuse a key from now on."""
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            mine = sa.and_(api_keys.c.id == key, api_keys.c.workspace_id == workspace)
            if not con.execute(api_keys.delete().where(mine)).rowcount:
                raise missing("key", key)
            note(con, actor, "key.revoke", key, workspace)

    def actor(self, secret: str) -> Actor:
        """Return the program that has a key; raises SignedOut when it does not work."""
        with self._database.read() as con:
            row = con.execute(sa.select(api_keys).where(api_keys.c.hash == tokens.hashed(secret))).first()
        if row is None:
            raise SignedOut("This key does not work.", hint="Make one in the workspace's settings.")
        return Actor(name=f"key:{row.name}", workspace_id=row.workspace_id, role=_role(row.role))


def _role(text: str) -> Role:
    return next(role for role in ROLES if role == text)


def _key(row: Any, secret: str = "") -> WorkspaceKey:
    return WorkspaceKey(
        id=row.id, workspace_id=row.workspace_id, name=row.name, role=_role(row.role), starts=row.starts,
        created_at=row.created_at, secret=secret,
    )  # fmt: skip
