"""Journeys on disk: a folder of plain arrays per bucket, mapped into memory when read, never changed after writing."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

from footpath.analytics.journeys import Bucket, Dimension, Int64, Journeys
from footpath.events import Persons

_ARRAYS = ("offsets", "at", "signature", "value")


class _Content(Struct, frozen=True):
    """What a folder of journeys holds besides arrays; written last."""

    buckets: tuple[str, ...]
    dimensions: dict[str, tuple[str, ...]]
    left_out: int


class Segment:
    """Writes journeys bucket by bucket as events come in order of place and time.

    Args:
        folder: where to.
        names: canonical persons by place.
        starts: place each bucket starts at (buckets + 1).
        dimensions: values by code of each dimension; batches hold the codes as d0, d1, … in this order.
    """

    def __init__(
        self, folder: Path, names: pa.StringArray, starts: Int64, dimensions: dict[str, tuple[str, ...]]
    ) -> None:
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
        """Take the next events: columns place, at, signature, value, d0, d1, …"""
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
        folder = self._folder / name
        folder.mkdir()
        place = events["place"].to_numpy()
        firsts = np.flatnonzero(np.diff(place, prepend=-1))
        np.save(folder / "offsets.npy", np.append(firsts, len(place)).astype(np.int64))
        for column in events.column_names[1:]:
            np.save(folder / f"{column}.npy", events[column].to_numpy())
        names = pa.table({"person": self._names.take(pa.array(place[firsts]))})
        _write(folder / "persons.arrow", names)
        self._count(events["signature"].to_numpy())
        self._written.append(name)

    def _count(self, signature: npt.NDArray[np.uint32]) -> None:
        counts = np.bincount(signature, minlength=len(self._seen)).astype(np.int64)
        counts[: len(self._seen)] += self._seen
        self._seen = counts

    def close(self, signatures: pa.Table, *, left_out: int) -> None:
        """Write the last bucket and what belongs to all of them."""
        self._flush()
        events = np.zeros(signatures.num_rows, np.int64)
        events[: len(self._seen)] = self._seen
        _write(self._folder / "signatures.arrow", signatures.append_column("events", pa.array(events)))
        content = _Content(tuple(self._written), self._dimensions, left_out)
        (self._folder / "content.json").write_bytes(msgspec.json.encode(content))


def load(folder: Path) -> Journeys:
    """Return the journeys in a folder that `Segment` wrote; nothing is read before it is looked at."""
    content = msgspec.json.decode((folder / "content.json").read_bytes(), type=_Content)
    return Journeys(
        buckets=tuple(_bucket(folder / name, content.dimensions) for name in content.buckets),
        signatures=_read(folder / "signatures.arrow"),
        data_version=folder.name,
        left_out=content.left_out,
    )


def _bucket(folder: Path, dimensions: dict[str, tuple[str, ...]]) -> Bucket:
    offsets, at, signature, value = (_map(folder / f"{name}.npy") for name in _ARRAYS)
    return Bucket(
        persons=_read(folder / "persons.arrow")["person"].chunk(0),
        begin=offsets[:-1],
        end=offsets[1:],
        at=at,
        signature=signature,
        value=value,
        dimensions={
            name: Dimension(codes=_map(folder / f"d{position}.npy"), values=values)
            for position, (name, values) in enumerate(dimensions.items())
        },
    )


def _map(path: Path) -> Any:
    """Return an array on disk; its type is the one it was written with."""
    # Copy on write: the kernels compile once for writable arrays, and nothing ever reaches the file.
    return np.load(path, mmap_mode="c").view(np.ndarray)


def save_persons(folder: Path, persons: Persons) -> None:
    """Write persons and their ids to a folder."""
    _write(folder / "canonical.arrow", pa.table({"person": persons.canonical}))
    _write(folder / "ids.arrow", persons.ids)


def load_persons(folder: Path) -> Persons:
    """Return the persons that `save_persons` wrote."""
    canonical = _read(folder / "canonical.arrow")["person"].combine_chunks()
    return Persons(canonical=canonical, ids=_read(folder / "ids.arrow"))


def _write(path: Path, table: pa.Table) -> None:
    table = table.combine_chunks()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read(path: Path) -> pa.Table:
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
