"""Accounts: people, workspaces, roles, and the log of who did what."""

from footpath.accounts import passwords, tokens
from footpath.accounts.access import demand, missing, role_in
from footpath.accounts.auditing import note
from footpath.accounts.limits import count as count_try
from footpath.accounts.model import ROLES, Actor, Entry, Invitation, Member, Role, User, Workspace, includes
from footpath.accounts.people import RESET_FOR, People, acting
from footpath.accounts.sessions import CodeNeeded, Session, Sessions
from footpath.accounts.tables import grants, memberships, users
from footpath.accounts.workspaces import Workspaces

__all__ = [
    "RESET_FOR",
    "ROLES",
    "Actor",
    "CodeNeeded",
    "Entry",
    "Invitation",
    "Member",
    "People",
    "Role",
    "Session",
    "Sessions",
    "User",
    "Workspace",
    "Workspaces",
    "acting",
    "count_try",
    "demand",
    "grants",
    "includes",
    "memberships",
    "missing",
    "note",
    "passwords",
    "role_in",
    "tokens",
    "users",
]
