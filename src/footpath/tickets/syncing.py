"""Asks trackers what has become of the tickets that items are linked to, and lets the items follow."""

import logging
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from threading import Event
from typing import Any

import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import Actor, demand
from footpath.collaboration import Told
from footpath.core import clock
from footpath.core.database import Database
from footpath.core.errors import Conflict, FootpathError, Invalid, NotFound, TooMany
from footpath.library import KINDS, Items, Linking
from footpath.tickets.connections import Connections
from footpath.tickets.judging import Seen, seen, status_of
from footpath.tickets.model import Connection, LinkState, Ticket, Wanted
from footpath.tickets.tables import states
from footpath.tickets.tracker import TRACKERS, Said

_LOG = logging.getLogger(__name__)
EVERY = timedelta(minutes=15)
_BY_HAND = timedelta(seconds=10)  # between two times that people ask
_MOST = 500  # tickets asked for in one round
_PATIENCE_S = 60.0  # of a person who waits for the answer
_ROUND_S = 600.0


class _Pointer(Struct, frozen=True, kw_only=True):
    """A link of an item that leads to a ticket of a connection."""

    item: Linking
    url: str
    key: str
    connection: Connection


class Tickets:
    """The tickets of every workspace.

    Args:
        database: where what they said is kept.
        connections: the trackers.
        items: what is linked to tickets.
        told: hears of every change.
    """

    def __init__(self, database: Database, connections: Connections, items: Items, told: Told) -> None:
        self._database = database
        self._connections = connections
        self._items = items
        self._told = told
        self._ending = Event()

    def end(self) -> None:
        """Ask for nothing more: a round under way ends with the answer it waits for, so that a server can stop."""
        self._ending.set()

    def of(self, actor: Actor, workspace: str) -> list[LinkState]:
        """Return how far the tickets are that items of a workspace are linked to, by item and link."""
        pointers = self._pointers(actor, workspace)
        with self._database.read() as con:
            rows = _rows(con, pointers)
        found: dict[tuple[str, str], LinkState] = {}
        for one in pointers:
            row = rows.get((one.item.id, one.connection.id, one.key))
            told = found.get((one.item.id, one.url))
            # Of several connections to one tracker the one that sees the ticket speaks.
            if told is None or (not told.category and row is not None):
                found[one.item.id, one.url] = _state(one, row)
        return list(found.values())

    def ask(self, actor: Actor, workspace: str) -> list[LinkState]:
        """Ask the trackers of a workspace now, and return how far its tickets are.

        Raises:
            TooMany: they were asked a moment ago, or ask to wait.
        """
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            known = self._connections.known(con, workspace)
        if not known:
            raise Invalid("No tracker is connected.", hint="An owner connects one in the workspace's settings.")
        if not self._ask(workspace, every=_BY_HAND, patience_s=_PATIENCE_S):
            raise TooMany("The trackers were asked a moment ago, or ask to wait.", hint="Try again later.", wait_s=10)
        return self.of(actor, workspace)

    def round(self) -> int:
        """Ask all trackers that are due; return how many were asked."""
        asked = 0
        for workspace in self._connections.workspaces():
            if self._ending.is_set():
                break
            try:
                asked += self._ask(workspace, every=EVERY, patience_s=_ROUND_S)
            except Exception as problem:  # the other workspaces are asked for all the same
                _LOG.error("tickets not asked for", extra={"workspace": workspace, "reason": type(problem).__name__})
        return asked

    def _ask(self, workspace: str, *, every: timedelta, patience_s: float) -> int:
        """Ask the trackers of a workspace that may be asked now; return how many there were."""
        reader = Actor(name="serve", workspace_id=workspace, role="viewer")
        ends = time.monotonic() + patience_s
        pointers = self._pointers(reader, workspace)
        with self._database.read() as con:
            known = self._connections.known(con, workspace)
            before = _rows(con, pointers)
        asked = [one for one in known if self._connections.claim(one, every=every)]
        said: dict[tuple[str, str], Said] = {}
        for connection in asked:
            answered = {(one.connection.address, one.key) for one in pointers if _answered(one, said)}
            mine = [one for one in pointers if one.connection.id == connection.id]
            mine = [one for one in mine if (connection.address, one.key) not in answered]
            answers = self._answers(connection, _wanted(mine, before), ends)
            said |= {(connection.id, key): answer for key, answer in answers.items()}
        heard = [one for one in pointers if (one.connection.id, one.key) in said]
        for item in {one.item.id: one.item for one in heard}.values():
            self._take(workspace, [one for one in pointers if one.item.id == item.id], before, said)
        return len(asked)

    def _answers(self, connection: Connection, wanted: Sequence[Wanted], ends: float) -> dict[str, Said]:
        """Return what a tracker says; of those it could not be asked for, why, unless it only asks to wait."""
        kind, place = TRACKERS[connection.kind], self._connections.place(connection)
        line = kind.line(place)
        found: dict[str, Said] = {}
        problem: FootpathError | None = None
        try:
            for key, said in kind.ask(place, line, wanted):
                found[key] = said
                if time.monotonic() > ends or self._ending.is_set():
                    break
        except FootpathError as refused:
            problem = refused
        finally:
            line.close()
        failures = [said for said in found.values() if isinstance(said, FootpathError)]
        if problem is None and failures and len(failures) == len(found):
            problem = failures[0]
        wait_s = problem.wait_s if isinstance(problem, TooMany) else 0.0
        self._connections.tell(connection.id, problem, wait_s)
        if problem is not None and not wait_s:
            found |= {one.key: problem for one in wanted if one.key not in found}
        return found

    def _take(
        self,
        workspace: str,
        pointers: Sequence[_Pointer],
        before: dict[tuple[str, str, str], Any],
        said: dict[tuple[str, str], Said],
    ) -> None:
        """Let one item follow its tickets, and keep what they said; where it changes meanwhile, the next round does."""
        item = pointers[0].item
        moving = [one for one in pointers if one.connection.sets_status]
        was = _unique((_place(one), seen(before.get(_place(one)), one.connection.name)) for one in moving)
        now = _unique((_place(one), _seen(one, before, said)) for one in moving)
        status, by = status_of(KINDS[item.kind].by_ticket, was, now, item.status_at)
        if status and status != item.status:
            actor = Actor(name=f"tracker:{by}", workspace_id=workspace, role="editor")
            try:
                self._items.move(actor, item.id, status, revision=item.revision)
            except (Conflict, NotFound):
                return
            except Invalid as problem:  # something else of the item will not do: what tickets say is kept nevertheless
                _LOG.warning("status not set", extra={"item": item.id, "reason": problem.message})
        self._keep(pointers, said)
        self._told(workspace, "ticket", item.id, item.revision)

    def _keep(self, pointers: Sequence[_Pointer], said: dict[tuple[str, str], Said]) -> None:
        with self._database.begin() as con:
            for one in {_place(each): each for each in pointers}.values():
                if (one.connection.id, one.key) not in said:
                    continue
                values = _values(said[one.connection.id, one.key])
                place = {"item_id": one.item.id, "connection_id": one.connection.id, "key": one.key}
                mine = sa.and_(*(states.c[name] == value for name, value in place.items()))
                if con.execute(states.update().where(mine).values(values)).rowcount:
                    continue
                blank = {"state": "", "category": "", "title": "", "mark": "", "problem": "", "hint": ""}
                con.execute(states.insert().values({**blank, **place, **values}))

    def _pointers(self, actor: Actor, workspace: str) -> list[_Pointer]:
        """Return the links that lead to tickets, each with every connection that may know it."""
        linked = self._items.linked(actor, workspace)
        with self._database.read() as con:
            known = self._connections.known(con, workspace)
        return [
            _Pointer(item=item, url=url, key=key, connection=connection)
            for item in linked
            for url in item.urls
            for connection in known
            if (key := TRACKERS[connection.kind].key(connection.address, url))
        ]


