"""Sides that stay: a process each, told over a pipe what to answer, so that everything but the work is done once.

A side is a module in `sides/` with a class `Side(log)`. Its method of a work's name returns the forms in which it can
answer: name → (run, read); `run` is timed, `read` makes of what it returns an answer that can be compared. The first
request runs every form once, which warms it up, and stays with the fastest.
"""

import importlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import msgspec

from benchmarks import log, measure
from benchmarks.measure import Row, Side

Forms = dict[str, tuple[Callable[[], Any], Callable[[Any], Any]]]
NAMES = {
    "clickhouse": "ClickHouse (chDB)", "duckdb": "DuckDB", "polars": "Polars", "pm4py": "pm4py",
    "retentioneering": "retentioneering", "channelattribution": "ChannelAttribution (Markov alone)",
    "one_pass": "one pass over the columns",
}  # fmt: skip
SLOW_S = 60.0  # who takes longer runs three times only
SHORT_S = 1.0  # who takes less runs before the clock starts: the other side has just had the caches
WARM_S = 0.1  # for so long, either side: a processor that rested takes its time to get to its speed
REST_S = 0.3  # until the threads of the other side have gone to sleep


class Peer(NamedTuple):
    """A side to compare with: its module, the ratio asked for, the most rows it can bear, and whether any form counts.

    By default the fastest form does. A form that is named gets a row of its own.
    """

    side: str
    least: float = 0.0
    most: int = 1 << 60
    form: str = ""

    @property
    def name(self) -> str:
        """What it is called in the table."""
        return NAMES[self.side] + (f", {self.form}" if self.form else "")


class Work(NamedTuple):
    """A question: area and name in the table, the method that sides answer it with, the peers, events a person."""

    area: str
    title: str
    method: str
    peers: Sequence[Peer]
    each: int = 25
    arguments: dict[str, Any] = {}  # noqa: RUF012 - never changed
    tolerance: float = 1e-6


class Process:
    """One side in a process of its own."""

    def __init__(self, side: str, folder: Path) -> None:
        quiet = {"RETENTIONEERING_NO_TRACK": "1", "PM4PY_SHOW_PROGRESS_BAR": "False"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.warm", side, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **quiet},  # noqa: TID251 - for the peers
        )  # fmt: skip

    def ask(self, method: str, arguments: dict[str, Any], form: str = "") -> Side:
        """Let the side answer; the first time every form is tried, unless one is named."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("The side has no pipes.")
        self._process.stdin.write(msgspec.json.encode([method, arguments, form]).decode() + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.startswith("{"):
                return msgspec.json.decode(line, type=Side)
        raise RuntimeError(f"The side ended with {self._process.wait()}.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def rows(works: Sequence[Work], size: int, scratch: Path) -> Iterator[Row]:
    """Compare every work with each of its peers."""
    for work in works:
        for peer in work.peers:
            what = (work.area, work.title, peer.name)
            if size <= peer.most and not measure.done(what, size):
                folder = log.make(scratch, size, work.each).folder
                yield _compared(work, peer, what, folder, size)


def _compared(work: Work, peer: Peer, what: tuple[str, str, str], folder: Path, size: int) -> Row:
    with ExitStack() as open_sides:
        ours, theirs = (open_sides.enter_context(Process(side, folder)) for side in ("ours", peer.side))
        begun = time.monotonic()
        asked = work.method, work.arguments
        theirs.ask(*asked, peer.form)
        ours.ask(*asked)
        many = measure.rounds if time.monotonic() - begun < SLOW_S else min(3, measure.rounds)
        runs = [(theirs.ask(*asked, peer.form), ours.ask(*asked)) for _ in range(many)]
    answer = runs[0][0].answer
    agree = answer is None or measure.same(answer, runs[0][1].answer, work.tolerance)
    return measure.row(what, size, [one for _, one in runs], [one for one, _ in runs], agree=agree, least=peer.least)


def serve(side: str, folder: Path) -> None:
    """In the process of one side: answer until the pipe closes."""
    opened = importlib.import_module(f"benchmarks.sides.{side}").Side(log.open_log(folder))
    chosen: dict[str, tuple[str, Any, Any, Any]] = {}
    for line in sys.stdin:
        method, arguments, form = msgspec.json.decode(line)
        key = repr((method, arguments, form))
        if key not in chosen:
            forms = getattr(opened, method)(**arguments)
            chosen[key] = fastest({form: forms[form]} if form else forms)
        note, run, answer, first_s = chosen[key]
        time.sleep(REST_S)
        if first_s < SHORT_S:
            _warm_up(run)
        measure.forget_peak()
        begun, cpu_begun = time.perf_counter(), time.process_time()
        run()
        seconds, cpu_s = time.perf_counter() - begun, time.process_time() - cpu_begun
        print(msgspec.json.encode(Side(seconds, cpu_s, measure.peak_mb(), answer, note)).decode(), flush=True)


def _warm_up(run: Callable[[], Any]) -> None:
    ends = time.perf_counter() + WARM_S
    while True:
        run()
        if time.perf_counter() >= ends:
            break


def fastest(forms: Forms) -> tuple[str, Callable[[], Any], Any, float]:
    """Run every form once; return name, run, answer and seconds of the fastest."""
    tried = []
    for name, (run, read) in forms.items():
        begun = time.perf_counter()
        result = run()
        tried.append((name, run, read(result), time.perf_counter() - begun))
    return min(tried, key=lambda one: one[3])


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
