"""Erasing a person from a base: the buckets that hold anything of theirs are written again, the others linked."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics import dimensions
from footpath.analytics.building import traits
from footpath.analytics.building.bases import Base, write_dictionary
from footpath.analytics.building.dictionary import SHAPES, Dictionary
from footpath.analytics.building.ids import save_known
from footpath.analytics.journeys import Int64
from footpath.analytics.segments import (
    map_array,
    read_content,
    read_table,
    write_bucket,
    write_content,
    write_table,
)
from footpath.events import Erased, Known, Rules, known_without

Bool = npt.NDArray[np.bool_]


class _Left(NamedTuple):
    """What is left of the buckets: their folders, their events, and how many events of each signature went."""

    buckets: tuple[str, ...]
    n_events: int
    gone: Int64


def numbers_of(known: Known, ids: Mapping[str, Sequence[str]]) -> Int64:
    """Return the numbers of some ids, given by kind, among the known ones."""
    found = [
        np.flatnonzero(known.graph.kind == code)[
            np.flatnonzero(
                pc.is_in(
                    known.graph.id.filter(pa.array(known.graph.kind == code)),
                    value_set=pa.array(ids[kind], pa.string()),
                ).to_numpy(zero_copy_only=False)
            )
        ]
        for code, kind in enumerate(known.graph.kinds)
        if ids.get(kind)
    ]
    return np.sort(np.concatenate([np.zeros(0, np.int64), *found])).astype(np.int64)


def without(base: Base, numbers: Int64, erased: Sequence[Erased], rules: Rules, folder: Path) -> bool:
    """Write a base without all that the ids of these numbers own to a folder.

    Args:
        base: as it was.
        numbers: of the ids.
        erased: the files of facts that were written again.
        rules: who is who.
        folder: where to.

    Returns:
        False when others are touched too, so that all must be built anew: some of a person's ids stay, or an id that
        was seen with too many users no longer is.
    """
    mine = np.zeros(len(base.known), np.bool_)
    mine[numbers] = True
    places = np.unique(base.known.person[numbers]).astype(np.int64)
    known = known_without(base.known, mine, rules)
    if known is None or not mine[np.isin(base.known.person, places)].all():
        return False
    left = _write_buckets(base, places, folder)
    save_known(folder / "ids", known)
    here = np.zeros(len(base.names), np.bool_)
    here[places] = True
    write_table(folder / "names.arrow", pa.table({"person": pc.if_else(pa.array(here), "", base.names)}))
    table = read_table(base.folder / traits.FILE)
    write_table(folder / traits.FILE, table.filter(pa.array(~mine[table["node"].to_numpy()])))
    dictionary = _dictionary_without(base.dictionary, left.gone)
    write_dictionary(folder, dictionary)
    _write_stored(base, left, erased, folder)
    return True


def _write_buckets(base: Base, places: Int64, folder: Path) -> _Left:
    content = read_content(base.folder)
    gone = np.zeros(base.dictionary.rows.num_rows, np.int64)
    buckets, n_events = [], 0
    for name in content.buckets:
        old = base.folder / name
        kept, removed = _bucket_without(old, places, folder / name)
        np.add.at(gone, removed, 1)
        if kept:
            buckets.append(name)
        n_events += kept
    write_content(folder, msgspec.structs.replace(content, buckets=tuple(buckets), n_events=n_events))
    return _Left(tuple(buckets), n_events, gone)


def _bucket_without(old: Path, places: Int64, new: Path) -> tuple[int, npt.NDArray[np.integer]]:
    """Write a bucket without the journeys of some persons; return the number of its events, and the signatures gone."""
    there = map_array(old / "places.npy")
    leaves = np.isin(there, places)
    offsets = map_array(old / "offsets.npy")
    if not leaves.any():
        shutil.copytree(old, new, copy_function=os.link)
        return int(offsets[-1]), np.zeros(0, np.int64)
    lengths = np.diff(offsets)
    events = np.repeat(~leaves, lengths)
    signature = map_array(old / "signature.npy")
    if events.any():
        names = [path.stem for path in sorted(old.glob("*.npy")) if path.stem not in ("offsets", "places")]
        ends = np.cumsum(lengths[~leaves])
        persons = read_table(old / "persons.arrow")["person"].combine_chunks().filter(pa.array(~leaves))
        columns = {name: map_array(old / f"{name}.npy")[events] for name in names}
        write_bucket(new, persons, there[~leaves], ends - lengths[~leaves], columns)
    return int(events.sum()), signature[~events]


def _dictionary_without(known: Dictionary, gone: Int64) -> Dictionary:
    """Return the dictionary with fewer events; what nobody else did is no longer named."""
    events = known.rows["events"].to_numpy() - gone
    nobody = pa.array((events == 0) & (gone > 0))
    rows = known.rows
    blank = pc.binary_join_element_wise("(erased ", pa.array(np.arange(len(events))).cast(pa.string()), ")", "")
    for name, value in (("name", blank), ("shape", pa.nulls(len(events), pa.string()))):
        column = pc.if_else(nobody, value, rows[name].combine_chunks())
        rows = rows.set_column(rows.column_names.index(name), rows.schema.field(name), column)
    fewer: dict[str, int] = {}
    for shape, own, count in zip(
        known.rows["shape"].to_pylist(), known.rows["own"].to_pylist(), gone.tolist(), strict=True
    ):
        if shape is not None and not own and count:
            fewer[shape] = fewer.get(shape, 0) + count
    shapes = [
        (shape, count - fewer.get(shape, 0))
        for shape, count in zip(known.shapes["shape"].to_pylist(), known.shapes["events"].to_pylist(), strict=True)
        if count > fewer.get(shape, 0)
    ]
    table = pa.table({"shape": [shape for shape, _ in shapes], "events": [count for _, count in shapes]}, schema=SHAPES)
    return Dictionary(rows, table).counted(events)


def _nobodys(base: Base, folder: Path, buckets: Sequence[str]) -> dict[str, set[str]]:
    """Return the values of each dimension that no event has."""
    found = {}
    for place, (name, values) in enumerate(base.stored.found.dimensions().items()):
        counts = np.zeros(len(values), np.int64)
        for bucket in buckets:
            counts += np.bincount(map_array(folder / bucket / f"d{place}.npy"), minlength=len(values))
        found[name] = {value for value, count in zip(values, counts, strict=True) if value and not count}
    return found


def _write_stored(base: Base, left: _Left, erased: Sequence[Erased], folder: Path) -> None:
    files = {table: dict(rows) for table, rows in base.stored.files.items()}
    for one in erased:
        if one.table in files and files[one.table].pop(one.old, None) is not None and one.new:
            files[one.table][one.new] = one.left
    found = dimensions.forgotten(base.stored.found, _nobodys(base, folder, left.buckets))
    stored = msgspec.structs.replace(base.stored, files=files, n_events=left.n_events, found=found)
    (folder / "base.json").write_bytes(msgspec.json.encode(stored))
