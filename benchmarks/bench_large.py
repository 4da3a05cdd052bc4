"""Data larger than memory: questions with 4 GB for everything, pages of mapped files included (Linux, as root)."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from benchmarks import log, measure
from benchmarks.measure import Row, Side

LEAST = 100_000_000  # events; less fits into memory anyway
LIMIT_GB = 4
METHODS = ("follows", "funnel")
_GROUPS = Path("/sys/fs/cgroup/memory")


def run(size: int, scratch: Path) -> Iterator[Row]:
    """Compare with and without the limit."""
    for method in METHODS:
        what = ("larger than memory", f"{method} with {LIMIT_GB} GB", "the same without a limit")
        if size < LEAST or measure.done(what, size):
            continue
        folder = log.make(scratch, size).folder
        free, limited = (_run(method, folder, mode) for mode in ("free", "limited"))
        yield measure.row(what, size, limited, free)


def _run(method: str, folder: Path, mode: str) -> list[Side]:
    lines = measure.run_lines("benchmarks.bench_large", method, str(folder), mode)
    return msgspec.json.decode(lines[-1], type=list[Side])


@contextmanager
def limit() -> Iterator[None]:
    """Put this process into a group of its own that gets `LIMIT_GB`."""
    own = next(
        line.split(":", 2)[2] for line in Path("/proc/self/cgroup").read_text().split("\n") if ":memory:" in line
    )
    outer = _GROUPS / own.lstrip("/")
    group = (outer if outer.is_dir() else _GROUPS) / "footpath-bench"
    group.mkdir(exist_ok=True)
    (group / "memory.limit_in_bytes").write_text(str(LIMIT_GB << 30))
    (group / "cgroup.procs").write_text("0")
    try:
        yield
    finally:
        (group.parent / "cgroup.procs").write_text("0")
        group.rmdir()


def forget(folder: Path) -> None:
    """Let the system drop what it holds of the files: pages that others have read do not count against a limit."""
    for path in folder.glob("*.npy"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def measured(method: str, folder: Path) -> list[Side]:
    """Answer once to warm up, and three times more."""
    from benchmarks.sides import ours

    ((work, read),) = getattr(ours.Side(log.open_log(folder)), method)().values()
    work()
    found = []
    for _ in range(3):
        measure.forget_peak()
        begun, cpu_begun = time.perf_counter(), time.process_time()
        answer = work()
        seconds, cpu_s = time.perf_counter() - begun, time.process_time() - cpu_begun
        found.append(Side(seconds, cpu_s, measure.peak_mb(), read(answer)))
    return found


if __name__ == "__main__":
    if sys.argv[3] == "limited":
        forget(Path(sys.argv[2]))
        with limit():
            sides = measured(sys.argv[1], Path(sys.argv[2]))
    else:
        sides = measured(sys.argv[1], Path(sys.argv[2]))
    print(msgspec.json.encode(sides).decode())
