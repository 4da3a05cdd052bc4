"""How small appends join a table of facts, many a minute: rows that all carry an id of their own, as collectors bring.

The rows become columns in memory, their keys are looked up among the known ones (`known`), and what is new is written
once. So the cost is that of the new rows, however much is stored; `appending` is for large ones and for rows without
ids, and reads the keys of all files unless these are many times what is added.
"""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from footpath.core.errors import Invalid
from footpath.events.appending import BY_ID, ID, Appended, columns_of, rows_of
from footpath.events.facts import Facts
from footpath.events.known import KnownKeys, firsts, keys_in

# Columns of few different values; a dictionary of ids costs more time than it saves space.
_WORDS = ("source", "import_id", "type", "name", "channel", "page", "campaign", "device", "region", "currency", "kind",
          "about", "lang", "metric")  # fmt: skip


def take(facts: Facts, known: Path, con: duckdb.DuckDBPyConnection, query: str, import_id: str) -> Appended:
    """Add the rows of `query` that are new; the caller holds the write lock."""
    con.execute("SET TimeZone = 'UTC'")
    given = columns_of(con, query, facts)
    if ID not in given:
        raise _no_ids(facts)
    rows = con.sql(rows_of(facts, given, query, import_id, key=BY_ID)).to_arrow_table()
    if not rows.num_rows:
        return Appended(0, 0)
    if rows["key"].null_count:
        raise _no_ids(facts)
    keys = keys_in(rows["key"])
    index = KnownKeys(known)
    live = [Path(path) for path in facts.live()]
    if not index.covers(live):
        index.cover(live, [Path(path) for path in facts.files_of(_range(rows["source"]))])
    new = firsts(keys) & ~index.has(keys)
    added = int(np.count_nonzero(new))
    if added:
        if added < len(keys):
            rows = rows.take(np.sort(keys.place[new]))
        index.add(keys, new, facts.commit(write(facts, rows), import_id=import_id))
    return Appended(added, len(keys) - added)


def _no_ids(facts: Facts) -> Invalid:
    return Invalid(f"Some rows for {facts.folder.name!r} have no {ID!r}.", hint="Give each an id of its own.")


def _range(sources: pa.ChunkedArray) -> tuple[str, str]:
    found = pc.min_max(sources).as_py()
    return found["min"], found["max"]


def write(facts: Facts, rows: pa.Table) -> Path:
    """Write rows to a file that is not part of the table yet and return it."""
    staged = facts.staging() / "staged.parquet"
    with writer(facts, staged) as file:
        file.write_table(rows.cast(facts.schema))
    return staged


def writer(facts: Facts, path: Path) -> pq.ParquetWriter:
    """Return a writer of Parquet that costs little time and little space."""
    names = facts.schema.names
    return pq.ParquetWriter(
        path,
        facts.schema,
        compression="zstd",
        compression_level=1,
        use_dictionary=[name for name in _WORDS if name in names],
        write_statistics=[field.name for field in facts.schema if not field.nullable or field.name == "at"],
    )
