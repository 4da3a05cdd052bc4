"""Imports batches and gets killed while doing so; run as a program by test_crash.py.

The libraries are loaded once; every attempt runs in a forked copy of this process that has run nothing yet.
Prints one JSON object: how many kills hit, how many had no effect on the outcome, and what went wrong.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import deltalake
import duckdb

from footpath.analytics import building
from footpath.events import Lake
from footpath.events import facts as facts_module

ROWS = 4000


def attempt(work: Callable[[], None], *, kill_after_s: float | None = None) -> bool:
    """Run `work` in a forked copy, killing it after a while; say whether it came to its end."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as problem:
            sys.stderr.write(f"{problem!r}\n")
            os._exit(1)
        os._exit(0)
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def load(folder: str, batch: int) -> None:
    query = (
        f"SELECT 'b{batch}' AS source, i + 1 AS row, 'u' || (i % 7) AS user_id, 'track' AS type, 'x' AS name, "
        f'make_timestamptz({batch} * 1000000 + i // 2 * 1000) AS "at", {batch} AS value FROM range({ROWS}) r(i)'
    )
    with duckdb.connect() as con:
        Lake.open(folder, create=True).append("events", con, query, import_id=f"i{batch}")


def count(folder: str, result: Path) -> None:
    lake = Lake.open(folder, create=True)
    with duckdb.connect() as con:
        lake.relation(con, "events").create_view("e")
        totals = con.execute("SELECT value::INT, count(*), count(DISTINCT key) FROM e GROUP BY 1 ORDER BY 1").fetchall()
    result.write_text(json.dumps(totals))


def whole(folder: str, batches: int, *, last: tuple[int, ...]) -> bool:
    """Say whether the store has all rows of the batches before the last one, and all or none of the last."""
    result = Path(folder).parent / "count.json"
    if not attempt(lambda: count(folder, result)):
        return False
    before = [[batch, ROWS, ROWS] for batch in range(batches - 1)]
    allowed = [before + [[batches - 1, rows, rows]] * (rows > 0) for rows in last]
    return json.loads(result.read_text()) in allowed


def armed(arm: Callable[[], None], folder: str, batch: int) -> None:
    arm()
    load(folder, batch)


def build(folder: str) -> None:
    building.build_journeys(Lake.open(folder))


def at_points(folder: str) -> list[Callable[[], None]]:
    """Ways to die at the worst instants: after staging, between file and log, right after the log entry, in a build."""

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def dying(owner: object, name: str, *, after: bool) -> Callable[[], None]:
        real = getattr(owner, name)

        def fatal(*args: object, **kwargs: object) -> None:
            if after:
                real(*args, **kwargs)
            die()

        return lambda: setattr(owner, name, fatal)

    return [
        dying(facts_module.Facts, "commit", after=False),
        dying(facts_module.Facts, "commit", after=True),
        dying(deltalake.DeltaTable, "create_write_transaction", after=False),
        dying(deltalake.DeltaTable, "create_write_transaction", after=True),
        dying(facts_module.pq, "read_metadata", after=True),
    ]


def main(folder: str, kills: int) -> None:
    dice, wrong, hits, batch = random.Random(7), [], 0, 0
    begun = time.monotonic()
    attempt(lambda: load(folder, 0))
    usual = time.monotonic() - begun
    for number in range(kills):
        batch += 1
        ended = attempt(partial(load, folder, batch), kill_after_s=dice.uniform(0.0, 1.1 * usual))
        hits += not ended
        if not whole(folder, batch + 1, last=(ROWS,) if ended else (0, ROWS)):
            wrong.append(f"kill {number} broke the store")
        if not attempt(partial(load, folder, batch)) or not whole(folder, batch + 1, last=(ROWS,)):
            wrong.append(f"the import after kill {number} did not mend it")
    for number, arm in enumerate(at_points(folder)):
        batch += 1
        if attempt(partial(armed, arm, folder, batch)) or not whole(folder, batch + 1, last=(0, ROWS)):
            wrong.append(f"point {number} broke the store")
        if not attempt(partial(load, folder, batch)) or not whole(folder, batch + 1, last=(ROWS,)):
            wrong.append(f"the import after point {number} did not mend it")
    attempt(partial(build, folder), kill_after_s=dice.uniform(0, 0.3))
    if not attempt(partial(build, folder)):
        wrong.append("journeys cannot be built after a build was killed")
    sys.stdout.write(json.dumps({"hits": hits, "batches": batch + 1, "wrong": wrong}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
