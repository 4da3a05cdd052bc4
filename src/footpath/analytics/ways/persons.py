"""Persons by name: one looked up, and an order of all that does not depend on how they are stored."""

from bisect import bisect_left

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.kernels.name_hashes import name_hashes
from footpath.analytics.kernels.variants import UInt64
from footpath.core.errors import Invalid, NotFound
from footpath.events import KINDS  # what names of persons begin with, as they are made from ids

_SHOWN = 5


def find(journeys: Journeys, person: str) -> tuple[Bucket, str]:
    """Return the bucket a person is in, and their whole name: an id alone is enough, "u-17" for "user:u-17".

    Raises:
        NotFound: there is no such person; the hint names those whose names begin alike.
    """
    if not person:
        raise Invalid("No person is named.", hint="Give a person's id, e.g. --person u-17.")
    for name in (person, *(f"{kind}:{person}" for kind in KINDS)):
        for bucket in journeys.buckets:
            if position_in(bucket, name) >= 0:
                return bucket, name
    numbered = _numbered(journeys, person)
    if len(numbered) == 1:
        return numbered[0]
    near = [name for _, name in numbered[:_SHOWN]] or _alike(journeys, person)
    hint = f"Nearest: {', '.join(map(repr, near))}." if near else "There are no persons: import events first."
    raise NotFound(f"Nobody is called {person!r}.", hint=hint)


def position_in(bucket: Bucket, person: str) -> int:
    """Return the position of a person among those of a bucket, −1 for one that is not there."""
    return int(pc.index(bucket.persons, person).as_py())


def _numbered(journeys: Journeys, person: str) -> list[tuple[Bucket, str]]:
    """Return who has this as a number of a file: "3" for "user:orders.csv#3"."""
    ends = [(bucket, bucket.persons.filter(pc.ends_with(bucket.persons, f"#{person}"))) for bucket in journeys.buckets]
    found = [(bucket, name) for bucket, names in ends for name in names.to_pylist()]
    return sorted(found, key=lambda one: one[1])


def _alike(journeys: Journeys, person: str) -> list[str]:
    """Return some persons whose names have the longest beginning in common with this one, in order."""

    firsts = ("", *(f"{kind}:" for kind in KINDS))

    def begins(size: int) -> list[pa.StringArray]:
        starts = [first + person[: len(person) - size] for first in firsts[: 1 if size == len(person) else None]]
        return [
            one.persons.filter(pc.starts_with(one.persons, start, ignore_case=True))
            for one in journeys.buckets
            for start in starts
        ]

    # The shorter the beginning, the more names have it.
    cut = bisect_left(range(len(person) + 1), True, key=lambda size: any(len(found) for found in begins(size)))
    names = {name for found in begins(cut) for name in found.slice(0, 10_000).to_pylist()}
    return sorted(names, key=lambda name: (abs(len(name) - len(person)), name))[:_SHOWN]


def hashes_of(names: pa.StringArray) -> UInt64:
    """Return a number of each name, the same in every bucket."""
    if not len(names):
        return np.zeros(0, np.uint64)
    width = np.int64 if pa.types.is_large_string(names.type) else np.int32
    _, offsets, letters = names.buffers()
    bounds = np.frombuffer(offsets, width)[names.offset : names.offset + len(names) + 1]
    held = np.frombuffer(letters, np.uint8) if letters is not None and letters.size else np.zeros(0, np.uint8)
    # copied where Arrow's own memory is read-only, so that one kernel serves all
    return name_hashes(bounds.astype(np.int64), np.require(held, requirements="W"))
