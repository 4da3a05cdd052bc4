"""Scopes: what a program's key may do in its workspace, finer than a role."""

from collections.abc import Iterable

from footpath.accounts.model import ROLES, Actor, Role
from footpath.core.errors import Denied, Invalid

_SCOPES: dict[str, tuple[Role, str]] = {
    "maps:read": ("viewer", "see maps with their figures, versions and comments, and export them"),
    "maps:write": ("editor", "make and change maps, their versions and templates"),
    "maps:share": ("editor", "make, list and end links to maps, and invite people to one"),
    "comments:write": ("commenter", "comment on maps"),
    "files:read": ("viewer", "see pictures and other files of maps and items"),
    "files:write": ("editor", "add and delete files of maps and items"),
    "library:read": ("viewer", "see items, boards and workshops"),
    "library:write": ("editor", "change items, boards and workshops; an item changes on the maps that show it"),
    "data:read": ("viewer", "ask questions about events in numbers; see metrics, segments and kept questions"),
    "data:write": ("editor", "upload exports; change metrics, segments and kept questions"),
    "people:read": ("editor", "see single persons: their journeys, who is behind a number, and SQL over everything"),
    "admin": ("owner", "members, invitations, keys, the audit log; rename the workspace; delete maps"),
}
SCOPES: dict[str, str] = {name: does for name, (_, does) in _SCOPES.items()}
"""Scope → what it allows. One that writes also reads the same."""


def checked(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return scopes in the order of SCOPES, each once; raises Invalid naming those that there are not."""
    given = set(scopes)
    unknown = sorted(given - set(SCOPES))
    if unknown:
        raise Invalid(f"scopes: there is none called {', '.join(unknown)}.", hint=f"There are: {', '.join(SCOPES)}.")
    return tuple(name for name in SCOPES if name in given)


def role_for(scopes: Iterable[str]) -> Role:
    """Return the lowest role that allows what the scopes do."""
    return max((_SCOPES[one][0] for one in scopes), key=ROLES.index)


def allows(scopes: Iterable[str] | None, needed: str) -> bool:
    """Say whether scopes (None = all) allow what `needed` does; an empty `needed` is allowed to everybody."""
    if scopes is None or not needed:
        return True
    area, _, way = needed.partition(":")
    return needed in scopes or (way == "read" and f"{area}:write" in scopes)


def demand_scope(actor: Actor, needed: str) -> None:
    """Raise Denied when somebody asks with a key that has not the scope."""
    if not allows(actor.scopes, needed):
        hint = f"Make a key with it in the workspace's settings. It lets programs {SCOPES[needed]}."
        raise Denied(f"The key lacks the scope {needed}.", hint=hint)
