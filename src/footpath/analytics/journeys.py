"""Journeys: every person's events, contiguous and in order of time, so that any question is one pass.

Compressed sparse rows per bucket of persons. A bucket's arrays may be memory-mapped; kernels get plain numpy arrays.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

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


NEVER = int(np.iinfo(np.int64).min)  # µs of no event


class Bucket(Struct, frozen=True):
    """The journeys of one share of the persons.

    Journey i is the events begin[i]:end[i], ordered by (at, source row). Events outside every such span are not there:
    a filter, a period or a visit is other spans over the same arrays, and nothing is copied.

    Attributes:
        persons: canonical person ids.
        begin, end: one span a journey, ascending; `end` is not included, an empty journey has begin = end.
        at: µs since 1970-01-01 UTC.
        signature: row of `Journeys.signatures`.
        value: amount of the event, NaN where there is none.
        dimensions: further event properties by name, e.g. "device", "region", "campaign".
        owner: position in `persons` of each journey's person, where they are not one each in that order.
        home: folder the arrays are mapped from, "" when they are in memory only; `owner` then also says which of the
            journeys in that folder these are.
        latest: (`end`, µs of the newest event): `newest` need not look as long as `end` is this very array.
    """

    persons: pa.StringArray
    begin: Int64
    end: Int64
    at: Int64
    signature: UInt32
    value: Float64
    dimensions: Mapping[str, Dimension]
    owner: Int64 | None = None
    home: str = ""
    latest: tuple[Int64, int] | None = None

    @property
    def n_journeys(self) -> int:
        """Number of journeys, empty ones included."""
        return len(self.begin)

    @property
    def n_events(self) -> int:
        """Number of events in journeys."""
        return int((self.end - self.begin).sum())

    @property
    def newest(self) -> int:
        """µs of the newest event in a journey, `NEVER` when there is none."""
        if self.latest is not None and self.latest[0] is self.end:
            return self.latest[1]
        from footpath.analytics.kernels.newest import newest

        return int(newest(self.begin, self.end, self.at))

    @property
    def offsets(self) -> Int64:
        """Spans as journeys + 1 positions, for buckets that `dense` made: every event is in a journey, in order."""
        if not self.is_dense:
            raise ValueError("these journeys do not lie back to back: use dense()")
        return np.append(self.begin, len(self.at))

    @property
    def is_dense(self) -> bool:
        """Whether journeys lie back to back and every event is in one."""
        if not len(self.begin):
            return not len(self.at)
        ends = self.begin[0] == 0 and self.end[-1] == len(self.at)
        return bool(ends and (self.begin[1:] == self.end[:-1]).all())

    def owners(self) -> Int64:
        """Return the position in `persons` of each journey's person."""
        return np.arange(len(self.begin)) if self.owner is None else self.owner

    def whose(self, journeys: Int64) -> pa.StringArray:
        """Return the persons of some journeys, given by position."""
        return self.persons.take(pa.array(journeys if self.owner is None else self.owner[journeys]))

    def rows(self) -> Int64:
        """Return the positions of the events in journeys, journey by journey."""
        lengths = self.end - self.begin
        if self.is_dense:
            return np.arange(len(self.at))
        shift = np.repeat(self.begin - (np.cumsum(lengths) - lengths), lengths)
        return np.asarray(shift + np.arange(len(shift)))

    def dense(self) -> "Bucket":
        """Return the bucket with its journeys back to back, copying what is in them unless they are so already."""
        if self.is_dense:
            return self
        rows, ends = self.rows(), np.cumsum(self.end - self.begin)
        return Bucket(
            persons=self.persons,
            begin=ends - (self.end - self.begin),
            end=ends,
            at=self.at[rows],
            signature=self.signature[rows],
            value=self.value[rows],
            dimensions={name: Dimension(one.codes[rows], one.values) for name, one in self.dimensions.items()},
            owner=self.owner,
        )


class Journeys(Struct, frozen=True):
    """All journeys of a store, with the dictionary that touchpoint matchers look at.

    Attributes:
        buckets: disjoint persons; order of buckets is by hash of the person and carries no meaning.
        signatures: one row a distinct (source, type, channel, name, page): columns of those names, plus `events`
            (count). `page` is the templated path (`/product/*`). Strings or null.
        data_version: changes whenever an answer could change.
        left_out: events in the store that are in no journey because no id on them names a person.
        traits: what is known of persons, columns person, trait, value (strings), one row each; None = none.
        store: folder of the store they are of, where segments and metrics are saved by name; "" = none.
    """

    buckets: tuple[Bucket, ...]
    signatures: pa.Table
    data_version: str
    left_out: int = 0
    traits: pa.Table | None = None
    store: str = ""

    @property
    def n_persons(self) -> int:
        """Number of persons with at least one event."""
        return sum(bucket.n_journeys for bucket in self.buckets)

    @property
    def n_events(self) -> int:
        """Number of events."""
        return sum(bucket.n_events for bucket in self.buckets)

    def dimension(self, name: str) -> dict[str, Any]:
        """Return {value: events} of one dimension over all buckets."""
        totals: dict[str, int] = {}
        for bucket in self.buckets:
            dimension = bucket.dimensions.get(name)
            if dimension is None:
                continue
            codes = dimension.codes if bucket.is_dense else dimension.codes[bucket.rows()]
            counts = np.bincount(codes, minlength=len(dimension.values))
            for value, count in zip(dimension.values, counts, strict=True):
                totals[value] = totals.get(value, 0) + int(count)
        return totals

    def dense(self) -> "Journeys":
        """Return the journeys back to back, one a person of `Bucket.persons`, for code that goes over whole arrays."""
        made = []
        for bucket in self.buckets:
            whole = bucket.dense()
            made.append(
                whole
                if whole.owner is None
                else replace(whole, persons=bucket.whose(np.arange(bucket.n_journeys)), owner=None)
            )
        return replace(self, buckets=tuple(made))
