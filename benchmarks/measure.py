"""What every benchmark shares: fresh processes, alternating rounds, medians, rows in results.json."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from footpath.core import clock

RESULTS = Path(__file__).with_name("results.json")
rounds = 3  # set by --rounds


class Row(Struct, frozen=True):
    """One comparison.

    Attributes:
        area, work, peer, size: what was done, beside whom, on how many rows.
        ours_s, peer_s, ratio: medians in seconds of wall time, and ours by theirs.
        agree: whether both gave the same answer.
        ours_cpu_s, peer_cpu_s, cpu_ratio: the same in CPU seconds, fairer on a busy machine; 0 in rows of before.
        ours_rss_mb: peak memory of our process.
        machine, at: where and when.
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


class Side(Struct, frozen=True):
    """One timed run: seconds of wall time and of CPU, peak memory, and an answer to compare."""

    seconds: float
    cpu_s: float
    rss_mb: int
    answer: Any


def run_side(module: str, side: str, *arguments: str) -> Side:
    """Run one side of a benchmark module in a process of its own."""
    done = subprocess.run([sys.executable, "-m", module, side, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} {side} failed:\n{done.stderr}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Side)


def report_side(work: Callable[[], object], answer: Callable[[], object]) -> None:
    """In the process of one side: time the work and print the outcome."""
    begun, cpu_begun = time.perf_counter(), time.process_time()
    work()
    seconds, cpu_s = time.perf_counter() - begun, time.process_time() - cpu_begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(msgspec.json.encode(Side(seconds, cpu_s, peak, answer())).decode())


def compare(module: str, what: tuple[str, str, str], size: int, *arguments: str) -> Row:
    """Alternate both sides `rounds` times and return the comparison; `what` is (area, work, peer)."""
    ours, peer = [], []
    for _ in range(rounds):
        peer.append(run_side(module, "peer", *arguments))
        ours.append(run_side(module, "ours", *arguments))
    ours_s, peer_s = (statistics.median(side.seconds for side in sides) for sides in (ours, peer))
    ours_cpu_s, peer_cpu_s = (statistics.median(side.cpu_s for side in sides) for sides in (ours, peer))
    answers = [side.answer for side in (*ours, *peer)]
    return Row(
        *what,
        size=size,
        ours_s=round(ours_s, 2),
        peer_s=round(peer_s, 2),
        ratio=round(ours_s / peer_s, 2),
        agree=all(answer == answers[0] for answer in answers),
        ours_rss_mb=max(side.rss_mb for side in ours),
        machine=f"{platform.machine()}, {os.cpu_count()} cores",
        at=f"{clock.now():%Y-%m-%dT%H:%MZ}",
        ours_cpu_s=round(ours_cpu_s, 2),
        peer_cpu_s=round(peer_cpu_s, 2),
        cpu_ratio=round(ours_cpu_s / peer_cpu_s, 2),
    )


def keep(rows: list[Row]) -> None:
    """Put rows into results.json in place of earlier ones of the same comparison."""
    old = msgspec.json.decode(RESULTS.read_bytes(), type=list[Row]) if RESULTS.is_file() else []
    by_name = {(row.area, row.work, row.peer, row.size): row for row in [*old, *rows]}
    content = [msgspec.to_builtins(by_name[name]) for name in sorted(by_name)]
    RESULTS.write_text(json.dumps(content, indent=1) + "\n")
