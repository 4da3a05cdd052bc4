"""How often each column was met in each of some periods of equal length, or of months."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import numpy as np
from msgspec import Struct

from footpath.analytics import Int64, instant_of, starts
from footpath.insights.tracks import Track, over_buckets

Every = Literal["hour", "day", "week", "month"]
MOST = 60  # periods of a trend
_LENGTHS: tuple[tuple[Every, int], ...] = (("hour", 3_600), ("day", 86_400), ("week", 604_800), ("month", 2_592_000))


class Periods(Struct, frozen=True):
    """Periods that follow each other; period i is starts[i] … starts[i + 1]."""

    every: Every
    starts: Int64

    @property
    def instants(self) -> list[datetime]:
        """When each begins."""
        return [instant_of(at) for at in self.starts[:-1].tolist()]


def periods_of(found: Sequence[Track], every: Every | None = None) -> Periods | None:
    """Return the periods that hold all events, the shortest kind of which there are at most 60; None without events."""
    some = [track.at for track in found if len(track.at)]
    if not some:
        return None
    bounds = over_buckets(some, lambda at: (int(at.min()), int(at.max())))
    first, last = min(low for low, _ in bounds), max(high for _, high in bounds)
    kinds = [name for name, seconds in _LENGTHS if (last - first) / 1e6 / seconds <= MOST - 2]
    chosen = every or (kinds[0] if kinds else "month")
    return Periods(chosen, starts(first, last, chosen, "UTC"))


def trends(found: Sequence[Track], k: int, periods: Periods) -> Int64:
    """Return (k + 1) × periods: events of codes 1…k in each."""
    count = len(periods.starts) - 1

    def counted(track: Track) -> Int64:
        place = np.searchsorted(periods.starts, track.at, side="right") - 1
        return np.bincount(track.codes.astype(np.int64) * count + place, minlength=(k + 1) * count)

    total = np.zeros((k + 1) * count, np.int64)
    for one in over_buckets(found, counted):
        total += one
    return total.reshape(k + 1, count)
