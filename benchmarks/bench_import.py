"""`footpath import` of one CSV file beside DuckDB's own COPY of it to Parquet."""

import shutil
import sys
from pathlib import Path

import duckdb

from benchmarks import measure, shop_csv

TOTALS = "count(*), count(DISTINCT {person}), round(sum({amount}), 2), epoch_us(min({at})), epoch_us(max({at}))"


def run(size: int, scratch: Path) -> list[measure.Row]:
    """Compare imports of `size` rows."""
    path = shop_csv.write(scratch / f"shop-{size}.csv", size)
    what = ("import", "import one CSV file", "DuckDB COPY to Parquet")
    return [measure.compare("benchmarks.bench_import", what, size, str(path))] if not measure.done(what, size) else []


def ours(path: Path) -> None:
    from footpath.events import ImportOptions, Lake, import_paths

    store = path.with_name("store-import")
    shutil.rmtree(store, ignore_errors=True)
    lake = Lake.open(store, create=True)
    measure.report_side(
        lambda: import_paths(lake, [str(path)], ImportOptions()),
        lambda: _totals(lake.snapshot().scan("events"), person="user_id", amount="value", at='"at"'),
    )
    shutil.rmtree(store)


def peer(path: Path) -> None:
    target = path.with_suffix(".parquet")
    with duckdb.connect() as con:
        measure.report_side(
            lambda: con.execute(f"COPY (FROM read_csv('{path}')) TO '{target}' (FORMAT parquet)"),
            lambda: _totals(f"'{target}'", person="user_id", amount="amount", at="timestamp"),
        )
    target.unlink()


def _totals(scan: str, **columns: str) -> list[object]:
    with duckdb.connect() as con:
        return list(con.execute(f"SELECT {TOTALS.format(**columns)} FROM {scan}").fetchall()[0])


if __name__ == "__main__":
    {"ours": ours, "peer": peer}[sys.argv[1]](Path(sys.argv[2]))
