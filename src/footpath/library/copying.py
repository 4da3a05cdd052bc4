"""Words of persons that were copied into items: from where each came, so that they leave with the person.

A title or quote counts as copied as long as the item says it word for word; what the team wrote in its place is theirs
and stays. Whether an item says it still, a hash tells: after an erasing nothing here says what was said.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, Literal

import sqlalchemy as sa
from msgspec import Struct, structs

from footpath.accounts import Actor, forget_details, note
from footpath.collaboration import Documents, Told
from footpath.core import clock
from footpath.core.database import Database
from footpath.library.tables import copies, items
from footpath.maps import Card, Map, Maps, Text, same_language

Place = Literal["title", "quote"]
_IN_ITS_PLACE = {"en": "Erased quote", "pl": "Usunięty cytat", "lv": "Dzēsts citāts", "zh-Hant": "已刪除的引述"}


class Source(Struct, frozen=True, kw_only=True):
    """Where copied words came from.

    Attributes:
        ref: names the quote for good.
        whose: hash of the id that says who said it; empty = nobody knows.
        said_at: when, µs since 1970; null = unknown.
    """

    ref: str
    whose: str = ""
    said_at: int | None = None


IsErased = Callable[[Source], bool]
Copied = Mapping[Place, Source]


class Copies:
    """The copied words of all workspaces.

    Args:
        database: where they are kept.
        documents: the content of maps, which forgets what is no longer said there.
        maps: what shows items; asks here when an old version of a map is looked at or made the map again.
        told: hears of every item that changed.
    """

    def __init__(self, database: Database, documents: Documents, maps: Maps, told: Told) -> None:
        self._database = database
        self._documents = documents
        self._maps = maps
        self._told = told
        maps.unsaid = self.unsaid

    def erase(self, workspace: str, is_erased: IsErased) -> int:
        """Take words out of items, and out of the maps that show them; return how many items were changed."""
        with self._database.begin() as con:
            rows = con.execute(_of_workspace(workspace).where(copies.c.erased_at.is_(None))).all()
            gone = [row for row in rows if row.whose and is_erased(_source(row))]
            for row in gone:
                mine = sa.and_(copies.c.item_id == row.item_id, copies.c.place == row.place)
                con.execute(copies.update().where(mine).values(erased_at=clock.now()))
            found = sorted({row.item_id for row in gone})
            changed = [(item, revision) for item in found if (revision := _take_out(con, workspace, item))]
            showing = self._maps.showing(con, workspace) if found else {}
        for item, revision in changed:
            self._told(workspace, "item", item, revision)
        by = Actor(name="privacy", workspace_id=workspace, role="editor")
        for document in (one for one, linked in showing.items() if not linked.keys().isdisjoint(found)):
            self._maps.edit(by, document, self.unsaid)
            self._documents.fold(document, at=2)
        return len(changed)

    def recall(self, item: str, place: Place, sources: Mapping[str, Source]) -> None:
        """Write down from where an item's words at a place came, if they are among these texts and it is not known."""
        with self._database.begin() as con:
            row = con.execute(sa.select(items.c.title, items.c.fields).where(items.c.id == item)).first()
            mine = sa.and_(copies.c.item_id == item, copies.c.place == place)
            if row is None or con.execute(sa.select(copies.c.place).where(mine)).first():
                return
            said = {"title": row.title, "fields": row.fields}
            if (source := sources.get(_at(said, place))) is not None:
                keep_copies(con, item, said, {place: source})

    def unsaid(self, model: Map) -> Map:
        """Return a map without the titles of items that were erased; the same map where there are none."""
        shown = {one for card in model.cards if isinstance(one := card.props.get("item"), str)}
        if not shown:
            return model
        with self._database.read() as con:
            mine = sa.and_(copies.c.place == "title", copies.c.erased_at.is_not(None))
            rows = [row for row in con.execute(sa.select(copies).where(mine)) if row.item_id in shown]
        said = {row.item_id: row.said for row in rows}
        cards = tuple(_without(card, said, model.locale) for card in model.cards) if said else model.cards
        return structs.replace(model, cards=cards) if cards != model.cards else model


