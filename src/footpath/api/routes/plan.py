"""The tracking plan: what is seen, what drifts, what was agreed, and what breaks it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

from litestar.params import JSONBody, Parameter
from msgspec import Meta, Struct

from footpath.api.handling import By, Store, asking, doing
from footpath.api.paging import After, Limit, Piece, piece
from footpath.core.audit import AuditLog
from footpath.core.errors import NotFound
from footpath.events import Checked, Drift, Lake, Property, Seen, check_plan, drifts, plan_of, see

FILE = "plan.yaml"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Days = Annotated[int, Parameter(ge=1, le=3660, description="How many of the newest days count as new.")]
Name = Annotated[str, Parameter(max_length=1024, description="Only this event.")]
Since = Annotated[datetime | None, Parameter(description="Leave out what happened before.")]
Text = Annotated[str, Meta(min_length=1, max_length=900_000)]


class SeenProperty(Struct, frozen=True):
    """What is seen of a property; "@channel" and the like are the event's own columns.

    Attributes:
        name: of it.
        types: kind of value, and in how many of the rows looked at.
        first_at, last_at: when it was there.
        values: the distinct ones while they are few.
        low, high: of its numbers.
    """

    name: str
    types: dict[str, int]
    first_at: datetime
    last_at: datetime
    values: dict[str, int] | None
    low: float | None
    high: float | None


class SeenEvent(Struct, frozen=True):
    """What is seen of an event.

    Attributes:
        name: of it.
        count: how often.
        looked: in how many of them properties were looked at.
        first_at, last_at: when.
        sources: source, and how often.
        properties: by name.
    """

    name: str
    count: int
    looked: int
    first_at: datetime
    last_at: datetime
    sources: dict[str, int]
    properties: list[SeenProperty]


class Written(Struct, frozen=True, forbid_unknown_fields=True):
    """A tracking plan as YAML text."""

    plan: Text


class ToCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """A tracking plan as YAML text, and since when events are held against it."""

    plan: Text
    since: datetime | None = None


@asking("/plan/seen", "read:analytics")
def seen_events(lake: Store, event: Name = "", limit: Limit = 100, after: After = 0) -> Piece[SeenEvent]:
    """List the events that are seen, with their properties, types, volumes and times."""
    found = [_event(name, one) for name, one in see(lake).items() if event in ("", name)]
    return piece(found[: after + limit + 1], after, limit)


@asking("/plan/drift", "read:analytics")
def drifting(lake: Store, days: Days = 7) -> list[Drift]:
    """List what changed in the newest days: events and properties that are new or gone, types, volumes."""
    return drifts(see(lake), days=days)


@asking("/plan", "read:analytics")
def agreed(lake: Store) -> Written:
    """Return the plan that was agreed on."""
    return Written(_path(lake).read_text("utf-8"))


@doing("/plan", "admin")
def agree(lake: Store, by: By, data: JSONBody[Written]) -> Written:
    """Agree on a plan, in the place of the one there was."""
    plan = plan_of(data.plan, "plan")
    part = lake.folder / f"{FILE}.part"
    part.write_text(data.plan, "utf-8")
    part.replace(lake.folder / FILE)
    AuditLog(lake.folder).add(by, "plan.agree", FILE, events=len(plan.events))
    return data


@asking("/plan/violations", "read:analytics")
def violations(lake: Store, since: Since = None) -> Checked:
    """List what breaks the plan that was agreed on: each rule, how many events break it, and the ids of some."""
    return check_plan(lake, plan_of(_path(lake).read_text("utf-8"), FILE), since=_aware(since))


@doing("/plan/check", "read:analytics")
def check_against(lake: Store, data: JSONBody[ToCheck]) -> Checked:
    """Hold the events against a plan that is sent, such as one that is still being discussed."""
    return check_plan(lake, plan_of(data.plan, "plan"), since=_aware(data.since))


def _path(lake: Lake) -> Path:
    path = lake.folder / FILE
    if not path.is_file():
        raise NotFound("No tracking plan was agreed on.", hint="Send one to POST /api/v1/plan.")
    return path


def _aware(since: datetime | None) -> datetime | None:
    return since if since is None or since.tzinfo else since.replace(tzinfo=UTC)


def _event(name: str, one: Seen) -> SeenEvent:
    properties = [_property(key, held) for key, held in one.properties.items()]
    return SeenEvent(name, one.count, one.looked, _instant(one.first), _instant(one.last), one.sources, properties)


def _property(name: str, held: Property) -> SeenProperty:
    types = {kind: values.count for kind, values in held.kinds.items()}
    return SeenProperty(name, types, _instant(held.first), _instant(held.last), held.values, held.low, held.high)


def _instant(us: int) -> datetime:
    return _EPOCH + timedelta(microseconds=us)


HANDLERS = [seen_events, drifting, agreed, agree, violations, check_against]
