"""Who did what to whose data, and when: an append-only list in which every entry seals all before it.

An entry's hash covers the hash before it, so a changed, missing or added entry breaks the chain from there on. Nobody's
id is in it: what something was done to is named by a keyed hash.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core import clock
from footpath.core.secret import keyed, secret_of

FILE = "audit.sqlite"
_START = "0" * 64
_WAIT_S = 60.0
_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
    n INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
    detail TEXT NOT NULL, before TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER IF NOT EXISTS no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'append only'); END;
"""
_COLUMNS = "n, at, actor, action, object, detail, before, hash"


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that was done.

    Attributes:
        n: its number, from 1.
        at: when, UTC.
        actor: who: "cli:NAME" for a person at the keyboard, "api:NAME" for the name of an API key, "serve".
        action: what, e.g. "person.erase".
        object: to what: the keyed hash of a person, or a name that is no person's (a source, a key, a file).
        detail: numbers and names that are no person's.
        before, hash: of the entry before, and of this one.
    """

    n: int
    at: datetime
    actor: str
    action: str
    object: str
    detail: dict[str, str | int | float | bool]
    before: str
    hash: str


class AuditLog:
    """The audit log of a store.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self.path = store / FILE

    def of_person(self, person: str) -> str:
        """Return what the log calls a person: a hash that only this store can make."""
        return keyed(secret_of(self._store), f"person:{person}")

    def add(self, actor: str, action: str, thing: str, **detail: str | float | bool) -> Entry:
        """Add an entry; on disk when this returns."""
        with closing(self._open()) as con:
            con.execute("BEGIN IMMEDIATE")
            last = con.execute("SELECT n, hash FROM entries ORDER BY n DESC LIMIT 1").fetchone() or (0, _START)
            plain = (last[0] + 1, clock.now().isoformat(), actor, action, thing, msgspec.json.encode(detail).decode())
            row = (*plain, last[1], _hash(plain, last[1]))
            con.execute(f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            con.execute("COMMIT")
        return _entry(row)

    def entries(self, *, after: int = 0, limit: int = -1, newest: bool = False) -> list[Entry]:
        """Return entries in order.

        Args:
            after: leave out those up to this number.
            limit: at most so many; -1 = all.
            newest: the last ones rather than the first.
        """
        if not self.path.exists():
            return []
        order = "DESC" if newest else "ASC"
        with closing(self._open()) as con:
            sql = f"SELECT {_COLUMNS} FROM entries WHERE n > ? ORDER BY n {order} LIMIT ?"
            rows = con.execute(sql, (after, limit)).fetchall()
        return [_entry(row) for row in (reversed(rows) if newest else rows)]

    def broken(self) -> int:
        """Return the number of the first entry that is not as it was written, 0 when all are."""
        before = _START
        for expected, row in enumerate(self._rows(), start=1):
            if row[0] != expected or row[6] != before or row[7] != _hash(row[:6], before):
                return expected
            before = row[7]
        return 0

    def _rows(self) -> Iterator[tuple[int, str, str, str, str, str, str, str]]:
        if self.path.exists():
            with closing(self._open()) as con:
                yield from con.execute(f"SELECT {_COLUMNS} FROM entries ORDER BY n")

    def _open(self) -> sqlite3.Connection:
        con = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False)
        con.execute("PRAGMA synchronous = FULL")
        con.executescript(_TABLE)
        return con


def _hash(plain: tuple[int, str, str, str, str, str], before: str) -> str:
    return hashlib.sha256(msgspec.json.encode((before, *plain))).hexdigest()


def _entry(row: tuple[int, str, str, str, str, str, str, str]) -> Entry:
    n, at, actor, action, thing, detail, before, hash_ = row
    return Entry(
        n=n, at=datetime.fromisoformat(at), actor=actor, action=action, object=thing,
        detail=msgspec.json.decode(detail), before=before, hash=hash_,
    )  # fmt: skip
