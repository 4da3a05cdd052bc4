"""What every benchmark shares: rows in results.json, and sides that run in fresh processes, in turns."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from footpath.core import clock

RESULTS = Path(__file__).with_name("results.json")
FRESH = timedelta(hours=12)
rounds = 5  # set by --rounds
resume = False  # set by --resume
soak = 0  # events of the long run, set by --soak; 0 = none


def tell(words: str) -> None:
    """Say on standard error what begins, so that nobody wonders whether a long run is alive."""
    print(f"{clock.now():%H:%M:%S} {words}", file=sys.stderr, flush=True)


class Row(Struct, frozen=True):
    """One comparison.

    Attributes:
        area, work, peer, size: what was done, beside whom, on how many rows.
        ours_s, peer_s: medians in seconds of wall time.
        ratio: how many times as long the peer takes: peer_s / ours_s.
        agree: whether both gave the same answer.
        ours_rss_mb: peak memory of our process, mapped files included.
        machine, at: where and when.
        ours_cpu_s, peer_cpu_s, cpu_ratio: the same in CPU seconds, fairer on a busy machine; 0 = not known.
        least: the ratio asked for; 0 = none.
        note: the form in which the peer answers fastest, and what else there is to know.
    """

    area: str
    work: str
    peer: str
    size: int
    ours_s: float
    peer_s: float
    ratio: float
    agree: bool
    ours_rss_mb: int
    machine: str
    at: str
    ours_cpu_s: float = 0.0
    peer_cpu_s: float = 0.0
    cpu_ratio: float = 0.0
    least: float = 0.0
    note: str = ""


class Side(Struct, frozen=True):
    """One timed run: seconds of wall time and of CPU, peak memory, and an answer to compare."""

    seconds: float
    cpu_s: float
    rss_mb: int
    answer: Any
    note: str = ""


def row(what: tuple[str, str, str], size: int, ours: Sequence[Side], peer: Sequence[Side], **more: Any) -> Row:
    """Return the comparison of two sides' runs; `what` is (area, work, peer), `more` other fields of the row."""
    ours_s, peer_s = (statistics.median(side.seconds for side in sides) for sides in (ours, peer))
    ours_cpu_s, peer_cpu_s = (statistics.median(side.cpu_s for side in sides) for sides in (ours, peer))
    answers = [side.answer for side in (*ours, *peer)]
    fields: dict[str, Any] = {"agree": all(same(answers[0], answer) for answer in answers), "note": peer[0].note}
    return Row(
        *what,
        size=size,
        ours_s=_digits(ours_s),
        peer_s=_digits(peer_s),
        ratio=_digits(peer_s / ours_s),
        ours_rss_mb=max(side.rss_mb for side in ours),
        machine=f"{platform.machine()}, {os.cpu_count()} cores",
        at=f"{clock.now():%Y-%m-%dT%H:%MZ}",
        ours_cpu_s=_digits(ours_cpu_s),
        peer_cpu_s=_digits(peer_cpu_s),
        cpu_ratio=_digits(peer_cpu_s / ours_cpu_s) if ours_cpu_s else 0.0,
        **(fields | more),
    )


def _digits(number: float) -> float:
    """Return the number to three digits."""
    return float(f"{number:.3g}")


def same(one: Any, other: Any, tolerance: float = 1e-6) -> bool:
    """Say whether two answers are the same, numbers with a point to within the (relative) tolerance."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], tolerance) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(lambda a, b: same(a, b, tolerance), one, other))
    if isinstance(one, float) or isinstance(other, float):
        return bool(abs(one - other) <= tolerance * max(abs(one), abs(other)))
    return bool(one == other)


def run_side(module: str, side: str, *arguments: str) -> Side:
    """Run one side of a benchmark module in a process of its own."""
    return msgspec.json.decode(run_lines(module, side, *arguments)[-1], type=Side)


def run_lines(module: str, *arguments: str, **variables: str) -> list[str]:
    """Run a benchmark module in a process of its own, with more environment variables; return what it prints."""
    given = {**os.environ, **variables}  # noqa: TID251 - for the process started
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False, env=given
    )
    if done.returncode:
        raise RuntimeError(f"{module} {arguments} failed:\n{done.stderr}")
    return done.stdout.splitlines()


def report_side(work: Callable[[], object], answer: Callable[[], object]) -> None:
    """In the process of one side: time the work and print the outcome."""
    begun, cpu_begun = time.perf_counter(), time.process_time()
    work()
    seconds, cpu_s = time.perf_counter() - begun, time.process_time() - cpu_begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(msgspec.json.encode(Side(seconds, cpu_s, peak, answer())).decode())


def compare(module: str, what: tuple[str, str, str], size: int, *arguments: str, least: float = 0.0) -> Row:
    """Run both sides of a module `rounds` times in turns, each in a fresh process; return the comparison."""
    ours, peer = [], []
    for _ in range(rounds):
        peer.append(run_side(module, "peer", *arguments))
        ours.append(run_side(module, "ours", *arguments))
    return row(what, size, ours, peer, least=least)


def forget_peak() -> None:
    """Let the peak of memory begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb() -> int:
    """Return the peak of this process's resident memory, mapped files included."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024


def kept() -> list[Row]:
    """Return the rows in results.json."""
    return msgspec.json.decode(RESULTS.read_bytes(), type=list[Row]) if RESULTS.is_file() else []


def done(what: tuple[str, str, str], size: int) -> bool:
    """Say whether a comparison was made lately and need not be made again."""
    lately = [
        one
        for one in kept()
        if (one.area, one.work, one.peer, one.size) == (*what, size)
        and clock.now() - datetime.strptime(one.at, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC) < FRESH
    ]
    return resume and bool(lately)


def keep(rows: list[Row]) -> None:
    """Put rows into results.json in place of earlier ones of the same comparison."""
    by_name = {(one.area, one.work, one.peer, one.size): one for one in [*kept(), *rows]}
    content = [msgspec.to_builtins(by_name[name]) for name in sorted(by_name)]
    RESULTS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
