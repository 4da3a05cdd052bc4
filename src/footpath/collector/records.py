"""What every protocol turns into: rows of the lake's tables, field for field, and the elements that were refused."""

from collections.abc import Set as AbstractSet
from typing import Any

import msgspec
from msgspec import Struct


class Row(Struct, omit_defaults=True, kw_only=True, gc=False):
    """What rows of every table have: where they came from and who they are about.

    Attributes:
        source: the write key's source; set when the request is accepted.
        dedupe_id: the sender's own id of the element; the request's id and position where it sent none.
        user_id, anonymous_id, account_id: ids as sent, illegal ones left out.
        email_hash: sha256 of the trimmed, lower-cased address; the address itself is not kept.
        ids: further ids, JSON text of an object of type → id or list of ids, see `ids.ids_text`.
    """

    source: str = ""
    dedupe_id: str | None = None
    user_id: str | None = None
    anonymous_id: str | None = None
    email_hash: str | None = None
    account_id: str | None = None
    ids: str | None = None


class Event(Row, omit_defaults=True, gc=False):
    """One row of the table of events; instants are microseconds since 1970 UTC, `properties` is JSON text.

    The fields can be given in order: naming twenty of them takes five times as long, once an event.
    """

    type: str
    name: str
    at: int
    received_at: int
    event_id: str | None = None
    channel: str | None = None
    page: str | None = None
    campaign: str | None = None
    device: str | None = None
    region: str | None = None
    value: float | None = None
    currency: str | None = None
    properties: str | None = None


class Traits(Row, omit_defaults=True, kw_only=True, gc=False):
    """One row of the table of traits: what a sender says of a person; `traits` is JSON text."""

    at: int
    traits: str


class Signal(Row, omit_defaults=True, kw_only=True, gc=False):
    """One row of the table of signals: something a person said, or a score they gave."""

    kind: str
    at: int
    signal_id: str | None = None
    about: str | None = None
    channel: str | None = None
    text: str | None = None
    lang: str | None = None
    score: float | None = None
    scale_min: float | None = None
    scale_max: float | None = None
    metric: str | None = None
    properties: str | None = None


class Consent(Row, omit_defaults=True, kw_only=True, gc=False):
    """One row of the table of consents: what a person agreed to, or refused, and how that is known."""

    purpose: str
    state: str
    at: int
    channel: str | None = None
    text_version: str | None = None
    how: str | None = None
    by: str | None = None


class Problem(Struct, frozen=True):
    """One element that was refused while its neighbours were kept.

    Attributes:
        element: its position in the request, from 0.
        field: what in it is wrong.
        reason: why.
        remedy: what to do about it.
    """

    element: int
    field: str
    reason: str
    remedy: str


class Refused(Exception):
    """An element, or a whole request, cannot be taken; says which field and what to do.

    Args:
        field: what is wrong.
        reason: why.
        remedy: what to do about it.
        status: HTTP status when the whole request is refused.
    """

    def __init__(self, field: str, reason: str, remedy: str, *, status: int = 400) -> None:
        super().__init__(f"{field}: {reason}. {remedy}")
        self.field = field
        self.reason = reason
        self.remedy = remedy
        self.status = status


class Answer(Struct, frozen=True):
    """What the sender gets back."""

    status: int = 200
    body: bytes = b'{"success":true}'
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


class Reading(Struct, kw_only=True):
    """A request, read: rows, refused elements, whose key it carries and how to answer.

    Attributes:
        key: the write key the sender gave; "" when it gave none.
        source: whose rows they are, where the protocol itself has checked who sends and needs no key.
        rate: elements a second that such a sender may send; 0 = no limit.
        public: answer without a key and keep nothing (settings documents, feature flags).
        names: of the properties of all its events, where none of these holds objects or lists; None = not known.
        elements: the elements as they came, by position, for those in `problems`.
        wrap: the request around the elements, for sending one of them again.
    """

    key: str = ""
    source: str = ""
    rate: float = 0.0
    public: bool = False
    events: list[Event] = msgspec.field(default_factory=list)
    traits: list[Traits] = msgspec.field(default_factory=list)
    signals: list[Signal] = msgspec.field(default_factory=list)
    consents: list[Consent] = msgspec.field(default_factory=list)
    problems: list[Problem] = msgspec.field(default_factory=list)
    names: AbstractSet[str] | None = None
    bad: list[Any] = msgspec.field(default_factory=list)
    answer: Answer = Answer()


class DeadLetter(Struct, frozen=True, kw_only=True):
    """A refused element as it is kept: what was wrong, and all that is needed to try again.

    Attributes:
        id: request and position.
        at: when it came, microseconds since 1970 UTC.
        source: of the write key.
        protocol: how it was read.
        path: the route it came by.
        field, reason, remedy: what was wrong.
        body: a request that holds this element alone.
    """

    id: str
    at: int
    source: str
    protocol: str
    path: str
    field: str
    reason: str
    remedy: str
    body: str
