"""Persons: found, shown with all that is known and why, merged and split."""

from typing import Annotated

import msgspec
from litestar.params import JSONBody, Parameter
from msgspec import Meta, Struct

from footpath import people as domain
from footpath import privacy
from footpath.api.handling import By, Store, asking, doing
from footpath.api.paging import After, Limit, Piece, piece
from footpath.core.audit import AuditLog
from footpath.events import Decision, Lake
from footpath.people import Found, Join, Log, Suspect

READ, WRITE = "read:people", "write:people"
Name = Annotated[str, Meta(min_length=1, max_length=1024, description="An id with or without its type, or an address.")]
Id = Annotated[str, Parameter(min_length=1, max_length=1024, description="Any id of the person, or an e-mail address.")]
Text = Annotated[str, Parameter(max_length=1024, description='Part of an id; "" = everybody.')]


class Person(Struct, frozen=True):
    """All there is on one person: who they are and why, their timeline, and what they agreed to.

    Attributes:
        page: ids, joins, timeline, traits, accounts, decisions.
        consents: what they agreed to or refused, oldest first.
    """

    page: domain.Page
    consents: list[privacy.Decision]


class Merge(Struct, frozen=True, forbid_unknown_fields=True):
    """Two persons who are one."""

    one: Name
    other: Name


class Split(Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of a person that are somebody else's."""

    person: Name
    ids: Annotated[list[Name], Meta(min_length=1, max_length=1000)]


class Undo(Struct, frozen=True, forbid_unknown_fields=True):
    """A decision to take back; without a number the newest in force."""

    number: Annotated[int, Meta(ge=1)] | None = None


@asking("/people", READ)
def search_people(lake: Store, text: Text = "", limit: Limit = 50, after: After = 0) -> Piece[Found]:
    """Find persons with an id that holds a text, in order of their names; an e-mail address finds its person."""
    return piece(domain.search(lake, text, limit=after + limit + 1), after, limit)


@asking("/person", READ)
def show_person(lake: Store, id: Id, limit: Limit = 1000) -> Person:  # noqa: A002 - the parameter's name on the wire
    """Show a person: the newest of their timeline, their ids and why these are theirs, traits, accounts, consents."""
    page = domain.show(lake, id, limit=limit)
    return Person(page, privacy.consents_of(lake, id))


@asking("/person/why", READ)
def why_joined(lake: Store, one: Id, other: Id) -> list[Join]:
    """Tell what joins two ids of a person: the facts and decisions on the shortest way between them."""
    return list(domain.why(lake, one, other))


@asking("/people/log", READ)
def log_of_joins(lake: Store, id: Text = "", limit: Limit = 100) -> Log:  # noqa: A002
    """List who was joined by what, newest first, of everybody or of one person, and what was decided by hand."""
    return domain.log(lake, id, limit=limit)


@asking("/people/suspicious", READ)
def suspicious_people(lake: Store, limit: Limit = 100) -> list[Suspect]:
    """List persons and ids that are worth a look: very many ids, shared ids, links that were refused."""
    return list(domain.suspicious(lake, limit=limit))


@doing("/people/merge", WRITE, makes=True)
def merge_people(lake: Store, by: By, data: JSONBody[Merge]) -> Decision:
    """Make two persons one; facts are not touched, and undoing takes it back."""
    return _noted(lake, by, domain.merge(lake, data.one, data.other, by=by))


@doing("/people/split", WRITE, makes=True)
def split_person(lake: Store, by: By, data: JSONBody[Split]) -> Decision:
    """Make some ids of a person another person; undoing takes it back."""
    return _noted(lake, by, domain.split(lake, data.person, data.ids, by=by))


@doing("/people/undo", WRITE)
def undo_decision(lake: Store, by: By, data: JSONBody[Undo]) -> Decision:
    """Take a merge or a split back."""
    return _noted(lake, by, domain.undo(lake, data.number), "undo-")


def _noted(lake: Lake, by: str, decision: Decision, what: str = "") -> Decision:
    log = AuditLog(lake.folder)
    thing = log.of_person(msgspec.json.encode(decision.ids).decode())
    log.add(by, f"person.{what}{decision.kind}", thing, decision=decision.number)
    return decision


HANDLERS = [
    search_people, show_person, why_joined, log_of_joins, suspicious_people, merge_people, split_person, undo_decision,
]  # fmt: skip
