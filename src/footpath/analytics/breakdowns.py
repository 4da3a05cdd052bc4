"""What an answer is broken down by: a property of events, a column of signatures, or a trait of persons."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.histories import History, codes_of, trait_then
from footpath.analytics.journeys import Bucket, Dimension, Int64, Journeys
from footpath.analytics.kernels.cutting import spread
from footpath.analytics.kernels.matching import known_code
from footpath.analytics.signatures import COLUMNS
from footpath.analytics.traits import Name, held, name_of
from footpath.core.errors import NotFound

TRAIT = "trait "
THEN = " then"  # "trait plan then": what it was when the event happened, not what it is now
UNKNOWN = "(unknown)"
REST = "(other)"


class By(Struct, frozen=True):
    """A breakdown that has been looked up.

    Attributes:
        name: dimension, signature column, "trait NAME" (as it is now) or "trait NAME then" (as it was at the event).
        values: code → value; code 0 is unknown.
        of_signature: signature → code, for a column of signatures.
        of_person: bucket (`traits.name_of`) → code of each of its persons, for a trait.
        of_history: bucket → what a trait was at any time, for "trait NAME then".
    """

    name: str
    values: tuple[str, ...]
    of_signature: Int64 | None = None
    of_person: Mapping[Name, npt.NDArray[np.int32]] | None = None
    of_history: Mapping[Name, History] | None = None

    def of_events(self, bucket: Bucket) -> npt.NDArray[np.integer]:
        """Return the code of every event of a bucket."""
        if self.of_signature is not None:
            return self.of_signature[bucket.signature]
        if self.of_person is not None:
            return spread(bucket.begin, bucket.end, self.of_journeys(bucket), len(bucket.at))
        if self.of_history is not None:
            return codes_of(self.of_history, bucket)
        return bucket.dimensions[self.name].codes

    def of_journeys(self, bucket: Bucket) -> Int64:
        """Return the code of each journey's person, for a trait."""
        codes = (self.of_person or {}).get(name_of(bucket))
        if codes is None:
            return np.zeros(bucket.n_journeys, np.int64)
        return np.asarray(codes[bucket.owners()], np.int64)

    def keyed(self, bucket: Bucket) -> tuple[npt.NDArray[np.integer], Int64]:
        """Return (key, table): event i has the code table[key[i]]; for kernels that look up as they go."""
        if self.of_signature is not None:
            return bucket.signature, self.of_signature
        return self.of_events(bucket), np.arange(len(self.values))


def look_up(journeys: Journeys, name: str) -> By:
    """Return what to break down by.

    Raises:
        NotFound: there is no such property, column or trait; the hint lists what there is.
    """
    if name.startswith(TRAIT):
        return _trait(journeys, name)
    first = next(iter(journeys.buckets), None)
    if first is not None and name in first.dimensions:
        return By(name, first.dimensions[name].values)
    if name in COLUMNS:
        held = pc.fill_null(journeys.signatures.column(name), "")
        values = sorted({"", *pc.unique(held).to_pylist()})
        codes = pc.index_in(held, value_set=pa.array(values, held.type)).to_numpy().astype(np.int64)
        return By(name, tuple(values), of_signature=codes)
    there = ", ".join(sorted({*COLUMNS, *(first.dimensions if first else ())}))
    raise NotFound(
        f"No property is called {name!r}.",
        hint=f'There are: {there}; for a trait, write "trait plan", or "trait plan then".',
    )


def _trait(journeys: Journeys, name: str) -> By:
    trait = name.removeprefix(TRAIT).strip()
    if trait.endswith(THEN):
        said = trait_then(journeys, trait.removesuffix(THEN).strip())
        return By(name, ("", *said.values), of_history=said.by_bucket())
    known = held(journeys, trait)
    return By(name, ("", *known.values.to_pylist()), of_person=known.codes())


def touch(bucket: Bucket, codes: npt.NDArray[np.integer], *, last: bool) -> Int64:
    """Return each journey's first (or last) known code; 0 where none is known."""
    return known_code(bucket.begin, bucket.end, codes, last)


def regroup(bucket: Bucket, codes: npt.NDArray[np.integer]) -> tuple[Bucket, Int64]:
    """Return journeys cut by code: one for each journey and code it has, with the code of each."""
    rows = bucket.rows()
    bucket, codes = bucket.dense(), codes[rows]
    journey = np.repeat(np.arange(bucket.n_journeys), bucket.end - bucket.begin)
    order = np.lexsort((codes, journey))
    key = journey[order] * (int(codes.max(initial=0)) + 1) + codes[order]
    firsts = np.flatnonzero(np.diff(key, prepend=-1)).astype(np.int64)
    owner = journey[order][firsts]
    cut = replace(
        bucket,
        begin=firsts,
        end=np.append(firsts[1:], len(key)),
        at=bucket.at[order],
        signature=bucket.signature[order],
        value=bucket.value[order],
        dimensions={name: Dimension(one.codes[order], one.values) for name, one in bucket.dimensions.items()},
        owner=bucket.owners()[owner],
    )
    return cut, np.asarray(codes[order][firsts], np.int64)
