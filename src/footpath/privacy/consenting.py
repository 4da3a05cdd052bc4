"""Consent as a person's own decision: written down with its proof, and read again with its history."""

import hashlib
from datetime import datetime
from typing import Literal

import msgspec
import pyarrow as pa
from msgspec import Struct

from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.errors import Invalid
from footpath.core.querying import querying
from footpath.events import COLUMNS, CONSENTS, Lake, name_erased
from footpath.privacy.persons import find

_IMPORT = "consents"
_LONGEST = 200


class Decision(Struct, frozen=True, kw_only=True):
    """What a person agreed to or refused, and how that is known.

    Attributes:
        purpose: what data may be used for: analytics, marketing, …
        state: given or refused.
        channel: the channel it is for, e.g. email; None = every.
        text_version: which wording the person saw.
        how: form, call, letter, banner, …
        by: who wrote it down; None = the person.
        at: when it was decided; None = now.
        source: the system it was decided in.
    """

    purpose: str
    state: Literal["given", "refused"]
    channel: str | None = None
    text_version: str | None = None
    how: str | None = None
    by: str | None = None
    at: datetime | None = None
    source: str = "consents"


def record_consent(lake: Lake, person: str, decision: Decision, *, actor: str) -> bool:
    """Write down a decision of a person; False when this very one is known already.

    Args:
        lake: the store.
        person: as for `find`.
        decision: what was decided.
        actor: who writes it down, for the audit log.

    Raises:
        NotFound: the store knows no such person, and no kind of id was named.
        Invalid: a field of the decision cannot be used.
    """
    _check(decision)
    theirs = find(lake, person)
    kind = next(iter(theirs.ids))
    one = min(theirs.ids[kind])
    at = decision.at or clock.now()
    row = {
        "source": decision.source,
        "row": 1,
        **({COLUMNS[kind]: one} if kind in COLUMNS else {"ids": msgspec.json.encode({kind: one}).decode()}),
        "purpose": decision.purpose.strip().lower(),
        "state": decision.state,
        "at": at,
        **{name: getattr(decision, name) for name in ("channel", "text_version", "how", "by")},
    }
    key = hashlib.sha256(msgspec.json.encode(row)).hexdigest()
    types = {field.name: field.type for field in CONSENTS} | {"dedupe_id": pa.string()}
    table = pa.table({name: pa.array([value], types[name]) for name, value in {**row, "dedupe_id": key}.items()})
    with querying() as con:
        con.register("_decided", table)
        added = bool(lake.append("consents", con, "SELECT * FROM _decided", import_id=_IMPORT).added)
    if added:
        log = AuditLog(lake.folder)
        log.add(actor, f"consent.{decision.state}", log.of_person(theirs.name), purpose=str(row["purpose"]))
    return added


def consents_of(lake: Lake, person: str) -> list[Decision]:
    """Return what a person decided, oldest first.

    Raises:
        NotFound: the store knows no such person, and no kind of id was named.
    """
    with querying() as con:
        name_erased(con, find(lake, person).ids)
        relation = lake.relation(con, "consents").filter(lake.theirs()).order('"at", purpose, channel')
        names = ", ".join(f'"{field.name}"' for field in msgspec.structs.fields(Decision))
        return [msgspec.convert(row, Decision) for row in relation.project(names).to_arrow_table().to_pylist()]


def _check(decision: Decision) -> None:
    for field in ("purpose", "channel", "text_version", "how", "by", "source"):
        value = getattr(decision, field)
        if value is not None and (not value.strip() or len(value) > _LONGEST or not value.isprintable()):
            raise Invalid(f"{field}: {value[:40]!r} cannot be used.", hint=f"Use 1 to {_LONGEST} printable characters.")
    if decision.at is not None and decision.at.tzinfo is None:
        raise Invalid("at: it has no time zone.", hint="Write it like 2026-03-01T12:00:00Z.")