def keep_copies(con: sa.Connection, item: str, values: Mapping[str, Any], copied: Copied) -> None:
    """Write down from where the words of an item came, which it says now."""
    rows = [
        {"item_id": item, "place": place, "said": hash_of(item, _at(values, place)), **structs.asdict(source)}
        for place, source in sorted(copied.items())
        if _at(values, place)
    ]
    if rows:
        con.execute(copies.insert(), rows)


def without_erased(con: sa.Connection, item: str, values: dict[str, Any], locale: str) -> dict[str, Any]:
    """Return the columns of an item that are to be set, without words of it that were erased."""
    if not values.keys() & {"title", "fields"}:
        return values
    gone = sa.and_(copies.c.item_id == item, copies.c.erased_at.is_not(None))
    for row in con.execute(sa.select(copies).where(gone)).all():
        if _at(values, row.place) and hash_of(item, _at(values, row.place)) == row.said:
            values = {**values, **_emptied(values, row.place, locale)}
    return values


def hash_of(item: str, text: str) -> str:
    """Return what tells whether an item says a text, and nothing else."""
    return blake2b(" ".join(text.split()).encode(), key=item.encode(), digest_size=16).hexdigest()


def _of_workspace(workspace: str) -> sa.Select[Any]:
    return sa.select(copies).join(items, items.c.id == copies.c.item_id).where(items.c.workspace_id == workspace)


def _source(row: Any) -> Source:
    return Source(ref=row.ref, whose=row.whose, said_at=row.said_at)


def _at(values: Mapping[str, Any], place: str) -> str:
    found = values.get("title") if place == "title" else (values.get("fields") or {}).get(place)
    return str(found or "")


def _take_out(con: sa.Connection, workspace: str, item: str) -> int:
    """Take what was erased out of an item, deleted or not; return its new revision, 0 = it says nothing of it."""
    row = con.execute(sa.select(items).where(items.c.id == item)).one()
    now = {name: getattr(row, name) for name in ("title", "fields", "translations")}
    _forget(con, item)
    values = without_erased(con, item, now, row.locale or "en")
    fields = sorted(name for name in values if values[name] != now[name])
    if not fields:
        return 0
    values |= {"revision": row.revision + 1, "changed_at": clock.now()}
    con.execute(items.update().where(items.c.id == item).values(values))
    note(con, Actor(name="privacy"), "item.erase", item, workspace, fields=", ".join(fields))
    return int(values["revision"])


def _forget(con: sa.Connection, item: str) -> None:
    """Take an erased title out of the entries that tell of the item."""
    mine = sa.and_(copies.c.item_id == item, copies.c.place == "title", copies.c.erased_at.is_not(None))
    said = {row.said for row in con.execute(sa.select(copies.c.said).where(mine))}
    forget_details(con, item, ("title", "title_before"), lambda text: hash_of(item, text) in said)


def _emptied(values: Mapping[str, Any], place: str, locale: str) -> dict[str, Any]:
    """Return the columns without what stood at a place, nor its translations, which say the same."""
    told = values.get("translations") or {}
    if place == "title":
        named = {one: {**said, "title": in_its_place(one) if said["title"] else ""} for one, said in told.items()}
        return {"title": in_its_place(locale), **({"translations": named} if told else {})}
    bare = {one: {**said, "fields": _but(said["fields"], place)} for one, said in told.items()}
    return {"fields": _but(values["fields"], place), **({"translations": bare} if told else {})}


def _but(fields: Mapping[str, str], place: str) -> dict[str, str]:
    return {name: text for name, text in fields.items() if name != place}


def in_its_place(locale: str) -> str:
    """Return what is said where a title was."""
    return next((text for one, text in _IN_ITS_PLACE.items() if same_language(one, locale)), _IN_ITS_PLACE["en"])


def _without(card: Card, said: Mapping[str, str], locale: str) -> Card:
    item = card.props.get("item")
    if item not in said:
        return card
    texts: dict[str, str] = card.text if isinstance(card.text, dict) else {locale: card.text}
    if not any(hash_of(str(item), text) == said[str(item)] for text in texts.values()):
        return card
    instead: Text = {one: in_its_place(one) for one in texts}
    return structs.replace(card, text=instead if isinstance(card.text, dict) else in_its_place(locale))
