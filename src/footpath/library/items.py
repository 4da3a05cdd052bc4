"""The library: insights, opportunities, personas and other items, edited once and changed on every map."""

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from footpath.accounts import Actor, Role, demand, missing, note, role_in, users
from footpath.accounts import workspace_table as workspaces
from footpath.collaboration import Documents, Told
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, Invalid
from footpath.library.kind import KINDS, check
from footpath.library.linking import check_links
from footpath.library.model import Item, ItemChange, Link, Linking, NewItem
from footpath.library.model import Told as InLanguage
from footpath.library.tables import items
from footpath.maps import Face, Linked, Maps, same_language

_MOST = 5000  # items of a workspace
_CHECKED = ("status", "scores", "fields", "owner_id", "parents", "translations")


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

    def add(self, actor: Actor, workspace: str, wish: NewItem) -> Item:
        """Keep an item; raises Invalid naming the field that will not do."""
        return self.get(actor, self.keep(actor, workspace, wish))

    def keep(self, actor: Actor, workspace: str, wish: NewItem, *, import_key: str | None = None) -> str:
        """Keep an item and return its id; `import_key` is what the file it comes from calls it."""
        kind = KINDS[wish.kind]
        now = clock.now()
        check_links(wish.links)
        values: dict[str, Any] = {
            **msgspec.to_builtins(wish), "id": new_id(), "workspace_id": workspace, "title": _line(wish.title),
            "status": wish.status or kind.statuses[0], "owner_id": wish.owner_id or None, "revision": 1,
            "created_at": now, "changed_at": now, "import_key": import_key,
            "status_at": now if wish.status and wish.status != kind.statuses[0] else None,
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.select(sa.func.count()).where(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
            if con.execute(mine).scalar_one() >= _MOST:
                raise Invalid(f"A workspace keeps at most {_MOST} items.", hint="Delete some that nobody uses.")
            values["locale"] = con.execute(_language(workspace)).scalar_one()
            self._check(con, workspace, values)
            con.execute(items.insert().values(values))
            note(con, actor, "item.add", str(values["id"]), workspace, kind=kind.name)
        self._told(workspace, "item", str(values["id"]), 1)
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
        return self._change(actor, item, wish)

    def linked(self, actor: Actor, workspace: str) -> list[Linking]:
        """Return the items of a workspace that have links."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            mine = sa.select(items).where(items.c.workspace_id == workspace, items.c.deleted_at.is_(None))
            rows = con.execute(mine.order_by(items.c.id)).all()
        return [_linking(row) for row in rows if row.links]

    def move(self, actor: Actor, item: str, status: str, *, revision: int) -> Item:
        """Give an item a status that no person has set; raises Conflict when somebody changed it since `revision`."""
        return self._change(actor, item, ItemChange(status=status, revision=revision), by_hand=False)

    def _change(self, actor: Actor, item: str, wish: ItemChange, *, by_hand: bool = True) -> Item:
        given = {name: value for name in ItemChange.__struct_fields__ if (value := getattr(wish, name)) is not UNSET}
        with self._database.begin() as con:
            row = self._row(con, actor, item, "editor")
            if given.pop("revision", row.revision) != row.revision:
                hint = "Read it anew and change it again."
                raise Conflict("Somebody changed this item meanwhile.", hint=hint)
            values = {**_changed(row, given), "revision": row.revision + 1, "changed_at": clock.now()}
            if by_hand and values.get("status", row.status) != row.status:
                values["status_at"] = values["changed_at"]
            known = {name: getattr(row, name) for name in ("id", "kind", *_CHECKED)}
            self._check(con, row.workspace_id, {**known, **values})
            check_links(given.get("links", ()), known=[link["url"] for link in row.links])
            con.execute(items.update().where(items.c.id == item).values(values))
            note(con, actor, "item.change", item, row.workspace_id, fields=", ".join(sorted(given)))
        self._show(item)
        self._told(row.workspace_id, "item", item, values["revision"])
        return self.get(actor, item)

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

        Where somebody from outside the workspace may change the map, the item stays as it is, also on that map.
        """
        for item, said in now.items():
            fresh = [one for one in said if one not in before.get(item, [])]
            if fresh:
                self._take_over(document, item, (locale, *fresh[0]), known=item in before)

    def _take_over(self, document: str, item: str, said: tuple[str, str, str], *, known: bool) -> None:
        locale, title, text = said[0], _line(said[1])[:300], said[2][:20_000]
        with self._database.begin() as con:
            row = con.execute(_query().where(items.c.id == item, items.c.deleted_at.is_(None))).first()
            if row is None or document not in self._documents.ids(con, row.workspace_id):
                return
            if known and title and not self._documents.drawn_by_others(con, document):
                values = {**_said_in(row, locale, title, text), "revision": row.revision + 1, "changed_at": clock.now()}
                con.execute(items.update().where(items.c.id == item).values(values))
                note(con, Actor(name=f"map:{document}"), "item.change", item, row.workspace_id, fields="title, text")
        self._show(item)
        self._told(row.workspace_id, "item", item, row.revision + 1)

    def _show(self, item: str) -> None:
        """Let every map say what an item says, where it does not yet."""
        with self._database.read() as con:
            row = con.execute(_query().where(items.c.id == item)).one()
            showing = self._maps.showing(con, row.workspace_id)
        profile = row.fields if row.kind == "persona" else {}
        told = {locale: (one["title"], one["text"]) for locale, one in (row.translations or {}).items()}
        face = Face(
            title=row.title, text=row.text, status=row.status, owner=row.owner or "", profile=profile,
            locale=row.locale or row.own, told=told,
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

    def _check(self, con: sa.Connection, workspace: str, values: dict[str, Any]) -> None:
        kind = KINDS[values["kind"]]
        check(kind, values["status"], values["scores"], values["fields"])
        for told in (values["translations"] or {}).values():
            check(kind, values["status"], {}, told["fields"])
        owner = values["owner_id"]
        if owner and role_in(con, Actor(name="", user_id=owner), workspace) is None:
            raise Invalid("owner_id: this is no member of the workspace.", hint="Take one of its members.")
        self._check_parents(con, workspace, kind.follows, values)

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


def _said_in(row: Any, locale: str, title: str, text: str) -> dict[str, Any]:
    """Return the columns that change when a map of a language says something else of an item."""
    told = row.translations or {}
    name = next((one for one in told if same_language(one, locale)), "")
    if not name or same_language(locale, row.locale or row.own):
        return {"title": title, "text": text}
    return {"translations": {**told, name: {**told[name], "title": title, "text": text}}}


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
    urls = tuple(link["url"] for link in row.links)
    return Linking(
        id=row.id, kind=row.kind, status=row.status, status_at=row.status_at, revision=row.revision, urls=urls
    )


def _item(row: Any, maps: Any) -> Item:
    return Item(
        id=row.id, workspace_id=row.workspace_id, kind=row.kind, title=row.title, text=row.text, status=row.status,
        owner_id=row.owner_id or "", owner=row.owner or "", tags=tuple(row.tags), scores=row.scores,
        links=msgspec.convert(row.links, tuple[Link, ...]), parents=tuple(row.parents), fields=row.fields,
        locale=row.locale or row.own, translations=msgspec.convert(row.translations or {}, dict[str, InLanguage]),
        maps=tuple(maps), revision=row.revision, created_at=row.created_at, changed_at=row.changed_at,
    )  # fmt: skip
