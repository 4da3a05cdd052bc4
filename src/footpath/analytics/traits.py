"""What is known of persons, by bucket: which person of which bucket holds which value of a trait."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.core.errors import NotFound

Bool = npt.NDArray[np.bool_]


class Held(Struct, frozen=True):
    """A trait looked up.

    Attributes:
        values: its values, without those that are empty.
        place: position of each holder among the persons of all buckets, bucket after bucket.
        code: which of the values each holds; a person (an account) may hold several.
        starts: bucket (`name_of`) → where its persons begin, and how many they are.
        total: persons of all buckets.
    """

    values: pa.StringArray
    place: Int64
    code: npt.NDArray[np.int32]
    starts: "Mapping[Name, tuple[int, int]]"
    total: int

    def holders(self, wanted: Bool) -> "Holders":
        """Return who holds one of the values marked."""
        mask = np.zeros(self.total, np.bool_)
        mask[self.place[wanted[self.code]]] = True
        return Holders({name: np.packbits(mask[at : at + n]) for name, (at, n) in self.starts.items()})

    def codes(self) -> "dict[Name, npt.NDArray[np.int32]]":
        """Return bucket → the code + 1 of each of its persons, 0 where the trait is unknown."""
        codes = np.zeros(self.total, np.int32)
        # Of several values the first in the alphabet stays, whatever the order of the rows.
        order = np.argsort(-self.code, kind="stable")
        codes[self.place[order]] = self.code[order] + 1
        return {name: codes[at : at + n] for name, (at, n) in self.starts.items()}


class Holders(Struct, frozen=True):
    """Persons, as one bit each of the persons of a bucket: small enough to be sent to where buckets are."""

    bits: "Mapping[Name, npt.NDArray[np.uint8]]"

    def of_journeys(self, bucket: Bucket) -> Bool:
        """Return for each journey whether its person is one of them."""
        packed = self.bits.get(name_of(bucket))
        if packed is None:
            return np.zeros(bucket.n_journeys, np.bool_)
        mask = np.unpackbits(packed, count=len(bucket.persons)).view(np.bool_)
        return mask if bucket.owner is None else mask[bucket.owner]


Name = tuple[int, int, tuple[str, ...]]
_SAMPLES = 16


def name_of(bucket: Bucket) -> Name:
    """Return what tells a bucket from all others of the same journeys, wherever and however it was read.

    The persons are what filters and periods leave alone: how many, how many letters, and some of them.
    """
    persons = bucket.persons
    some = {place * (len(persons) - 1) // (_SAMPLES - 1) for place in range(_SAMPLES if len(persons) else 0)}
    return len(persons), pc.sum(pc.binary_length(persons)).as_py() or 0, tuple(str(persons[at]) for at in sorted(some))


def held(journeys: Journeys, trait: str) -> Held:
    """Return who holds which value of a trait.

    Raises:
        NotFound: nobody holds it; the hint lists the traits there are.
    """
    known = None if journeys.traits is None else _placed(_Key(journeys.traits, journeys.buckets))
    if known is None or trait not in known.rows:
        there = ", ".join(sorted(known.rows)) if known else ""
        raise NotFound(f"No person has the trait {trait!r}.", hint=f"Traits there are: {there or 'none'}.")
    lo, hi = known.rows[trait]
    values = known.value.slice(lo, hi - lo).dictionary_encode()
    place, code = known.place[lo:hi], np.asarray(values.indices.fill_null(-1), np.int32)
    keep = (code >= 0) & (place >= 0)
    order = np.argsort(np.asarray(values.dictionary.to_numpy(zero_copy_only=False), object))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Held(values.dictionary.take(pa.array(order)), place[keep], rank[code[keep]], known.starts, known.total)


class _Placed(Struct, frozen=True):
    """All traits, sorted by trait, with where among the persons of all buckets each holder is (−1 = in none)."""

    rows: Mapping[str, tuple[int, int]]
    value: pa.StringArray
    place: Int64
    starts: Mapping[Name, tuple[int, int]]
    total: int


class _Key:
    """Journeys by their persons and traits, so that these are matched once for all questions about them."""

    def __init__(self, traits: pa.Table, buckets: tuple[Bucket, ...]) -> None:
        self.traits = traits
        self.buckets = buckets

    def __hash__(self) -> int:
        return hash((id(self.traits), len(self.buckets)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and other.traits is self.traits
            and len(other.buckets) == len(self.buckets)
            and all(
                one.persons is two.persons and one.owner is two.owner
                for one, two in zip(self.buckets, other.buckets, strict=True)
            )
        )


@lru_cache(maxsize=2)
def _placed(key: _Key) -> _Placed:
    traits = key.traits.filter(pc.not_equal(pc.fill_null(key.traits["value"], ""), ""))
    traits = traits.combine_chunks()
    place, starts, total = whereabouts(key.buckets, _flat(traits["person"]))
    names = _flat(traits["trait"]).dictionary_encode()
    codes = np.asarray(names.indices, np.int64)
    order = np.argsort(codes, kind="stable")
    cuts = np.searchsorted(codes[order], np.arange(len(names.dictionary) + 1))
    rows = {str(name): (int(cuts[i]), int(cuts[i + 1])) for i, name in enumerate(names.dictionary.to_pylist())}
    return _Placed(rows, _flat(traits["value"]).take(pa.array(order)), place[order], starts, total)


def whereabouts(
    buckets: tuple[Bucket, ...], persons: pa.StringArray
) -> tuple[Int64, Mapping[Name, tuple[int, int]], int]:
    """Return where some are among all buckets' persons (−1 = nowhere), where each bucket's begin, and how many."""
    # Persons whom an overlay stands in for are still in the names of their old bucket, but have no journey there.
    alive = [bucket for bucket in buckets if bucket.n_journeys]
    chunks = [bucket.whose(np.arange(bucket.n_journeys)) for bucket in alive]
    sizes = np.cumsum([0, *(len(bucket.persons) for bucket in alive)])
    where = np.concatenate([at + bucket.owners() for bucket, at in zip(alive, sizes, strict=False)] or [sizes])
    starts = {name_of(bucket): (int(at), len(bucket.persons)) for bucket, at in zip(alive, sizes, strict=False)}
    everybody = pa.chunked_array(chunks, pa.string())
    found = pc.index_in(persons, value_set=everybody).fill_null(-1).to_numpy().astype(np.int64)
    return np.where(found >= 0, where[found], -1), starts, int(sizes[-1])


def _flat(column: pa.ChunkedArray) -> pa.StringArray:
    flat = column.combine_chunks()
    return flat if isinstance(flat, pa.Array) else pa.chunked_array(flat).combine_chunks()
