"""API keys: a program's way into one workspace, with scopes or a role there; only hashes are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import tokens
from footpath.accounts.access import demand, missing
from footpath.accounts.auditing import note
from footpath.accounts.model import ROLES, Actor, Role
from footpath.accounts.people import named
from footpath.accounts.scopes import checked, role_for
from footpath.accounts.tables import api_keys
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Denied, Invalid, SignedOut

PREFIX = "fpw_"
_SHOWN = 8


class WorkspaceKey(Struct, frozen=True, kw_only=True):
    """A key.

    Attributes:
        role: what it may do at most.
        scopes: what it may do; empty = all that the role may.
        secret: told once, when it is made.
    """

    id: str
    workspace_id: str
    name: str
    role: Role
    scopes: tuple[str, ...]
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

    def add(
        self, actor: Actor, workspace: str, *, name: str, role: Role | None = None, scopes: Sequence[str] = ()
    ) -> WorkspaceKey:
        """Make a key that may do in a workspace what its scopes say, or all that `role` may.

        Raises:
            Invalid: there are neither scopes nor a role, or both, or a scope that there is not.
        """
        if bool(scopes) == bool(role):
            raise Invalid("scopes: a key has either scopes or a role.", hint="Give scopes, such as maps:read.")
        kept = checked(scopes)
        lowest = role or role_for(kept)
        if not actor.user_id:
            raise Denied("A key makes no keys.", hint="Sign in and make it in the browser.")
        secret = PREFIX + tokens.made()
        values = {
            "id": new_id(), "workspace_id": workspace, "name": named(name, "name"), "role": lowest,
            "scopes": list(kept) or None,
            "starts": secret[:_SHOWN], "hash": tokens.hashed(secret), "created_at": clock.now(),
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            con.execute(api_keys.insert().values(values))
            note(con, actor, "key.add", str(values["name"]), workspace, may=", ".join(kept) or lowest)
            row = con.execute(sa.select(api_keys).where(api_keys.c.id == values["id"])).one()
        return _key(row, secret)

    def revoke(self, actor: Actor, workspace: str, key: str) -> None:
        """Refuse a key from now on."""
        with self._database.begin() as con:
            demand(con, actor, "owner", workspace)
            mine = sa.and_(api_keys.c.id == key, api_keys.c.workspace_id == workspace)
            known = con.execute(sa.select(api_keys.c.name).where(mine)).scalar()
            if known is None:
                raise missing("key", key)
            con.execute(api_keys.delete().where(mine))
            note(con, actor, "key.revoke", known, workspace)

    def actor(self, secret: str) -> Actor:
        """Return the program that has a key; raises SignedOut when it does not work."""
        with self._database.read() as con:
            row = con.execute(sa.select(api_keys).where(api_keys.c.hash == tokens.hashed(secret))).first()
        if row is None:
            raise SignedOut("This key does not work.", hint="Make one in the workspace's settings.")
        scopes = tuple(row.scopes) if row.scopes is not None else None
        return Actor(name=f"key:{row.name}", workspace_id=row.workspace_id, role=_role(row.role), scopes=scopes)


def _role(text: str) -> Role:
    return next(role for role in ROLES if role == text)


def _key(row: Any, secret: str = "") -> WorkspaceKey:
    return WorkspaceKey(
        id=row.id, workspace_id=row.workspace_id, name=row.name, role=_role(row.role),
        scopes=tuple(row.scopes or ()), starts=row.starts, created_at=row.created_at, secret=secret,
    )  # fmt: skip
