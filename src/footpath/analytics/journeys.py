"""Journeys: every person's events, contiguous and in order of time, so that any question is one pass.

Compressed sparse rows per bucket of persons. A bucket's arrays may be memory-mapped; kernels get plain numpy arrays.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

Int64 = npt.NDArray[np.int64]
UInt32 = npt.NDArray[np.uint32]
UInt16 = npt.NDArray[np.uint16]
Float64 = npt.NDArray[np.float64]


class Dimension(Struct, frozen=True):
    """A property of events as dictionary codes; code 0 is "unknown".

    Attributes:
        codes: one code an event, aligned with `Bucket.at`.
        values: code → text; values[0] is "".
    """

    codes: UInt16
    values: tuple[str, ...]


class Bucket(Struct, frozen=True):
    """The journeys of one share of the persons.

    Attributes:
        persons: canonical person ids, one a person, ordered.
        offsets: persons + 1 positions; person i owns events offsets[i]:offsets[i+1], ordered by (at, source row).
        at: µs since 1970-01-01 UTC.
        signature: row of `Journeys.signatures`.
        value: amount of the event, NaN where there is none.
        dimensions: further event properties by name, e.g. "device", "region", "campaign".
        owner: position in `persons` of each journey's person, where journeys are not one a person; None = one each.
    """

    persons: pa.StringArray
    offsets: Int64
    at: Int64
    signature: UInt32
    value: Float64
    dimensions: Mapping[str, Dimension]
    owner: Int64 | None = None

    def whose(self, journeys: Int64) -> pa.StringArray:
        """Return the persons of some journeys, given by position."""
        return self.persons.take(pa.array(journeys if self.owner is None else self.owner[journeys]))


class Journeys(Struct, frozen=True):
    """All journeys of a store, with the dictionary that touchpoint matchers look at.

    Attributes:
        buckets: disjoint persons; order of buckets is by hash of the person and carries no meaning.
        signatures: one row a distinct (source, type, channel, name, page): columns of those names, plus `events`
            (count). `page` is the templated path (`/product/*`). Strings or null.
        data_version: changes whenever an answer could change.
        left_out: events in the store that are in no journey because no id on them names a person.
        traits: what is known of persons, columns person, trait, value (strings), one row each; None = none.
    """

    buckets: tuple[Bucket, ...]
    signatures: pa.Table
    data_version: str
    left_out: int = 0
    traits: pa.Table | None = None

    @property
    def n_persons(self) -> int:
        """Number of persons with at least one event."""
        return sum(len(bucket.offsets) - 1 for bucket in self.buckets)

    @property
    def n_events(self) -> int:
        """Number of events."""
        return sum(len(bucket.at) for bucket in self.buckets)

    def dimension(self, name: str) -> dict[str, Any]:
        """Return {value: events} of one dimension over all buckets."""
        totals: dict[str, int] = {}
        for bucket in self.buckets:
            dimension = bucket.dimensions.get(name)
            if dimension is None:
                continue
            counts = np.bincount(dimension.codes, minlength=len(dimension.values))
            for value, count in zip(dimension.values, counts, strict=True):
                totals[value] = totals.get(value, 0) + int(count)
        return totals
