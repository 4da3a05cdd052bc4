"""A store to build journeys from: the rows of `shop_csv`, appended without the way through a file."""

from pathlib import Path

import duckdb

from benchmarks.shop_csv import EVENTS
from footpath.events import Lake

PER_PERSON = 12


def make(scratch: Path, size: int) -> Path:
    """Return a store of `size` events, made where it is missing."""
    store = scratch / f"store-{size}"
    if not (store / "made").is_file():
        add(Lake.open(store, create=True), (0, size), size // PER_PERSON, "shop")
        (store / "made").touch()
    return store


def add(lake: Lake, rows: tuple[int, int], persons: int, import_id: str) -> None:
    """Append the rows of these numbers, from … up to, of so many persons."""
    with duckdb.connect(config={"temp_directory": str(lake.folder / "spill")}) as con:
        lake.append("events", con, _select(rows, max(1, persons)), import_id=import_id)


def _select(rows: tuple[int, int], persons: int) -> str:
    # Numbers are scattered by multiplying with a large prime, so that rows are in no order of person or time.
    return f"""
        SELECT 'shop.csv' AS source, 'track' AS type, i + 1 AS row, i::VARCHAR AS dedupe_id,
            'user-' || ((i * 2654435761) % {persons}) AS user_id,
            {list(EVENTS)}[1 + (i * 40503 // 7) % {len(EVENTS)}] AS name,
            TIMESTAMPTZ '2026-01-01' + to_seconds((i * 1000003) % 7776000) AS "at",
            '/product/' || ((i * 69621) % 5000) AS page,
            ['web', 'app', 'email', 'store'][1 + (i * 48271 // 5) % 4] AS channel,
            round(((i * 16807) % 100000) / 100.0, 2) AS value,
            ['EUR', 'PLN', 'USD'][1 + (i * 30269 // 3) % 3] AS currency
        FROM range({rows[0]}, {rows[1]}) t(i)
    """
