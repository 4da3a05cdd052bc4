"""The world the search for pains looks at: everybody's events in flat arrays, with what can tell people apart.

Built once from the draft. Persons are positions 0…n−1, events positions in order of (person, time).
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import Dimension, Journeys, carry, next_marked, visits
from footpath.insights import signs
from footpath.insights.calendar import Calendar
from footpath.insights.draft import Draft
from footpath.insights.facets import MOST_VALUES, Facet
from footpath.insights.pace import own_pace
from footpath.insights.profiles import known_of
from footpath.insights.types import Bool, Int32, Int64

CARRIED = ("campaign", "device", "region")  # said once, true of the person until said otherwise
STEADY = 0.9  # share of persons with one value only, above which a property is the person's, not the event's
OFTEN = 0.3  # share of events that must know a property for it to be the person's


class Frame(Struct, frozen=True):
    """Rows that cases are made of (events, or signals): what tells them apart, whose they are and when."""

    facets: tuple[Facet, ...]
    person: Int32
    period: Int32


class Visits(Struct, frozen=True):
    """Runs of one column: visit j of person i is at offsets[i] ≤ j < offsets[i+1]."""

    offsets: Int64
    first: Int64
    last: Int64
    column: Int32
    person: Int32


class World(Struct, frozen=True):
    """Everybody's events with their columns.

    Attributes:
        persons: canonical ids by position.
        column: code of the draft's leaf column, 0 = off the map.
        error, contact, own_pace: marks of events (see `signs`).
        goal_at: µs of each person's first event at the goal; `NEVER` where it was not reached or there is none.
        end: µs of the newest event.
    """

    draft: Draft
    persons: tuple[str, ...]
    offsets: Int64
    at: Int64
    column: Int32
    signature: Int64
    error: Bool
    contact: Bool
    own_pace: Bool
    frame: Frame
    calendar: Calendar
    visits: Visits
    goal_at: Int64
    end: int

    @property
    def person(self) -> Int32:
        """Position of the person of each event."""
        return self.frame.person

    @property
    def width(self) -> int:
        """Number of leaf columns."""
        return len(self.draft.columns)

    def mates(self, marked: Bool) -> Int64:
        """Return for each event the same person's next marked event after it, −1 where none."""
        return next_marked(self.offsets, marked)


NEVER = np.iinfo(np.int64).max


def see(draft: Draft, traits: pa.Table | None = None) -> World:
    """Flatten the draft's journeys and mark what its events are to the customer.

    Args:
        draft: structure and journeys.
        traits: `events.schema.TRAITS` with the canonical `person`: what is known of people tells them apart too.
    """
    journeys = draft.journeys
    offsets, persons = _persons(journeys)
    at = _joined([bucket.at for bucket in journeys.buckets], np.int64)
    signature = _joined([bucket.signature for bucket in journeys.buckets], np.int64)
    column = _taken(draft.lookup, signature).astype(np.int32)
    person = np.repeat(np.arange(len(persons), dtype=np.int32), np.diff(offsets))
    calendar = Calendar.over(at)
    facets = (*_dimensions(journeys, offsets), *_personas(draft, persons, person))
    facets += known_of(traits, persons, person, {facet.name for facet in facets})
    marks = _marks(journeys, (signature, at, offsets), facets)
    frame = Frame(facets, person, calendar.codes(at))
    return World(
        draft, persons, offsets, at, column, signature, *marks, frame, calendar,
        _visits(offsets, column, person), _goal_at(draft.goal, column, at, person, len(persons)),
        int(at.max()) if len(at) else 0,
    )  # fmt: skip


def _joined(parts: list[npt.NDArray[np.generic]], dtype: type[np.generic]) -> Int64:
    return np.concatenate([np.zeros(0, dtype), *parts]).astype(np.int64)


def _taken(lookup: npt.NDArray[np.generic], signature: Int64) -> Int64:
    if len(lookup) == 0:
        return np.zeros(len(signature), dtype=np.int64)
    return np.asarray(lookup, dtype=np.int64)[signature]


def _persons(journeys: Journeys) -> tuple[Int64, tuple[str, ...]]:
    sizes = [np.diff(bucket.offsets) for bucket in journeys.buckets]
    counts = np.concatenate([np.zeros(0, np.int64), *sizes]).astype(np.int64)
    names = tuple(name for bucket in journeys.buckets for name in bucket.persons.to_pylist())
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), names


