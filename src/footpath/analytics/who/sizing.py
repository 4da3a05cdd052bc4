"""How many persons a condition is about."""

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.kernels.cutting import cut
from footpath.analytics.who.compiling import Compiler, present
from footpath.analytics.who.naming import resolved
from footpath.analytics.who.tree import Who
from footpath.core.stats import wilson


class Size(Struct, frozen=True, kw_only=True):
    """How many meet a condition.

    Attributes:
        persons: those who do.
        of: those there are, with at least one event.
        share: persons / of; None when there is nobody.
        low, high: 95 % interval of the share (Wilson); None when there is nobody.
    """

    persons: int
    of: int
    share: float | None
    low: float | None
    high: float | None


def size(journeys: Journeys, who: str | Who, *, tz: str = "UTC") -> Size:
    """Return how many of the persons (or accounts) of some journeys meet a condition.

    Args:
        journeys: of persons or accounts.
        who: as the field `who` of every question: text, JSON, a struct or a saved name.
        tz: zone of days in the condition.
    """
    from footpath.analytics.analysis import in_threads

    test = Compiler(journeys, tz).test(resolved(who, journeys.store))
    persons = sum(in_threads(lambda bucket: int(np.count_nonzero(test(bucket))), journeys.buckets))
    low, high = wilson(persons, journeys.n_persons) or (None, None)
    share = persons / journeys.n_persons if journeys.n_persons else None
    return Size(persons=persons, of=journeys.n_persons, share=share, low=low, high=high)


def earlier(journeys: Journeys, days: float) -> Journeys:
    """Return journeys as they were so many days before their newest event: later events are left out.

    What is left is copied, so it takes as much memory again.
    """
    until = present(journeys) - round(days * 86_400e6)

    def before(bucket: Bucket) -> Bucket:
        everybody = np.ones(bucket.n_journeys, np.bool_)
        chosen, begin, end = cut(bucket.begin, bucket.end, bucket.at, everybody, (-(2**62), until))
        return replace(bucket, begin=begin, end=end, owner=bucket.owners()[chosen], home="")

    return replace(journeys, buckets=tuple(before(bucket) for bucket in journeys.buckets)).dense()
