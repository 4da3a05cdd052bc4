import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import duckdb
import pytest

from footpath.collector import KeyFile
from footpath.events import Lake
from tests.collector.senders import Sender, free_port, wait_until_ready
from tests.dials import DEEP

ROOT = Path(__file__).parents[2]
# `make test DEEP=1` kills hundreds of times.
KILLS = int(os.environ.get("FOOTPATH_KILLS", "300" if DEEP else "24"))  # noqa: TID251 - a test's own dial


def ended(process: int) -> bool:
    """Say whether a process that is not our child is gone, or dead and only not buried by its parent yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class Kennel:
    """Starts collectors by forking, a few milliseconds each."""

    def __init__(self) -> None:
        command = [sys.executable, str(ROOT / "tests/collector/kennel.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )

    def start(self, store: Path, port: int) -> int:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{store} {port}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self, collector: int, number: int = signal.SIGTERM) -> None:
        os.kill(collector, number)
        until = time.monotonic() + 40
        while not ended(collector):
            assert time.monotonic() < until, "the collector does not end"
            time.sleep(0.005)

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.mark.skipif(not hasattr(os, "fork") or not Path("/proc/self").exists(), reason="needs fork, SIGKILL and /proc")
def test_killed_at_any_instant_what_was_acknowledged_is_in_the_lake_once(tmp_path: Path) -> None:
    store, dice = tmp_path / "store", random.Random(11)
    Lake.open(store, create=True)
    key = KeyFile(store).add("shop")
    # Two collectors on one lake; they die and come back in turns, each finding the spool of one that died.
    ports = [free_port(), free_port()]
    kennel = Kennel()
    running = [kennel.start(store, port) for port in ports]
    senders = [Sender(f"s{number}", ports[number % 2], key) for number in range(4)]
    try:
        for port in ports:
            wait_until_ready(port)
        for sender in senders:
            sender.start()
        for kill in range(KILLS):
            which = kill % 2
            wait_until_ready(ports[which])
            time.sleep(dice.uniform(0.0, 0.3))
            kennel.end(running[which], signal.SIGKILL)
            running[which] = kennel.start(store, ports[which])
        for port in ports:
            wait_until_ready(port)
        time.sleep(0.5)
        for sender in senders:
            sender.stopping.set()
        for sender in senders:
            sender.join(20)
    finally:
        for collector in running:
            kennel.end(collector)
        kennel.close()
    assert not list((store / "spool").rglob("*.spool")), "what is in the spool did not come to the lake"
    _check(Lake.open(store), senders)


def _check(lake: Lake, senders: list[Sender]) -> None:
    with duckdb.connect() as con:
        lake.relation(con, "events").create_view("e")
        found = Counter(name for (name,) in con.execute("SELECT name FROM e").fetchall())
    acknowledged = [name for sender in senders for name in sender.acknowledged]
    assert len(acknowledged) > KILLS * 40
    assert [name for name in acknowledged if not found[name]] == [], "acknowledged and lost"
    assert [name for name, times in found.items() if times != 1] == [], "more than once in the lake"
    assert set(found) <= {name for sender in senders for name in sender.sent}
