"""Erasing a person's facts: the files that hold any are written again without them, and the old ones deleted."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from msgspec import Struct

from footpath.events.appending import AS_PARQUET
from footpath.events.facts import Facts, quoted
from footpath.events.identity import KINDS, ZERO, placeholder


class Erased(Struct, frozen=True):
    """One file that was written again.

    Attributes:
        table: whose.
        old, new: names of the file before and after; `new` is "" where nothing was left.
        rows: how many rows were erased.
        left: how many rows the new file has.
    """

    table: str
    old: str
    new: str
    rows: int
    left: int


def erase(facts: Facts, ids: Mapping[str, Sequence[str]]) -> Iterator[Erased]:
    """Write the files that hold facts of the ids again without them; the caller holds the write lock."""
    facts.clean()
    facts.delete_merged()
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'UTC'")
        pairs = [(kind, one) for kind, values in ids.items() for one in values]
        kinds, texts = [kind for kind, _ in pairs], [one for _, one in pairs]
        con.register("_erased", pa.table({"kind": pa.array(kinds, pa.string()), "id": pa.array(texts, pa.string())}))
        for path in facts.live():
            rows, total = _counts(con, path)
            if rows:
                staged = _without(facts, con, path) if rows < total else None
                new = facts.replace(Path(path).name, staged)
                yield Erased(facts.folder.name, Path(path).name, new, rows, total - rows)


def _counts(con: duckdb.DuckDBPyConnection, path: str) -> tuple[int, int]:
    sql = f"SELECT count(*) FILTER (WHERE {THEIRS}), count(*) FROM read_parquet({quoted(path)})"
    rows, total = con.execute(sql).fetchall()[0]
    return int(rows), int(total)


def _without(facts: Facts, con: duckdb.DuckDBPyConnection, path: str) -> Path:
    staged = facts.staging() / "left.parquet"
    columns = ", ".join(f'"{field.name}"' for field in facts.schema)
    kept = (
        f"SELECT {columns} FROM read_parquet({quoted(path)}, file_row_number = true) WHERE NOT {THEIRS} "
        "ORDER BY file_row_number"
    )
    con.execute(f"COPY ({kept}) TO {quoted(str(staged))} {AS_PARQUET}")
    return staged


def _theirs() -> str:
    """Return the SQL condition that the id which says whose a row is, is one of those in `_erased`."""
    theirs = {kind: f"{column} IN (SELECT id FROM _erased WHERE kind = '{kind}')" for kind, column in KINDS.items()}
    cases = " ".join(f"WHEN {_names_somebody(column)} THEN {theirs[kind]}" for kind, column in KINDS.items())
    # A zero names somebody only where nothing else does: see identity.py.
    return f"coalesce(CASE {cases} ELSE {theirs['user']} END, false)"


def _names_somebody(column: str) -> str:
    return f"{column} IS NOT NULL AND NOT {placeholder(column)} AND NOT regexp_full_match({column}, '{ZERO}')"


THEIRS = _theirs()
