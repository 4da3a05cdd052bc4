"""Consent as it comes with events: read, compared with what is known, and written down where it changes something."""

import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from footpath.collector.fields import CONSENT, Json
from footpath.collector.privacy.ties import Ties, names_on, rows_with
from footpath.collector.records import Consent, Row
from footpath.events import Lake

GIVEN, REFUSED = "given", "refused"
_YES = frozenset(["given", "granted", "true", "yes", "allow", "allowed", "opt_in", "1"])
_NO = frozenset(["refused", "denied", "false", "no", "deny", "withdrawn", "opt_out", "0"])
_LONGEST = 120
_LOOK_AGAIN_S = 10.0


def purposes_of(given: Any) -> dict[str, bool]:
    """Return purpose → given or not; what is neither said yes nor no to is left out."""
    found: dict[str, bool] = {}
    for name, said in given.items() if type(given) is dict else ():
        word = str(said).strip().lower() if type(said) in (str, bool, int) else ""
        purpose = name.strip().lower()[:_LONGEST]
        if purpose and (word in _YES or word in _NO):
            found[purpose] = word in _YES
    return found


def carried(said: Json, source: str, row: Row, at: int) -> list[Consent]:
    """Return what an event says of consent, as rows of its person."""
    proof = {name: str(said[name])[:_LONGEST] for name in ("channel", "text_version", "how") if said.get(name)}
    return [
        Consent(
            purpose=purpose, state=GIVEN if yes else REFUSED, at=at, how=proof.pop("how", None) or "event", by=source,
            user_id=row.user_id, anonymous_id=row.anonymous_id, email_hash=row.email_hash, account_id=row.account_id,
            ids=row.ids, **proof,
        )
        for purpose, yes in purposes_of(said.get("purposes")).items()
    ]  # fmt: skip


class Ledger:
    """What is known of who agreed to what, under any of their ids; follows the store's consents and facts.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._lake: Lake | None = None
        self._files: set[str] = set()
        self._erased: dict[str, int] = {}
        self._ties = Ties()
        self._looked = _Looked()
        self._looking: threading.Thread | None = None

    def refresh(self) -> None:
        """Read what came since; what is there stays while the store is away."""
        self._lake = self._lake or Lake.open(self._store)
        files, erased = self._lake.ledger_files("consents"), self._lake.barred().at
        fresh = [path for path in files if path not in self._files]
        if erased != self._erased or self._files - set(files):
            fresh = files  # somebody was erased: read all again, without them
            self._ties, self._looked = Ties(), _Looked()
        self._files, self._erased = set(files), erased
        if fresh:
            with duckdb.connect(config={"threads": 1}) as con:
                sql = (
                    'SELECT user_id, anonymous_id, email_hash, ids, purpose, state, epoch_us("at") '
                    f'FROM read_parquet({fresh}, union_by_name = true) ORDER BY "at"'
                )
                for user, anonymous, email, ids, purpose, state, at in con.execute(sql).fetchall():
                    row = Row(user_id=user, anonymous_id=anonymous, email_hash=email, ids=ids)
                    self._ties.decide(names_on(row), purpose, state == GIVEN, at)
        self._follow_facts(self._lake)

    def _follow_facts(self, lake: Lake) -> None:
        """Learn from the facts which other ids are theirs: the first time at once, then beside the requests."""
        if self._looking and self._looking.is_alive():
            return
        for names in self._looked.take():
            self._ties.tie(names)
        if time.monotonic() < self._looked.due_at or not self._ties.names():
            return
        work = partial(self._looked.look, lake, self._ties.names())
        if self._looked.due_at:
            self._looking = threading.Thread(target=work, name="ties", daemon=True)
            self._looking.start()
            return
        work()
        for names in self._looked.take():
            self._ties.tie(names)

    def note(self, row: Row, purpose: str, yes: bool, at: int) -> bool:
        """Remember what a person said; return whether it changes what was known."""
        before = self.state(row, purpose)
        self._ties.decide(names_on(row), purpose, yes, at)
        return before is not yes

    def state(self, row: Row, purpose: str) -> bool | None:
        """Return whether a row's person gave consent for a purpose, refused it (False), or said nothing (None)."""
        return self._ties.decided(names_on(row), purpose)


class _Looked:
    """What was looked up in the facts: which files, for which names, and what was found there.

    Attributes:
        due_at: when to look again, by the clock that only goes on; 0 = it was never done.
    """

    def __init__(self) -> None:
        self.due_at = 0.0
        self._files: set[str] = set()
        self._names: set[str] = set()
        self._found: list[list[str]] = []

    def look(self, lake: Lake, names: list[str]) -> None:
        """Look for known names in new files, and for new names in all of them."""
        snapshot = lake.snapshot()
        files = [path for table in ("events", "traits") for path in snapshot.files[table]]
        fresh = [name for name in names if name not in self._names]
        self._found += rows_with([path for path in files if path not in self._files], names)
        if fresh:
            self._found += rows_with([path for path in files if path in self._files], fresh)
        self._files, self._names = set(files), self._names | set(names)
        self.due_at = time.monotonic() + _LOOK_AGAIN_S

    def take(self) -> list[list[str]]:
        """Return what was found since."""
        found, self._found = self._found, []
        return found


__all__ = ["CONSENT", "Ledger", "carried", "purposes_of"]
