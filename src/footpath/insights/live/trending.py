"""Periods of equal length, or months, that trends are told by."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from footpath.analytics import Int64, instant_of, starts

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


def periods_of(first: int, last: int, every: Every | None = None) -> Periods | None:
    """Return the periods from µs to µs, the shortest of which there are at most 60; None when the first is later."""
    if first > last:
        return None
    kinds = [name for name, seconds in _LENGTHS if (last - first) / 1e6 / seconds <= MOST - 2]
    chosen = every or (kinds[0] if kinds else "month")
    return Periods(chosen, starts(first, last, chosen, "UTC"))
