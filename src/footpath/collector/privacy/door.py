"""The one place every event passes before the disk: what may not be kept is taken out here."""

import logging
import math
import time
from pathlib import Path
from typing import TypeVar

import duckdb
import msgspec

from footpath.collector.fields import CONSENT, Json, unnamed
from footpath.collector.privacy.cleaning import cleaned
from footpath.collector.privacy.consents import GIVEN, Ledger, carried, purposes_of
from footpath.collector.privacy.policy import FILE, ConsentRules, read_policy
from footpath.collector.privacy.rules import FieldRules, says_something
from footpath.collector.records import Consent, Event, Reading, Row, Signal, Traits
from footpath.core.errors import FootpathError
from footpath.core.secret import secret_of

_LOG = logging.getLogger(__name__)
_LOOK_AGAIN_S = 1.0
_KEEP, _ANONYMOUS, _DROP = "keep", "anonymous", "drop"
_GPC = ('"gpc":true', '"globalPrivacyControl":true', '"global_privacy_control":true')
R = TypeVar("R", Event, Traits, Signal)


class Door:
    """Applies the privacy rules of a store to what was read of requests; follows their file while it runs.

    Args:
        store: folder of the store.

    Raises:
        Invalid: the file of rules is wrong.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._policy = read_policy(store)
        self._state = self._look()
        self._looked_at = -math.inf
        self._rules: dict[str, FieldRules] = {}
        self._ledger = Ledger(store)

    def admit(self, reading: Reading, source: str, *, gpc: bool = False) -> None:
        """Take out of a reading what may not be kept, and add the consents it brings to it.

        Args:
            reading: of one request; its lists are changed.
            source: whose rules count.
            gpc: the request carries Global Privacy Control.
        """
        self._follow()
        rules, consent = self._rules_of(source), self._policy.of(source).consent
        for explicit in reading.consents:
            self._ledger.note(explicit, explicit.purpose, explicit.state == GIVEN, explicit.at)
        watch = _Watch(self._ledger, consent, source, gpc, reading.consents)
        if not (watch.idle and reading.names is not None and rules.spare(reading.events, reading.names)):
            reading.events = [row for row in reading.events if _event(row, rules, watch)]
        reading.traits = [row for row in reading.traits if _traits(row, rules, watch)]
        reading.signals = [row for row in reading.signals if _signal(row, rules, watch)]

    def letter(self, body: str, source: str, *, gpc: bool = False) -> str:
        """Return the body of a refused element as it may be kept; "" where nobody can tell whether it may.

        E-mail addresses that fill a field become a hash that looks like one, so that trying again finds the person.
        """
        consent = self._policy.of(source).consent
        if consent.needs or (gpc and consent.gpc != _KEEP):
            return ""
        try:
            document = msgspec.json.decode(body)
        except msgspec.DecodeError:
            return cleaned(body)
        rules = self._rules_of(source)
        return rules.json(msgspec.json.encode(unnamed(document)).decode(), "properties")

    def _rules_of(self, source: str) -> FieldRules:
        known = self._rules.get(source)
        if known is None:
            known = self._rules[source] = FieldRules(self._policy.of(source), secret_of(self._store))
        return known

    def _follow(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < _LOOK_AGAIN_S:
            return
        self._looked_at = now
        try:
            state = self._look()
            if state != self._state:
                self._policy, self._state, self._rules = read_policy(self._store), state, {}
            if any(one.consent.needs for one in (self._policy.default, *self._policy.sources.values())):
                self._ledger.refresh()
        except (OSError, duckdb.Error, FootpathError) as problem:  # those that were right stay in force
            _LOG.error("privacy rules not read", extra={"reason": str(problem)})

    def _look(self) -> tuple[int, int] | None:
        try:
            found = (self._store / FILE).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino


class _Watch:
    """Decides what becomes of rows, and collects the consents they carry."""

    def __init__(self, ledger: Ledger, consent: ConsentRules, source: str, gpc: bool, found: list[Consent]) -> None:
        self._ledger = ledger
        self._consent = consent
        self._source = source
        self._gpc = gpc
        self._found = found
        self.idle = not consent.needs and not (gpc and consent.gpc != _KEEP)

    def verdict(self, row: Row, text: str | None, at: int) -> tuple[str, str | None]:
        """Return keep, anonymous or drop, and the row's JSON text without what it says of consent."""
        said: Json = {}
        gpc = self._gpc
        if text is not None and f'"{CONSENT}":' in text:
            document = msgspec.json.decode(text)
            taken = document.pop(CONSENT, None)
            said = taken if type(taken) is dict else {}
            text = msgspec.json.encode(document).decode()
            gpc = gpc or said.get("gpc") is True
        gpc = gpc or (text is not None and any(sign in text for sign in _GPC))
        own = purposes_of(said.get("purposes"))
        for one in carried(said, self._source, row, at) if own else ():
            # A refusal by somebody of whom nothing is kept is not kept either; one that ends a consent is its proof.
            known = self._ledger.state(row, one.purpose)
            news = self._ledger.note(row, one.purpose, one.state == GIVEN, at)
            if news and (one.state == GIVEN or known is not None):
                self._found.append(one)
        return self._decided(row, own, gpc=gpc), text

    def _decided(self, row: Row, own: dict[str, bool], *, gpc: bool) -> str:
        states = [own.get(purpose, self._ledger.state(row, purpose)) for purpose in self._consent.needs]
        if states and all(states):
            return _KEEP
        unknown = self._consent.unknown == GIVEN
        if any(state is False or (state is None and not unknown) for state in states):
            return self._consent.without
        return self._consent.gpc if gpc else _KEEP


def _event(row: Event, rules: FieldRules, watch: _Watch) -> bool:
    page, name, text = row.page, row.name, row.properties
    if page:
        row.page = rules.page(page)
    if "@" in name or "/" in name:
        row.name = rules.text(name)
    if not watch.idle or rules.columns or (text is not None and says_something(text)):
        return _settle(row, "properties", rules, watch)
    if text is not None:  # as `_settle` does it, without asking for the fields by their names
        row.properties = rules.json(text, "properties")
    return True


def _traits(row: Traits, rules: FieldRules, watch: _Watch) -> bool:
    return _settle(row, "traits", rules, watch) and _somebodys(row)


def _signal(row: Signal, rules: FieldRules, watch: _Watch) -> bool:
    row.text, row.about = _plain(row.text, rules), _plain(row.about, rules)
    return _settle(row, "properties", rules, watch)


def _settle(row: R, field: str, rules: FieldRules, watch: _Watch) -> bool:
    text: str | None = getattr(row, field)
    if not watch.idle or (text is not None and says_something(text)):
        verdict, text = watch.verdict(row, text, row.at)
        if verdict == _DROP:
            return False
        if verdict == _ANONYMOUS:
            row.user_id = row.anonymous_id = row.email_hash = row.account_id = row.ids = None
    if text is not None:
        setattr(row, field, rules.json(text, field))
    for rule in rules.columns:
        value = getattr(row, rule.field, None)
        if value is not None:
            setattr(row, rule.field, rules.column(value, rule))
    return True


def _plain(value: str | None, rules: FieldRules) -> str | None:
    return rules.text(value) if value else value


def _somebodys(row: Row) -> bool:
    return bool(row.user_id or row.anonymous_id or row.email_hash or row.account_id or row.ids)
