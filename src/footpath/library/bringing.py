"""Files of other tools brought into the library: what they have is added, and changed when it is brought again."""

from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET, Struct

from footpath.accounts import Actor, demand, memberships, note, users
from footpath.core.database import Database
from footpath.core.errors import Conflict, Invalid
from footpath.library.items import Items, Refused
from footpath.library.model import Item, ItemChange, Link, NewItem
from footpath.library.theydo import Entry, Fault, read

_TOLD = 500  # faults named one by one
_TAGS = 50
_BATCH = 500  # items of one transaction, so that others who write wait for less than a second


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


class Wished(Struct, frozen=True, kw_only=True):
    """What an item of a file asks for: `fresh` are the fields that change of what `was`; None = it is new."""

    key: str
    was: Item | None
    fresh: dict[str, Any]


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
        for first in range(0, len(found.entries), _BATCH):
            batch = found.entries[first : first + _BATCH]
            wishes = [_wished(entry, _owner(entry, emails, faults), known.get(entry.key)) for entry in batch]
            for entry, (deed, problem) in zip(batch, self._take(actor, workspace, found.kind, wishes), strict=True):
                if problem is None:
                    done[deed] += 1
                else:
                    faults.append(Fault(entry.place, Invalid(problem.message, hint=problem.hint)))
        with self._database.begin() as con:
            note(con, actor, "item.import", found.format, workspace, **done, left_out=len(faults))
        told = [LeftOut(place=one.place, reason=one.problem.message, remedy=one.problem.hint) for one in faults[:_TOLD]]
        return Brought(format=found.format, kind=found.kind, **done, n_left_out=len(faults), left_out=tuple(told))

    def _take(self, actor: Actor, workspace: str, kind: str, wishes: list[Wished]) -> list[tuple[str, Refused]]:
        """Add or change the items of a batch, all in one transaction each; return what was done and what was not."""
        new = [(msgspec.convert({**one.fresh, "kind": kind}, NewItem), one.key) for one in wishes if one.was is None]
        old = [(one.was.id, msgspec.convert(one.fresh, ItemChange)) for one in wishes if one.was and one.fresh]
        added = iter(self._add(actor, workspace, new) if new else ())
        changed = iter(self._items.change_all(actor, workspace, old) if old else ())
        return [
            ("added", next(added)) if one.was is None else ("changed", next(changed)) if one.fresh else ("same", None)
            for one in wishes
        ]

    def _add(self, actor: Actor, workspace: str, new: list[tuple[NewItem, str]]) -> list[Refused]:
        """Add items; where somebody brings the same in at this moment, each by itself to refuse only those."""
        try:
            return self._items.keep_all(actor, workspace, new)
        except sa.exc.IntegrityError:
            if len(new) > 1:
                return [problem for one in new for problem in self._add(actor, workspace, [one])]
            hint = "Bring the file in again."
            return [Conflict("Somebody brought the same item in at this moment.", hint=hint)]


def _wished(entry: Entry, owner: Any, was: Item | None) -> Wished:
    wish = dict(_wish(entry, owner, was))
    plain = msgspec.to_builtins(was) if was else {}
    fresh = {name: value for name, value in wish.items() if was is None or value != plain[name]}
    return Wished(key=entry.key, was=was, fresh=fresh)


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
