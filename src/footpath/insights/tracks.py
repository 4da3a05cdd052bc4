"""What kernels say about a set of codes over all buckets, added up."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import (
    Bucket,
    Float64,
    Int64,
    Journeys,
    Reach,
    UInt16,
    compact,
    follows,
    precedence,
    reach,
    runs,
)

T = TypeVar("T")
R = TypeVar("R")


class Track(Struct, frozen=True):
    """One bucket's events that have a code; `visits` takes neighbours of equal code as one.

    Attributes:
        offsets, at, codes: every event with a code.
        visit_offsets, first, last, visits: the same with runs of a code as one visit from `first` to `last`.
    """

    offsets: Int64
    at: Int64
    codes: UInt16
    visit_offsets: Int64
    first: Int64
    last: Int64
    visits: UInt16


class Sums(Struct, frozen=True):
    """Counts over all persons, codes 1…k.

    Attributes:
        persons: with at least one event that has a code.
        reach: see `footpath.analytics.Reach`.
        times, moved: how often, and for how many persons, visit b follows visit a (0 = start and end).
        before: persons who first met a before b.
    """

    k: int
    persons: int
    reach: Reach
    times: Int64
    moved: Int64
    before: Int64

    @property
    def place(self) -> Float64:
        """Mean relative place of the first event of each code, 0 … 1."""
        return np.asarray(self.reach.position / np.maximum(self.reach.persons, 1))

    @property
    def together(self) -> Int64:
        """Persons who met both a and b."""
        return np.asarray(self.before + self.before.T)


def over_buckets(buckets: Sequence[T], work: Callable[[T], R]) -> list[R]:
    """Run `work` on each bucket in threads; results in the order of the buckets."""
    if len(buckets) < 2:
        return [work(bucket) for bucket in buckets]
    with ThreadPoolExecutor(max_workers=min(len(buckets), cpu_count() or 1)) as pool:
        return list(pool.map(work, buckets))


def tracks(journeys: Journeys, lookup: UInt16) -> tuple[Track, ...]:
    """Return the tracks of all buckets under `lookup` (signature → code, 0 = leave out)."""

    def track(bucket: Bucket) -> Track:
        offsets, at, codes = compact((bucket.begin, bucket.end), bucket.at, bucket.signature, lookup)
        return Track(offsets, at, codes, *runs(offsets, at, codes))

    return tuple(over_buckets(journeys.buckets, track))


def sums(found: Sequence[Track], k: int, *, ordered: bool = True) -> Sums:
    """Return the counts of codes 1…k over all tracks; `before` only where they are to be put in order."""

    def count(track: Track) -> tuple[Reach, Int64, Int64, Int64]:
        times, moved = follows(track.visit_offsets, track.visits, k)
        before = precedence(track.visit_offsets, track.visits, k) if ordered else np.zeros((k + 1, k + 1), np.int64)
        return reach(track.offsets, track.codes, k), times, moved, before

    parts = over_buckets(found, count)
    nobody = reach(np.zeros(1, np.int64), np.zeros(0, np.uint16), k)
    reached = Reach(*(np.sum([nobody[index], *(part[0][index] for part in parts)], axis=0) for index in range(6)))
    square = np.zeros((k + 1, k + 1), np.int64)
    times = sum((part[1] for part in parts), square)
    moved = sum((part[2] for part in parts), square)
    before = sum((part[3] for part in parts), square)
    return Sums(k, persons_with_events(found), reached, times, moved, before)


def persons_with_events(found: Sequence[Track]) -> int:
    """Return how many persons have at least one event with a code."""
    return int(sum(np.count_nonzero(np.diff(track.offsets)) for track in found))


def compose(lookup: UInt16, onto: npt.NDArray[np.integer]) -> UInt16:
    """Return the lookup signature → onto[code]; onto[0] must be 0."""
    return np.asarray(onto, np.uint16)[lookup]
