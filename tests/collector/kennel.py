"""Starts collectors that are about to be killed; run as a program by test_crash.py.

The libraries are loaded once; every collector runs in a forked copy of this process that has run nothing yet.
Reads a line for each collector to start, "store port spools", and prints its process id.
"""

import os
import sys
from pathlib import Path

import duckdb  # noqa: F401 - loaded before the fork
import litestar  # noqa: F401
import uvicorn  # noqa: F401
from deltalake import DeltaTable  # noqa: F401

from footpath.collector import Collector, collecting, draining, log_as_json, routes, serve  # noqa: F401
from footpath.events import compacting


def main() -> None:
    collecting.Collector.every_s = 0.02  # draining nearly all the time: most kills hit it
    collecting._COMPACT_S = 0.1
    compacting.FEWEST = 4
    for line in sys.stdin:
        store, port = line.split()
        child = os.fork()
        if child == 0:
            log_as_json()
            serve(Collector(Path(store), limit=10**9), host="127.0.0.1", port=int(port))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
