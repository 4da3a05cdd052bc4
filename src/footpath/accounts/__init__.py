"""Accounts: people, workspaces, roles, and the log of who did what."""

from footpath.accounts.access import demand, missing, owns_store, role_in
from footpath.accounts.auditing import Wanted, forget_details, last_entries, note, turned
from footpath.accounts.keys import Keys, WorkspaceKey
from footpath.accounts.limits import count as count_try
from footpath.accounts.model import ROLES, Actor, AuditEntry, Invitation, Member, Role, User, Workspace, includes
from footpath.accounts.oidc import Begun, Client, Provider
from footpath.accounts.passwords import hashed as hash_password
from footpath.accounts.passwords import matches as password_matches
from footpath.accounts.people import RESET_FOR, People, acting
from footpath.accounts.scopes import SCOPES, allows, demand_scope
from footpath.accounts.sessions import CodeNeeded, Session, Sessions
from footpath.accounts.tables import grants, memberships, users
from footpath.accounts.tables import workspaces as workspace_table
from footpath.accounts.tokens import hashed as token_hash
from footpath.accounts.tokens import made as new_token
from footpath.accounts.tokens import same as same_token
from footpath.accounts.workspaces import Workspaces

__all__ = [
    "RESET_FOR",
    "ROLES",
    "SCOPES",
    "Actor",
    "AuditEntry",
    "Begun",
    "Client",
    "CodeNeeded",
    "Invitation",
    "Keys",
    "Member",
    "People",
    "Provider",
    "Role",
    "Session",
    "Sessions",
    "User",
    "Wanted",
    "Workspace",
    "WorkspaceKey",
    "Workspaces",
    "acting",
    "allows",
    "count_try",
    "demand",
    "demand_scope",
    "forget_details",
    "grants",
    "hash_password",
    "includes",
    "last_entries",
    "memberships",
    "missing",
    "new_token",
    "note",
    "owns_store",
    "password_matches",
    "role_in",
    "same_token",
    "token_hash",
    "turned",
    "users",
    "workspace_table",
]
