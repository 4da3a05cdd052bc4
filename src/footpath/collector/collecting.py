"""A running collector: its spool, the thread that drains it, and what a load balancer asks about."""

import logging
import threading
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from duckdb import DuckDBPyConnection

from footpath.collector.counting import Counts
from footpath.collector.draining import connected, drain
from footpath.collector.endpoint import Endpoint
from footpath.collector.intake import Intake
from footpath.collector.keys import Gate, KeyFile
from footpath.collector.postbox import MailIn, taking_mails
from footpath.collector.privacy import Door
from footpath.collector.spool import Full, Spool
from footpath.collector.visitors import forget_yesterday
from footpath.core.errors import Conflict
from footpath.events import Lake

_LOG = logging.getLogger(__name__)
_LAST_TRY_S = 30.0
_AGAIN_S = 0.2
_ADOPT_S = 10.0
_COMPACT_S = 5.0


class Collector:
    """Accepts requests into a spool and brings the spool into the lake, each at its own pace.

    Args:
        store: folder of the store; made when missing.
        spools: folder of the spools; None = inside the store.
        limit: bytes that may wait for the lake before senders are told to come back later.

    Attributes:
        every_s: how long what is spooled waits for more before it is brought into the lake, seconds.
        mail_in: where mails are taken; None = nowhere.
    """

    every_s = 1.0
    mail_in: MailIn | None = None

    def __init__(self, store: Path, *, spools: Path | None = None, limit: int) -> None:
        self._store = store
        Lake.open(store, create=True)
        self._spools = spools or store / "spool"
        self._limit = limit
        self.spool = Spool.claim(self._spools, limit)
        self.counts = Counts()
        self._intake = Intake(Gate(KeyFile(store)), Door(store))
        self.endpoint = Endpoint(self._intake, self.spool, self.counts, store)
        self._stop = threading.Event()
        self._adopted_at = -_ADOPT_S
        self._lake: Lake | None = None
        self._con: DuckDBPyConnection | None = None
        self._drainer = threading.Thread(target=self._drain_until_stopped, name="drain", daemon=True)
        self._compactor = threading.Thread(target=self._compact_until_stopped, name="compact", daemon=True)

    def start(self) -> None:
        """Begin to drain."""
        self._drainer.start()
        self._compactor.start()

    def taking_mails(self) -> AbstractAsyncContextManager[None]:
        """Take mails while a block runs, where they are to be taken."""
        return taking_mails(self.mail_in, self._intake, self.spool, self.counts)

    def ready(self) -> bool:
        """Say whether requests are taken now."""
        try:
            self.spool.check()
        except Full:
            return False
        return True

    def metrics(self) -> str:
        """Return the counts in Prometheus' text format."""
        self.counts.set("footpath_spool_bytes", self.spool.waiting_bytes)
        self.counts.set("footpath_spool_forces_total", self.spool.groups)
        return self.counts.text()

    def close(self) -> None:
        """Stop taking requests, bring what is spooled into the lake, and let go of the spool.

        What the lake does not take within half a minute stays in the spool for the next collector.
        """
        self._stop.set()
        self._drainer.join()
        self._compactor.join()
        ends_at = time.monotonic() + _LAST_TRY_S
        self.spool.seal()
        while self.spool.sealed() and time.monotonic() < ends_at:
            if not self._drain_once():
                time.sleep(_AGAIN_S)
        self.spool.close()
        self._adopt()
        if self._con is not None:
            self._con.close()

    def _drain_until_stopped(self) -> None:
        while not self._stop.wait(self.every_s):
            self._drain_once()
            if time.monotonic() - self._adopted_at > _ADOPT_S:
                self._adopted_at = time.monotonic()
                self._adopt()

    def _compact_until_stopped(self) -> None:
        """Put together the small files that draining leaves, beside it: what is new must not wait."""
        while not self._stop.wait(_COMPACT_S):
            try:
                self.counts.add("footpath_files_compacted_total", Lake.open(self._store).compact())
            except Exception as problem:
                _LOG.error("cannot compact", extra={"reason": f"{type(problem).__name__}: {problem}"})

    def _drain_once(self) -> bool:
        self.spool.seal()
        return self._try(self.spool)

    def _try(self, spool: Spool) -> bool:
        """Drain; a lake that is away is not the end: the spool keeps what it has, and the next try comes."""
        try:
            # One lake, kept: it knows what it read of the tables' logs the last time.
            self._lake = self._lake or Lake.open(self._store)
            self._con = self._con or connected(self._lake)
            done = drain(spool, self._lake, self._con)
        except Exception as problem:
            self._failed(problem)
        else:
            self.counts.add("footpath_rows_drained_total", done.added)
            self.counts.add("footpath_rows_duplicate_total", done.duplicates)
            self.counts.add("footpath_damaged_total", done.damaged)
            return True
        return False

    def _failed(self, problem: Exception) -> None:
        self._lake = self._con = None
        self.counts.add("footpath_drain_failures_total")
        _LOG.error("the lake took nothing", extra={"reason": f"{type(problem).__name__}: {problem}"})

    def _adopt(self) -> None:
        """Drain the spools of collectors that died and did not come back."""
        forget_yesterday(self._store)
        for folder in sorted(self._spools.glob("[0-9][0-9][0-9]")):
            if folder == self.spool.folder or not any(folder.glob("*.spool")):
                continue
            try:
                orphan = Spool.open(folder, self._limit)
            except Conflict:
                continue  # its collector lives
            try:
                while orphan.sealed() and self._try(orphan):
                    pass
            finally:
                orphan.close()
