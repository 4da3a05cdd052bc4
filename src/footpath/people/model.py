"""What is told of people: structs for Python, JSON and the command line."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from footpath.events import Decision


class Found(Struct, frozen=True):
    """A person who fits a search.

    Attributes:
        person: canonical name, e.g. "user:42".
        ids: how many ids they have.
        matched: the id that fits, as "type:id".
    """

    person: str
    ids: int
    matched: str


class Cause(Struct, frozen=True):
    """The fact, or the decision, that joined two ids.

    Attributes:
        kind: "event", "signal" or "trait" for a fact; "merge" for a decision.
        source: of the fact; who decided.
        id: the source's own id of the fact, or else the key the store knows it by; the number of the decision.
        name: of the event, kind of the signal; "" for traits and decisions.
        at: when, UTC; None where the fact has no time.
    """

    kind: Literal["event", "signal", "trait", "merge"]
    source: str
    id: str
    name: str
    at: datetime | None


class Join(Struct, frozen=True):
    """Why two ids are one person's: the first thing that joined what they hang together with.

    Attributes:
        left, right: ids as "type:id".
        cause: what joined them.
    """

    left: str
    right: str
    cause: Cause


class KnownId(Struct, frozen=True):
    """One id of a person.

    Attributes:
        id: as "type:id".
        rows: how many facts bear it.
        first_at, last_at: the oldest and the newest of these, UTC; None where they have no time.
        sources: where they came from.
    """

    id: str
    rows: int
    first_at: datetime | None
    last_at: datetime | None
    sources: tuple[str, ...]


class Moment(Struct, frozen=True):
    """One fact on a person's timeline.

    Attributes:
        at: when, UTC; None where the fact has no time.
        table: events, signals or traits.
        source, channel, name: where it came from and what it was.
        ids: the ids on it, as "type:id".
        detail: what else is known: page, campaign, value, text, score, properties, traits …
    """

    at: datetime | None
    table: Literal["events", "signals", "traits"]
    source: str
    channel: str | None
    name: str
    ids: tuple[str, ...]
    detail: dict[str, Any]


class TraitValue(Struct, frozen=True):
    """A value that a trait had.

    Attributes:
        trait, value: which, and what was said.
        since: from when on, UTC; None = always.
        until: when something else was said; None = it is true now.
        source: who said so.
    """

    trait: str
    value: str
    since: datetime | None
    until: datetime | None
    source: str


class Membership(Struct, frozen=True):
    """An account a person belonged to.

    Attributes:
        account: its id.
        since: from when on, UTC; None = always.
        until: when another took its place; None = it is so now.
        by: what says so: group (a call or an event that names it), company or domain.
    """

    account: str
    since: datetime | None
    until: datetime | None
    by: str


class Consent(Struct, frozen=True):
    """What a person consented to, or not, as the fact has it.

    Attributes:
        at: when, UTC.
        source: where it was said.
        detail: what the fact holds.
    """

    at: datetime | None
    source: str
    detail: dict[str, Any]


class Page(Struct, frozen=True):
    """All there is on one person.

    Attributes:
        person: canonical name.
        ids: their ids, the strongest type first.
        joins: why these are one person's: the fewest joins that hang all ids together, the first ones in time.
        timeline: what they did, received and said, oldest first; no more than asked for, the newest of them.
        total: how many facts there are.
        traits: what is known of them now.
        history: every value that a trait had.
        accounts: where they belonged, and belong.
        consents: what they consented to.
        decisions: what was decided by hand about their ids and is in force.
    """

    person: str
    ids: tuple[KnownId, ...]
    joins: tuple[Join, ...]
    timeline: tuple[Moment, ...]
    total: int
    traits: dict[str, str]
    history: tuple[TraitValue, ...]
    accounts: tuple[Membership, ...]
    consents: tuple[Consent, ...]
    decisions: tuple[Decision, ...]


class Log(Struct, frozen=True):
    """Who was joined, and what was decided by hand.

    Attributes:
        joins: newest first.
        total: how many joins there are.
        decisions: newest first, undone ones too.
        version: name of the state of who is who: of the facts and of the decisions.
    """

    joins: tuple[Join, ...]
    total: int
    decisions: tuple[Decision, ...]
    version: str


class Suspect(Struct, frozen=True):
    """A person, or an id, that is worth a look.

    Attributes:
        who: a person's canonical name, or an id as "type:id".
        why: "ids": the person has very many; "shared": the id was seen with more user ids than a person has, and
            links nothing; "refused": links between their ids would have passed a limit.
        count: how many ids, user ids or links.
    """

    who: str
    why: Literal["ids", "shared", "refused"]
    count: int
