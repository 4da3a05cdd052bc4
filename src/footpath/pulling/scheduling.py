"""Runs pulls when they are due, one at a time, for as long as the server lives."""

import logging
import threading
from datetime import datetime
from pathlib import Path

from footpath.core import clock
from footpath.core.errors import FootpathError
from footpath.events import Door
from footpath.pulling.pull_files import PullFolder
from footpath.pulling.running import run_pull
from footpath.pulling.statuses import status_of
from footpath.pulling.when import next_due

_LOG = logging.getLogger(__name__)
_LOOK_S = 5.0


class Scheduler:
    """A thread that runs what is due.

    Args:
        store: folder of the store.
        door: takes out of the rows what may not be kept.
    """

    def __init__(self, store: Path, door: Door | None = None) -> None:
        self._store = store
        self._door = door
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulls", daemon=True)

    def start(self) -> None:
        """Begin; a store without pulls costs a look at a folder now and then."""
        self._thread.start()

    def close(self) -> None:
        """Start no more pulls. One that runs is left to the next server: it goes on where it was."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_S):
            for name in due(self._store, clock.now()):
                if not self._stop.is_set():
                    self.run(name)

    def run(self, name: str) -> None:
        """Run one pull and log how it went, without what it brought."""
        try:
            done = run_pull(self._store, name, door=self._door)
        except FootpathError as problem:
            _LOG.warning("pull failed", extra={"pull": name, "reason": problem.message})
        except Exception as problem:
            _LOG.exception("pull failed", extra={"pull": name, "reason": type(problem).__name__})
        else:
            _LOG.info("pulled", extra={"pull": name, "rows": done.status.rows})


def due(store: Path, now: datetime) -> list[str]:
    """Return the names of pulls that are to run now; one whose file cannot be read is left out and logged."""
    folder = PullFolder(store)
    found = []
    for name in folder.names():
        try:
            pull = folder.get(name)
        except FootpathError as problem:
            _LOG.warning("pull cannot be read", extra={"pull": name, "reason": problem.message})
            continue
        last = status_of(folder.state(name))
        at = next_due(pull, last.began_at if last else None, now)
        if at is not None and at <= now:
            found.append(name)
    return found