def _dimensions(journeys: Journeys, offsets: Int64) -> list[Facet]:
    names = sorted({name for bucket in journeys.buckets for name in bucket.dimensions})
    found = [_dimension(journeys, name, offsets) for name in names]
    return [facet for facet in found if (facet.codes > 0).any()]


def _dimension(journeys: Journeys, name: str, offsets: Int64) -> Facet:
    totals = {value: count for value, count in journeys.dimension(name).items() if value and count}
    ordered = sorted(totals, key=lambda value: (-totals[value], value))[:MOST_VALUES]
    code = {value: index + 1 for index, value in enumerate(sorted(ordered))}
    rest = len(code) + 1
    codes = np.concatenate(
        [np.zeros(0, np.int32)] + [_recoded(b.dimensions.get(name), len(b.at), code, rest) for b in journeys.buckets]
    ).astype(np.int32)
    if name in CARRIED or (name != "channel" and _steady(offsets, codes)):
        codes = carry(offsets, codes)
    values = ("", *sorted(ordered), "")
    return Facet(name, codes, values, name in CARRIED or name == "channel")


def _recoded(dimension: Dimension | None, n: int, code: dict[str, int], rest: int) -> Int32:
    if dimension is None:
        return np.zeros(n, np.int32)
    table = np.array([code.get(value, rest) if value else 0 for value in dimension.values], dtype=np.int32)
    return np.asarray(table[dimension.codes], dtype=np.int32)


def _steady(offsets: Int64, codes: Int32) -> bool:
    """Say whether nearly every person who has the property more than once has one value of it."""
    known = np.flatnonzero(codes > 0)
    if len(known) < OFTEN * len(codes) or len(known) < 2:
        return False
    person = np.searchsorted(offsets, known, side="right")
    pairs = person[1:] == person[:-1]
    same = codes[known[1:]] == codes[known[:-1]]
    return bool(pairs.sum() >= 10 and (same & pairs).sum() >= STEADY * pairs.sum())


def _personas(draft: Draft, persons: tuple[str, ...], person: Int32) -> list[Facet]:
    if len(draft.personas) < 2:
        return []
    codes = np.array([draft.persona_of.get(name, -1) + 1 for name in persons], dtype=np.int32)
    names = [persona.name if isinstance(persona.name, str) else persona.key for persona in draft.personas]
    return [Facet("persona", codes[person] if len(codes) else codes, ("", *names), False)]


def _marks(
    journeys: Journeys, events: tuple[Int64, Int64, Int64], facets: tuple[Facet, ...]
) -> tuple[Bool, Bool, Bool]:
    """Return the marks of errors, calls for help and the customer's own doing of (signature, at, offsets)."""
    signature, at, offsets = events
    rows = journeys.signatures.to_pylist()
    error = np.array([signs.speaks_of(row["name"], signs.ERROR) for row in rows] or [False])
    failed = _taken(error, signature).astype(bool)
    device = next((facet for facet in facets if facet.name == "device"), None)
    for facet in facets:
        if facet.name.lower() in signs.STATUS_DIMENSIONS:
            failed |= np.array([signs.is_failure_status(value) for value in facet.values])[facet.codes]
    if device is not None:
        failed &= np.array([value != "bot" for value in device.values])[device.codes]
    pace = own_pace(journeys.signatures, signature, at, offsets, device)
    asked, named = (np.array([sign(row) for row in rows] or [False]) for sign in (_is_request, _is_named_request))
    contact = _taken(asked, signature).astype(bool) | (_taken(named, signature).astype(bool) & pace)
    return failed, contact, pace


def _is_request(row: dict[str, str | None]) -> bool:
    """Say whether an event is a call for help by its type or channel."""
    asked = row["type"] == "ticket" or (row["channel"] or "").lower() in signs.CONTACT_CHANNELS
    return asked and not signs.speaks_of(row["name"], signs.ANSWER)


def _is_named_request(row: dict[str, str | None]) -> bool:
    """Say whether an event is one by its name, which only counts for what customers do themselves."""
    return signs.speaks_of(row["name"], signs.CONTACT) and not signs.speaks_of(row["name"], signs.ANSWER)


def _visits(offsets: Int64, column: Int32, person: Int32) -> Visits:
    bounds, first, last = visits(offsets, column)
    return Visits(bounds, first, last, column[first], person[first])


def _goal_at(goal: int, column: Int32, at: Int64, person: Int32, persons: int) -> Int64:
    reached = np.full(persons, NEVER, dtype=np.int64)
    if goal:
        hits = np.flatnonzero(column == goal)[::-1]  # the earliest is written last
        reached[person[hits]] = at[hits]
    return reached
