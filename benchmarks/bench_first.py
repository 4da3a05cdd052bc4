"""What the first call after an install costs: kernels are compiled then, and kept for later processes."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import log, measure
from benchmarks.measure import Row, Side

SIZE = 100_000
METHODS = ("follows_times", "funnel", "retention", "tree", "variants", "sessions", "attribution")


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare a process that has to compile with later ones; always on a small log, whatever `size` is."""
    del size
    folder = log.make(scratch, SIZE).folder
    for method in METHODS:
        what = ("first call", method, "the first process after an install")
        if measure.done(what, SIZE):
            continue
        with tempfile.TemporaryDirectory() as cache:
            lines = [
                measure.run_lines("benchmarks.bench_first", method, str(folder), NUMBA_CACHE_DIR=cache)
                for _ in range(4)
            ]
        sides = [Side(*map(float, one[-1].split()), rss_mb=0, answer=None) for one in lines]
        yield measure.row(what, SIZE, sides[1:], sides[:1], agree=True, note="the difference is to be at most 5 s")


if __name__ == "__main__":
    begun, cpu_begun = time.perf_counter(), time.process_time()
    from benchmarks.sides import ours

    side = ours.Side(log.open_log(Path(sys.argv[2])))
    for work, _ in getattr(side, sys.argv[1])().values():
        work()
    print(time.perf_counter() - begun, time.process_time() - cpu_begun)
