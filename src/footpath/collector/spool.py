"""Where accepted requests wait for the lake: files that are only ever added to, forced to disk before an answer.

Requests that arrive while the disk is busy share the next force. A file is sealed when the lake is to have it and
deleted when the lake has it. After a crash every file is sealed; a new one is begun.
"""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from footpath.core.errors import Conflict, Transient
from footpath.events import writing

SUFFIX = ".spool"
_BIGGEST = 64 * 1024 * 1024  # bytes of one file: what a drain holds in memory
_MOST_WAITING = 128 * 1024 * 1024  # bytes accepted into memory and not on disk yet
_MOST_FOLDERS = 1000
Done = Callable[[OSError | None], None]


class Full(Transient):
    """The collector cannot keep more for now; senders are told to come back later."""

    code = "collector_full"


class Spool:
    """One collector's files. Use `Spool.claim`.

    Args:
        folder: where they are; nobody else adds to it.
        limit: bytes all files together may have.
        claim: closed when the spool is closed; holds the folder's lock.
    """

    def __init__(self, folder: Path, limit: int, claim: ExitStack | None = None) -> None:
        self.folder = folder
        self._limit = limit
        self._claim = claim or ExitStack()
        self._lock = threading.Condition()
        self._file_lock = threading.Lock()
        self._waiting: list[tuple[bytes, Done]] = []
        self._waiting_bytes = 0
        self._closing = False
        self._file: int | None = None
        self._size = 0
        self._number = max((int(path.stem) for path in folder.glob(f"*{SUFFIX}")), default=0)
        self._kept = sum(path.stat().st_size for path in self.sealed())
        self.groups = 0
        self._writer = threading.Thread(target=self._write_groups, name="spool", daemon=True)
        self._writer.start()

    @classmethod
    def claim(cls, parent: Path, limit: int) -> "Spool":
        """Take the first folder in `parent` that no living collector has, with what a dead one left in it.

        Args:
            parent: folder of all spools of a lake.
            limit: bytes the files may have together.
        """
        for number in range(1, _MOST_FOLDERS):
            folder = parent / f"{number:03}"
            folder.mkdir(parents=True, exist_ok=True)
            try:
                return cls.open(folder, limit)
            except Conflict:
                continue
        raise Conflict(f"All {_MOST_FOLDERS} spools in {parent} are in use.", hint="Stop a collector.")

    @classmethod
    def open(cls, folder: Path, limit: int) -> "Spool":
        """Take one folder; raises Conflict when a living collector has it."""
        claim = ExitStack()
        claim.enter_context(writing(folder, wait_s=0.0))
        return cls(folder, limit, claim)

    @property
    def waiting_bytes(self) -> int:
        """Bytes that the lake does not have yet."""
        return self._kept + self._size + self._waiting_bytes

    def check(self) -> None:
        """Raise Full when nothing more can be taken for now."""
        if self.waiting_bytes > self._limit or self._waiting_bytes > _MOST_WAITING or self._closing:
            raise Full(
                f"The spool {self.folder} holds {self.waiting_bytes:,} bytes that the lake does not have yet.",
                hint="Send again later; make room, or see in the log why the lake takes nothing.",
            )

    def submit(self, records: bytes, done: Done) -> None:
        """Take framed records; `done` is called by another thread, with None once they are safe on disk."""
        with self._lock:
            self.check()
            self._waiting.append((records, done))
            self._waiting_bytes += len(records)
            self._lock.notify()

    def write(self, records: bytes) -> None:
        """Take framed records and return once they are safe on disk; raises OSError when they are not."""
        ended = threading.Event()
        problems: list[OSError | None] = []

        def tell(problem: OSError | None) -> None:
            problems.append(problem)
            ended.set()

        self.submit(records, tell)
        ended.wait()
        if problems[0] is not None:
            raise problems[0]

    def _write_groups(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._waiting or self._closing)
                group, self._waiting = self._waiting, []
                if not group:
                    return
            problem = self._write_group(b"".join(records for records, _ in group))
            with self._lock:
                self._waiting_bytes -= sum(len(records) for records, _ in group)
            for _, done in group:
                done(problem)

    def _write_group(self, content: bytes) -> OSError | None:
        with self._file_lock:
            try:
                if self._file is None or self._size > _BIGGEST:
                    self._begin()
                _write_all(self._open_file(), content)
                os.fsync(self._open_file())
            except OSError as problem:
                self._forget_part()
                return problem
            self._size += len(content)
            self.groups += 1
            return None

    def _open_file(self) -> int:
        if self._file is None:
            raise OSError("the spool has no open file")
        return self._file

    def _begin(self) -> None:
        self._end()
        path = self.folder / f"{self._number + 1:010}{SUFFIX}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        self._number += 1
        force_folder(self.folder)

    def _forget_part(self) -> None:
        """Take back what a failed write left, so that no half of a request is ever drained; else begin a new file."""
        if self._file is None:
            return
        try:
            os.ftruncate(self._file, self._size)
            os.fsync(self._file)
        except OSError:
            self._end()

    def _end(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self._kept += self._size
            self._size = 0

    def seal(self) -> None:
        """End the file that is being written, if it holds anything, so that it can be drained."""
        with self._file_lock:
            if self._size:
                self._end()

    def sealed(self) -> list[Path]:
        """Return the files that are complete, oldest first."""
        # With the lock: a file that the writer is just beginning is in the folder before anything here says that it is
        # open, and whoever took it for a complete one would drain its first records and delete the others.
        with self._file_lock:
            open_name = f"{self._number:010}" if self._file is not None else ""
            return sorted(path for path in self.folder.glob(f"*{SUFFIX}") if path.stem != open_name)

    def delete(self, path: Path) -> None:
        """Delete a file that the lake has."""
        size = path.stat().st_size
        path.unlink()
        with self._file_lock:
            self._kept = max(0, self._kept - size)

    def close(self) -> None:
        """Write what is waiting, seal the file and let the folder go."""
        with self._lock:
            self._closing = True
            self._lock.notify()
        self._writer.join()
        with self._file_lock:
            self._end()
        self._claim.close()


def _write_all(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def force_folder(folder: Path) -> None:
    """Force a folder's list of files to disk, without which a new file may be gone after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