def _place(one: _Pointer) -> tuple[str, str, str]:
    return one.item.id, one.connection.id, one.key


def _answered(one: _Pointer, said: dict[tuple[str, str], Said]) -> bool:
    place = (one.connection.id, one.key)
    return place in said and not isinstance(said[place], FootpathError)


def _rows(con: sa.Connection, pointers: Sequence[_Pointer]) -> dict[tuple[str, str, str], Any]:
    """Return what was said before, by item, connection and key."""
    connections = {one.connection.id for one in pointers}
    rows = con.execute(sa.select(states).where(states.c.connection_id.in_(sorted(connections)))).all()
    return {(row.item_id, row.connection_id, row.key): row for row in rows}


def _wanted(pointers: Sequence[_Pointer], before: dict[tuple[str, str, str], Any]) -> list[Wanted]:
    """Return each ticket once, those first that were not asked for the longest; a mark only where all know it."""
    found: dict[str, list[Any]] = {}
    for one in pointers:
        found.setdefault(one.key, []).append(before.get(_place(one)))
    order = sorted(found, key=lambda key: (_age(found[key]), key))
    wanted = []
    for key in order[:_MOST]:
        marks = {row.mark if row is not None and row.category else "" for row in found[key]}
        wanted.append(Wanted(key=key, mark=marks.pop() if len(marks) == 1 else ""))
    return wanted


def _age(rows: Sequence[Any]) -> float:
    return min(row.checked_at.timestamp() if row is not None else 0.0 for row in rows)


def _seen(one: _Pointer, before: dict[tuple[str, str, str], Any], said: dict[tuple[str, str], Said]) -> Seen | None:
    answer = said.get((one.connection.id, one.key))
    if isinstance(answer, Ticket):
        return Seen(category=answer.category, changed_at=answer.changed_at, by=one.connection.name)
    return seen(before.get(_place(one)), one.connection.name)


def _unique(found: Iterable[tuple[tuple[str, str, str], Seen | None]]) -> list[Seen]:
    """Return what is known, of each ticket once, whichever links lead to it."""
    return [one for one in dict(found).values() if one is not None]


def _values(said: Said) -> dict[str, Any]:
    """Return the columns that an answer changes; a ticket that does not answer stays as it was known."""
    now = clock.now()
    if isinstance(said, FootpathError):
        return {"checked_at": now, "problem": said.message, "hint": said.hint}
    fine = {"checked_at": now, "problem": "", "hint": ""}
    if said is None:
        return fine
    told = {"state": _plain(said.state, 200), "category": said.category, "title": _plain(said.title, 300)}
    return {**fine, **told, "changed_at": said.changed_at, "mark": said.mark if len(said.mark) <= 200 else ""}


def _plain(text: str, most: int) -> str:
    """Return a text as databases keep it: one line without what cannot be printed, not too long."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:most]


def _state(one: _Pointer, row: Any) -> LinkState:
    place: dict[str, Any] = {"item_id": one.item.id, "url": one.url, "key": one.key, "connection": one.connection.name}
    if row is None:
        blank = dict.fromkeys(("state", "category", "title", "problem", "hint"), "")
        return LinkState(**place, **blank, changed_at=None, checked_at=None)  # type: ignore[arg-type]
    told = {name: getattr(row, name) for name in ("state", "category", "title", "changed_at", "checked_at")}
    return LinkState(**place, **told, problem=row.problem, hint=row.hint)
