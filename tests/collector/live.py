"""A collector that listens on loopback inside the test's process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from footpath.collector import Collector, KeyFile, application, server
from footpath.events import Lake
from tests.collector.senders import free_port, wait_until_ready


class Live:
    def __init__(
        self, store: Path, *, limit: int = 10**9, origins: tuple[str, ...] = (), spools: Path | None = None
    ) -> None:
        self.lake = Lake.open(store, create=True)
        self.key = KeyFile(store).add("test", origins=origins)
        self.collector = Collector(store, spools=spools, limit=limit)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def rows(self, table: str, columns: str, where: str = "true") -> list[tuple[Any, ...]]:
        with duckdb.connect() as con:
            return self.lake.relation(con, table).filter(where).select(columns).order("1").fetchall()

    def wait_for(
        self, table: str, columns: str, count: int, *, wait_s: float = 60, where: str = "true"
    ) -> list[tuple[Any, ...]]:
        """Return the rows of a table once there are as many."""
        until = time.monotonic() + wait_s
        version, found = self.lake.version, self.rows(table, columns, where)
        while len(found) < count:
            assert time.monotonic() < until, f"{len(found)} of {count} rows came: {found}"
            time.sleep(0.05)
            if version != (version := self.lake.version):  # reading the rows takes ten times as long
                found = self.rows(table, columns, where)
        return found


@contextmanager
def living(store: Path, **given: Any) -> Iterator[Live]:
    live = Live(store, **given)
    with server_of(live):
        yield live


@contextmanager
def server_of(live: Live) -> Iterator[None]:
    """Let a collector listen."""
    live.collector.every_s = 0.1
    endpoint = live.collector.endpoint
    running = server(application(live.collector), host="127.0.0.1", port=live.port, endpoint=endpoint)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    try:
        wait_until_ready(live.port)
        yield
    finally:
        running.should_exit = True
        thread.join(30)
