"""Maps over a workspace's data: what there is to bind, what a binding would match, and the figures as they are now."""

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from footpath.accounts import Actor, demand, note
from footpath.core.database import Database
from footpath.exploring.holding import Facts, Held, Holding, held_or
from footpath.exploring.keeping import Shelf
from footpath.exploring.naming import stamp
from footpath.exploring.persons import Person, path_of
from footpath.exploring.seeing import Seen, preview_in, seen_in
from footpath.exploring.stores import Stores
from footpath.insights import (
    Every,
    Filters,
    How,
    Live,
    People,
    Proposal,
    Wanted,
    how_of,
    live_of,
    moved_lately,
    over_time,
    people_of,
    people_within,
    proposals,
)
from footpath.maps import Map, Maps, map_to_plain
from footpath.people import show

_ROOM = 64_000_000
_MOST_EVENTS = 500
_NO_DATA = "The workspace has no data yet: upload exports, or send events to the collector."


class Living:
    """Maps over data.

    Args:
        database: who may see what.
        stores: where each workspace's data is.
        holding: what is held of the stores.
        maps: the maps.
    """

    def __init__(self, database: Database, stores: Stores, holding: Holding, maps: Maps) -> None:
        self._database = database
        self._stores = stores
        self._holding = holding
        self._maps = maps
        self._kept: Shelf[bytes] = Shelf(_ROOM)
        self._busy: dict[object, threading.Lock] = {}
        self._lock = threading.Lock()

    def facts(self, actor: Actor, workspace: str) -> Facts:
        """Return what a workspace's store holds."""
        return self._holding.facts(self._folder(actor, workspace))

    def seen(self, actor: Actor, workspace: str, search: str, limit: int) -> bytes:
        """Return what there is to choose from, as JSON; names that hold all words of `search`."""
        folder = self._folder(actor, workspace)
        held = self._holding.of(folder)
        if held is None:
            return msgspec.json.encode(Seen())
        key = (str(folder), held.facts.version, "seen", search, limit)
        return self.kept(key, lambda: seen_in(held, search, min(limit, _MOST_EVENTS)))

    def preview(self, actor: Actor, workspace: str, where: Mapping[str, Sequence[str]]) -> bytes:
        """Return what a matcher matches, as JSON.

        Raises:
            Invalid: it names a column that matchers cannot look at.
        """
        folder = self._folder(actor, workspace)
        held = held_or(self._holding.of(folder))
        key = (str(folder), held.facts.version, "preview", msgspec.json.encode(where, order="sorted"))
        return self.kept(key, lambda: preview_in(held, where))

    def live(self, actor: Actor, document: str, filters: Filters) -> bytes:
        """Return a map's figures as they are now, as JSON.

        Raises:
            NotFound, Invalid: a filter cannot be used; the message names it.
        """
        model, held = self.map_and_data(actor, document)
        if held is None:
            return msgspec.json.encode(Live(version="", filters=filters, why=_NO_DATA))
        key = (document, held.facts.version, "live", _map_key(model), _asked(filters, held))
        return self.kept(key, lambda: live_of(model, held.journeys, filters, held.said))

    def how(self, actor: Actor, document: str, filters: Filters, of: str) -> How:
        """Return how a number of a map was computed; raises NotFound or Invalid."""
        model, held = self.map_and_data(actor, document)
        return how_of(model, held_or(held).journeys, filters, of)

    def over_time(self, actor: Actor, document: str, filters: Filters, every: Every | None) -> bytes:
        """Return a map's figures period by period, as JSON."""
        model, held = self.map_and_data(actor, document)
        data = held_or(held)
        key = (document, data.facts.version, "over time", every, _map_key(model), _asked(filters, data))
        return self.kept(key, lambda: over_time(model, data.journeys, filters, every))

    def moved(self, actor: Actor, document: str, filters: Filters, days: int) -> bytes:
        """Return what moved lately on a map, as JSON."""
        model, held = self.map_and_data(actor, document)
        data = held_or(held)
        key = (document, data.facts.version, "moved", days, _map_key(model), _asked(filters, data))
        return self.kept(key, lambda: moved_lately(model, data.journeys, filters, days))

    def proposals(self, actor: Actor, document: str) -> list[Proposal]:
        """Return what the data shows and a map lacks; also what was refused."""
        model, held = self.map_and_data(actor, document)
        if held is None:
            return []
        key = (document, held.facts.version, "proposals", _map_key(model), str(map_to_plain(model).get("edges")))
        found = self.kept(key, lambda: proposals(model, held.journeys))
        return msgspec.json.decode(found, type=list[Proposal])

    def people(self, actor: Actor, document: str, filters: Filters, wanted: Wanted) -> People:
        """Return the persons behind a number of a map; editors may see them.

        Raises:
            Denied: one may not see persons.
            Invalid, NotFound: there is no such number, or it counts no persons.
        """
        model, held = self.map_and_data(actor, document)
        with self._database.begin() as con:
            workspace = self._maps.get(actor, document).workspace_id
            demand(con, actor, "editor", workspace)
            note(con, actor, "people.list", document, workspace, of=wanted.of[:200])
        return people_of(model, held_or(held).journeys, filters, wanted)

    def people_who(self, actor: Actor, workspace: str, filters: Filters, after: int, limit: int) -> People:
        """Return a piece of the persons of a workspace who are within filters; editors may see them.

        Raises:
            Denied: one may not see persons.
            NotFound, Invalid: a filter cannot be used; the message names it.
        """
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            note(con, actor, "people.list", workspace, workspace, of=filters.segment[:200])
        held = held_or(self._holding.of(self._stores.folder(workspace)))
        return people_within(held.journeys, filters, after, limit)

    def person(self, actor: Actor, workspace: str, person: str, *, document: str = "", limit: int = 1000) -> Person:
        """Return all there is on one person, with the map's column of each event; raises NotFound."""
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            note(con, actor, "person.show", person[:200], workspace)
        held = held_or(self._holding.of(self._stores.folder(workspace)))
        page = show(held.lake, person, limit=limit)
        model = self._maps.model(actor, document) if document else None
        return Person(page=page, path=path_of(held.journeys, page.person, model))

    def map_and_data(self, actor: Actor, document: str) -> tuple[Map, Held | None]:
        """Return a map and what is held of its workspace's store."""
        model = self._maps.model(actor, document)
        workspace = self._maps.get(actor, document).workspace_id
        return model, self._holding.of(self._stores.folder(workspace))

    def kept(self, key: object, work: Callable[[], Any]) -> bytes:
        """Return what work makes, as JSON; done once for each key, however many ask for it at once."""
        found = self._kept.get(key)
        if found is not None:
            return found
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        try:
            with busy:
                found = self._kept.get(key)
                if found is None:
                    found = msgspec.json.encode(work())
                    self._kept.put(key, found, len(found))
        finally:
            with self._lock:
                self._busy.pop(key, None)
        return found

    def _folder(self, actor: Actor, workspace: str) -> Path:
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
        return self._stores.folder(workspace)


def _asked(filters: Filters, held: Held) -> tuple[bytes, str]:
    """Return filters, and the state of the names in them, as a key."""
    return msgspec.json.encode(filters), stamp(held.lake.folder)


def _map_key(model: Map) -> bytes:
    """Return all that figures depend on of a map, as bytes."""
    plain = map_to_plain(model)
    return msgspec.json.encode({name: plain.get(name) for name in _SHAPE}, order="sorted")


_SHAPE = ("columns", "touchpoints", "personas", "goal", "cards", "lanes", "locale")
