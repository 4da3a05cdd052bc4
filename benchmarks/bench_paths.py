"""Where people go: directly-follows graphs, path trees, variants and sessions."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import warm
from benchmarks.measure import Row
from benchmarks.warm import Peer, Work

BEARABLE = 10_000_000  # rows that pm4py, retentioneering and DuckDB's exact quantiles finish within a minute or so
# DuckDB promises nothing of the order of rows that are not sorted: the form that counts on it is a row of its own.
BY_PERSON, STORED = "lag by person", "lag over rows as stored"
WORKS = (
    Work(
        "paths", "directly-follows graph", "follows",
        (
            Peer("clickhouse", 25), Peer("duckdb", 80, form=BY_PERSON), Peer("duckdb", form=STORED), Peer("polars"),
            Peer("pm4py", 100, BEARABLE),
            Peer("retentioneering", 0, BEARABLE), Peer("one_pass", 0.5),
        ),
    ),
    Work(
        "paths", "the same with persons, median and p90 time", "follows_times",
        (
            Peer("clickhouse"), Peer("duckdb", 0, BEARABLE, BY_PERSON), Peer("duckdb", 0, BEARABLE, STORED),
            Peer("one_pass"),
        ),
    ),
    Work("paths", "path tree, 10 steps deep", "tree", (Peer("clickhouse"), Peer("pm4py", 20, BEARABLE))),
    Work("paths", "variants", "variants", (Peer("clickhouse"), Peer("pm4py", 20, BEARABLE))),
    Work(
        "paths", "sessions", "sessions",
        (Peer("clickhouse"), Peer("duckdb"), Peer("retentioneering", 0, BEARABLE)),
    ),
)  # fmt: skip


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare at `size` events."""
    yield from warm.rows(WORKS, size, scratch)
