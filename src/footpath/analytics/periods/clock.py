"""The clock of a question about periods: where they begin, and how kernels find the period of a time."""

from datetime import UTC, datetime
from functools import lru_cache
from weakref import ref

import numpy as np
import numpy.typing as npt

from footpath.analytics.calendar import Period, instant_of, micros_of, starts
from footpath.analytics.durations import SECOND_US
from footpath.analytics.journeys import Bucket, Int64
from footpath.analytics.kernels.periods import Clock, extent
from footpath.analytics.periods.question import Periodic
from footpath.core.errors import Invalid

MOST = 10_000  # periods in one answer
_SHORTEST_H = {"hour": 1, "day": 23, "week": 167, "month": 28 * 24 - 1, "quarter": 90 * 24 - 1, "year": 365 * 24 - 1}
_BLOCK = 45  # bits of µs
_YEARS = (2, 9998)  # a year of room on either side of what calendars can hold


def extent_of(bucket: Bucket) -> tuple[int, int]:
    """Return µs of the oldest and the newest event in a bucket's journeys; the first is later where there is none."""
    arrays = (bucket.begin, bucket.end, bucket.at)
    key = (id(arrays[0]), id(arrays[1]), id(arrays[2]))
    known = _KNOWN.get(key)
    if known is not None and all(ref() is array for ref, array in zip(known[0], arrays, strict=True)):
        return known[1]
    oldest, newest = extent((bucket.begin, bucket.end), bucket.at)
    found = int(oldest), int(newest)
    _KNOWN[key] = tuple(ref(array, lambda _: _KNOWN.pop(key, None)) for array in arrays), found
    return found


# Of arrays that are still there: journeys never change, and nearly every question asks for theirs.
_KNOWN: dict[tuple[int, int, int], tuple[tuple["ref[npt.NDArray[np.int64]]", ...], tuple[int, int]]] = {}


def begins(first: int, last: int, question: Periodic) -> Int64:
    """Return when each period begins, from the one that holds `first` to the one that holds `last`, and when it ends.

    Raises:
        Invalid: there are too many periods, or a time lies in a year that calendars do not have.
    """
    oldest, newest = (micros_of(datetime(year, 1, 1, tzinfo=UTC)) for year in _YEARS)
    if first < oldest or last >= newest:
        raise Invalid("An event lies outside the years 2 to 9997.", hint="Say with since and until what to look at.")
    if (last - first) // (_SHORTEST_H[question.period] * 3600 * SECOND_US) > MOST:
        between = f"{instant_of(first):%Y-%m-%d} to {instant_of(last):%Y-%m-%d}"
        raise Invalid(
            f"From {between} there are more than {MOST:,} {question.period}s.",
            hint="Choose a longer period, or say with since and until what to look at.",
        )
    bounds = _around(first >> _BLOCK, last >> _BLOCK, question.period, question.tz, question.weekday)
    return bounds[np.searchsorted(bounds, first, "right") - 1 : np.searchsorted(bounds, last, "right") + 1]


@lru_cache(maxsize=16)
def _around(first: int, last: int, period: Period, tz: str, week_start: int) -> Int64:
    """Return the periods of whole blocks of 407 days, kept because buckets ask for nearly the same ones."""
    # a day that a zone skipped (Samoa, 30 December 2011) begins when the next one does: it is no period
    return np.unique(starts(first << _BLOCK, ((last + 1) << _BLOCK) - 1, period, tz, week_start=week_start))


def clock_of(bounds: Int64) -> Clock:
    """Return the clock of periods that begin at `bounds`, the last of which is where the last one ends."""
    return _clock(bounds.tobytes())


@lru_cache(maxsize=16)
def _clock(raw: bytes) -> Clock:
    bounds = np.frombuffer(raw, np.int64).copy()
    shift = int(np.diff(bounds).min()).bit_length() - 1
    cells = ((int(bounds[-1]) - int(bounds[0])) >> shift) + 1
    cell_starts = int(bounds[0]) + (np.arange(cells, dtype=np.int64) << shift)
    following = np.searchsorted(bounds, cell_starts, side="right")
    edge = np.append(bounds, np.iinfo(np.int64).max)[following]
    beyond = np.searchsorted(bounds, edge, side="right") - 1
    period = np.stack([following - 1, beyond], axis=1).ravel().astype(np.int32)
    return Clock(bounds, *_by_multiplying(np.diff(bounds)), shift, edge, period)


def _by_multiplying(lengths: Int64) -> tuple[np.uint64, np.uint64]:
    """Return `factor` and `down` of a clock; exact below 2^63 µs from its beginning.

    Source: T. Granlund, P. L. Montgomery, Division by invariant integers using multiplication, 1994.
    """
    length = int(lengths[0])
    if length < 2 or (lengths != length).any():
        return np.uint64(0), np.uint64(0)
    down = (length - 1).bit_length() - 1
    return np.uint64(-(-(1 << 64 + down) // length)), np.uint64(down)
