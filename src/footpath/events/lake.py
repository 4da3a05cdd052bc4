"""The store of facts: events, signals and traits in Delta tables, with what was imported and what was left out."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import msgspec
import pyarrow as pa
from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.querying import querying
from footpath.events import appending, compacting, decisions, erasing, lock, rejects, taking, tombstones
from footpath.events.appending import Appended, Progress
from footpath.events.decisions import Identity, read_identity
from footpath.events.erasing import Erased
from footpath.events.facts import Facts, quoted, scan_of
from footpath.events.records import ImportRecord, Records, safe_name
from footpath.events.rejects import Reject
from footpath.events.schema import LEDGERS, SCHEMAS, TABLES
from footpath.events.tombstones import Barred

if TYPE_CHECKING:
    from footpath.events.info import Info

FORMAT = "footpath-store/1"
_MARK = "store.json"
_FOLDERS = ("imports", "rejects")
# Gets a table's name and a query on a connection; yields the query of what may be kept of its rows.
Door = Callable[[str, duckdb.DuckDBPyConnection, str], AbstractContextManager[str]]


def _ours(path: Path) -> bool:
    """Say whether a file may be part of a store that another process is just making, or died making."""
    return path.name in (*SCHEMAS, *_FOLDERS, "derived") or path.name.startswith((_MARK, lock.FILE))


class Snapshot(Struct, frozen=True):
    """One state of the store that stays as it is while others write.

    Attributes:
        version: name of the state; equal names mean equal facts.
        files: Parquet files by table.
        rows: number of rows by table.
        identity: the rules and decisions that say who is who.
    """

    version: str
    files: dict[str, list[str]]
    rows: dict[str, int]
    identity: Identity = Identity()

    def scan(self, table: str, files: Sequence[str] | None = None, skip: Mapping[str, int] | None = None) -> str:
        """Return the FROM clause that reads a table in DuckDB, or some of its files.

        Besides the table's columns it has `file_index`, from 0 in order of the files, and `file_row_number`.

        Args:
            table: which.
            files: paths; None = all.
            skip: how many of a file's first rows to leave out, by name.
        """
        chosen = self.files[table] if files is None else files
        places = {Path(path).name: place for place, path in enumerate(chosen)}
        without = [
            f"NOT (file_index = {places[name]} AND file_row_number < {count})"
            for name, count in (skip or {}).items()
            if name in places
        ]
        scan = scan_of(chosen, SCHEMAS[table])
        return f"(SELECT * FROM {scan} WHERE {' AND '.join(without)})" if without else scan

    def relation(self, con: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
        """Return a table as a DuckDB relation with the columns of events/schema.py; instants show in UTC."""
        con.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f'"{field.name}"' for field in SCHEMAS[table])
        return con.sql(f"SELECT {columns} FROM {self.scan(table)}")


class Lake:
    """A store folder. Use `Lake.open`.

    Args:
        folder: where it is.
        door: takes out of the rows that `append` is given what may not be kept; None = rows come as they may be kept.
    """

    def __init__(self, folder: Path, door: Door | None = None) -> None:
        self.folder = folder
        self._door = door
        self._facts = {name: Facts(folder / name, schema) for name, schema in TABLES.items()}
        self._ledgers = {name: Facts(folder / name, schema) for name, schema in LEDGERS.items()}
        self._records = Records(folder / "imports")
        self._cleaned: set[str] = set()

    @classmethod
    def open(cls, folder: str | Path, *, create: bool = False, door: Door | None = None) -> "Lake":
        """Open the store in `folder`.

        Args:
            folder: the store's folder.
            create: make an empty store where there is none.
            door: see `Lake`.

        Raises:
            NotFound: there is no store and `create` is false.
            Invalid: the folder holds something else.
        """
        path = Path(folder).resolve()
        lake = cls(path, door)
        if (path / _MARK).is_file():
            lake._check_format()
        elif create:
            lake._create()
        else:
            raise NotFound(f"There is no store in {folder}.", hint="Make one with `footpath import FILES…`.")
        return lake

    def _create(self) -> None:
        if self.folder.exists() and not (self.folder.is_dir() and all(map(_ours, self.folder.iterdir()))):
            raise Invalid(
                f"{self.folder} is no store and not an empty folder.",
                hint="Name an empty or a new folder for the store.",
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        with lock.writing(self.folder):
            for name in _FOLDERS:
                (self.folder / name).mkdir(exist_ok=True)
            for facts in self._facts.values():
                facts.create()
            part = self.folder / f"{_MARK}.part"
            part.write_bytes(msgspec.json.encode({"format": FORMAT}))
            part.replace(self.folder / _MARK)

    def _check_format(self) -> None:
        found = msgspec.json.decode((self.folder / _MARK).read_bytes(), type=dict[str, str]).get("format", "")
        if found != FORMAT:
            raise Conflict(f"The store {self.folder} has format {found!r}, not {FORMAT!r}.", hint="Update Footpath.")

    def append(
        self,
        table: str,
        con: duckdb.DuckDBPyConnection,
        query: str,
        *,
        import_id: str,
        progress: Progress | None = None,
    ) -> Appended:
        """Add the rows of a query to a table: all that are new, or, when anything fails or the process dies, none.

        Give all rows of one source in one append: equal rows are told apart by how many came before them in it.

        Args:
            table: "events", "signals", "traits" or "consents".
            con: connection the query runs on; its TimeZone is set to UTC.
            query: a SELECT of the table's columns (events/schema.py) except `key` and `import_id`. Columns that may be
                null can be left out. An additional `dedupe_id` VARCHAR is the source's own id of the row, unique within
                (source, table): rows with an id seen before are duplicates whatever else they hold.
            import_id: name of the import; letters, digits, '-', '_' and '.'.
            progress: called a few times a second with the share done, 0…1.

        Raises:
            Invalid: a column is unknown or missing, or a needed value is null.
            Conflict: another process writes and does not end.
        """
        facts = self._table(table)
        safe_name(import_id)
        door = self._door(table, con, query) if self._door else nullcontext(query)
        with door as admitted, lock.writing(self.folder):
            if table in self._ledgers:
                facts.create()
            facts.clean()
            allowed = tombstones.filtered(self.folder, con, admitted, self.ledger_files("consents"))
            return appending.append(facts, self._keys(table), con, allowed, import_id, progress)

    def take(self, table: str, con: duckdb.DuckDBPyConnection, query: str, *, import_id: str) -> Appended:
        """Add the rows of a query that are new, at a cost that does not grow with what is stored.

        As `append`, but every row must have its `dedupe_id`: of rows with the same one, the first ever stays.

        Raises:
            Invalid: a column is unknown or missing, or a needed value is null.
            Conflict: another process writes and does not end.
        """
        facts = self._table(table)
        safe_name(import_id)
        with lock.writing(self.folder):
            if table in self._ledgers:
                facts.create()
            # What a killed import left is nobody's hurry; to look for it each second would take longer than to take.
            if table not in self._cleaned:
                facts.clean()
                self._cleaned.add(table)
            allowed = tombstones.filtered(self.folder, con, query, self.ledger_files("consents"))
            return taking.take(facts, self._keys(table), con, allowed, import_id)

    def compact(self) -> int:
        """Put small files of facts together where many lie side by side, while others go on reading and writing.

        Returns:
            How many files became fewer; 0 also when another process is at it.
        """
        folder = self.folder / "derived" / "merging"
        folder.mkdir(parents=True, exist_ok=True)
        done = 0
        try:
            with lock.writing(folder, wait_s=0.0):
                for name, facts in self._facts.items():
                    while count := compacting.compact(facts, self.folder, self._keys(name)):
                        done += count
        except Conflict:
            pass
        return done

    def _keys(self, table: str) -> Path:
        return self.folder / "derived" / "keys" / table

    def erase(self, ids: Mapping[str, Sequence[str]]) -> tuple[Erased, ...]:
        """Delete every fact that is a person's, from disk too; one file at a time, each wholly or not at all.

        What was decided by hand about these ids is forgotten too.

        Args:
            ids: the person's ids by type ("user", "email", "anonymous", …); a fact is theirs when one of these says
                whose it is, as in `Persons.of`.

        Returns:
            The files that were written anew.
        """
        with lock.writing(self.folder):
            theirs = self.theirs()
            erased = tuple(one for facts in self._all() for one in erasing.erase(facts, ids, theirs))
            decisions.forget(self.folder, ids)
            if erased:
                self._forget_lists()
            return erased

    def erase_older(self, source: str, before: datetime) -> tuple[Erased, ...]:
        """Delete what a source's rows say happened before an instant, from disk too.

        Rows without a time stay, and so do consents: they prove that the rest may be kept.
        """
        condition = f'source = {quoted(source)} AND epoch_us("at") < {int(before.timestamp() * 1e6)}'
        with lock.writing(self.folder), querying() as con:
            return tuple(one for facts in self._facts.values() for one in erasing.erase_where(facts, con, condition))

    def bar(self, ids: Mapping[str, Sequence[str]], at: datetime) -> list[str]:
        """Keep ids, by kind, from coming back: rows of theirs that are older than `at`, or come before a new consent.

        Returns:
            The keyed hashes they are known by from now on.
        """
        with lock.writing(self.folder):
            return tombstones.add(self.folder, ids, at)

    def barred(self) -> Barred:
        """Return which ids were erased."""
        return Barred(self.folder)

    def whose_signals(self, keys: Sequence[bytes]) -> dict[bytes, tuple[str, int | None]]:
        """Return for signals, by key, the hash of the id that says whose each is ("" = nobody knows), and its µs."""
        with querying() as con:
            self.relation(con, "signals").create_view("said")
            con.register("wanted", pa.table({"key": pa.array(keys, pa.binary())}))
            return tombstones.whose(self.folder, con, "SELECT * FROM said WHERE key IN (SELECT key FROM wanted)")

    def erase_barred(self) -> tuple[Erased, ...]:
        """Delete the rows of ids that were erased before: a restored backup may hold some."""
        found: list[Erased] = []
        with lock.writing(self.folder), querying() as con:
            for facts in self._all():
                columns = [field.name for field in facts.schema]
                condition = tombstones.barred(self.folder, con, columns, self.ledger_files("consents"))
                found += erasing.erase_where(facts, con, condition)
            if found:
                self._forget_lists()
        return tuple(found)

    def _forget_lists(self) -> None:
        """Delete the lists of what rows held, hashes of ids and values of properties; they are made anew."""
        for name in ("keys", "plan"):
            shutil.rmtree(self.folder / "derived" / name, ignore_errors=True)

    def theirs(self) -> str:
        """Return the SQL condition that a row is of one of the ids that `name_erased` registered."""
        return erasing.theirs(read_identity(self.folder).rules)

    def _all(self) -> list[Facts]:
        return [*self._facts.values(), *(facts for facts in self._ledgers.values() if facts.exists())]

    def ledger_files(self, name: str) -> list[str]:
        """Return the Parquet files of a table beside the facts ("consents"), none before the first row."""
        facts = self._ledgers[name]
        return facts.files(facts.open()) if facts.exists() else []

    def _table(self, table: str) -> Facts:
        known = self._facts | self._ledgers
        if table not in known:
            raise NotFound(f"No table is called {table!r}.", hint=f"There are: {', '.join(known)}.")
        return known[table]

    def snapshot(self) -> Snapshot:
        """Return the store as it is now."""
        tables = {name: facts.open() for name, facts in self._facts.items()}
        identity = read_identity(self.folder)
        version = "-".join(f"{name[0]}{table.version()}" for name, table in tables.items())
        return Snapshot(
            version=f"{version}-{identity.version}" if identity.decisions else version,
            files={name: self._facts[name].files(table) for name, table in tables.items()},
            rows={name: table.count() for name, table in tables.items()},
            identity=identity,
        )

    @property
    def version(self) -> str:
        """Name of the present state; changes with every append that added something."""
        return self.snapshot().version

    def relation(self, con: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
        """Return a table as it is now as a DuckDB relation on `con`, with the columns of events/schema.py."""
        self._table(table)
        state = self.snapshot()
        if table in self._ledgers:
            state.files[table] = self.ledger_files(table)
        return state.relation(con, table)

    def seen(self, content_hash: str, mapping_hash: str) -> ImportRecord | None:
        """Return the finished import of this very file read in this very way, or None."""
        return self._records.find(content_hash, mapping_hash)

    def record_import(self, record: ImportRecord) -> None:
        """Write down a finished import; do it last, so that an import that died is done again."""
        self._records.add(record)

    def imports(self) -> list[ImportRecord]:
        """Return what was imported, oldest first."""
        return self._records.all()

    def rejects_path(self, import_id: str) -> Path:
        """Return where the rejects of an import are, whether or not there are any."""
        return self.folder / "rejects" / f"{safe_name(import_id)}.csv"

    def add_rejects(self, import_id: str, rows: Iterable[Reject]) -> int:
        """Add rows to the rejects file of an import and return how many they were."""
        return rejects.write(self.rejects_path(import_id), rows)

    def forget_rejects(self, gone: Callable[[str], bool]) -> int:
        """Take rows out of all rejects files by the value that could not be read; return how many."""
        return sum(rejects.remove(path, gone) for path in sorted((self.folder / "rejects").glob("*.csv")))

    def info(self) -> "Info":
        """Count what the store holds: sources, rows, persons, time span, rejects, size."""
        from footpath.events.info import describe

        return describe(self)

    def size_bytes(self) -> int:
        """Return the size of all files of the store on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    @contextmanager
    def deriving(self, name: str) -> Iterator[Path]:
        """Give one process at a time a folder for what is computed from the facts and may be deleted at any time."""
        folder = self.folder / "derived" / name
        folder.mkdir(parents=True, exist_ok=True)
        with lock.writing(folder):
            yield folder

    def forget_derived(self) -> None:
        """Delete all that was computed from the facts; it is made again when it is asked for."""
        shutil.rmtree(self.folder / "derived", ignore_errors=True)

    def new_import_id(self, content_hash: str) -> str:
        """Return a name for an import that no other import has: time, start of the content hash, process."""
        return f"{clock.now():%Y%m%dT%H%M%S%f}-{content_hash[:12]}-{os.getpid()}"
