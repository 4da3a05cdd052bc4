"""What came before each conversion: touches one behind the other, and journeys as spans of them."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from footpath.analytics.durations import FOREVER_US
from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.cutting import earliest
from footpath.analytics.kernels.inner import inner

Spans = tuple[Int64, Int64]
UInt8 = npt.NDArray[np.uint8]
Keyed = tuple[np.ndarray, np.ndarray]  # what an event looks up, and the table it is looked up in
TOUCH, CONVERSION, MILESTONE = 1, 2, 4
NONE = -1


class PathRules(NamedTuple):
    """Which touches belong to a conversion.

    Attributes:
        lookback: most µs before the conversion.
        gap: pause in µs beyond which a new session begins.
        same_session: 1 = only touches in the session of the conversion.
        restart: 1 = a journey starts after the conversion before it, 0 = journeys overlap.
        once: 1 = each thing counts once a session, 0 = every event counts.
        own: 1 = the converting event may be a touch itself.
        first_only: 1 = only the first conversion counts.
    """

    lookback: int
    gap: int
    same_session: int
    restart: int
    once: int
    own: int
    first_only: int


class Paths(NamedTuple):
    """Journeys to a conversion (or to none) as spans of touches.

    Attributes:
        touch_at: µs of each touch.
        touch: thing of each touch, 1…k.
        low, high: the touches of each journey, `high` not included.
        row: position of the converting event; −1 = no conversion.
        mile: the touch at or before the last milestone of the journey, which may lie before `low`; −1 = none.
        owner: position of the journey it is cut from.
        same: thing the converting event itself is a touch of; 0 = none.
    """

    touch_at: Int64
    touch: npt.NDArray[np.int32]
    low: Int64
    high: Int64
    row: Int64
    mile: Int64
    owner: Int64
    same: Int64


def paths_of(spans: Spans, at: Int64, marks: Keyed, things: Keyed, rules: PathRules) -> Paths:
    """Return the touches, and the journeys to conversions and to none.

    Who has touches and no conversion (with `restart`: none after the last one) is one journey to none, which looks back
    from its last touch.

    Args:
        spans: begin and end of each journey.
        marks: (key of each event, key → 1 may be a touch + 2 conversion + 4 milestone).
        things: (key of each event, key → thing 1…k, 0 = none).
    """
    touches, conversions = _sizes(spans, marks)
    room = _Room(
        touch_at=np.empty(touches, np.int64),
        touch=np.empty(touches, np.int32),
        path=np.empty((6, conversions + len(spans[0])), np.int64),
        seen=np.full(int(things[1].max(initial=0)) + 1, -1, np.int64),
    )
    found, count = _paths(spans, at, (marks, things), rules, room)
    paths = Paths(room.touch_at[:found].copy(), room.touch[:found].copy(), *room.path[:, :count].copy())
    if rules.first_only:
        first = np.diff(paths.owner, prepend=-1) > 0
        paths = paths._replace(**{name: getattr(paths, name)[first] for name in Paths._fields[2:]})
    if rules.lookback < FOREVER_US:
        _look_back(paths, at, rules.lookback)
    return paths


class _Room(NamedTuple):
    """Where what is found is written.

    Attributes:
        touch_at, touch: as in `Paths`.
        path: low, high, row, mile, owner and same of each journey.
        seen: the session each thing was last seen in.
    """

    touch_at: Int64
    touch: npt.NDArray[np.int32]
    path: npt.NDArray[np.int64]
    seen: Int64


@njit(nogil=True, cache=True)
def _sizes(spans: Spans, marks: Keyed) -> tuple[int, int]:
    begin, end = spans
    key, table = marks
    touches, conversions = 0, 0
    for journey in range(len(begin)):
        for i in range(begin[journey], end[journey]):
            mark = table[key[i]]
            touches += mark & 1
            conversions += (mark >> 1) & 1
    return touches, conversions


@njit(nogil=True, cache=True)
def _paths(spans: Spans, at: Int64, tables: tuple[Keyed, Keyed], rules: PathRules, room: _Room) -> tuple[int, int]:
    begin, end = spans
    (key, marks), (thing, things) = tables
    t = count = serial = none = int(np.int64(0))  # typed, so that what is called with them is compiled once
    none -= 1
    for journey in range(len(begin)):
        serial += 1
        first_path, start, visit, touch_visit, mile = count, t, t, t, none
        for i in range(begin[journey], end[journey]):
            if i > begin[journey] and at[i] - at[i - 1] > rules.gap:
                serial += 1
                visit = t
            mark = marks[key[i]]
            if mark == 0:
                continue
            code = int(things[thing[i]]) if mark & TOUCH else none + 1
            usable = code != 0 and (rules.own or not mark & CONVERSION)
            if usable and not (rules.once and room.seen[code] == serial):
                room.seen[code] = serial
                room.touch_at[t] = at[i]
                room.touch[t] = code
                touch_visit = visit
                t += 1
            if mark & MILESTONE and t > start:
                mile = t - 1
            if mark & CONVERSION:
                count = _put(room.path, count, (visit if rules.same_session else start, t, i, mile, journey, code))
                if rules.restart:
                    start, visit, mile = t, t, none
                    serial += 1
        if t > start and (rules.restart or count == first_path):
            count = _put(
                room.path, count, (touch_visit if rules.same_session else start, t, none, mile, journey, none + 1)
            )
    return t, count


@inner
def _put(paths: np.ndarray, count: int, path: tuple[int, int, int, int, int, int]) -> int:
    for field in range(6):
        paths[field, count] = path[field]
    return count + 1


@njit(nogil=True, cache=True)
def _look_back(paths: Paths, at: Int64, lookback: int) -> None:
    """Leave out the touches that are too long before the conversion, or before the last touch where there is none."""
    for way in range(len(paths.low)):
        low, high, row = paths.low[way], paths.high[way], paths.row[way]
        if low < high:
            instant = at[row] if row >= 0 else paths.touch_at[high - 1]
            paths.low[way] = earliest(paths.touch_at, low, high, instant - lookback)
