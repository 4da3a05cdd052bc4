"""The library: insights, opportunities, personas and other items, edited once and changed on every map."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from footpath.accounts import Actor, Role, demand, missing, note, role_in, turned, users
from footpath.accounts import workspace_table as workspaces
from footpath.collaboration import Documents, Told
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.library.addresses import check_links
from footpath.library.copying import Copied, keep_copies, without_erased
from footpath.library.kind import KINDS, check
from footpath.library.model import Item, ItemChange, Link, Linking, NewItem
from footpath.library.model import Told as InLanguage
from footpath.library.tables import items
from footpath.library.translating import said_on_map
from footpath.maps import Face, Linked, Maps, Said

_MOST = 5000  # items of a workspace
_NOTHING: Copied = MappingProxyType({})
_CHECKED = ("status", "scores", "fields", "owner_id", "parents", "translations")
_UPDATE = items.update().where(items.c.id == sa.bindparam("item"))

Refused = Invalid | Conflict | NotFound | None


@dataclass
class Ground:
    """What is known of a workspace in one transaction, so that many items ask for it once.

    Attributes:
        n_items: how many items it keeps.
        locale: language of its items.
        members: ids of people who were seen to be members.
        by_hand: whether what is changed, people change.
    """

    workspace: str
    n_items: int = 0
    locale: str = ""
    members: set[str] = field(default_factory=set)
    by_hand: bool = True


class Items:
    """Every item of every workspace.

    Args:
        database: where they are kept.
        documents: the content of maps, to know whose they are.
        maps: what shows items; told when one changes, and telling when people change one there.
        told: hears of every change.
    """

    def __init__(self, database: Database, documents: Documents, maps: Maps, told: Told) -> None:
        self._database = database
        self._documents = documents
        self._maps = maps
        self._told = told
        maps.heard = self.heard

    def of(self, actor: Actor, workspace: str, *, kind: str = "", words: str = "") -> list[Item]:
        """Return the items of a workspace by kind and title; those that have all of `words` in any of their texts."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            query = _query().where(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
            if kind:
                query = query.where(items.c.kind == KINDS[kind].name)
            rows = con.execute(query.order_by(items.c.kind, items.c.title, items.c.id)).all()
            uses = self._uses(con, workspace)
        wanted = words.lower().split()
        found = (_item(row, uses.get(row.id, ())) for row in rows)
        return [one for one in found if all(word in _words(one) for word in wanted)]

    def get(self, actor: Actor, item: str) -> Item:
        """Return one; raises NotFound."""
        with self._database.read() as con:
            row = self._row(con, actor, item, "viewer")
            return _item(row, self._uses(con, row.workspace_id).get(item, ()))

    def add(self, actor: Actor, workspace: str, wish: NewItem, *, copied: Copied = _NOTHING) -> Item:
        """Keep an item; raises Invalid naming the field that will not do."""
        return self.get(actor, self.keep(actor, workspace, wish, copied=copied))

    def keep(
        self,
        actor: Actor,
        workspace: str,
        wish: NewItem,
        *,
        import_key: str | None = None,
        copied: Copied = _NOTHING,
    ) -> str:
        """Keep an item and return its id.

        Args:
            actor: who adds it.
            workspace: to whose library.
            wish: what it says.
            import_key: what the file it comes from calls it.
            copied: which of its words are a person's, and from where.
        """
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            item = self._keep(con, actor, self._ground(con, workspace), (wish, import_key))
            keep_copies(con, item, msgspec.to_builtins(wish), copied)
        self._told(workspace, "item", item, 1)
        return item

    def keep_all(self, actor: Actor, workspace: str, wishes: Sequence[tuple[NewItem, str]]) -> list[Refused]:
        """Keep items with their import keys in one transaction; return for each why it was not kept, None = it was."""
        ids: list[str] = []
        refused: list[Refused] = []
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            ground = self._ground(con, workspace)
            for wish in wishes:
                try:
                    ids.append(self._keep(con, actor, ground, wish))
                    ground.n_items += 1
                    refused.append(None)
                except Invalid as problem:
                    refused.append(problem)
        for item in ids:
            self._told(workspace, "item", item, 1)
        return refused

    def _ground(self, con: sa.Connection, workspace: str) -> Ground:
        mine = sa.select(sa.func.count()).where(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
        language = con.execute(_language(workspace)).scalar_one()
        return Ground(workspace, con.execute(mine).scalar_one(), language)

    def _keep(self, con: sa.Connection, actor: Actor, ground: Ground, wish: tuple[NewItem, str | None]) -> str:
        one, import_key = wish
        kind = KINDS[one.kind]
        if ground.n_items >= _MOST:
            raise Invalid(f"A workspace keeps at most {_MOST} items.", hint="Delete some that nobody uses.")
        now = clock.now()
        values: dict[str, Any] = {
            **msgspec.to_builtins(one), "id": new_id(), "workspace_id": ground.workspace, "title": _line(one.title),
            "status": one.status or kind.statuses[0], "owner_id": one.owner_id or None, "revision": 1,
            "created_at": now, "changed_at": now, "import_key": import_key, "locale": ground.locale,
            "status_at": now if one.status and one.status != kind.statuses[0] else None,
        }  # fmt: skip
        check_links(values["links"])
        self._check(con, ground, values)
        con.execute(items.insert(), values)  # values beside the statement: it is compiled once
        note(con, actor, "item.add", str(values["id"]), ground.workspace, kind=kind.name, title=values["title"])
        return str(values["id"])

    def imported(self, actor: Actor, workspace: str, kind: str) -> dict[str, Item]:
        """Return the items of a kind that came from files, by the key they have there."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.and_(items.c.workspace_id == workspace, items.c.kind == kind, items.c.deleted_at.is_(None))
            rows = con.execute(_query().where(mine, items.c.import_key.is_not(None))).all()
        return {row.import_key: _item(row, ()) for row in rows}

    def change(self, actor: Actor, item: str, wish: ItemChange) -> Item:
        """Change an item, also on every map that shows it.

        Raises:
            Conflict: somebody changed it since `revision`.
            Invalid: a field will not do.
        """
        return self._change_one(actor, item, wish, by_hand=True)

    def linked(self, actor: Actor, workspace: str) -> list[Linking]:
        """Return the items of a workspace that have links."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            mine = sa.select(items).where(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
            rows = con.execute(mine.order_by(items.c.id)).all()
        return [_linking(row) for row in rows if row.links]

    def move(self, actor: Actor, item: str, status: str, *, revision: int) -> Item:
        """Give an item a status that no person has set; raises Conflict when somebody changed it since `revision`."""
        return self._change_one(actor, item, ItemChange(status=status, revision=revision), by_hand=False)

    def _change_one(self, actor: Actor, item: str, wish: ItemChange, *, by_hand: bool) -> Item:
        with self._database.begin() as con:
            row = self._row(con, actor, item, "editor")
            revision, gone = self._change(con, actor, Ground(row.workspace_id, by_hand=by_hand), row, wish)
        self._show(item, gone)
        self._told(row.workspace_id, "item", item, revision)
        return self.get(actor, item)

    def change_all(self, actor: Actor, workspace: str, wishes: Sequence[tuple[str, ItemChange]]) -> list[Refused]:
        """Change items of a workspace in one transaction; return for each why it was not changed, None = it was."""
        changed: dict[str, tuple[int, tuple[str, ...]]] = {}
        refused: list[Refused] = []
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            ground = Ground(workspace)
            mine = sa.and_(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
            found = con.execute(_query().where(mine, items.c.id.in_([item for item, _ in wishes])))
            rows = {row.id: row for row in found}
            for item, wish in wishes:
                try:
                    if item not in rows:
                        raise missing("item", item)
                    changed[item] = self._change(con, actor, ground, rows[item], wish)
                    refused.append(None)
                except (Invalid, Conflict, NotFound) as problem:
                    refused.append(problem)
            shown = {item for linked in self._maps.showing(con, workspace).values() for item in linked}
        for item, (revision, gone) in changed.items():
            if item in shown:
                self._show(item, gone)
            self._told(workspace, "item", item, revision)
        return refused

    def _change(
        self, con: sa.Connection, actor: Actor, ground: Ground, row: Any, wish: ItemChange
    ) -> tuple[int, tuple[str, ...]]:
        """Change an item; return its revision, and the languages it is no longer told in."""
        given = {name: value for name in ItemChange.__struct_fields__ if (value := getattr(wish, name)) is not UNSET}
        if given.pop("revision", row.revision) != row.revision:
            raise Conflict("Somebody changed this item meanwhile.", hint="Read it anew and change it again.")
        values = without_erased(con, row.id, _changed(row, given), row.locale or row.own)
        values |= {"revision": row.revision + 1, "changed_at": clock.now()}
        known = {name: getattr(row, name) for name in ("id", "kind", *_CHECKED)}
        if ground.by_hand and values.get("status", row.status) != row.status:
            values["status_at"] = values["changed_at"]
        check_links(values.get("links", ()), known=[link["url"] for link in row.links])
        self._check(con, ground, {**known, **values})
        con.execute(_UPDATE, {**values, "item": row.id})
        told = turned(row, values, "title", "status", "owner_id")
        note(con, actor, "item.change", row.id, ground.workspace, fields=", ".join(sorted(given)), **told)
        return int(values["revision"]), _gone(row, values)

    def remove(self, actor: Actor, item: str) -> str:
        """Delete an item and return its workspace; maps keep what they say of it."""
        with self._database.begin() as con:
            row = self._row(con, actor, item, "editor")
            con.execute(items.update().where(items.c.id == item).values(deleted_at=clock.now()))
            note(con, actor, "item.delete", item, row.workspace_id, title=row.title)
        self._told(row.workspace_id, "item", item, row.revision + 1)
        return str(row.workspace_id)

    def heard(self, document: str, locale: str, before: Linked, now: Linked) -> None:
        """Take over what people changed on a map of what it says of items, and show it on the other maps.

        What they wrote in another language is the item's translation. Where somebody from outside the workspace may
        change the map, the item stays as it is, also on that map.
        """
        for item, said in now.items():
            was = before.get(item, [])
            fresh = [one for one in said if not one.among(was)]
            if fresh:
                base = next((one for one in was if not any(other.among([one]) for other in said)), None)
                self._take_over(document, item, (locale, fresh[0], base), known=item in before)

    def _take_over(self, document: str, item: str, typed: tuple[str, Said, Said | None], *, known: bool) -> None:
        gone: tuple[str, ...] = ()
        with self._database.begin() as con:
            row = con.execute(_query().where(items.c.id == item, items.c.deleted_at.is_(None))).first()
            if row is None or document not in self._documents.ids(con, row.workspace_id):
                return
            values = said_on_map(row, *typed) if known else {}
            values = without_erased(con, item, values, row.locale or row.own)
            if values and not self._documents.drawn_by_others(con, document):
                gone = _gone(row, values)
                values |= {"revision": row.revision + 1, "changed_at": clock.now()}
                con.execute(items.update().where(items.c.id == item).values(values))
                note(con, Actor(name=f"map:{document}"), "item.change", item, row.workspace_id, fields="title, text")
        self._show(item, gone)
        self._told(row.workspace_id, "item", item, row.revision + 1)

    def _show(self, item: str, gone: tuple[str, ...] = ()) -> None:
        """Let every map say what an item says, where it does not yet; `gone` are languages it was told in before."""
        with self._database.read() as con:
            row = con.execute(_query().where(items.c.id == item)).one()
            showing = self._maps.showing(con, row.workspace_id)
        profile = row.fields if row.kind == "persona" else {}
        told = {locale: (one["title"], one["text"]) for locale, one in (row.translations or {}).items()}
        face = Face(
            title=row.title, text=row.text, status=row.status, owner=row.owner or "", profile=profile,
            locale=row.locale or row.own, told=told, gone=gone,
        )  # fmt: skip
        by = Actor(name=f"item:{item}", workspace_id=row.workspace_id, role="editor")
        for document in (one for one, linked in showing.items() if item in linked):
            self._maps.show(by, document, item, face)

    def _uses(self, con: sa.Connection, workspace: str) -> dict[str, list[str]]:
        """Return item → ids of the maps that show it."""
        found: dict[str, list[str]] = {}
        for document, linked in self._maps.showing(con, workspace).items():
            for item in linked:
                found.setdefault(item, []).append(document)
        return found

    def _row(self, con: sa.Connection, actor: Actor, item: str, needed: Role) -> Any:
        row = con.execute(_query().where(items.c.id == item, items.c.deleted_at.is_(None))).first()
        if row is None or role_in(con, actor, row.workspace_id) is None:
            raise missing("item", item)
        demand(con, actor, needed, row.workspace_id)
        return row

    def _check(self, con: sa.Connection, ground: Ground, values: dict[str, Any]) -> None:
        kind = KINDS[values["kind"]]
        check(kind, values["status"], values["scores"], values["fields"])
        for told in (values["translations"] or {}).values():
            check(kind, values["status"], {}, told["fields"])
        owner = values["owner_id"]
        if owner and owner not in ground.members:
            if role_in(con, Actor(name="", user_id=owner), ground.workspace) is None:
                raise Invalid("owner_id: this is no member of the workspace.", hint="Take one of its members.")
            ground.members.add(owner)
        self._check_parents(con, ground.workspace, kind.follows, values)

    def _check_parents(
        self, con: sa.Connection, workspace: str, follows: tuple[str, ...], values: dict[str, Any]
    ) -> None:
        if not values["parents"]:
            return
        kinds = {
            row.id: (row.kind, row.parents)
            for row in con.execute(
                sa.select(items.c.id, items.c.kind, items.c.parents).where(
                    items.c.workspace_id == workspace, items.c.deleted_at.is_(None)
                )
            )
        }
        for parent in values["parents"]:
            if kinds.get(parent, ("",))[0] not in follows:
                hint = f"Take items of these kinds: {', '.join(follows) or 'none'}."
                raise Invalid(f"parents: {values['kind']} cannot follow from {parent}.", hint=hint)
        seen, left = set(), list(values["parents"])
        while left:
            one = left.pop()
            if one == values["id"]:
                raise Invalid("parents: the item would follow from itself.", hint="Take another one.")
            if one not in seen:
                seen.add(one)
                left += kinds.get(one, ("", []))[1]


def _changed(row: Any, given: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that change; scores and fields are changed name by name."""
    values: dict[str, Any] = dict(msgspec.to_builtins(given))
    for name in ("scores", "fields", "translations"):
        if name in values:
            merged = {**(getattr(row, name) or {}), **values[name]}
            values[name] = {key: value for key, value in merged.items() if value not in (None, "")}
    if "title" in values:
        values["title"] = _line(values["title"])
    if "owner_id" in values:
        values["owner_id"] = values["owner_id"] or None
    return values


def _gone(row: Any, values: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages an item is no longer told in."""
    return tuple(one for one in row.translations or {} if one not in values.get("translations", row.translations))


def _language(workspace: str) -> sa.Select[Any]:
    return sa.select(workspaces.c.locale).where(workspaces.c.id == workspace)


def _line(text: str) -> str:
    return " ".join(text.split())


def _query() -> sa.Select[Any]:
    query = sa.select(items, users.c.name.label("owner"), workspaces.c.locale.label("own"))
    return query.join(workspaces).outerjoin(users, users.c.id == items.c.owner_id)


def _words(item: Item) -> str:
    told = (part for one in item.translations.values() for part in (one.title, one.text, *one.fields.values()))
    return " ".join([item.title, item.text, item.owner, *item.tags, *item.fields.values(), *told]).lower()


def _linking(row: Any) -> Linking:
    told = {name: getattr(row, name) for name in ("id", "kind", "status", "status_at", "revision")}
    return Linking(**told, urls=tuple(link["url"] for link in row.links))


def _item(row: Any, maps: Any) -> Item:
    return Item(
        id=row.id, workspace_id=row.workspace_id, kind=row.kind, title=row.title, text=row.text, status=row.status,
        owner_id=row.owner_id or "", owner=row.owner or "", tags=tuple(row.tags), scores=row.scores,
        links=msgspec.convert(row.links, tuple[Link, ...]), parents=tuple(row.parents), fields=row.fields,
        locale=row.locale or row.own, translations=msgspec.convert(row.translations or {}, dict[str, InLanguage]),
        maps=tuple(maps), revision=row.revision, created_at=row.created_at, changed_at=row.changed_at,
    )  # fmt: skip
