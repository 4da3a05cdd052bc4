"""A long run: millions of events into one collector at the asked rate, and its memory; goes on where it stopped."""

import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks import measure, served
from benchmarks.load import Plan
from benchmarks.measure import Row, Side

RATE = 50_000  # events a second
BATCH = 100
_PART = 2_000_000  # events between two lines of progress


class Progress(Struct, frozen=True):
    """How far a soak is: events acknowledged, seconds, CPU seconds of the collector, and its memory after each part."""

    events: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0
    memory_mb: tuple[float, ...] = ()


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Send `size` events at the asked rate; a run that was broken off goes on after its last part."""
    what = ("collect", "soak", "the asked rate")
    if measure.done(what, size):
        return
    store, path = scratch / f"store-soak-{size}", scratch / f"soak-{size}.json"
    progress = msgspec.json.decode(path.read_bytes(), type=Progress) if path.is_file() else Progress()
    with served.collector(store) as server:
        while progress.events < size:
            progress = _part(server, progress, min(_PART, size - progress.events))
            path.write_bytes(msgspec.json.encode(progress))
            print(
                f"soak: {progress.events:,} of {size:,} events, {progress.events / progress.seconds:,.0f} a second, "
                f"memory {progress.memory_mb[-1]:.0f} MB, spool {server.metric('footpath_spool_bytes'):,} bytes",
                flush=True,
            )
        served.drained(server, 600)
        peak = server.peak_mb()
    rows = _rows(store)
    path.unlink()
    first, last = progress.memory_mb[min(1, len(progress.memory_mb) - 1)], progress.memory_mb[-1]
    note = (
        f"{size / progress.seconds:,.0f} events a second, memory without mapped files {first:.0f} MB after two parts "
        f"and {last:.0f} MB at the end, {progress.cpu_s / size * 1e6:.1f} µs of CPU an event, {rows:,} rows in the lake"
    )
    side = Side(progress.seconds, progress.cpu_s, peak, None)
    bar = Side(size / RATE, 0.0, 0, None)
    yield measure.row(what, size, [side], [bar], note=note, agree=rows == size)


def _part(server: served.Server, progress: Progress, events: int) -> Progress:
    begun, cpu = time.perf_counter(), server.cpu_s()
    # Twice where it was broken off: the same numbers come again and are dropped as known.
    plan = Plan(server.port, server.key, BATCH, events // BATCH, RATE / BATCH, 16, progress.events // BATCH)
    outcome = served.load(plan)
    if outcome.refused:
        raise RuntimeError(f"the collector refused: {outcome.refused}")
    return Progress(
        progress.events + events,
        progress.seconds + time.perf_counter() - begun,
        progress.cpu_s + server.cpu_s() - cpu,
        (*progress.memory_mb, server.memory_mb()),
    )


def _rows(store: Path) -> int:
    from footpath.events import Lake

    return Lake.open(store).snapshot().rows["events"]
