"""What was said of persons and when: traits, and the accounts they belong to, as they were when an event happened."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Int64, Journeys
from footpath.analytics.kernels.then import then
from footpath.analytics.traits import Name, name_of, whereabouts
from footpath.core.errors import NotFound
from footpath.core.querying import querying
from footpath.events import COLUMNS, NO_TIME, Lake, account_sql


class History(Struct, frozen=True):
    """What was said of the persons of a bucket.

    Attributes:
        offsets: where the entries of each person begin (persons + 1).
        since: from when on each holds, µs; ascending within a person.
        code: what holds, 1 and up.
    """

    offsets: Int64
    since: Int64
    code: Int64

    def of_events(self, bucket: Bucket) -> Int64:
        """Return the code that held at every event of a bucket; 0 where nothing had been said."""
        owners = bucket.owners()
        lines = (self.offsets[owners], self.offsets[owners + 1])
        return then((bucket.begin, bucket.end), bucket.at, lines, self.since, self.code)


class Said(NamedTuple):
    """What was said, in order of person and time.

    Attributes:
        values: code − 1 → value.
        place: position of the person among those of all buckets.
        since, code: as in `History`.
        rank: how weak what says so is, 0 the strongest.
        starts: bucket → where its persons begin, and how many they are.
    """

    values: tuple[str, ...]
    place: Int64
    since: Int64
    code: Int64
    rank: Int64
    starts: Mapping[Name, tuple[int, int]]

    def by_bucket(self) -> dict[Name, History]:
        """Return the history of each bucket's persons."""
        found = {}
        for name, (first, count) in self.starts.items():
            offsets = np.searchsorted(self.place, np.arange(first, first + count + 1)).astype(np.int64)
            lo, hi = offsets[0], offsets[-1]
            found[name] = History(offsets - lo, self.since[lo:hi], self.code[lo:hi])
        return found


def trait_then(journeys: Journeys, trait: str) -> Said:
    """Return every value a trait was said to have, of every person.

    Raises:
        NotFound: nobody was ever said to have it.
    """
    pointer = "/" + trait.replace("~", "~0").replace("/", "~1")
    said = _said(_Key(journeys, f"json_extract_string(traits, {_quoted(pointer)})", "0"))
    if not said.values:
        raise NotFound(
            f"No person ever had the trait {trait!r}.", hint="Traits are said by identify calls and imports."
        )
    return said


def memberships(journeys: Journeys) -> Said:
    """Return the accounts persons were said to belong to by groups, companies and domains, not by events."""
    account, rank = account_sql()
    return _said(_Key(journeys, account, rank))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


class _Key:
    """A question of the facts, by the journeys' version and persons, so that it is asked once."""

    def __init__(self, journeys: Journeys, value: str, rank: str) -> None:
        self.journeys = journeys
        self.value = value
        self.rank = rank

    def __hash__(self) -> int:
        return hash((self.journeys.data_version, self.value))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Key) or len(other.journeys.buckets) != len(self.journeys.buckets):
            return False
        pairs = zip(other.journeys.buckets, self.journeys.buckets, strict=True)
        same = all(one.persons is two.persons and one.owner is two.owner for one, two in pairs)
        return same and (other.value, other.journeys.store) == (self.value, self.journeys.store)


@lru_cache(maxsize=4)
def _said(key: _Key) -> Said:
    rows = _rows(key)
    place, starts, _ = whereabouts(key.journeys.buckets, rows["person"].combine_chunks())
    words = rows["value"].combine_chunks().dictionary_encode()
    names = words.dictionary.to_pylist()
    order = np.argsort(np.array(names, object)) if names else np.zeros(0, np.int64)
    code = np.empty(len(order), np.int64)
    code[order] = np.arange(1, len(order) + 1)
    since = rows["since"].to_numpy().astype(np.int64)
    keep = np.flatnonzero(place >= 0)
    keep = keep[np.lexsort((since[keep], place[keep]))]  # stable: of equal times the one stored last holds
    codes = code[np.asarray(words.indices.to_numpy(zero_copy_only=False), np.int64)[keep]] if names else keep
    rank = rows["rank"].to_numpy().astype(np.int64)[keep]
    return Said(tuple(names[at] for at in order), place[keep], since[keep], codes, rank, starts)


def _rows(key: _Key) -> pa.Table:
    """Return person, since, value and rank of what the table of traits says, in the order it was stored."""
    schema = {"person": pa.string(), "since": pa.int64(), "value": pa.string(), "rank": pa.int64()}
    if not key.journeys.store:
        return pa.table({name: pa.array([], kind) for name, kind in schema.items()})
    from footpath.analytics.building import persons  # not above: building makes the journeys this module looks at

    lake = Lake.open(key.journeys.store)
    columns = ", ".join((*COLUMNS.values(), "ids", '"at"'))
    with querying() as con:
        found = con.sql(
            f'SELECT {columns}, coalesce(epoch_us("at"), {NO_TIME}) AS since, {key.value} AS value, '
            f"({key.rank})::BIGINT AS rank FROM {lake.snapshot().scan('traits')} WHERE value <> '' "
            f"ORDER BY file_index, file_row_number"
        ).to_arrow_table()
    everyone = persons(lake)
    person = everyone.canonical.take(everyone.of(found))
    return pa.table({"person": person, **{name: found[name] for name in ("since", "value", "rank")}})


def codes_of(histories: Mapping[Name, History], bucket: Bucket) -> npt.NDArray[np.integer]:
    """Return the code that held at every event of a bucket, by the histories of all buckets."""
    history = histories.get(name_of(bucket))
    return np.zeros(len(bucket.at), np.int64) if history is None else history.of_events(bucket)
