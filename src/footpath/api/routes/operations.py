"""What whoever runs it asks for: health, numbers, dead letters, the audit log."""

from itertools import islice
from typing import Annotated

from litestar.params import JSONBody
from msgspec import Meta, Struct

from footpath.api.guarding import OPEN
from footpath.api.handling import By, Store, asking, doing
from footpath.api.paging import After, Limit, Piece, piece
from footpath.collector import DeadLetter, Replayed, letters, replay
from footpath.core.audit import AuditLog, Entry
from footpath.core.version import VERSION
from footpath.events import Info


class Health(Struct, frozen=True):
    """That the API lives, and its version."""

    status: str
    version: str


class Ids(Struct, frozen=True, forbid_unknown_fields=True):
    """Which refused events to try again; none = all."""

    ids: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=10_000)] = ()


@asking("/health", OPEN)
def health() -> Health:
    """Say that the API lives."""
    return Health("ok", VERSION)


@asking("/info", "read:analytics")
def info(lake: Store) -> Info:
    """Tell what the store holds, in numbers."""
    return lake.info()


@asking("/audit", "admin")
def audit_entries(lake: Store, limit: Limit = 100, after: After = 0) -> Piece[Entry]:
    """List the audit log in order; `after` is the number of an entry."""
    found = AuditLog(lake.folder).entries(after=after, limit=limit + 1)
    return Piece(found[:limit], found[limit - 1].n if len(found) > limit else None)


@asking("/deadletters", "admin")
def list_dead_letters(lake: Store, limit: Limit = 100, after: After = 0) -> Piece[DeadLetter]:
    """List events that were refused, oldest first, with what was wrong and what to do."""
    return piece(list(islice(letters(lake.folder), after + limit + 1)), after, limit)


@doing("/deadletters/replay", "admin")
def replay_dead_letters(lake: Store, by: By, data: JSONBody[Ids]) -> Replayed:
    """Try refused events again; what can be read now goes into the store."""
    done = replay(lake.folder, data.ids)
    AuditLog(lake.folder).add(by, "deadletters.replay", "deadletters", taken=done.taken, left=done.left)
    return done


HANDLERS = [health, info, audit_entries, list_dead_letters, replay_dead_letters]
