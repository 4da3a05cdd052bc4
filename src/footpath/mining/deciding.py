"""What becomes of themes: nothing enters the library until a person approves it."""

from collections.abc import Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from footpath.accounts import Actor, demand, missing, note, role_in
from footpath.core import clock
from footpath.core.database import Database
from footpath.core.errors import Conflict, Invalid
from footpath.library import Copied, Item, Items, NewItem, Place, Source
from footpath.maps import Maps
from footpath.mining.model import Approval, Quote, Theme, ThemeFacts
from footpath.mining.placing import with_insight
from footpath.mining.quoting import Quoting
from footpath.mining.tables import runs, themes

_SHOWN = 200  # quotes of an insight that are listed
_TYPES = {-1: "pain", 0: "observation", 1: "gain"}


class Deciding:
    """Every theme.

    Args:
        database: where they are kept.
        items: the library.
        maps: where insights are placed.
        quoting: what quotes say.
    """

    def __init__(self, database: Database, items: Items, maps: Maps, quoting: Quoting) -> None:
        self._database = database
        self._items = items
        self._maps = maps
        self._quoting = quoting

    def of(self, actor: Actor, workspace: str, state: str = "", run: str = "") -> list[Theme]:
        """Return the themes of a workspace, the newest search first, those that most people speak of first."""
        query = _query().where(themes.c.workspace_id == workspace)
        query = query.where(themes.c.state == state) if state else query
        query = query.where(themes.c.run_id == run) if run else query
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            rows = con.execute(query.order_by(runs.c.created_at.desc(), themes.c.nth)).all()
        return self._themes(workspace, rows)

    def quotes(self, actor: Actor, theme: str) -> list[Quote]:
        """Return what a theme is made of, those that show it best first; what was erased is not there."""
        with self._database.read() as con:
            row = self._row(con, actor, theme)
        return self._quoted(row.workspace_id, [row], shows_who=True)

    def evidence(self, actor: Actor, item: str) -> list[Quote]:
        """Return the quotes an insight rests on; who said them only to those who may see persons."""
        workspace = self._items.get(actor, item).workspace_id
        with self._database.read() as con:
            mine = sa.and_(themes.c.item_id == item, themes.c.state.in_(("approved", "merged")))
            rows = con.execute(_query().where(mine).order_by(themes.c.decided_at, themes.c.id)).all()
            shows_who = role_in(con, actor, workspace) in ("editor", "owner")
        return self._quoted(workspace, rows, shows_who=shows_who)[:_SHOWN]

    def approve(self, actor: Actor, theme: str, wish: Approval) -> Item:
        """Make an insight of a theme, and a card of it on its map where that is wished."""
        row = self._open(actor, theme)
        found = msgspec.convert(row.found, ThemeFacts)
        column = found.column if wish.column is None else wish.column
        if wish.place and not row.document_id:
            raise Invalid("place: the theme was found without a map.", hint="Search for themes on the steps of a map.")
        if wish.place and column not in {one.key for one in self._maps.model(actor, row.document_id).columns}:
            raise Invalid("column: the map has no step of that key.", hint="Choose the step where it is said.")
        self._decide(actor, row, {"state": "approved", "found": {**row.found, "column": column}})
        try:
            insight, copied = self._insight(row, found, wish)
            made = self._items.add(actor, row.workspace_id, insight, copied=copied)
        except BaseException:
            self._put(row.id, {"state": "proposed", "found": row.found, "decided_by": "", "decided_at": None})
            raise
        self._put(row.id, {"item_id": made.id})
        if wish.place:
            self._maps.edit(actor, row.document_id, lambda now: with_insight(now, made, found, column))
        return self._items.get(actor, made.id)

    def merge(self, actor: Actor, theme: str, item: str) -> Item:
        """Let the quotes of a theme support an insight that is there."""
        row = self._open(actor, theme)
        into = self._items.get(actor, item)
        if into.workspace_id != row.workspace_id or into.kind != "insight":
            raise Invalid("item: it is no insight of this workspace.", hint="Take one of its library.")
        self._decide(actor, row, {"state": "merged", "item_id": item})
        return into

    def reject(self, actor: Actor, theme: str) -> None:
        """Propose a theme no more, until it grows."""
        self._decide(actor, self._open(actor, theme), {"state": "rejected"})

    def reopen(self, actor: Actor, theme: str) -> None:
        """Propose a theme again that was rejected or merged; one that became an insight is deleted there."""
        with self._database.begin() as con:
            row = self._row(con, actor, theme)
            _demand(row, "rejected", "merged")
            values = {"state": "proposed", "item_id": None, "decided_by": "", "decided_at": None}
            con.execute(themes.update().where(themes.c.id == theme).values(values))
            note(con, actor, "theme.reopen", theme, row.workspace_id, title=row.title)

    def _insight(self, row: Any, found: ThemeFacts, wish: Approval) -> tuple[NewItem, Copied]:
        quotes = self._quoting.read(row.workspace_id, found.best, [row.heard], shows_who=False)
        best = next((quotes[ref] for ref in found.best if ref in quotes), None)
        scores = {"reach": round(10 * found.share, 1)}
        if found.emotion is not None and found.emotion < 0:
            scores["severity"] = round(-10 * found.emotion, 1)
        insight = NewItem(
            kind="insight", title=wish.title.strip() or row.title, text=wish.text, scores=scores,
            fields={"type": _TYPES[found.side], "quote": best.text if best else ""},
        )  # fmt: skip
        copied: dict[Place, Source] = {}
        if best is not None:
            copied["quote"] = self._quoting.sources(row.workspace_id, [best.ref])[best.ref]
        if insight.title == row.title and row.title_of:
            copied["title"] = msgspec.convert(row.title_of, Source)
        return insight, copied

    def _open(self, actor: Actor, theme: str) -> Any:
        with self._database.read() as con:
            row = self._row(con, actor, theme)
        _demand(row, "proposed")
        return row

    def _decide(self, actor: Actor, row: Any, values: dict[str, Any]) -> None:
        with self._database.begin() as con:
            open_yet = sa.and_(themes.c.id == row.id, themes.c.state == "proposed")
            values |= {"decided_by": actor.name[:300], "decided_at": clock.now()}
            _demand_first(con.execute(themes.update().where(open_yet).values(values)).rowcount)
            note(con, actor, f"theme.{values['state']}", row.id, row.workspace_id, title=row.title)

    def _put(self, theme: str, values: dict[str, Any]) -> None:
        with self._database.begin() as con:
            con.execute(themes.update().where(themes.c.id == theme).values(values))

    def _row(self, con: sa.Connection, actor: Actor, theme: str) -> Any:
        row = con.execute(_query().where(themes.c.id == theme)).first()
        if row is None:
            raise missing("theme", theme)
        demand(con, actor, "editor", row.workspace_id, word="theme")
        return row

    def _quoted(self, workspace: str, rows: Iterable[Any], *, shows_who: bool) -> list[Quote]:
        found = list(rows)
        refs = list(dict.fromkeys(ref for row in found for ref in row.members))
        quotes = self._quoting.read(workspace, refs, (row.heard for row in found if row.names), shows_who=shows_who)
        placed = {ref: (row.document_id or "", row.found["column"]) for row in reversed(found) for ref in row.members}
        return [
            msgspec.structs.replace(quotes[ref], map_id=placed[ref][0], column=placed[ref][1])
            for ref in refs
            if ref in quotes
        ]

    def _themes(self, workspace: str, rows: Iterable[Any]) -> list[Theme]:
        listed = list(rows)
        said = [msgspec.convert(row.found, ThemeFacts) for row in listed]
        heard = {row.run_id: row.heard for row in listed if row.names}
        refs = {ref for found in said for ref in found.best}
        quotes = self._quoting.read(workspace, refs, heard.values(), shows_who=True)
        return [_theme(row, found, quotes) for row, found in zip(listed, said, strict=True)]


def _demand(row: Any, *states: str) -> None:
    """Raise Conflict when a theme is in none of these states, because somebody was faster."""
    if row.state not in states:
        raise _too_late()


def _demand_first(changed: int) -> None:
    """Raise Conflict when nothing was changed, because somebody decided in the same moment."""
    if not changed:
        raise _too_late()


def _too_late() -> Conflict:
    return Conflict("Somebody decided on this theme meanwhile.", hint="Reload the list.")


def _theme(row: Any, found: ThemeFacts, quotes: dict[str, Quote]) -> Theme:
    shown = msgspec.structs.replace(found, middle=())
    return Theme(
        id=row.id, run_id=row.run_id, map_id=row.document_id or "", state=row.state, title=row.title, found=shown,
        quotes=tuple(quotes[ref] for ref in found.best if ref in quotes), item_id=row.item_id or "", more=row.more,
        decided_by=row.decided_by, decided_at=row.decided_at,
    )  # fmt: skip


def _query() -> sa.Select[Any]:
    return sa.select(themes, runs.c.document_id, runs.c.heard, runs.c.names).join(runs, runs.c.id == themes.c.run_id)
