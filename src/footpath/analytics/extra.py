"""Further events laid over journeys, e.g. what people answered: whoever has any is taken out and stands anew, merged.

Nothing is copied of the others: the cost is that of the persons who have extra events.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.journeys import Bucket, Dimension, Float64, Int64, Journeys, UInt16
from footpath.analytics.signatures import COLUMNS

_APART = "\x1f"
_OWN = ("person", "at", "value")
Codes = npt.NDArray[np.integer]


class _Extra(Struct, frozen=True):
    """The extra events in arrays, in order of time.

    Attributes:
        person: whose each is.
        dimensions: codes by name, of the values all journeys have from now on.
    """

    person: pa.StringArray
    at: Int64
    signature: Int64
    value: Float64
    dimensions: dict[str, Codes]


def with_events(journeys: Journeys, extra: pa.Table) -> Journeys:
    """Return the journeys with further events in them, behind those of the same time.

    Args:
        journeys: of persons.
        extra: columns person and at (timestamp); source, type, channel, name and page are what selections look at;
            value is the amount; every other column of strings becomes a property. Rows without person or time are
            left out. Persons who have no journey get one.
    """
    extra = extra.filter(pc.and_(pc.is_valid(extra["person"]), pc.is_valid(extra["at"]))).sort_by("at")
    if not extra.num_rows:
        return journeys
    signatures, codes = _signatures(journeys.signatures, extra)
    first = next(iter(journeys.buckets), None)
    held = {name: one.values for name, one in first.dimensions.items()} if first else {}
    values, of_extra = _dimensions(held, extra)
    laid = _Extra(
        person=_flat(extra["person"]).cast(pa.string()),
        at=np.asarray(extra["at"].cast(pa.timestamp("us")).cast(pa.int64())),
        signature=codes,
        value=_amounts(extra),
        dimensions=of_extra,
    )
    whole = [_widened(bucket, values) for bucket in journeys.buckets]
    where, place = _found(whole, laid.person)
    rest = [_without(bucket, place[where == number]) for number, bucket in enumerate(whole)]
    merged = _merged(whole, (where, place), laid, values)
    return replace(
        journeys,
        buckets=(*(bucket for bucket in rest if bucket.n_journeys), merged),
        signatures=signatures,
        data_version=f"{journeys.data_version}+{extra.num_rows}",
    )


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _amounts(extra: pa.Table) -> Float64:
    if "value" not in extra.column_names:
        return np.full(extra.num_rows, np.nan)
    return np.asarray(pc.fill_null(extra["value"].cast(pa.float64()), float("nan")))


def _signatures(known: pa.Table, extra: pa.Table) -> tuple[pa.Table, Int64]:
    """Return the dictionary with what is new behind the old, and the code of every extra event."""
    columns = {name: extra[name] if name in extra.column_names else pa.nulls(extra.num_rows) for name in COLUMNS}
    keys = _keys(pa.table({name: column.cast(pa.string()) for name, column in columns.items()})).dictionary_encode()
    codes = {key: code for code, key in enumerate(_keys(known).to_pylist())}
    firsts = np.unique(np.asarray(keys.indices), return_index=True)[1]
    words = keys.dictionary.to_pylist()
    new = [int(row) for row, word in zip(firsts, words, strict=True) if word not in codes]
    codes |= {words[keys.indices[row].as_py()]: known.num_rows + number for number, row in enumerate(new)}
    found = np.array([codes[word] for word in words], np.int64)[np.asarray(keys.indices)]
    added = pa.table({name: columns[name].cast(pa.string()).take(pa.array(new, pa.int64())) for name in COLUMNS})
    events = np.bincount(found, minlength=known.num_rows + len(new)).astype(np.int64)
    events[: known.num_rows] += np.asarray(known["events"])
    table = pa.concat_tables([known.select(list(COLUMNS)).cast(added.schema), added])
    return table.append_column("events", pa.array(events)), found


def _keys(table: pa.Table) -> pa.StringArray:
    """Return one text a row that tells signatures apart, unknown values too."""
    parts = [pc.fill_null(table[name], _APART) for name in COLUMNS]
    return _flat(pc.binary_join_element_wise(*parts, _APART))


def _dimensions(
    held: dict[str, tuple[str, ...]], extra: pa.Table
) -> tuple[dict[str, tuple[str, ...]], dict[str, Codes]]:
    """Return the values of all dimensions, old and new, and the codes of the extra events."""
    own = [name for name in extra.column_names if name not in (*_OWN, *COLUMNS)]
    values, codes = {}, {}
    for name in dict.fromkeys([*held, *own]):
        known = held.get(name, ("",))
        if name not in extra.column_names:
            values[name], codes[name] = known, np.zeros(extra.num_rows, np.int64)
            continue
        words = _flat(pc.fill_null(extra[name].cast(pa.string()), "")).dictionary_encode()
        place = {word: code for code, word in enumerate(known)}
        new = [word for word in words.dictionary.to_pylist() if word not in place]
        place |= {word: len(known) + number for number, word in enumerate(new)}
        values[name] = (*known, *new)
        of_word = np.array([place[word] for word in words.dictionary.to_pylist()], np.int64)
        codes[name] = of_word[np.asarray(words.indices)]
    return values, codes


def _widened(bucket: Bucket, values: dict[str, tuple[str, ...]]) -> Bucket:
    """Return a bucket whose dimensions are those of all, unknown where it had none."""
    made = {
        name: Dimension(bucket.dimensions[name].codes, known)
        if name in bucket.dimensions
        else Dimension(np.zeros(len(bucket.at), np.uint16), known)
        for name, known in values.items()
    }
    return replace(bucket, dimensions=made, home="")


def _found(buckets: list[Bucket], person: pa.StringArray) -> tuple[Int64, Int64]:
    """Return the bucket and the journey of each extra event, −1 and −1 where its person has none."""
    sizes = np.cumsum([0, *(bucket.n_journeys for bucket in buckets)])
    names = pa.chunked_array([bucket.whose(np.arange(bucket.n_journeys)) for bucket in buckets], pa.string())
    at = pc.index_in(person, value_set=names).fill_null(-1).to_numpy().astype(np.int64)
    where = np.searchsorted(sizes, at, side="right") - 1
    return np.where(at >= 0, where, -1), np.where(at >= 0, at - sizes[np.maximum(where, 0)], -1)


def _without(bucket: Bucket, journeys: Int64) -> Bucket:
    if not len(journeys):
        return bucket
    keep = np.ones(bucket.n_journeys, np.bool_)
    keep[journeys] = False
    rest = np.flatnonzero(keep)
    return replace(bucket, begin=bucket.begin[rest], end=bucket.end[rest], owner=bucket.owners()[rest])


def _merged(
    buckets: list[Bucket], found: tuple[Int64, Int64], extra: _Extra, values: dict[str, tuple[str, ...]]
) -> Bucket:
    """Return a bucket of those who have extra events, their old and new ones in order of time."""
    where, place = found
    touched = [
        replace(bucket, begin=bucket.begin[some], end=bucket.end[some], owner=bucket.owners()[some])
        for number, bucket in enumerate(buckets)
        for some in [np.unique(place[where == number])]
    ]
    old = [bucket.dense() for bucket in touched if bucket.n_journeys]
    names = pa.concat_arrays(
        [
            *(bucket.whose(np.arange(bucket.n_journeys)) for bucket in old),
            pc.unique(extra.person.filter(pa.array(where < 0))),
        ]
    )
    lengths = np.concatenate([np.zeros(0, np.int64), *(bucket.end - bucket.begin for bucket in old)])
    person = np.concatenate([np.repeat(np.arange(len(lengths)), lengths), _at(names, extra.person)])
    at = np.concatenate([*(bucket.at for bucket in old), extra.at])
    order = np.lexsort((at, person))  # stable: what was there stays before what is new at the same time
    starts = np.searchsorted(person[order], np.arange(len(names) + 1))
    few = all(bucket.signature.dtype == np.uint16 for bucket in old) and extra.signature.max() < 1 << 16
    signature = np.concatenate([*(bucket.signature for bucket in old), extra.signature])
    codes = {name: _codes([bucket.dimensions[name].codes for bucket in old], extra.dimensions[name]) for name in values}
    return Bucket(
        persons=names,
        begin=starts[:-1].astype(np.int64),
        end=starts[1:].astype(np.int64),
        at=at[order],
        signature=signature[order].astype(np.uint16 if few else np.uint32),
        value=np.concatenate([*(bucket.value for bucket in old), extra.value])[order],
        dimensions={name: Dimension(codes[name][order], known) for name, known in values.items()},
    )


def _at(names: pa.StringArray, person: pa.StringArray) -> Int64:
    return np.asarray(pc.index_in(person, value_set=names).to_numpy().astype(np.int64))


def _codes(old: list[UInt16], new: Codes) -> UInt16:
    """Return codes one after the other, in two bytes unless some take more."""
    wide = any(codes.dtype.itemsize > 2 for codes in old) or int(new.max(initial=0)) >= 1 << 16
    return np.concatenate([*old, new]).astype("uint32" if wide else "uint16")
