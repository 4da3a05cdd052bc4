"""Imports and pulls at the door: a store's `privacy.yaml` for whole tables, a piece after the other.

A store without rules of its own for fields and consent takes tables as they are: whoever imports a file has seen it.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from footpath.collector.privacy.door import Door
from footpath.collector.privacy.policy import read_policy
from footpath.collector.records import Event, Reading, Signal, Traits
from footpath.core.errors import Invalid

_AT_ONCE = 20_000  # rows
_KINDS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "events": (Event, {"type": "", "name": "", "at": 0, "received_at": 0}),
    "traits": (Traits, {"traits": "{}", "at": 0}),
    "signals": (Signal, {"kind": "", "at": 0}),
}
_NOT_TEXT = ("at", "received_at", "value", "score", "scale_min", "scale_max", "dedupe_id", "source")
TableDoor = Callable[[str, duckdb.DuckDBPyConnection, str], Any]


def door_for_tables(store: Path) -> TableDoor:
    """Return the door of a store for the rows of imports and pulls.

    Args:
        store: its folder; made by then.
    """

    @contextmanager
    def door(table: str, con: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
        policy = read_policy(store)
        strict = any(one.rules or one.consent.needs for one in (policy.default, *policy.sources.values()))
        if table not in _KINDS or not strict:
            yield query
            return
        home = store / "derived"
        home.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="door-", dir=home) as folder:
            path = Path(folder) / "admitted.parquet"
            _admit(Door(store), table, con.sql(query), path)
            yield "SELECT * FROM read_parquet('" + str(path).replace("'", "''") + "')"

    return door


def _admit(door: Door, table: str, rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    """Write to a file what may be kept of some rows."""
    try:
        reader = rows.to_arrow_reader(_AT_ONCE)
        with pq.ParquetWriter(path, reader.schema) as writer:
            for batch in reader:
                writer.write_table(_admitted(door, table, pa.Table.from_batches([batch])))
    except duckdb.Error as problem:
        reason = str(problem).split("\n", 1)[0]
        raise Invalid(f"Rows for {table!r} cannot be read: {reason}.", hint="Mend rows or mapping.") from None


def _admitted(door: Door, table: str, rows: pa.Table) -> pa.Table:
    kept: list[tuple[int, Any]] = []
    sources = rows["source"].to_pylist()
    structs = _structs(table, rows)
    for source in dict.fromkeys(sources):
        mine = [(number, one) for number, one in enumerate(structs) if sources[number] == source]
        place = {id(one): number for number, one in mine}
        reading = Reading()
        setattr(reading, table, [one for _, one in mine])
        door.admit(reading, source)
        kept += [(place[id(one)], one) for one in getattr(reading, table)]
    kept.sort(key=lambda pair: pair[0])
    chosen = rows.take(pa.array([number for number, _ in kept], pa.int64()))
    for name in _texts(table, rows):
        position = rows.schema.get_field_index(name)
        field = rows.schema.field(position)
        chosen = chosen.set_column(position, field, pa.array([getattr(one, name) for _, one in kept], field.type))
    return chosen


def _structs(table: str, rows: pa.Table) -> list[Any]:
    """Return the rows as the door looks at them, none of their numbers but the time."""
    kind, needed = _KINDS[table]
    columns = {name: rows[name].to_pylist() for name in _texts(table, rows)}
    if "at" in rows.schema.names:
        at = rows["at"].cast(pa.timestamp("us", "UTC")).cast(pa.int64())
        columns["at"] = pc.fill_null(at, 0).to_pylist()
    found = []
    for number in range(rows.num_rows):
        given = {name: values[number] for name, values in columns.items()}
        found.append(kind(**(needed | {name: value for name, value in given.items() if value is not None})))
    return found


def _texts(table: str, rows: pa.Table) -> list[str]:
    fields = (field.name for field in msgspec.structs.fields(_KINDS[table][0]))
    return [name for name in fields if name in rows.schema.names and name not in _NOT_TEXT]
