"""How cost grows: with events, with persons for the same events, with steps of a funnel."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import warm
from benchmarks.measure import Row
from benchmarks.warm import Peer, Work

EACH = (5, 25, 100, 1000)  # events a person
STEPS = (2, 5, 10, 20)
PEER = (Peer("clickhouse"),)
WORKS = (
    *(Work("growth", f"directly-follows graph, {each} events a person", "follows", PEER, each) for each in EACH),
    *(Work("growth", f"5 steps within 7 days, {each} events a person", "funnel", PEER, each) for each in EACH),
    *(
        Work("growth", f"{count} steps within 7 days", "funnel_of", PEER, arguments={"count": count})
        for count in STEPS
    ),
)  # fmt: skip


MANY = 10_000_000  # beyond, only the usual log is made
OF_MANY = (
    Work("growth", "directly-follows graph", "follows", PEER), Work("growth", "5 steps within 7 days", "funnel", PEER),
)  # fmt: skip


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare at `size` events."""
    yield from warm.rows(OF_MANY if size > MANY else WORKS, size, scratch)
