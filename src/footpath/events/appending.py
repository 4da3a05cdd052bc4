"""How rows join a table of facts: stage → tell known rows from new ones → commit, so that nothing comes in twice.

The rows are written once, by DuckDB, to a Parquet file beside the table. Only when some of them are repeated or known
is that file written again without them. Then one entry in the Delta log makes it part of the table.

A row is recognised by its key, an MD5 hash (16 bytes, the same in every version of every program): of its source and
the id the source gave it, or else of its source and all its fields. Equal rows inside one append without such an id are
different things that look the same (two equal log lines are two events): the second one's key is hashed again with the
number of equal rows before it, so that a longer version of the same file adds only what is new.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.core.querying import querying
from footpath.events.facts import Facts, quoted, sql_type
from footpath.events.known import KnownKeys, keys_in

Progress = Callable[[float], None]
ID = "dedupe_id"
_MADE_HERE = ("key", "import_id")
_FEW = 100_000  # rows whose keys fit into memory beside other work
_NOT_CONTENT = ("key", "source", "import_id", "row")
_UNIT = r"e'\x1f'"
# Giving up sooner on a dictionary for columns of ids takes a fifth off the time of writing, at the same size; the
# encodings of version 2 (differences between numbers, lengths apart from texts) a tenth more, and a third of the size.
AS_PARQUET = "(FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 10000)"

# An index of keys is made when a store is as large as this, and as many times as large as what is added: making it
# takes about as long as reading all keys seven times, and from then on appends cost what is new.
LARGE = 1 << 20
TIMES = 16


class Appended(Struct, frozen=True):
    """What an append did: rows added, and rows that were there already (or twice in the query, by the source's id)."""

    added: int
    duplicates: int


def append(
    facts: Facts, known: Path, con: duckdb.DuckDBPyConnection, query: str, import_id: str, progress: Progress | None
) -> Appended:
    """Add the rows of `query` that are new; the caller holds the write lock. `known` is the folder of `KnownKeys`."""
    given = columns_of(con, query, facts)
    folder = facts.staging()
    staged = folder / "staged.parquet"
    con.execute("SET TimeZone = 'UTC'")
    with _watched(con, progress):
        con.execute(f"COPY ({rows_of(facts, given, query, import_id)}) TO {quoted(str(staged))} {AS_PARQUET}")
    total = pq.read_metadata(staged).num_rows
    fresh = _only_new(facts, known, staged, _IdKeys(con, query, given)) if total else None
    if fresh is None:
        shutil.rmtree(folder)
        return Appended(0, total)
    added = pq.read_metadata(fresh).num_rows
    facts.commit(fresh, import_id=import_id)
    shutil.rmtree(folder)
    return Appended(added, total - added)


def columns_of(con: duckdb.DuckDBPyConnection, query: str, facts: Facts) -> list[str]:
    """Return the columns of a query; raises Invalid where they are not those of the table."""
    given = [str(row[0]) for row in con.execute(f"DESCRIBE {query}").fetchall()]
    allowed = {field.name for field in facts.schema if field.name not in _MADE_HERE} | {ID}
    needed = {field.name for field in facts.schema if not field.nullable and field.name not in _MADE_HERE}
    unknown, missing = sorted(set(given) - allowed), sorted(needed - set(given))
    if unknown or missing:
        raise Invalid(
            f"The rows for {facts.folder.name!r} have unknown columns {unknown} and lack {missing}.",
            hint=f"The columns are: {', '.join(sorted(allowed))}.",
        )
    return given


def rows_of(facts: Facts, given: list[str], query: str, import_id: str, *, key: str = "") -> str:
    """Return the SELECT that yields the table's columns with the keys of rows seen for the first time.

    Args:
        facts: the table.
        given: columns of the query.
        query: a SELECT.
        import_id: name of the import.
        key: SQL of the key, where every row has an id of its own (`BY_ID`).
    """
    typed = ", ".join(
        f'CAST("{field.name}" AS {sql_type(field)}) AS "{field.name}"' for field in facts.schema if field.name in given
    )
    tail = f', CAST("{ID}" AS VARCHAR) AS "{ID}"' if ID in given else ""
    made = {"key": key or _key(facts, given), "import_id": quoted(import_id)}
    columns = ", ".join(_column(field, given, made) for field in facts.schema)
    return f"SELECT {columns} FROM (SELECT {typed}{tail} FROM ({query}))"


def _column(field: pa.Field, given: list[str], made: dict[str, str]) -> str:
    if field.name in given:
        return f'"{field.name}"'
    value = made.get(field.name, f"CAST(NULL AS {sql_type(field)})")
    return f'{value} AS "{field.name}"'


def _key(facts: Facts, given: list[str]) -> str:
    """Return the SQL of a row's key; a column that is null and one that is not given make the same key."""
    fields = [field for field in facts.schema if field.name in given and field.name not in _NOT_CONTENT]
    parts = ", ".join(f"{_tag(field.name)} || {_text(field)}" for field in fields)
    content = f"concat(source, {parts})"
    if ID not in given:
        return f"unhex(md5({content}))"
    by_id = f'concat(source, {_tag(ID)} || "{ID}")'
    return f'unhex(md5(CASE WHEN "{ID}" IS NULL THEN {content} ELSE {by_id} END))'


def _tag(name: str) -> str:
    return f"{_UNIT[:-1]}{name}='"


def _text(field: pa.Field) -> str:
    # Instants as integers: their text would depend on the session's time zone, and takes longer to make.
    return f'epoch_us("{field.name}")::VARCHAR' if pa.types.is_timestamp(field.type) else f'"{field.name}"::VARCHAR'


# The key of a row with an id, null without one.
BY_ID = f'unhex(md5(source || {_tag(ID)} || "{ID}"))'


class _IdKeys:
    """Tells which repeated keys stand for the source's own ids; asked only when keys repeat within one append."""

    def __init__(self, con: duckdb.DuckDBPyConnection, query: str, given: list[str]) -> None:
        self._con, self._query, self._given = con, query, given

    def among(self, ids_of: str) -> pa.Table:
        """Return the keys (column `key`) of rows that carry an id and whose key `ids_of`(id column, source) repeats."""
        if ID not in self._given:
            return pa.table({"key": pa.array([], pa.binary())})
        by_id = f'unhex(md5(concat(source, {_tag(ID)} || CAST("{ID}" AS VARCHAR))))'
        sql = f'SELECT {by_id} AS key FROM ({self._query}) WHERE "{ID}" IS NOT NULL GROUP BY ALL HAVING {ids_of}'
        return self._con.sql(sql).to_arrow_table()


def _only_new(facts: Facts, index: Path, staged: Path, id_keys: _IdKeys) -> Path | None:
    """Return the file holding the rows of `staged` that are not in the table yet, or None when there are none."""
    source = f"read_parquet({quoted(str(staged))}, file_row_number = true)"
    rows = pq.read_metadata(staged).num_rows
    with querying() if rows <= _FEW else _spilling(staged.parent) as con:
        repeated = _has_repeats(con, source)
        con.execute("CREATE TEMP TABLE repeats (pos BIGINT, key BLOB, new_key BLOB, again BOOLEAN)")
        if repeated:
            con.register("id_keys", id_keys.among("count(*) > 1"))
            con.execute(_REPEATS.format(staged=source))
        files = facts.files_of(_source_range(staged))
        if _is_little(rows, files, facts):
            known = _known_by_index(con, source, _index(index, facts, files))
        else:
            known = _known(con, source, files)
        dropped = known + _one(con, "SELECT count(*) FROM repeats WHERE again")
        if dropped == rows:
            return None
        if not dropped and not repeated:
            return staged
        fresh = staged.with_name("fresh.parquet")
        columns = ", ".join(f'"{field.name}"' for field in facts.schema if field.name != "key")
        con.execute(f"COPY ({_FRESH.format(staged=source, columns=columns)}) TO {quoted(str(fresh))} {AS_PARQUET}")
        return fresh


_REPEATS = """
INSERT INTO repeats
SELECT pos, key, CASE WHEN ordinal > 0 THEN unhex(md5(hex(key) || ':' || ordinal)) ELSE key END, by_id AND ordinal > 0
FROM (
    SELECT file_row_number AS pos, key, key IN (SELECT key FROM id_keys) AS by_id,
        row_number() OVER (PARTITION BY key ORDER BY "row", file_row_number) - 1 AS ordinal
    FROM {staged} WHERE key IN (SELECT key FROM {staged} GROUP BY key HAVING count(*) > 1)
)
"""
_KEYS = """
SELECT file_row_number AS pos, coalesce(new_key, s.key) AS key
FROM {staged} AS s LEFT JOIN repeats AS r ON r.pos = s.file_row_number WHERE again IS NOT TRUE
"""
# Positions in the staged file order rows that share time and line, so the rewritten file keeps them in order.
_FRESH = """
SELECT coalesce(new_key, s.key) AS key, {columns}
FROM {staged} AS s LEFT JOIN (SELECT pos, new_key, again FROM repeats) AS r ON r.pos = s.file_row_number
WHERE again IS NOT TRUE AND NOT EXISTS (FROM known WHERE known.pos = s.file_row_number)
ORDER BY s.file_row_number
"""


def _is_little(rows: int, files: list[str], facts: Facts) -> bool:
    """Say whether reading all keys of the files would take much longer than looking so many up in an index."""
    counts = facts.rows()
    stored = sum(counts[Path(file).name] for file in files)
    return stored >= LARGE and stored >= TIMES * rows


def _index(folder: Path, facts: Facts, files: list[str]) -> KnownKeys:
    """Return the index of the keys of some files; it reads those that came since it was asked the last time."""
    index = KnownKeys(folder)
    index.cover([Path(path) for path in facts.live()], [Path(path) for path in files])
    return index


def _known_by_index(con: duckdb.DuckDBPyConnection, staged: str, index: KnownKeys) -> int:
    """Do what `_known` does without reading the facts."""
    rows = con.sql(_KEYS.format(staged=staged)).to_arrow_table()
    keys = keys_in(rows["key"])
    con.register("_found", pa.table({"pos": rows["pos"].to_numpy()[keys.place[index.has(keys)]]}))
    con.execute("CREATE TEMP TABLE known AS SELECT pos::BIGINT AS pos FROM _found")
    con.unregister("_found")
    return _one(con, "SELECT count(*) FROM known")


def _known(con: duckdb.DuckDBPyConnection, staged: str, files: list[str]) -> int:
    """Fill the table `known` with the positions of staged rows that the store has; return how many."""
    con.execute("CREATE TEMP TABLE known (pos BIGINT)")
    if files:
        rows = _KEYS.format(staged=staged)
        con.execute(f"INSERT INTO known SELECT pos FROM ({rows}) SEMI JOIN read_parquet({files}) AS stored USING (key)")
    return _one(con, "SELECT count(*) FROM known")


def _has_repeats(con: duckdb.DuckDBPyConnection, scan: str) -> bool:
    """Say whether two rows may share a key: sorts short hashes of all keys, much faster than grouping the keys."""
    hashes = con.execute(f"SELECT hash(key) AS hashed FROM {scan}").fetchnumpy()["hashed"]
    hashes.sort()
    return bool((hashes[1:] == hashes[:-1]).any())


def _source_range(staged: Path) -> tuple[str, str]:
    metadata = pq.read_metadata(staged)
    position = metadata.schema.to_arrow_schema().get_field_index("source")
    groups = [metadata.row_group(group).column(position).statistics for group in range(metadata.num_row_groups)]
    return min(stats.min for stats in groups), max(stats.max for stats in groups)


@contextmanager
def _spilling(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection of its own that spills to `folder`."""
    with duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "2GB"}) as con:
        con.execute("SET TimeZone = 'UTC'")
        yield con


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(con.execute(sql).fetchall()[0][0])


@contextmanager
def _watched(con: duckdb.DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """Call `progress` with the share done, 0…1, while the block runs on `con`."""
    if progress is None:
        yield
        return
    con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(con, progress, done), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _watch(con: duckdb.DuckDBPyConnection, progress: Progress, done: threading.Event) -> None:
    while not done.wait(0.2):
        share = con.query_progress()
        if share >= 0:
            progress(min(1.0, share / 100))
