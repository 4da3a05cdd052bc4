"""Erasing a person's facts: the files that hold any are written again without them, and the old ones deleted."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from msgspec import Struct

from footpath.core.querying import querying
from footpath.events.appending import AS_PARQUET
from footpath.events.facts import Facts, quoted, scan_of
from footpath.events.identity_rules import Rules
from footpath.events.naming import id_on, nobody, zero


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


def erase(facts: Facts, ids: Mapping[str, Sequence[str]], theirs: str) -> Iterator[Erased]:
    """Write the files that hold facts of the ids again without them; the caller holds the write lock.

    Args:
        facts: the table.
        ids: by type.
        theirs: the condition of `theirs`.
    """
    with querying() as con:
        name_erased(con, ids)
        yield from erase_where(facts, con, theirs)


def name_erased(con: duckdb.DuckDBPyConnection, ids: Mapping[str, Sequence[str]]) -> None:
    """Register the ids, by type, that the condition of `theirs` speaks of."""
    pairs = [(kind, one) for kind, values in ids.items() for one in values]
    kinds, texts = [kind for kind, _ in pairs], [one for _, one in pairs]
    con.register("_erased", pa.table({"kind": pa.array(kinds, pa.string()), "id": pa.array(texts, pa.string())}))


def erase_where(facts: Facts, con: duckdb.DuckDBPyConnection, condition: str) -> Iterator[Erased]:
    """Write the files with rows for which an SQL condition on q is true again without them; needs the write lock."""
    facts.clean()
    facts.delete_merged()
    con.execute("SET TimeZone = 'UTC'")
    for path in facts.live():
        rows, total = _counts(facts, con, path, condition)
        if rows:
            staged = _without(facts, con, path, condition) if rows < total else None
            new = facts.replace(Path(path).name, staged)
            yield Erased(facts.folder.name, Path(path).name, new, rows, total - rows)


def _counts(facts: Facts, con: duckdb.DuckDBPyConnection, path: str, condition: str) -> tuple[int, int]:
    sql = f"SELECT count(*) FILTER (WHERE {condition}), count(*) FROM {scan_of([path], facts.schema)} AS q"
    rows, total = con.execute(sql).fetchall()[0]
    return int(rows), int(total)


def _without(facts: Facts, con: duckdb.DuckDBPyConnection, path: str, condition: str) -> Path:
    staged = facts.staging() / "left.parquet"
    columns = ", ".join(f'"{field.name}"' for field in facts.schema)
    scan = f"{scan_of([path], facts.schema)} AS q"
    kept = f"SELECT {columns} FROM {scan} WHERE ({condition}) IS NOT TRUE ORDER BY file_row_number"
    con.execute(f"COPY ({kept}) TO {quoted(str(staged))} {AS_PARQUET}")
    return staged


def theirs(rules: Rules) -> str:
    """Return the SQL condition that the id which says whose a row is, is one of those in `_erased`."""
    erased = {kind: f"{id_on(kind)} IN (SELECT id FROM _erased WHERE kind = '{kind}')" for kind in rules.kinds}
    cases = " ".join(f"WHEN {names_somebody(rules, kind)} THEN {one}" for kind, one in erased.items())
    # A zero names somebody only where nothing else does: see identity.py.
    return f"coalesce(CASE {cases} WHEN ids IS NULL THEN {erased['user']} END, false)"


def names_somebody(rules: Rules, kind: str) -> str:
    """Return the SQL condition that the id of a type on a row may say whose it is."""
    value = id_on(kind)
    return f"{value} IS NOT NULL AND NOT {nobody(rules, kind, value)} AND NOT {zero(value)}"
