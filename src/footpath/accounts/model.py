"""People, what they may do, and who is asking."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from footpath.delivery import Fate

Role = Literal["viewer", "commenter", "editor", "owner"]
ROLES: tuple[Role, ...] = ("viewer", "commenter", "editor", "owner")
"""What one may do, each including all before it: see, say, change, decide."""


class Actor(Struct, frozen=True, kw_only=True):
    """Who asks for something: a person signed in, a program with an API key, or somebody with a share link.

    Attributes:
        name: what the audit log calls them: an e-mail address, "key:NAME" or "share:ID".
        user_id: of the person; empty for programs and share links.
        session_id: of the session the person is signed in with.
        admin: whether the person looks after the server; that alone opens no workspace.
        workspace_id, role, scopes: what an API key may do, and where; without scopes all that the role may.
        document_id, hidden_lanes: the one map that a share link shows, and what it does not show of it.
    """

    name: str
    user_id: str = ""
    session_id: str = ""
    admin: bool = False
    workspace_id: str = ""
    role: Role | None = None
    scopes: tuple[str, ...] | None = None
    document_id: str = ""
    hidden_lanes: tuple[str, ...] = ()


class User(Struct, frozen=True, kw_only=True):
    """A person who can sign in."""

    id: str
    email: str
    name: str
    locale: str
    admin: bool
    totp: bool
    created_at: datetime
    disabled_at: datetime | None = None


class Workspace(Struct, frozen=True, kw_only=True):
    """A place for the maps of one team; `role` is what the one who asks may do there."""

    id: str
    name: str
    locale: str
    role: Role
    created_at: datetime


class Member(Struct, frozen=True, kw_only=True):
    """Somebody with a role in a workspace or on one map."""

    user_id: str
    email: str
    name: str
    role: Role
    created_at: datetime


class Invitation(Struct, frozen=True, kw_only=True):
    """A role that waits for somebody.

    Attributes:
        document_id: the one map it is for; empty = the whole workspace.
        email: who alone may accept it; empty = whoever has the link.
        link: to accept it with; told once, when it is made.
        mailed: what became of the mail with it, told then too; empty = there was none to write.
    """

    id: str
    workspace_id: str
    role: Role
    email: str
    document_id: str
    created_at: datetime
    expires_at: datetime
    link: str = ""
    mailed: Fate | Literal[""] = ""


class AuditEntry(Struct, frozen=True, kw_only=True):
    """One line of the audit log."""

    id: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: dict[str, str | int | float | bool | None]


def includes(role: Role | None, needed: Role) -> bool:
    """Say whether a role allows what `needed` does."""
    return role is not None and ROLES.index(role) >= ROLES.index(needed)
