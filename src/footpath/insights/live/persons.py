"""The persons behind a number of a map."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct, structs

from footpath.analytics import Bucket, Int64, Journeys, instant_of, moved, positions, present
from footpath.core.errors import Invalid
from footpath.insights.live.apart import Apart, apart_of
from footpath.insights.live.elements import Coded, Element, coded, element_of
from footpath.insights.live.filters import Bool, Filters, narrowed
from footpath.insights.live.places import places_on
from footpath.insights.tracks import Track, tracks
from footpath.maps import Map

Which = Literal["counted", "others"]
_NAMES = ("name", "full_name", "fullname", "first_name", "email")


class Behind(Struct, frozen=True, kw_only=True):
    """A person behind a number: who, when first and last, and how many events; all within the filters."""

    id: str
    name: str
    first_at: datetime
    last_at: datetime
    events: int


class People(Struct, frozen=True, kw_only=True):
    """Persons behind a number.

    Attributes:
        n: how many there are.
        people: a piece of them, those first who did something last.
        next: where the next piece begins; None = this is the last.
        apart: what sets those counted apart from the others, with the first piece of a number's persons.
    """

    n: int
    people: tuple[Behind, ...]
    next: int | None
    apart: tuple[Apart, ...] = ()


class Wanted(Struct, frozen=True, kw_only=True):
    """Which persons.

    Attributes:
        of: the number, as "column:KEY:FIGURE", "touchpoint:KEY:FIGURE" or "edge:FROM>TO:FIGURE".
        which: counted = those the number counts; others = those of whom it is a share that it does not count.
        after: where to begin.
        limit: how many at most.
    """

    of: str
    which: Which = "counted"
    after: int = 0
    limit: int = 50


def people_of(model: Map, journeys: Journeys, filters: Filters, wanted: Wanted) -> People:
    """Return a piece of the persons behind a number.

    Raises:
        Invalid, NotFound: there is no such number, or it counts no persons.
    """
    element = element_of(wanted.of)
    left = narrowed(journeys, filters, model)
    code = coded(model, places_on(model, journeys, left.wanted), element)
    groups: list[tuple[Bucket, Int64, Int64]] = []
    for bucket, track in zip(left.journeys.buckets, tracks(left.journeys, code.lookup), strict=True):
        counted, among = marks(track, code, element)
        groups.append((bucket, np.flatnonzero(counted & among), np.flatnonzero(among & ~counted)))
    chosen = [(bucket, one if wanted.which == "counted" else other) for bucket, one, other in groups]
    piece = _piece(journeys, chosen, wanted)
    return structs.replace(piece, apart=apart_of(journeys, groups)) if wanted.after == 0 else piece


def people_within(journeys: Journeys, filters: Filters, after: int = 0, limit: int = 50) -> People:
    """Return a piece of the persons who have an event within filters; their persona is looked at by no map.

    Raises:
        NotFound, Invalid: a filter cannot be used; the message names it.
    """
    left = narrowed(journeys, filters, Map(key="", title=""))
    found: list[tuple[Bucket, Int64]] = []
    for bucket in left.journeys.buckets:
        there, _ = present(bucket.begin, bucket.end, bucket.signature, left.wanted)
        found.append((bucket, np.flatnonzero(there)))
    return _piece(journeys, found, Wanted(of="", after=after, limit=limit))


def marks(track: Track, code: Coded, element: Element) -> tuple[Bool, Bool]:
    """Return which journeys a number counts, and of which it is a share.

    Raises:
        Invalid: the number counts no persons.
    """
    first, last = positions(track.offsets, track.codes, code.code)
    here = first >= 0
    if element.kind == "edge":
        return moved(track.visit_offsets, track.visits, code.code, code.after), here
    if element.kind == "touchpoint" or element.figure in ("reach", "events", "persons"):
        return here, np.ones(len(here), np.bool_)
    count = _COUNTS.get(element.figure)
    if count is None:
        hint = f"Ask about reach, {', '.join(_COUNTS)}."
        raise Invalid(f"of: {element.figure!r} counts no persons.", hint=hint)
    return count(track, code, (first, last))


Marks = tuple[Bool, Bool]
Place = tuple[Int64, Int64]


def _left(track: Track, code: Coded, place: Place) -> Marks:
    first, last = place
    here = first >= 0
    done = positions(track.offsets, track.codes, code.goal)[0] >= 0 if code.goal else np.zeros(len(here), np.bool_)
    return here & (last == track.offsets[1:] - 1) & ~done, here


def _came_back(track: Track, code: Coded, place: Place) -> Marks:
    begun, again = positions(track.visit_offsets, track.visits, code.code)
    return again > begun, place[0] >= 0


def _went_on(track: Track, code: Coded, place: Place) -> Marks:
    here = place[0] >= 0
    return here & (positions(track.offsets, track.codes, code.code + 1)[1] > place[0]), here


def _reached_goal(track: Track, code: Coded, place: Place) -> Marks:
    here = place[0] >= 0
    goal = positions(track.offsets, track.codes, code.goal)[1]
    if code.holds_goal:
        return goal >= 0, here | (goal >= 0)
    return here & (goal >= place[0]), here


_COUNTS: Mapping[str, Callable[[Track, Coded, Place], Marks]] = {
    "drop_off": _left,
    "returns": _came_back,
    "conversion": _went_on,
    "conversion_goal": _reached_goal,
}


def _piece(journeys: Journeys, found: list[tuple[Bucket, Int64]], wanted: Wanted) -> People:
    n = sum(len(rows) for _, rows in found)
    last = [bucket.at[bucket.end[rows] - 1] for bucket, rows in found]
    which = np.repeat(np.arange(len(found)), [len(rows) for _, rows in found])
    row = np.concatenate([np.zeros(0, np.int64), *(rows for _, rows in found)])
    newest = np.concatenate([np.zeros(0, np.int64), *last])
    end = wanted.after + max(1, min(wanted.limit, 5_000))
    order = np.lexsort((row, which, -newest))[wanted.after : end]
    picked = [(found[int(which[place])][0], int(row[place])) for place in order]
    ids = [bucket.whose(np.array([place]))[0].as_py() for bucket, place in picked]
    names = names_of(journeys, ids)
    people = tuple(
        Behind(
            id=who, name=names.get(who, ""), first_at=instant_of(int(bucket.at[bucket.begin[place]])),
            last_at=instant_of(int(bucket.at[bucket.end[place] - 1])),
            events=int(bucket.end[place] - bucket.begin[place]),
        )
        for (bucket, place), who in zip(picked, ids, strict=True)
    )  # fmt: skip
    return People(n=n, people=people, next=end if end < n else None)


def names_of(journeys: Journeys, ids: list[str]) -> dict[str, str]:
    """Return what persons are called, as far as a trait says."""
    traits = journeys.traits
    if traits is None or not ids:
        return {}
    own = traits.filter(
        pc.and_(
            pc.is_in(traits["person"], value_set=pa.array(ids)), pc.is_in(traits["trait"], value_set=pa.array(_NAMES))
        )
    )
    found: dict[str, dict[str, str]] = {}
    for line in own.to_pylist():
        found.setdefault(line["person"], {})[line["trait"]] = str(line["value"])
    return {who: next(said[name] for name in _NAMES if name in said) for who, said in found.items()}
