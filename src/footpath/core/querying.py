"""Connections for small questions to DuckDB, which share one instance of the process.

Opening an instance takes some 35 ms of CPU, a connection to one a hundredth of it. What may grow beyond memory or reads
files of others opens an instance of its own instead: it spills where it likes, and a file that breaks DuckDB breaks
nothing else.
"""

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

# Nothing read is kept in memory: a person who was erased must be gone from there too.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "2GB", "enable_external_file_cache": False}
_lock = threading.Lock()
_instances: dict[int, duckdb.DuckDBPyConnection] = {}  # by process: a fork has the memory of it, but not its threads


@contextmanager
def querying() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection in UTC that others of the process do not see: make only TEMP tables and views on it."""
    con = _connected()
    try:
        con.execute("SET TimeZone = 'UTC'")
        yield con
    except (duckdb.FatalException, duckdb.InternalException):
        with _lock:  # DuckDB answers nothing more in an instance that failed inside
            _instances.pop(os.getpid(), None)
        raise
    finally:
        con.close()


def _connected() -> duckdb.DuckDBPyConnection:
    with _lock:
        if os.getpid() not in _instances:
            _instances[os.getpid()] = duckdb.connect(config=_CONFIG)
        return _instances[os.getpid()].cursor()


@atexit.register
def _close() -> None:
    with _lock:
        if con := _instances.pop(os.getpid(), None):
            con.close()
