"""A plain export to import: believable columns, any number of rows, the same bytes every time."""

from pathlib import Path

import duckdb

EVENTS = ("Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Support Opened")


def write(path: Path, rows: int) -> Path:
    """Write the export unless it is there; twelve rows a person."""
    if path.is_file():
        return path
    part = path.with_suffix(".part")
    with duckdb.connect() as con:
        con.execute(f"COPY ({_select(rows)}) TO '{part}' (FORMAT csv, HEADER)")
    part.rename(path)
    return path


def _select(rows: int) -> str:
    # Numbers are scattered by multiplying with a large prime, so that rows are in no order of person or time.
    return f"""
        SELECT i AS id, 'user-' || ((i * 2654435761) % {max(1, rows // 12)}) AS user_id,
            strftime(TIMESTAMP '2026-01-01' + to_seconds((i * 1000003) % 7776000), '%Y-%m-%dT%H:%M:%SZ') AS timestamp,
            {list(EVENTS)}[1 + (i * 40503 // 7) % {len(EVENTS)}] AS event,
            '/product/' || ((i * 69621) % 5000) AS page,
            ['web', 'app', 'email', 'store'][1 + (i * 48271 // 5) % 4] AS channel,
            round(((i * 16807) % 100000) / 100.0, 2) AS amount,
            ['EUR', 'PLN', 'USD'][1 + (i * 30269 // 3) % 3] AS currency
        FROM range({rows}) t(i)
    """
