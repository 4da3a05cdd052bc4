"""Persons of tiny stores in plain values, worked out from all facts."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from footpath.events import Lake, Persons, resolve


def everyone_in(lake: Lake) -> Persons:
    with duckdb.connect() as con:
        return resolve(con, lake.snapshot())


def persons_in(lake: Lake) -> dict[str, list[str]]:
    """Canonical name → ids, sorted."""
    found = everyone_in(lake)
    names = found.canonical.to_pylist()
    people: dict[str, list[str]] = {name: [] for name in names}
    for row in found.ids.to_pylist():
        people[names[row["person"]]].append(f"{row['kind']}:{row['id']}")
    return {name: sorted(ids) for name, ids in people.items()}


def whose(lake: Lake, rows: Sequence[dict[str, Any]]) -> list[str | None]:
    """The person of each row; rows without `at` are one second after the other."""
    found = everyone_in(lake)
    names = ("user_id", "email_hash", "anonymous_id", "ids")
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    from tests.events.lakes import START

    at = [int(START.timestamp() * 1_000_000) + 1_000_000 * int(row.get("at", n)) for n, row in enumerate(rows)]
    table = table.append_column("at", pa.array(at, pa.timestamp("us", tz="UTC")))
    return [None if place is None else found.canonical[place].as_py() for place in found.of(table).to_pylist()]
