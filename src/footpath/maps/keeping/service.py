"""The maps of workspaces: made, listed, changed, exported, and how they were before."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
import zstandard
from msgspec import UNSET, Struct, UnsetType, structs
from pycrdt import Doc

from footpath.accounts import Actor, Role, note, role_in, turned
from footpath.collaboration import Document, Documents, Rooms, Version, Versions, content
from footpath.core import clock
from footpath.core.database import Database
from footpath.core.errors import Invalid
from footpath.maps.checking import with_muted
from footpath.maps.crdt import read, write
from footpath.maps.differing import Difference, differences
from footpath.maps.evidence import trust
from footpath.maps.keeping.linking import Face, Linked, Said, linked, shown
from footpath.maps.keeping.tables import summaries
from footpath.maps.model import Map, Text, localised
from footpath.maps.render.theme import Scheme
from footpath.maps.stamp import thumbnail
from footpath.maps.wire import UNKNOWN, from_plain, to_plain

NOW = "now"  # in the place of a version: the map as it is
_LEVEL = 3
_STAMPS = 400  # small pictures kept, a few kB each


class Trust(Struct, frozen=True):
    """How many of the cards with content are supported by evidence."""

    supported: int
    of: int


class Summary(Struct, frozen=True, kw_only=True):
    """What lists show of a map; `role` is what the one who asks may do to it."""

    id: str
    workspace_id: str
    title: Text
    kind: str
    state: str
    status: str
    owner: str
    owner_id: str | None
    created_at: datetime
    updated_at: datetime
    review_every_days: int | None
    reviewed_at: datetime | None
    review_due_at: datetime | None
    trust: Trust
    columns: int
    lanes: int
    cards: int
    role: Role


class Hit(Struct, frozen=True, kw_only=True):
    """An element whose text a search found, such as "cards/pay-fails", or "map" for the title."""

    map_id: str
    map_title: Text
    element: str
    text: str


class MapChange(Struct, frozen=True, kw_only=True):
    """Fields of a map to change outside the editor; those that are left out stay.

    Attributes:
        owner_id: of the member who looks after it.
        review_every_days: how often it is to be looked at again; null = never.
        reviewed: true = it has been looked at now.
    """

    title: Text | UnsetType = UNSET
    status: Literal["draft", "research", "review", "live", "retired"] | UnsetType = UNSET
    state: Literal["current", "future", "ideal"] | UnsetType = UNSET
    owner: str | UnsetType = UNSET
    owner_id: str | UnsetType | None = UNSET
    review_every_days: int | UnsetType | None = UNSET
    reviewed: bool | UnsetType = UNSET


class Maps:
    """Every map on the server.

    Args:
        database: where they are kept.
        documents: their content, which people change together.
    """

    def __init__(self, database: Database, documents: Documents) -> None:
        self._database = database
        self._documents = documents
        self.versions = Versions(documents)
        self.rooms = Rooms(documents, self.settled)
        self._stamps: dict[tuple[str, datetime, Scheme], str] = {}
        # Told what a map says, in its language, of the library's items, before and after people changed it.
        self.heard: Callable[[str, str, Linked, Linked], None] = lambda *_: None
        # Takes words of persons who were erased out of versions that are older.
        self.unsaid: Callable[[Map], Map] = lambda model: model

    def title(self, document: str) -> str:
        """Return what a map is called, for words about it to people who may see it."""
        with self._database.read() as con:
            title = con.execute(sa.select(summaries.c.title).where(summaries.c.document_id == document)).scalar()
        return localised(title or "", "en") or "Untitled map"

    def of(self, actor: Actor, workspace: str) -> list[Summary]:
        """Return the maps of a workspace, newest change first."""
        with self._database.read() as con:
            return _summaries(con, self._documents.in_workspace(con, actor, workspace))

    def search(self, actor: Actor, workspace: str, words: str, *, most: int = 50) -> list[Hit]:
        """Return the elements of a workspace's maps whose text has all of `words`, newest maps first."""
        wanted = words.lower().split()
        if not wanted:
            return []
        with self._database.read() as con:
            documents = self._documents.in_workspace(con, actor, workspace)
            ids = [document.id for document in documents]
            query = sa.select(summaries.c.document_id, summaries.c.title, summaries.c.words)
            rows = {row.document_id: row for row in con.execute(query.where(summaries.c.document_id.in_(ids)))}
        found = []
        for row in (rows[one] for one in ids):
            for line in row.words.split("\n"):
                element, _, text = line.partition("\t")
                if all(word in text.lower() for word in wanted):
                    found.append(Hit(map_id=row.document_id, map_title=row.title, element=element, text=text[:300]))
                if len(found) == most:
                    return found
        return found

    def opened_to(self, actor: Actor) -> list[Summary]:
        """Return the maps that were opened to `actor` one by one, in workspaces they do not belong to."""
        with self._database.read() as con:
            granted = self._documents.granted(con, actor)
            return _summaries(con, [one for one in granted if role_in(con, actor, one.workspace_id) is None])

    def add(self, actor: Actor, workspace: str, model: Map) -> Summary:
        """Keep a map in a workspace."""
        doc: Doc[Any] = Doc()
        write(doc, model)
        with self._database.begin() as con:
            made = self._documents.add(con, actor, workspace, doc.get_update())
            _summarise(con, made, model)
            note(con, actor, "map.add", made, workspace, title=localised(model.title, model.locale)[:200])
        return self.get(actor, made)

    def get(self, actor: Actor, document: str) -> Summary:
        """Return what lists show of one map; raises NotFound."""
        with self._database.read() as con:
            return _summaries(con, [self._documents.get(con, actor, document)])[0]

    def model(self, actor: Actor, document: str, version: str = NOW) -> Map:
        """Return a map, as it is or as a version has it; a share link's hidden lanes are not in it."""
        with self._database.read() as con:
            self._documents.get(con, actor, document)
            if version != NOW:
                kept, packed, _ = self.versions.get(con, actor, version)
                if kept.document_id != document:
                    raise Invalid(
                        "version: it is of another map.", hint="Take one that the map's list of versions has."
                    )
                return _shown(self.unsaid(unpack(packed)), actor)
            return _shown(_model(con, document), actor)

    def stamp(self, actor: Actor, document: str, scheme: Scheme) -> str:
        """Return the small picture of a map, drawn once for each change."""
        with self._database.read() as con:
            found = self._documents.get(con, actor, document)
        key = (document, found.changed_at, scheme)
        if key not in self._stamps:
            while len(self._stamps) >= _STAMPS:
                self._stamps.pop(next(iter(self._stamps)), None)
            self._stamps[key] = thumbnail(self.model(actor, document), scheme)
        return self._stamps.get(key) or thumbnail(self.model(actor, document), scheme)

    def change(self, actor: Actor, document: str, wish: MapChange) -> Summary:
        """Change fields of a map, and whose it is."""
        rows = {name: getattr(wish, name) for name in ("owner_id", "review_every_days")}
        values = {name: value for name, value in rows.items() if value is not UNSET}
        if wish.reviewed is True:
            values["reviewed_at"] = clock.now()
        fields = {name: getattr(wish, name) for name in ("title", "status", "state", "owner")}
        fields = {name: value for name, value in fields.items() if value is not UNSET}
        with self._database.begin() as con:
            found = self._documents.get(con, actor, document, "editor")
            told = turned(_summaries(con, [found])[0], {**values, **fields})
            if values:
                self._demand_member(con, found, values.get("owner_id"))
                self._documents.change(con, actor, document, **values)
            named = ", ".join(sorted({*values, *fields}))
            note(con, actor, "map.change", document, found.workspace_id, fields=named, **told)
        if fields:
            self.edit(actor, document, lambda model: structs.replace(model, **fields))
        return self.get(actor, document)

    def edit(self, actor: Actor, document: str, changed: Callable[[Map], Map]) -> None:
        """Change a map as its editors do: those who have it open see it at once."""
        with self._database.begin() as con:
            self._documents.get(con, actor, document, "editor")
            doc = _doc(content(con, document))
            before = doc.get_state()
            model = changed(read(doc, name=document))
            write(doc, model)
            made = doc.get_update(before)
            self._documents.append_in(con, document, [(actor.user_id, made)])
            _summarise(con, document, read(doc, name=document))
        self.rooms.told(document, made)

    def mute(self, actor: Actor, document: str, finding: str, reason: str) -> None:
        """Show a finding on a map no more, for a reason; without a reason show it again."""
        self.edit(actor, document, lambda model: with_muted(model, finding, " ".join(reason.split())))

    def show(self, actor: Actor, document: str, item: str, face: Face) -> None:
        """Let a map say what an item of the library says now; what somebody is typing there just now stays."""
        with self._database.read() as con:
            known = _linked(con, document).get(item, [])
        self.edit(actor, document, lambda model: shown(model, item, face, known))

    def showing(self, con: sa.Connection, workspace: str) -> dict[str, Linked]:
        """Return the maps of a workspace that show items of its library, with what they say of each."""
        ids = self._documents.ids(con, workspace)
        query = sa.select(summaries.c.document_id, summaries.c.linked).where(summaries.c.document_id.in_(ids))
        return {row.document_id: row.linked for row in con.execute(query.order_by(summaries.c.document_id))}

    def remove(self, actor: Actor, document: str) -> None:
        """Delete a map."""
        self._documents.remove(actor, document)
        self.rooms.shut(document, "The map was deleted.")

    def duplicate(self, actor: Actor, document: str, title: str = "") -> Summary:
        """Keep a copy of a map in the same workspace."""
        model = self.model(actor, document)
        copy = structs.replace(model, title=title) if title else model
        return self.add(actor, self.get(actor, document).workspace_id, copy)

    def twin(self, actor: Actor, document: str, title: str = "") -> Summary:
        """Keep a copy of a map that is to say how it should be; each of the two knows the other as its `twin`."""
        model = self.model(actor, document)
        copy = _twin_of(structs.replace(model, title=title or model.title, state="future"), document)
        made = self.add(actor, self.get(actor, document).workspace_id, copy)
        self.edit(actor, document, lambda now: _twin_of(now, made.id))
        return made

    def name_version(self, actor: Actor, document: str, name: str) -> Version:
        """Keep the map as it is now under a name."""
        with self._database.begin() as con:
            packed = pack(_model(con, document))
            return self.versions.name(con, actor, document, name, packed)

    def versions_of(self, actor: Actor, document: str) -> list[Version]:
        """Return the versions of a map, newest first."""
        with self._database.read() as con:
            return self.versions.of(con, actor, document)

    def version(self, actor: Actor, version: str) -> tuple[Version, Map]:
        """Return a version and the map as it was."""
        with self._database.read() as con:
            found, packed, _ = self.versions.get(con, actor, version)
        return found, _shown(self.unsaid(unpack(packed)), actor)

    def restore(self, actor: Actor, version: str) -> Summary:
        """Make a map what it was; how it is now is kept as a version first, and nothing is lost."""
        with self._database.begin() as con:
            found, packed, document = self.versions.get(con, actor, version)
            self._documents.get(con, actor, document.id, "editor")
            now = pack(_model(con, document.id))
            self.versions.keep(con, document.id, actor.user_id, now, now=True)
            note(con, actor, "version.restore", document.id, document.workspace_id, version=version, name=found.name)
        model = self.unsaid(unpack(packed))
        self.edit(actor, document.id, lambda _: model)
        return self.get(actor, document.id)

    def difference(self, actor: Actor, document: str, before: str, after: str = NOW) -> tuple[Difference, ...]:
        """Return what changed from one version of a map to another, or to the map as it is."""
        return differences(self.model(actor, document, before), self.model(actor, document, after))

    def settled(self, document: str) -> None:
        """Bring what lists show up to date, and keep a version now and then."""
        with self._database.begin() as con:
            model = _model(con, document)
            before = _linked(con, document)
            _summarise(con, document, model)
            self.versions.keep(con, document, "", pack(model))
        now = linked(model)
        if now != before:
            self.heard(document, model.locale, before, now)

    def _demand_member(self, con: sa.Connection, document: Document, owner: str | None) -> None:
        if owner and role_in(con, Actor(name="", user_id=owner), document.workspace_id) is None:
            raise Invalid("owner_id: this is no member of the workspace.", hint="Take one of its members.")


