"""Journeys on disk: a folder of plain arrays per bucket, mapped into memory when read, never changed after writing."""

import re
from collections.abc import Mapping
from mmap import ACCESS_COPY, mmap
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import NEVER, Bucket, Dimension, Int64

NARROW = 1 << 16  # fewer signatures than this are two bytes each
_ASIDE = ("row", "seq", "node")


class Content(Struct, frozen=True):
    """What a folder of journeys holds besides arrays; written last.

    Attributes:
        buckets: their folders.
        dimensions: names of the dimensions, in order of the arrays d0, d1, …
        n_events: number of events.
    """

    buckets: tuple[str, ...]
    dimensions: tuple[str, ...]
    n_events: int


class Segment:
    """Writes journeys bucket by bucket as events come in order of place and time.

    Args:
        folder: where to.
        names: canonical persons by place.
        starts: place each bucket starts at (buckets + 1).
        dimensions: names of the dimensions; batches hold their codes as d0, d1, … in this order.
    """

    def __init__(self, folder: Path, names: pa.StringArray, starts: Int64, dimensions: tuple[str, ...]) -> None:
        self._folder = folder
        self._names = names
        self._starts = starts
        self._dimensions = dimensions
        self._pending: list[pa.RecordBatch] = []
        self._bucket = 0
        self._written: list[str] = []
        self._seen = np.zeros(0, np.int64)
        self.n_events = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take the next events: columns place, at, signature, value, row, seq, node, d0, d1, …"""
        self.n_events += batch.num_rows
        while batch.num_rows:
            cut = int(np.searchsorted(batch["place"].to_numpy(), self._starts[self._bucket + 1]))
            if cut:
                self._pending.append(batch.slice(0, cut))
            if cut == batch.num_rows:
                return
            self._flush()
            self._bucket += 1
            batch = batch.slice(cut)

    def _flush(self) -> None:
        """Write the present bucket, unless nobody in it did anything."""
        if not self._pending:
            return
        events = pa.Table.from_batches(self._pending)
        self._pending = []
        name = f"bucket-{self._bucket:03}"
        counts = write_events(self._folder / name, self._names, events)
        seen = np.zeros(max(len(counts), len(self._seen)), np.int64)
        seen[: len(counts)] = counts
        seen[: len(self._seen)] += self._seen
        self._seen = seen
        self._written.append(name)

    def close(self, signatures: int) -> Int64:
        """Write the last bucket and what belongs to all of them; return how many events each signature has."""
        self._flush()
        events = np.zeros(signatures, np.int64)
        events[: len(self._seen)] = self._seen
        write_content(self._folder, Content(tuple(self._written), self._dimensions, self.n_events))
        return events


def write_events(folder: Path, names: pa.StringArray, events: pa.Table) -> Int64:
    """Write the events of one bucket, in order of place and time; return how many there are of each signature.

    Args:
        folder: the bucket's, not there yet.
        names: canonical persons by place.
        events: columns as `Segment.add` takes them.
    """
    place = events["place"].to_numpy()
    columns = {column: events[column].to_numpy() for column in events.column_names[1:]}
    firsts = np.flatnonzero(np.diff(place, prepend=-1))
    write_bucket(folder, names.take(pa.array(place[firsts])), place[firsts], firsts, columns)
    return np.bincount(columns["signature"]).astype(np.int64)


def write_bucket(
    folder: Path, names: pa.StringArray, places: Int64, firsts: Int64, columns: Mapping[str, npt.NDArray[Any]]
) -> None:
    """Write one bucket: persons, their places, where each one's events begin, and the events' columns."""
    folder.mkdir()
    np.save(folder / "offsets.npy", np.append(firsts, len(columns["at"])).astype(np.int64))
    np.save(folder / "places.npy", places.astype(np.int64))
    for name, values in columns.items():
        np.save(folder / f"{name}.npy", _narrowed(name, values))
    newest = str(columns["at"].max(initial=NEVER))
    write_table(folder / "persons.arrow", pa.table({"person": names}).replace_schema_metadata({"newest": newest}))


def _narrowed(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return whole numbers in as few bytes as hold them."""
    if name == "signature" and values.max(initial=0) < NARROW:
        return values.astype(np.uint16)
    if name in _ASIDE and values.min(initial=0) >= 0 and values.max(initial=0) < 1 << 32:
        return values.astype(np.uint32)
    return values


def write_content(folder: Path, content: Content) -> None:
    """Write what a folder of journeys holds."""
    (folder / "content.json").write_bytes(msgspec.json.encode(content))


def read_content(folder: Path) -> Content:
    """Return what a folder of journeys holds."""
    return msgspec.json.decode((folder / "content.json").read_bytes(), type=Content)


def read_bucket(folder: Path, dimensions: Mapping[str, tuple[str, ...]], gone: Int64 | None = None) -> Bucket:
    """Return a bucket; nothing is read before it is looked at, and what is mapped outlives its file.

    Args:
        folder: the bucket's folder.
        dimensions: values by code of the dimensions wanted.
        gone: positions of journeys that are not to be in it.
    """
    offsets, at, signature, value = (
        map_array(folder / f"{name}.npy") for name in ("offsets", "at", "signature", "value")
    )
    named = read_content(folder.parent).dimensions
    persons = read_table(folder / "persons.arrow")
    begin, end, owner = offsets[:-1], offsets[1:], None
    latest = (end, int(persons.schema.metadata[b"newest"]))
    if gone is not None and len(gone):
        stay = np.ones(len(begin), np.bool_)
        stay[gone] = False
        owner = np.flatnonzero(stay)
        begin, end = begin[owner], end[owner]
    return Bucket(
        persons=persons["person"].chunk(0),
        begin=begin,
        end=end,
        at=at,
        signature=signature,
        value=value,
        dimensions={
            name: Dimension(codes=map_array(folder / f"d{place}.npy"), values=dimensions[name])
            for place, name in enumerate(named)
            if name in dimensions
        },
        owner=owner,
        home=str(folder),
        latest=latest,
    )


def map_array(path: Path) -> Any:
    """Return an array of one dimension on disk; its type is the one it was written with."""
    # Copy on write: the kernels compile once for writable arrays, and nothing ever reaches the file. The header is read
    # here because numpy takes twenty times as long to open a file, and a store has thousands.
    with path.open("rb") as file:
        head = _HEADER.match(file.read(_HEAD_BYTES))
        if head is None:
            return np.load(path)
        size, dtype = int(head["size"]), np.dtype(head["kind"].decode())
        if not size:
            return np.zeros(0, dtype)
        begin = _PREFIX_BYTES + int.from_bytes(head["length"], "little")
        return np.frombuffer(mmap(file.fileno(), 0, access=ACCESS_COPY), dtype, size, begin)


_HEAD_BYTES = 128  # what numpy pads the head of a small array's file to
_PREFIX_BYTES = 10
_HEADER = re.compile(
    rb"\x93NUMPY\x01\x00(?P<length>..)"
    rb"\{'descr': '(?P<kind>[^']+)', 'fortran_order': False, 'shape': \((?P<size>\d+),\)",
    re.DOTALL,
)


def write_table(path: Path, table: pa.Table) -> None:
    """Write a table for `read_table`."""
    table = table.combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def read_table(path: Path) -> pa.Table:
    """Return a table, mapped into memory."""
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
