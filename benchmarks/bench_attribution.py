"""Attribution: Markov and Shapley over twenty channels; `size` events are a twenty-fifth as many journeys."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks import warm
from benchmarks.measure import Row
from benchmarks.warm import Peer, Work

BEARABLE = 25_000_000  # a million journeys
WORKS = (
    Work(
        "attribution", "Markov and Shapley, 20 channels", "attribution",
        (Peer("channelattribution", 1, BEARABLE),), tolerance=0.01,
    ),
)  # fmt: skip


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare at `size` events."""
    yield from warm.rows(WORKS, size, scratch)
