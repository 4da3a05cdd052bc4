"""What an answer about periods is broken down by: a code a journey, and the values that are shown."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from footpath.analytics.breakdowns import REST, UNKNOWN, By, regroup, touch
from footpath.analytics.journeys import Bucket, Int64

Touch = Literal["first touch", "last touch"]
Attribution = Literal["first touch", "last touch", "same"]


def coded(bucket: Bucket, by: By | None, attribution: Attribution) -> tuple[Bucket, Int64]:
    """Return the journeys and the code of each: its first or last known value, or (same) one journey a value."""
    if by is None:
        return bucket, np.zeros(bucket.n_journeys, np.int64)
    if by.of_person is not None:
        return bucket, by.of_journeys(bucket)
    codes = by.of_events(bucket)
    if attribution == "same":
        return regroup(bucket, codes)
    return bucket, touch(bucket, codes, last=attribution == "last touch")


def sorted_by(codes: Int64, size: int) -> tuple[Int64, Int64]:
    """Return journeys in order of code, and where each code begins (size + 1)."""
    if size == 1:
        return np.arange(len(codes)), np.array([0, len(codes)], np.int64)
    return in_groups(codes, size)


class Groups(Struct, frozen=True):
    """Values as they are shown, the most frequent first; `place[code]` is where a code's figures go.

    Attributes:
        by: what the values are of, None when there is no breakdown: one group of everybody.
        names: of the groups; the last may stand for the rest.
    """

    by: str | None
    names: tuple[str, ...]
    place: Int64

    def put(self, by_code: Int64) -> Int64:
        """Add what belongs to each code (first axis) up by group."""
        total = np.zeros((len(self.names), *by_code.shape[1:]), np.int64)
        np.add.at(total, self.place, by_code)
        return total

    def column(self, name: str) -> dict[str, object]:
        """Return the group's entry for a row of a table, nothing where there is no breakdown."""
        return {} if self.by is None else {"value": name}


def grouped(by: By | None, sizes: Int64, most: int) -> Groups:
    """Return the groups of a breakdown: as many as asked for by size, and one of all others.

    Args:
        sizes: how many have each code.
        most: how many values are shown.
    """
    if by is None:
        return Groups(None, ("",), np.zeros(1, np.int64))
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    order = order[sizes[order] > 0]
    shown = order[: max(most, 1)]
    names = [by.values[code] or UNKNOWN for code in shown]
    rest = len(order) > len(shown)
    place = np.full(len(sizes), len(shown) if rest else 0, np.int64)
    place[shown] = np.arange(len(shown))
    return Groups(by.name, (*names, REST) if rest else tuple(names or [UNKNOWN]), place)


def chunks(count: int, work: Callable[[slice], None], size: int = 16_384) -> None:
    """Do the work on journeys a few at a time, so that what is kept of each stays in the processor's cache."""
    for first in range(0, count, size):
        work(slice(first, first + size))


def in_groups(place: Int64, count: int) -> tuple[Int64, Int64]:
    """Return the rows of each of a few groups, in order, and groups + 1 positions in them.

    Args:
        place: group of each row.
        count: how many groups there are.
    """
    small = place.astype(np.uint16) if count <= 1 << 16 else place  # sorted digit by digit, not by comparing
    cuts = np.concatenate([[0], np.cumsum(np.bincount(place, minlength=count))])
    return np.argsort(small, kind="stable"), cuts.astype(np.int64)


def joined(arrays: Sequence[Int64]) -> Int64:
    """Return arrays as one; of none, an empty one."""
    return np.concatenate(arrays) if len(arrays) else np.zeros(0, np.int64)
