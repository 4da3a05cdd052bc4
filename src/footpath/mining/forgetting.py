"""When a person is erased: their words leave the insights, maps and themes they were copied into."""

from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from footpath.accounts import forget_details
from footpath.accounts import workspace_table as workspaces
from footpath.core.database import Database
from footpath.events import ERASED_IDS, erased_ids
from footpath.exploring import Stores
from footpath.library import Copies, Source, in_its_place
from footpath.mining.quoting import Quoting
from footpath.mining.recalling import recall
from footpath.mining.tables import themes

_AT_THE_END = "reports"  # what an erasing writes when it has done the rest


class Forgetting:
    """The copied words of every workspace, held against who was erased from its store.

    Args:
        database: where themes are kept.
        stores: where the data of workspaces is.
        quoting: what quotes say.
        copies: the words in the library.
    """

    def __init__(self, database: Database, stores: Stores, quoting: Quoting, copies: Copies) -> None:
        self._database = database
        self._stores = stores
        self._quoting = quoting
        self._copies = copies
        self._seen: dict[str, tuple[int, ...]] = {}

    def begin(self) -> None:
        """Look up from where words came that an older version copied."""
        recall(self._database, self._quoting, self._copies)

    def round(self) -> int:
        """Take out what persons said who were erased since the last round; return from how many items and themes."""
        with self._database.read() as con:
            known = {row.id: row.locale for row in con.execute(sa.select(workspaces.c.id, workspaces.c.locale))}
        return sum(self._of(workspace, locale) for workspace, locale in sorted(known.items()))

    def _of(self, workspace: str, locale: str) -> int:
        folder = self._stores.folder(workspace)
        state = _state(folder)
        if self._seen.get(workspace) == state:
            return 0
        at = erased_ids(folder)

        def is_erased(source: Source) -> bool:
            # What was said after an erasing came with a new consent; words without a time are never let in again.
            return source.whose in at and (source.said_at is None or source.said_at <= at[source.whose])

        n_items = self._copies.erase(workspace, is_erased) if at else 0
        with self._database.begin() as con:
            rows = con.execute(sa.select(themes).where(_titled(workspace))).all() if at else []
            gone = [row for row in rows if is_erased(msgspec.convert(row.title_of, Source))]
            for row in gone:
                _untitle(con, row, locale)
        self._seen[workspace] = state
        return n_items + len(gone)


def _titled(workspace: str) -> Any:
    return sa.and_(themes.c.workspace_id == workspace, themes.c.title_of.is_not(None))


def _untitle(con: sa.Connection, row: Any, locale: str) -> None:
    con.execute(themes.update().where(themes.c.id == row.id).values(title=in_its_place(locale), title_of=None))
    forget_details(con, row.id, ("title",), lambda text: text == row.title)


def _state(folder: Path) -> tuple[int, ...]:
    """Return what changes when somebody is erased from a store, and again when that is done."""
    found = []
    for path in (folder / ERASED_IDS, folder / _AT_THE_END):
        found += [path.stat().st_mtime_ns, path.stat().st_size] if path.exists() else [0, 0]
    return tuple(found)
