"""Funnels: five steps in a week; twenty steps with exclusions, by device; the rules of products."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import warm
from benchmarks.measure import Row
from benchmarks.warm import Peer, Work

BEARABLE, SPILLS = 10_000_000, 50_000_000
WORKS = (
    Work(
        "funnel",
        "5 steps within 7 days",
        "funnel",
        (Peer("clickhouse", 10), Peer("duckdb", 0, SPILLS), Peer("one_pass")),
    ),
    Work("funnel", "5 steps, any time", "funnel_unbounded", (Peer("retentioneering", 0, BEARABLE),)),
    Work("funnel", "20 steps, exclusions, by device", "funnel_rich", (Peer("clickhouse", 5),)),
)


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare at `size` events."""
    yield from warm.rows(WORKS, size, scratch)
