"""Servers under load: the collector, and beside it the same server with an empty handler, each a process of its own."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from benchmarks.load import Outcome, Plan
from footpath.collector import KeyFile
from footpath.events import Lake

_TICKS = os.sysconf("SC_CLK_TCK")


class Server(Struct, frozen=True):
    """A server that runs: its process and port, and the key of its store."""

    process: int
    port: int
    key: str

    def cpu_s(self) -> float:
        """Return the CPU seconds it has used."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_mb(self) -> float:
        """Return its own memory, without mapped files."""
        lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024

    def peak_mb(self) -> int:
        """Return the peak of its memory, mapped files included."""
        lines = Path(f"/proc/{self.process}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024

    def end_at_once(self) -> None:
        """Kill it."""
        os.kill(self.process, signal.SIGKILL)

    def metric(self, name: str) -> int:
        """Return one of its numbers."""
        text = asked(self.port, "/metrics")[1].decode()
        return sum(int(line.split()[-1]) for line in text.splitlines() if line.startswith(name))


@contextmanager
def collector(store: Path, *, kill: bool = False) -> Iterator[Server]:
    """Run a collector on a store as `footpath serve` does; `kill` says that it will not end by itself."""
    Lake.open(store, create=True)
    keys = KeyFile(store)
    key = keys.rotate("load") if any(one.source == "load" for one in keys.all()) else keys.add("load")
    arguments = [
        "-c",
        "from footpath.cli.main import cli; cli()",
        "serve",
        "--only",
        "collector",
        "--store",
        str(store),
    ]
    with _running(arguments, kill=kill) as (process, port):
        yield Server(process, port, key)


@contextmanager
def empty_handler() -> Iterator[Server]:
    """Run the server that the collector stands in, with a handler that reads the body and says 200."""
    with _running(["-m", "benchmarks.sides.empty_handler"]) as (process, port):
        yield Server(process, port, "none")


@contextmanager
def _running(arguments: list[str], *, kill: bool = False) -> Iterator[tuple[int, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, *arguments, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(server, port)
        yield server.pid, port
    finally:
        server.send_signal(signal.SIGKILL if kill else signal.SIGTERM)
        server.wait(600)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended at once with {server.returncode}: run its command to see why")
        try:
            if asked(port, "/ready")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the server does not come up")


def asked(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body of a GET."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def load(plan: Plan) -> Outcome:
    """Send a load from another process."""
    return end(begin(plan))


def begin(plan: Plan) -> "subprocess.Popen[str]":
    """Begin to send a load from another process."""
    command = [sys.executable, "-m", "benchmarks.load", msgspec.json.encode(plan).decode()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def end(sending: "subprocess.Popen[str]") -> Outcome:
    """Return what came of a load, once all is sent or the server is gone."""
    said, _ = sending.communicate()
    return msgspec.json.decode(said, type=Outcome)


def drained(server: Server, wait_s: float = 120.0) -> None:
    """Wait until a collector has brought all that it took into the lake."""
    until = time.monotonic() + wait_s
    while server.metric("footpath_spool_bytes"):
        if time.monotonic() > until:
            raise TimeoutError("the spool does not drain")
        time.sleep(0.1)