def _twin_of(model: Map, twin: str) -> Map:
    """Return a map that names its twin, as a field that is the editor's own, as kept views are."""
    unknown = {**model.extra.get(UNKNOWN, {}), "twin": twin}
    return structs.replace(model, extra={**model.extra, UNKNOWN: unknown})


def _doc(change: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc.apply_update(change)
    return doc


def _model(con: sa.Connection, document: str) -> Map:
    return read(_doc(content(con, document)), name=document)


def _shown(model: Map, actor: Actor) -> Map:
    """Return a map without the lanes that a share link hides, and without what would tell of them."""
    if not actor.hidden_lanes:
        return model
    lanes = tuple(lane for lane in model.lanes if lane.key not in actor.hidden_lanes)
    cards = tuple(card for card in model.cards if card.lane not in actor.hidden_lanes)
    keys = {card.key for card in cards}
    links = tuple(link for link in model.links if link.frm in keys and link.to in keys)
    return structs.replace(model, lanes=lanes, cards=cards, links=links, extra={})


def pack(model: Map) -> bytes:
    """Return a map as few bytes, the same for the same map."""
    return zstandard.compress(msgspec.json.encode(to_plain(model), order="deterministic"), _LEVEL)


def unpack(packed: bytes) -> Map:
    """Return the map that was packed."""
    return from_plain(msgspec.json.decode(zstandard.decompress(packed)), name="the version")


def _summarise(con: sa.Connection, document: str, model: Map) -> None:
    supported, filled = trust(model)
    values = {
        "title": model.title, "kind": model.kind, "state": model.state, "status": model.status,
        "owner": model.owner[:300], "columns": len(model.columns), "lanes": len(model.lanes),
        "cards": len(model.cards), "trusted": supported, "filled": filled, "words": _words(model),
        "linked": linked(model),
    }  # fmt: skip
    if not con.execute(summaries.update().where(summaries.c.document_id == document).values(values)).rowcount:
        con.execute(summaries.insert().values(document_id=document, **values))


def _linked(con: sa.Connection, document: str) -> Linked:
    found = con.execute(sa.select(summaries.c.linked).where(summaries.c.document_id == document)).scalar()
    return {item: [_said(*one) for one in said] for item, said in (found or {}).items()}


def _said(title: str, text: str, told: list[list[str]] | None = None) -> Said:
    """Return what was kept as JSON; what was kept before translations were has none."""
    return Said(title, text, None if told is None else tuple((one[0], one[1], one[2]) for one in told))


def _words(model: Map) -> str:
    """Return what a search looks through, a line each: the element, a tab, its text."""
    said: list[tuple[str, Text]] = [("map", model.title), ("map", model.subtitle)]
    said += [(f"columns/{column.key}", column.title) for column in model.columns]
    said += [(f"lanes/{lane.key}", lane.title) for lane in model.lanes]
    said += [(f"cards/{card.key}", text) for card in model.cards for text in (card.text, card.detail)]
    said += [(f"personas/{persona.key}", persona.name) for persona in model.personas]
    said += [(f"touchpoints/{touchpoint.key}", touchpoint.title) for touchpoint in model.touchpoints]
    each = ((element, [text] if isinstance(text, str) else text.values()) for element, text in said)
    return "\n".join(f"{element}\t{' '.join(one.split())}" for element, texts in each for one in texts if one)


def _summaries(con: sa.Connection, documents: list[Document]) -> list[Summary]:
    wanted = [document.id for document in documents]
    query = sa.select(summaries).where(summaries.c.document_id.in_(wanted))
    rows = {row.document_id: row for row in con.execute(query)}
    return [_summary(document, rows[document.id]) for document in documents]


def _summary(document: Document, row: Any) -> Summary:
    return Summary(
        id=document.id, workspace_id=document.workspace_id, title=row.title, kind=row.kind, state=row.state,
        status=row.status, owner=row.owner, owner_id=document.owner_id, created_at=document.created_at,
        updated_at=document.changed_at, review_every_days=document.review_every_days,
        reviewed_at=document.reviewed_at, review_due_at=document.review_due_at,
        trust=Trust(row.trusted, row.filled), columns=row.columns, lanes=row.lanes, cards=row.cards,
        role=document.role,
    )  # fmt: skip
