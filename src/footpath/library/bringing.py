"""Files of other tools brought into the library: what they have is added, and changed when it is brought again."""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, Struct

from footpath.accounts import Actor, demand, memberships, note, users
from footpath.core.database import Database
from footpath.core.errors import Conflict, Invalid
from footpath.library.items import Items
from footpath.library.model import Item, ItemChange, Link, NewItem
from footpath.library.theydo import Entry, Fault, read

_TOLD = 500  # faults named one by one
_TAGS = 50


class LeftOut(Struct, frozen=True, kw_only=True):
    """What of a file was not taken: where it is, such as "insights[2].ownerEmail", why, and what to do."""

    place: str
    reason: str
    remedy: str


class Brought(Struct, frozen=True, kw_only=True):
    """What became of a file.

    Attributes:
        format: what the file calls itself.
        kind: of the items it has; empty = the library has none like it.
        added, changed, same: how many items.
        n_left_out: how many fields and items were not taken; the first 500 are in `left_out`.
    """

    format: str
    kind: str
    added: int
    changed: int
    same: int
    n_left_out: int
    left_out: tuple[LeftOut, ...]


class Bringing:
    """Brings files into the library.

    Args:
        database: where is known who is a member.
        items: takes what is brought.
    """

    def __init__(self, database: Database, items: Items) -> None:
        self._database = database
        self._items = items

    def bring(self, actor: Actor, workspace: str, data: bytes) -> Brought:
        """Add what a file has, or change what came from it before; what cannot be used is told, the rest is taken.

        Raises:
            Invalid: the file is none that the library reads.
        """
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.select(users.c.email, users.c.id).join(memberships, memberships.c.user_id == users.c.id)
            rows = con.execute(mine.where(memberships.c.workspace_id == workspace))
            emails = {row.email.lower(): row.id for row in rows}
        found = read(data)
        faults = list(found.faults)
        known = self._items.imported(actor, workspace, found.kind) if found.kind else {}
        done = {"added": 0, "changed": 0, "same": 0}
        for entry in found.entries:
            owner = _owner(entry, emails, faults)
            try:
                done[self._take(actor, workspace, (entry, owner), known.get(entry.key), found.kind)] += 1
            except (Invalid, Conflict) as problem:
                faults.append(Fault(entry.place, Invalid(problem.message, hint=problem.hint)))
        with self._database.begin() as con:
            note(con, actor, "item.import", found.format, workspace, **done, left_out=len(faults))
        told = [LeftOut(place=one.place, reason=one.problem.message, remedy=one.problem.hint) for one in faults[:_TOLD]]
        return Brought(format=found.format, kind=found.kind, **done, n_left_out=len(faults), left_out=tuple(told))

    def _take(self, actor: Actor, workspace: str, given: tuple[Entry, Any], was: Item | None, kind: str) -> str:
        """Add or change an item and return which of it was done."""
        wish = dict(_wish(*given, was))
        if was is None:
            new = msgspec.convert({**wish, "kind": kind}, NewItem)
            try:
                self._items.keep(actor, workspace, new, import_key=given[0].key)
            except sa.exc.IntegrityError:
                raise Conflict(
                    "Somebody brought the same item in at this moment.", hint="Bring the file in again."
                ) from None
            return "added"
        plain = msgspec.to_builtins(was)
        fresh = {name: value for name, value in wish.items() if value != plain[name]}
        if not fresh:
            return "same"
        self._items.change(actor, was.id, msgspec.convert(fresh, ItemChange))
        return "changed"


def _owner(entry: Entry, emails: dict[str, str], faults: list[Fault]) -> Any:
    """Return the id of the member who looks after an item; "" = nobody, UNSET = as it was."""
    if not entry.email:
        return entry.email
    if entry.email not in emails:
        faults.append(
            Fault(
                f"{entry.place}.ownerEmail",
                Invalid(
                    "No member of the workspace has that e-mail.",
                    hint="Invite them under People and bring the file in again.",
                ),
            )
        )
        return UNSET
    return emails[entry.email]


def _wish(entry: Entry, owner: Any, was: Item | None) -> Iterator[tuple[str, Any]]:
    """Yield the fields of an item that the file gives, as they are to be."""
    yield "title", entry.title
    for name, value in (("text", entry.text), ("status", entry.status), ("owner_id", owner)):
        if value is not UNSET:
            yield name, value
    if entry.tags is not UNSET or entry.marks:
        yield "tags", _tags(entry, was)
    if entry.links is not UNSET:
        labels = {one.url: one.label for one in was.links} if was else {}
        yield "links", tuple(msgspec.to_builtins(Link(url=url, label=labels.get(url, ""))) for url in entry.links)
    if entry.fields:
        yield "fields", {**(was.fields if was else {}), **entry.fields}


def _tags(entry: Entry, was: Item | None) -> tuple[str, ...]:
    """Return the tags an item is to have: marks stand in place of those with the same beginning."""
    if entry.tags is not UNSET:
        return tuple(dict.fromkeys([*entry.tags, *entry.marks]))[:_TAGS]
    begun = {mark.partition(": ")[0] for mark in entry.marks}
    kept = [tag for tag in (was.tags if was else ()) if ": " not in tag or tag.partition(": ")[0] not in begun]
    return tuple(dict.fromkeys([*kept, *entry.marks]))[:_TAGS]
