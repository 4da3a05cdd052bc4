"""Searches for themes: one runs at a time, how far it is can be watched, and what it finds is only proposed."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from footpath.accounts import Actor, demand, missing, note
from footpath.core import clock
from footpath.core.database import Database, new_id
from footpath.core.errors import FootpathError, Invalid
from footpath.exploring import Holding, Stores
from footpath.library import Items, Source
from footpath.maps import Map, Maps, leaves, localised
from footpath.mining.figuring import Heard
from footpath.mining.hearing import Spoken, heard_in_data, heard_in_texts, kept, read_back, spoken_in
from footpath.mining.knowing import Decided, Insight, fresh, likeliest
from footpath.mining.model import MOST_CHARACTERS, Given, NewRun, Run, Stage, ThemeFacts
from footpath.mining.sourcing import sources_of
from footpath.mining.tables import runs, themes
from footpath.mining.theming import Candidate, themes_of

_LOG = logging.getLogger(__name__)
_LISTED = 50
_NOTHING = {"quotes": 0, "left_out": 0, "themes": 0, "known": 0}


class _How(Struct, frozen=True):
    """How far a search is."""

    stage: Stage
    done: float


class Mining:
    """Every search for themes.

    Args:
        database: where they are kept.
        stores, holding: what people said.
        maps: whose steps it is said at.
        items: the library, to name what it says already.
    """

    def __init__(self, database: Database, stores: Stores, holding: Holding, maps: Maps, items: Items) -> None:
        self._database = database
        self._stores = stores
        self._holding = holding
        self._maps = maps
        self._items = items
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mining")
        self._how: dict[str, _How] = {}
        self._closing = False

    def resume(self) -> None:
        """Begin again what a server that ended left undone."""
        with self._database.read() as con:
            left = con.execute(sa.select(runs.c.id).where(runs.c.state.in_(("waiting", "running")))).scalars().all()
        for run in left:
            self._pool.submit(self._run, run)

    def add(self, actor: Actor, workspace: str, wish: NewRun) -> Run:
        """Begin to look for themes; raises Invalid when there is nothing to look at."""
        if wish.map_id and self._maps.get(actor, wish.map_id).workspace_id != workspace:
            raise Invalid("map_id: the map is in another workspace.", hint="Take a map of this one.")
        if wish.column and wish.column not in self._columns(actor, wish.map_id):
            raise Invalid("column: the map has no step of that key.", hint="Reload the map: it may have been changed.")
        if sum(len(one.text) for one in wish.texts) > MOST_CHARACTERS:
            hint = f"Take at most {MOST_CHARACTERS:,} characters at a time."
            raise Invalid("texts: they are too long together.", hint=hint)
        run = new_id()
        with self._database.begin() as con:
            demand(con, actor, "editor", workspace)
            con.execute(
                runs.insert().values(
                    id=run, workspace_id=workspace, document_id=wish.map_id or None, target=wish.column,
                    names=[one.name for one in wish.texts], heard=msgspec.to_builtins(wish.texts), state="waiting",
                    counts=_NOTHING, problem="", hint="", created_at=clock.now(),
                )
            )  # fmt: skip
            note(con, actor, "mining.add", run, workspace, texts=", ".join(one.name for one in wish.texts)[:1000])
        self._pool.submit(self._run, run)
        return self.get(actor, run)

    def get(self, actor: Actor, run: str) -> Run:
        """Return how a search goes; raises NotFound."""
        with self._database.read() as con:
            return self._told(self._row(con, actor, run))

    def of(self, actor: Actor, workspace: str) -> list[Run]:
        """Return the searches of a workspace, newest first."""
        with self._database.read() as con:
            demand(con, actor, "editor", workspace)
            mine = sa.select(runs).where(runs.c.workspace_id == workspace)
            return [self._told(row) for row in con.execute(mine.order_by(runs.c.created_at.desc()).limit(_LISTED))]

    def remove(self, actor: Actor, run: str) -> None:
        """Delete a search with its texts and all themes it found; insights stay, what was quoted of the texts goes."""
        with self._database.begin() as con:
            row = self._row(con, actor, run)
            con.execute(runs.delete().where(runs.c.id == run))
            note(con, actor, "mining.delete", run, row.workspace_id)

    def close(self) -> None:
        """Stop; the next server begins again what is not done."""
        self._closing = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _columns(self, actor: Actor, document: str) -> set[str]:
        return {one.key for one in self._maps.model(actor, document).columns} if document else set()

    def _row(self, con: sa.Connection, actor: Actor, run: str) -> Any:
        row = con.execute(sa.select(runs).where(runs.c.id == run)).first()
        if row is None:
            raise missing("search", run)
        demand(con, actor, "editor", row.workspace_id, word="search")
        return row

    def _told(self, row: Any) -> Run:
        how = self._how.get(row.id, _How("", 1.0 if row.state == "done" else 0.0))
        return Run(
            id=row.id, workspace_id=row.workspace_id, map_id=row.document_id or "", column=row.target,
            names=tuple(row.names), state=row.state, stage=how.stage, done=how.done, n_quotes=row.counts["quotes"],
            n_left_out=row.counts["left_out"], n_themes=row.counts["themes"], n_known=row.counts["known"],
            problem=row.problem, hint=row.hint, created_at=row.created_at, ended_at=row.ended_at,
        )  # fmt: skip

    def _run(self, run: str) -> None:
        """Search, and keep what was found, or why nothing was."""
        try:
            with self._database.begin() as con:
                row = con.execute(sa.select(runs).where(runs.c.id == run)).first()
                if row is None or self._closing:
                    return
                con.execute(runs.update().where(runs.c.id == run).values(state="running"))
            values: dict[str, Any] = {"state": "done", "counts": self._search(row)}
        except FootpathError as problem:
            values = {"state": "failed", "problem": problem.message, "hint": problem.hint}
        except Exception as problem:
            _LOG.exception("search for themes broke off")
            values = {"state": "failed", "problem": f"The search broke off: {type(problem).__name__}.", "hint": ""}
        with self._database.begin() as con:
            con.execute(runs.update().where(runs.c.id == run).values(ended_at=clock.now(), **values))
        self._how.pop(run, None)

    def _search(self, row: Any) -> dict[str, int]:
        """Return the counts of a search, having kept its themes."""
        by = Actor(name="mining", workspace_id=row.workspace_id, role="editor")
        model = self._maps.model(by, row.document_id) if row.document_id else None
        heard = self._heard(row, model)
        titles = _titles(model) if model and row.names and not row.target else {}
        found, left_out = themes_of(heard, titles, self._tell(row.id, "grouping"))
        self._tell(row.id, "comparing")(0.0)
        insights = [
            Insight(id=one.id, words=f"{one.title}. {one.text}"[:600])
            for one in self._items.of(by, row.workspace_id, kind="insight")
        ]
        with self._database.begin() as con:
            proposed, known = fresh(likeliest(found, insights), _decided(con, row.workspace_id))
            folder = self._stores.folder(row.workspace_id)
            _keep(con, row, proposed, sources_of(folder, (one.title_of for one, _ in proposed)))
        return {"quotes": len(heard), "left_out": left_out, "themes": len(proposed), "known": known}

    def _heard(self, row: Any, model: Map | None) -> list[Heard]:
        tell = self._tell(row.id, "reading")
        tell(0.0)
        if row.names:
            spoken = _spoken(row.heard, tell)
            with self._database.begin() as con:
                con.execute(runs.update().where(runs.c.id == row.id).values(heard=kept(spoken)))
            return heard_in_texts(spoken, row.target)
        held = self._holding.of(self._stores.folder(row.workspace_id))
        if held is None:
            raise Invalid("The workspace has no data yet.", hint="Upload exports, or paste what people said.")
        self._tell(row.id, "placing")(0.0)
        return heard_in_data(held.lake, held.journeys, model, row.target)

    def _tell(self, run: str, stage: Stage) -> Callable[[float], None]:
        def told(done: float) -> None:
            self._how[run] = _How(stage, min(1.0, done))

        return told


def _spoken(heard: Any, tell: Callable[[float], None]) -> list[Spoken]:
    """Return the sentences of the texts; those of a search that is begun again may have been taken apart already."""
    if heard and "ref" in heard[0]:
        return read_back(heard)
    return spoken_in(msgspec.convert(heard, list[Given]), tell)


def _titles(model: Map) -> dict[str, str]:
    return {one.key: localised(one.title, model.locale) for one in leaves(model)}


def _decided(con: sa.Connection, workspace: str) -> list[Decided]:
    """Return what was decided in a workspace, the last decision last."""
    mine = sa.and_(themes.c.workspace_id == workspace, themes.c.state != "proposed")
    found = []
    for row in con.execute(sa.select(themes).where(mine).order_by(themes.c.decided_at, themes.c.id)):
        said = msgspec.convert(row.found, ThemeFacts)
        found.append(
            Decided(
                members=frozenset(row.members), column=said.column, side=said.side,
                encoder=said.encoder, middle=said.middle,
                item=row.item_id or "",
            )
        )  # fmt: skip
    return found


def _keep(
    con: sa.Connection, row: Any, proposed: Sequence[tuple[Candidate, int]], sources: Mapping[str, Source]
) -> None:
    """Keep the themes of a search in the place of those that one before it found in the same and nobody decided on."""
    same = sa.and_(
        runs.c.workspace_id == row.workspace_id, runs.c.names == row.names, runs.c.target == row.target,
        runs.c.document_id.is_(None) if row.document_id is None else runs.c.document_id == row.document_id,
    )  # fmt: skip
    open_yet = sa.and_(themes.c.state == "proposed", themes.c.run_id.in_(sa.select(runs.c.id).where(same)))
    con.execute(themes.delete().where(open_yet))
    for nth, (one, more) in enumerate(proposed):
        con.execute(
            themes.insert().values(
                id=new_id(), run_id=row.id, workspace_id=row.workspace_id, nth=nth, state="proposed",
                title=one.title[:300], found=msgspec.to_builtins(one.found), members=list(one.members), more=more,
                decided_by="", title_of=msgspec.to_builtins(sources[one.title_of]),
            )
        )  # fmt: skip
