"""Consent as it comes with events: read, compared with what is known, and written down where it changes something."""

from pathlib import Path
from typing import Any

import duckdb

from footpath.collector.fields import CONSENT, Json
from footpath.collector.records import Consent, Row
from footpath.events import Lake

GIVEN, REFUSED = "given", "refused"
_YES = frozenset(["given", "granted", "true", "yes", "allow", "allowed", "opt_in", "1"])
_NO = frozenset(["refused", "denied", "false", "no", "deny", "withdrawn", "opt_out", "0"])
_LONGEST = 120


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
    """What is known of who agreed to what; follows the store's table of consents.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._files: set[str] = set()
        self._erased: dict[str, int] = {}
        self._known: dict[str, dict[str, tuple[int, bool]]] = {}

    def refresh(self) -> None:
        """Read what came since; what is there stays while the store is away."""
        lake = Lake.open(self._store)
        files, erased = lake.ledger_files("consents"), lake.barred().at
        fresh = [path for path in files if path not in self._files]
        if erased != self._erased or self._files - set(files):
            fresh, self._known = files, {}  # somebody was erased: read all again, without them
        self._files, self._erased = set(files), erased
        if fresh:
            with duckdb.connect(config={"threads": 1}) as con:
                sql = (
                    'SELECT user_id, anonymous_id, email_hash, purpose, state, epoch_us("at") '
                    f'FROM read_parquet({fresh}) ORDER BY "at"'
                )
                for user, anonymous, email, purpose, state, at in con.execute(sql).fetchall():
                    self.note(Row(user_id=user, anonymous_id=anonymous, email_hash=email), purpose, state == GIVEN, at)

    def note(self, row: Row, purpose: str, yes: bool, at: int) -> bool:
        """Remember what a person said; return whether it changes what was known."""
        before = self.state(row, purpose)
        for one in _names(row):
            known = self._known.setdefault(one, {})
            if purpose not in known or known[purpose][0] <= at:
                known[purpose] = (at, yes)
        return before is not yes

    def state(self, row: Row, purpose: str) -> bool | None:
        """Return whether a row's person gave consent for a purpose, refused it (False), or said nothing (None)."""
        for one in _names(row):
            found = self._known.get(one, {}).get(purpose)
            if found is not None:
                return found[1]
        return None


def _names(row: Row) -> list[str]:
    named = (("u", row.user_id), ("e", row.email_hash), ("a", row.anonymous_id))
    return [f"{kind}:{one}" for kind, one in named if one]


__all__ = ["CONSENT", "Ledger", "carried", "purposes_of"]
