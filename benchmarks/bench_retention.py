"""Retention: who of those who started in a week is back, week by week over a year."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import warm
from benchmarks.measure import Row
from benchmarks.warm import Peer, Work

WORKS = (
    Work("retention", "weekly over a year", "retention", (Peer("clickhouse", 5), Peer("duckdb"), Peer("one_pass"))),
)


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare at `size` events."""
    yield from warm.rows(WORKS, size, scratch)
