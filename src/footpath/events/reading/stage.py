"""The stage: a scratch DuckDB and folder where a file's tables stand, all columns text, before they are taken in."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.events.mapping import Mapping
from footpath.events.rejects import Reject

ROW = "_row"
LONGEST_LINE = 16 << 20


class ReadOptions(Struct, frozen=True, kw_only=True):
    """What a person may say about how a file is written; None = find out.

    Attributes:
        delimiter: of a delimited file.
        header: whether the first line names the columns.
    """

    delimiter: str | None = None
    header: bool | None = None


class Table(Struct, frozen=True, kw_only=True):
    """A staged table: every column is text, empty text is null-like, `_row` counts rows from 1.

    Attributes:
        name: file name, with the sheet where there are several.
        view: what it is called in the stage's DuckDB.
        rows: how many.
        lines_before: lines of the source before row 1, to turn a row number into a line number.
        mapping: what the columns mean, where the kind of file says it.
        notes: what was recognised in reading, in plain words.
    """

    name: str
    view: str
    columns: tuple[str, ...]
    rows: int
    rejects: tuple[Reject, ...] = ()
    lines_before: int = 0
    mapping: Mapping | None = None
    notes: tuple[str, ...] = ()


class Stage:
    """Scratch space of one import; use `open_stage`."""

    def __init__(self, folder: Path, con: duckdb.DuckDBPyConnection, options: ReadOptions) -> None:
        self.folder = folder
        self.con = con
        self.options = options
        self._count = 0

    def scratch(self, suffix: str) -> Path:
        """Return a path nobody else uses."""
        self._count += 1
        return self.folder / f"{self._count}{suffix}"

    def one(self, query: str) -> Any:
        """Return the first value of the first row of a query."""
        return self.con.execute(query).fetchall()[0][0]

    def keep(self, query: str) -> Path:
        """Run a query once and keep its rows, in order, as a Parquet file."""
        path = self.scratch(".parquet")
        self.con.execute(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION snappy)")
        return path

    def keep_batches(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Path:
        """Write record batches as a Parquet file."""
        path = self.scratch(".parquet")
        with pq.ParquetWriter(path, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        return path

    def table(self, query: str) -> str:
        """Run a query once and keep its rows, in order, as a table of the scratch DuckDB; faster than a file."""
        self._count += 1
        name = f"kept_{self._count}"
        self.con.execute(f"CREATE TABLE {name} AS {query}")
        return name

    def view(self, kept: Path | str, expressions: dict[str, str] | None = None) -> tuple[str, tuple[str, ...], int]:
        """Make a view of text columns, trimmed, empty ones null, over what was kept.

        Args:
            kept: a Parquet file, or a table whose columns are trimmed text already.
            expressions: column → SQL; None = every column, cast to text.

        Returns:
            the view's name, its columns, its rows.
        """
        self._count += 1
        name = f"staged_{self._count}"
        scan = kept if isinstance(kept, str) else f"read_parquet({quoted(str(kept))}, file_row_number = true)"
        number = "rowid" if isinstance(kept, str) else "file_row_number"
        if expressions is None:
            described = self.con.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
            kinds = {column: kind for column, kind, *_ in described if column != "file_row_number"}
            expressions = {column: as_text(column, kind) for column, kind in kinds.items()}
        if not isinstance(kept, str):
            expressions = {column: f"nullif(trim({sql}), '')" for column, sql in expressions.items()}
        chosen = ", ".join(f"{sql} AS {ident(column)}" for column, sql in expressions.items())
        self.con.execute(f"CREATE VIEW {name} AS SELECT {number} + 1 AS {ROW}, {chosen} FROM {scan}")
        rows = int(self.one(f"SELECT count(*) FROM {scan}"))
        return name, tuple(expressions), rows


@contextmanager
def open_stage(options: ReadOptions | None = None) -> Iterator[Stage]:
    """Open a scratch DuckDB, in UTC, and a folder; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="footpath-"))
    con = duckdb.connect()
    try:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET memory_limit = '2GB'")
        con.execute(f"SET temp_directory = {quoted(str(folder / 'spill'))}")
        yield Stage(folder, con, options or ReadOptions())
    finally:
        con.close()
        shutil.rmtree(folder, ignore_errors=True)


def ident(name: str) -> str:
    """Quote a name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: str) -> str:
    """Quote a text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def as_text(column: str, kind: str) -> str:
    """Return SQL that gives a column of a DuckDB type as text; nested values as JSON."""
    name = ident(column)
    if kind == "VARCHAR":
        return name
    if kind.startswith(("STRUCT", "MAP", "UNION")) or kind.endswith("]"):
        return f"to_json({name})::VARCHAR"
    if kind == "BLOB":
        return f"base64({name})"
    return f"{name}::VARCHAR"


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Name every column, once: blank ones by position, repeated ones with a number (DuckDB ignores case)."""
    taken: set[str] = {ROW, "file_row_number"}
    result = []
    for position, name in enumerate(names, 1):
        base = " ".join(name.replace("\ufeff", "").split()) or f"column_{position}"
        candidate, number = base, 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{base}_{number}"
        taken.add(candidate.lower())
        result.append(candidate)
    return tuple(result)


def lines_of(path: str) -> str:
    """Return SQL that gives a text file's lines as the one column `line`, blank lines left out by the reader."""
    return (
        f"SELECT line FROM read_csv({quoted(path)}, auto_detect = false, delim = '\x01', quote = '', escape = '', "
        f"header = false, columns = {{'line': 'VARCHAR'}}, max_line_size = {LONGEST_LINE}, ignore_errors = true)"
    )
