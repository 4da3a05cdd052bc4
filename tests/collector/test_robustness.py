"""What the world does to a collector: clocks that jump, clients that dribble, disks that fill, a lake that is away."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from footpath.collector import connections, endpoint
from footpath.core import clock
from footpath.core.errors import Conflict
from footpath.events import Lake
from tests.collector.live import Live, living
from tests.collector.senders import post

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def send(live: Live, name: str, **more: Any) -> int:
    return post(live.port, "/v1/track", live.key, {"event": name, "userId": "u", "messageId": name, **more})[0]


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-365), timedelta(days=-20_000)])
def test_a_clock_that_jumps_loses_and_doubles_nothing(tmp_path: Path, jump: timedelta) -> None:
    with living(tmp_path / "s") as live:
        with clock.freeze(NOW):
            assert send(live, "a") == 200
            live.wait_for("events", "name", 1)
        with clock.freeze(NOW + jump):
            assert (send(live, "a"), send(live, "b")) == (200, 200)
            live.wait_for("events", "name", 2)
        with clock.freeze(NOW + timedelta(seconds=1)):
            assert (send(live, "b"), send(live, "c")) == (200, 200)
            live.wait_for("events", "name", 3)
    assert live.rows("events", "name, received_at") == [
        ("a", NOW), ("b", NOW + jump), ("c", NOW + timedelta(seconds=1)),
    ]  # fmt: skip


def opened(live: Live, start: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", live.port), timeout=20)
    connection.sendall(start)
    return connection


def test_clients_that_dribble_are_hung_up_on_and_others_are_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "SLOWEST_S", 1.0)
    head = b"POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
    with living(tmp_path / "s") as live:
        slow = [opened(live, start) for start in (b"", b"POST /v1/tr", head, head + b"\r\n", head + b"\r\n{") * 20]
        assert send(live, "a") == 200
        for connection in slow:
            assert hung_up(connection)
            connection.close()
        assert send(live, "b") == 200


def hung_up(connection: socket.socket) -> bool:
    try:
        return connection.recv(1000) == b""
    except ConnectionResetError:
        return True


def test_a_body_that_dribbles_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "_SLOWEST_S", 0.2)
    with living(tmp_path / "s") as live:
        head = b"POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{"
        with opened(live, head) as connection:
            assert connection.recv(1000).startswith(b"HTTP/1.1 408")


def test_heads_without_end_are_refused(tmp_path: Path) -> None:
    with living(tmp_path / "s") as live:
        for flood in (b"GET /" + b"a" * 100_000, b"GET / HTTP/1.1\r\n" + b"X-Y: z\r\n" * 20_000):
            with socket.create_connection(("127.0.0.1", live.port), timeout=20) as connection:
                try:
                    connection.sendall(flood + b"\r\n\r\n")
                    assert connection.recv(1000)[:12] in (b"HTTP/1.1 400", b"")
                except ConnectionError:
                    pass  # hung up before all was sent
        assert send(live, "a") == 200


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 kB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a disk needs root")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def _away(*_: Any, **__: Any) -> None:
    raise Conflict("The lake is away.")


def test_a_disk_that_is_really_full_takes_no_more_until_there_is_room(
    tmp_path: Path, tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filling = {"properties": {"text": "x" * 5000}}
    with living(tmp_path / "s", spools=tiny_disk) as live:
        with monkeypatch.context() as broken:
            broken.setattr(Lake, "take", _away)
            statuses = [send(live, f"{number:03}", **filling) for number in range(100)]
        assert statuses[:20] == [200] * 20
        assert set(statuses) == {200, 503}
        taken = [f"{number:03}" for number, status in enumerate(statuses) if status == 200]
        assert live.wait_for("events", "name", len(taken)) == [(name,) for name in taken]
        assert send(live, "more") == 200
    assert len(live.rows("events", "name")) == len(taken) + 1


def test_a_spool_that_becomes_read_only_answers_503_until_it_is_mended(
    tmp_path: Path, tiny_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with living(tmp_path / "s", spools=tiny_disk) as live:
        assert send(live, "a") == 200
        live.wait_for("events", "name", 1)
        assert not _remounted(tiny_disk, "ro", tries=50) or send(live, "b") == 503
        assert _remounted(tiny_disk, "rw")
        assert send(live, "b") == 200
        assert live.wait_for("events", "name", 2) == [("a",), ("b",)]


def _remounted(disk: Path, how: str, tries: int = 1) -> bool:
    """Remount a disk; while a file is open for writing it cannot be made read-only."""
    for _ in range(tries):
        if not subprocess.run(
            ["mount", "-o", f"remount,{how}", str(disk)], capture_output=True, check=False
        ).returncode:
            return True
        time.sleep(0.1)
    return False


def test_a_lake_that_is_away_for_an_hour_is_caught_up_with_and_nothing_taken_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    refused = 0
    with living(tmp_path / "s", limit=20_000) as live:
        with monkeypatch.context() as broken:
            broken.setattr(Lake, "take", _away)
            for minute in range(60):
                with clock.freeze(NOW + timedelta(minutes=minute)):
                    names = [f"{minute:02}-{place}" for place in range(4)]
                    batch = [{"type": "track", "event": name, "userId": "u", "messageId": name} for name in names]
                    status, said = post(live.port, "/v1/batch", live.key, {"batch": batch})
                if status == 200:
                    taken += names
                else:
                    assert (status, json.loads(said)["code"]) == (503, "unavailable")
                    refused += 1
        assert refused
        assert taken
        assert live.wait_for("events", "name", len(taken)) == [(name,) for name in sorted(taken)]
        assert send(live, "after") == 200
    assert len(live.rows("events", "name")) == len(taken) + 1
