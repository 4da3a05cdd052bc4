"""One writer at a time per store: a lock that the operating system lets go of when its holder dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from footpath.core.errors import Conflict

WAIT_S = 600.0
FILE = "write.lock"


@contextmanager
def writing(store: Path, *, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the store's write lock inside the block.

    SQLite's file lock is used because it behaves the same on every operating system and ends with the process.

    Args:
        store: folder of the store.
        wait_s: how long to wait for another process before giving up.

    Raises:
        Conflict: another process still writes after `wait_s`.
    """
    connection = sqlite3.connect(store / FILE, timeout=wait_s, isolation_level=None, check_same_thread=False)
    try:
        _acquire(connection, store)
        yield
    finally:
        connection.close()


def _acquire(connection: sqlite3.Connection, store: Path) -> None:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as problem:
        if "locked" not in str(problem):
            raise
        raise Conflict(
            f"The store {store} is being written by another process.",
            hint="Wait for that import to end, then run this one again: nothing was changed.",
        ) from problem
