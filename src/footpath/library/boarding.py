"""Boards: items and maps laid out to be looked at together."""

from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import UNSET

from footpath.accounts import Actor, Role, demand, missing, note, role_in, turned
from footpath.collaboration import Documents, Told
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import Conflict, Invalid
from footpath.library.board import BOARDS
from footpath.library.model import Arrow, Board, BoardChange, NewBoard, Place
from footpath.library.tables import boards, items


class Boards:
    """Every board.

    Args:
        database: where they are kept.
        documents: the maps that may stand on them.
        told: hears of every change.
    """

    def __init__(self, database: Database, documents: Documents, told: Told) -> None:
        self._database = database
        self._documents = documents
        self._told = told

    def of(self, actor: Actor, workspace: str) -> list[Board]:
        """Return the boards of a workspace by title."""
        with self._database.read() as con:
            demand(con, actor, "viewer", workspace)
            mine = sa.select(boards).where(boards.c.workspace_id == workspace)
            return [_board(row) for row in con.execute(mine.order_by(boards.c.title, boards.c.id))]

    def get(self, actor: Actor, board: str) -> Board:
        """Return one; raises NotFound."""
        with self._database.read() as con:
            return _board(self._row(con, actor, board, "viewer"))

    def add(self, actor: Actor, workspace: str, wish: NewBoard) -> Board:
        """Make an empty board."""
        values = {
            "id": new_id(), "workspace_id": workspace, "kind": BOARDS[wish.kind].name,
            "title": " ".join(wish.title.split()), "places": [], "arrows": [], "revision": 1,
            "changed_at": clock.now(),
        }  # fmt: skip
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            con.execute(boards.insert().values(values))
            note(con, actor, "board.add", str(values["id"]), workspace, kind=wish.kind, title=str(values["title"]))
        self._told(workspace, "board", str(values["id"]), 1)
        return self.get(actor, str(values["id"]))

    def change(self, actor: Actor, board: str, wish: BoardChange) -> Board:
        """Change a board.

        Raises:
            Conflict: somebody changed it since `revision`.
            Invalid: something cannot stand where it shall.
        """
        with self._database.begin() as con:
            row = self._row(con, actor, board, "editor")
            if wish.revision != row.revision:
                raise Conflict("Somebody changed this board meanwhile.", hint="Read it anew and change it again.")
            now = _board(row)
            places = now.places if wish.places is UNSET else wish.places
            arrows = now.arrows if wish.arrows is UNSET else wish.arrows
            title = now.title if wish.title is UNSET else " ".join(wish.title.split())
            self._check(con, now, places, arrows)
            values = {"title": title, "places": msgspec.to_builtins(places), "arrows": msgspec.to_builtins(arrows)}
            more = {"revision": row.revision + 1, "changed_at": clock.now()}
            con.execute(boards.update().where(boards.c.id == board).values(**values, **more))
            told = turned(now, values, "title")
            note(con, actor, "board.change", board, row.workspace_id, places=len(places), **told)
        self._told(row.workspace_id, "board", board, row.revision + 1)
        return self.get(actor, board)

    def remove(self, actor: Actor, board: str) -> None:
        """Delete a board; what stands on it stays in the library."""
        with self._database.begin() as con:
            row = self._row(con, actor, board, "editor")
            con.execute(boards.delete().where(boards.c.id == board))
            note(con, actor, "board.delete", board, row.workspace_id, title=row.title)
        self._told(row.workspace_id, "board", board, row.revision + 1)

    def _row(self, con: sa.Connection, actor: Actor, board: str, needed: Role) -> Any:
        row = con.execute(sa.select(boards).where(boards.c.id == board)).first()
        if row is None or role_in(con, actor, row.workspace_id) is None:
            raise missing("board", board)
        demand(con, actor, needed, row.workspace_id)
        return row

    def _check(self, con: sa.Connection, board: Board, places: tuple[Place, ...], arrows: tuple[Arrow, ...]) -> None:
        kind = BOARDS[board.kind]()
        ids = {place.id for place in places}
        if len(ids) < len(places):
            raise Invalid("places: two have the same id.", hint="Give each place an id of its own.")
        for arrow in arrows:
            if not {arrow.start, arrow.end} <= ids:
                raise Invalid("arrows: one begins or ends at no place.", hint="Take ids of places.")
        kinds = self._kinds(con, board.workspace_id, places)
        gone = {place.ref for place in board.places}  # what was deleted meanwhile stays until somebody takes it off
        for place in places:
            if kinds[place.id] not in kind.takes and not (kinds[place.id] == "" and place.ref in gone):
                hint = f"A board of this kind takes: {', '.join(kind.takes)}."
                raise Invalid(f"places: {place.ref or 'a text'} cannot stand on this board.", hint=hint)
        kind.check(places)

    def _kinds(self, con: sa.Connection, workspace: str, places: tuple[Place, ...]) -> dict[str, str]:
        """Return place → what stands there: "map", "text", a kind of item, or nothing when it is gone."""
        maps = set(self._documents.ids(con, workspace))
        query = sa.select(items.c.id, items.c.kind).where(items.c.workspace_id == workspace)
        kinds = {row.id: row.kind for row in con.execute(query)}
        known = {"": "text", **{f"item:{one}": kind for one, kind in kinds.items()}}
        known |= {f"map:{one}": "map" for one in maps}
        return {place.id: known.get(place.ref, "") for place in places}


def _board(row: Any) -> Board:
    return Board(
        id=row.id, workspace_id=row.workspace_id, kind=row.kind, title=row.title, revision=row.revision,
        places=msgspec.convert(row.places, tuple[Place, ...]), arrows=msgspec.convert(row.arrows, tuple[Arrow, ...]),
        changed_at=row.changed_at,
    )  # fmt: skip
