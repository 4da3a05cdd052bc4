"""Tiny stores for tests."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from footpath.core.querying import querying
from footpath.events import TABLES, Appended, Lake

START = datetime(2026, 3, 1, tzinfo=UTC)
DEFAULTS: dict[str, dict[str, Any]] = {
    "events": {"source": "s.csv", "type": "track", "name": "Viewed"},
    "signals": {"source": "s.csv", "kind": "review"},
    "traits": {"source": "s.csv", "traits": "{}"},
}


def new_lake(folder: Path) -> Lake:
    return Lake.open(folder / "store", create=True)


def add(lake: Lake, rows: list[dict[str, Any]], *, table: str = "events", import_id: str = "i1") -> Appended:
    """Append rows: `at` in seconds after START, `row` counted where it is not given."""
    with querying() as con:
        con.register("given", table_of(rows, table))
        return lake.append(table, con, "SELECT * FROM given", import_id=import_id)


def table_of(rows: list[dict[str, Any]], table: str) -> pa.Table:
    at = {"at": 0} if table == "events" else {}
    full = [{"row": number, **at, **DEFAULTS[table], **row} for number, row in enumerate(rows, 1)]
    for row in full:
        if row.get("at") is not None:
            row["at"] = START + timedelta(seconds=row["at"])
    needed = {field.name for field in TABLES[table] if not field.nullable} - {"key", "import_id"}
    names = sorted(needed.union(*full))
    types = {field.name: field.type for field in TABLES[table]} | {"dedupe_id": pa.string()}
    return pa.table({name: pa.array([row.get(name) for row in full], types.get(name, pa.string())) for name in names})


def rows(lake: Lake, *columns: str, table: str = "events") -> list[tuple[Any, ...]]:
    """The rows of a table, sorted."""
    with querying() as con:
        found = lake.relation(con, table).to_arrow_table().select(columns).to_pylist()
    return sorted(tuple(row.values()) for row in found)
