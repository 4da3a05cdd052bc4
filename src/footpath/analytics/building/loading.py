"""Base and overlay as one: the journeys that answers look at, and the persons of a store."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.analytics.building import bases
from footpath.analytics.building import overlay as overlays
from footpath.analytics.building.traits import newest_traits
from footpath.analytics.journeys import Bucket, Journeys
from footpath.analytics.segments import read_bucket, read_content, read_table
from footpath.events import Persons


def journeys_of(base: Path, overlay: Path | None, version: str) -> Journeys:
    """Return the journeys in the folders of a base and, where there is one, the overlay on it."""
    store = str(base.parents[2])  # STORE/derived/journeys/BASE
    if overlay is None:
        stored = bases.read_stored(base)
        return Journeys(
            store=store,
            buckets=_buckets(base, stored.found.dimensions(), {}),
            signatures=read_table(base / "signatures.arrow"),
            data_version=version,
            left_out=stored.left_out,
            traits=newest_traits(base, np.zeros(0, np.int64)),
        )
    laid = overlays.read_laid(overlay)
    with np.load(overlay / "gone.npz") as archive:
        gone = dict(archive)
    touched = overlays.read_touched(overlay)
    traits = [newest_traits(base, touched), newest_traits(overlay, touched[:0])]
    return Journeys(
        store=store,
        buckets=_buckets(base, laid.dimensions, gone) + _buckets(overlay, laid.dimensions, {}),
        signatures=read_table(overlay / "signatures.arrow"),
        data_version=version,
        left_out=laid.left_out,
        traits=pa.concat_tables(traits),
    )


def _buckets(
    folder: Path, dimensions: dict[str, tuple[str, ...]], gone: dict[str, "np.ndarray[tuple[int], np.dtype[np.int64]]"]
) -> tuple[Bucket, ...]:
    content = read_content(folder)
    found = (read_bucket(folder / name, dimensions, gone.get(name)) for name in content.buckets)
    return tuple(bucket for bucket in found if bucket.n_journeys)


def persons_of_build(base: Path, overlay: Path | None, version: str) -> Persons:  # noqa: ARG001 - as journeys_of
    """Return all persons and ids of a base and the overlay on it."""
    read = bases.read(base)
    kinds, ids = read.known.graph.kind, read.known.graph.id
    person = read.known.person
    names = read.names.take(pa.array(person, mask=person < 0))  # an id that was erased is nobody's
    if overlay is not None:
        new = read_table(overlay / "new_ids.arrow").combine_chunks()
        kinds = np.concatenate([kinds, new["kind"].to_numpy()])
        ids = pa.concat_arrays([ids, new["id"].combine_chunks()])
        names = _renamed(names, overlay, len(ids))
    turns = read.known.turns if overlay is None else overlays.read_turns(overlay, read.known.turns)
    alive = pa.array(pc.not_equal(ids, ""))
    table = pa.table({"code": kinds, "id": ids, "name": names, "number": np.arange(len(ids))}).filter(alive)
    table = table.sort_by([("code", "ascending"), ("id", "ascending")]).combine_chunks()
    canonical = pc.unique(table["name"]).sort()
    person = pc.index_in(table["name"], value_set=canonical).cast(pa.int32())
    every = read.known.graph.kinds
    kind = pa.array(every).take(table["code"].combine_chunks())
    row = np.full(len(ids), -1, np.int64)
    row[table["number"].to_numpy()] = np.arange(table.num_rows)
    return Persons(
        canonical=canonical,
        ids=pa.table({"kind": kind, "id": table["id"], "person": person}),
        kinds=every,
        turns=turns.renumbered(row),
    )


def _renamed(names: pa.StringArray, overlay: Path, size: int) -> pa.StringArray:
    """Return the name of the person of each id, known and new, with the overlay's persons in place of the base's."""
    laid = read_table(overlay / "names.arrow")["person"].combine_chunks()
    with np.load(overlay / "people.npz") as people:
        place = np.arange(size)
        place[people["ids"]] = size + people["person"]
    every = pa.concat_arrays([names, pa.nulls(size - len(names), pa.string()), laid.cast(pa.string())])
    return every.take(pa.array(place))
