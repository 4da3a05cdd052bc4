"""Folding an overlay into its base: a new base, copied bucket by bucket, without reading or sorting a fact again."""

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import replace

from footpath.analytics.building import dictionary
from footpath.analytics.building.bases import (
    Base,
    connection,
    n_buckets,
    placed,
    read_dictionary,
    write_dictionary,
)
from footpath.analytics.building.holding import added
from footpath.analytics.building.ids import hashes_of, save_known
from footpath.analytics.building.overlay import Laid, read_laid
from footpath.analytics.building.traits import FILE, save_traits
from footpath.analytics.journeys import Int64
from footpath.analytics.segments import (
    Content,
    map_array,
    read_content,
    read_table,
    write_bucket,
    write_content,
    write_table,
)
from footpath.events import Graph, Known, known_with

TOO_FEW_BUCKETS = 4  # times as many are due: then all is built anew


class _People(NamedTuple):
    """Who is where.

    Attributes:
        touched: places in the base that the overlay stands in for.
        ids, person: numbers of the ids of the overlay's persons, and which person each belongs to.
        names: persons by new place.
        starts: new place each bucket starts at.
        from_base, from_overlay: new place of each person of the base (−1 = none) and of the overlay.
    """

    touched: Int64
    ids: Int64
    person: Int64
    names: pa.StringArray
    starts: Int64
    from_base: Int64
    from_overlay: Int64


def fold(base: Base, overlay: Path, folder: Path) -> bool:
    """Write a base that is the old one and the overlay on it to a folder.

    Returns:
        False when there have come to be so many events that all should be built anew, in more buckets.
    """
    laid = read_laid(overlay)
    folded = read_dictionary(overlay)
    n_events = int(folded.rows["events"].to_numpy().sum())
    buckets = len(base.stored.starts) - 1
    if n_buckets(n_events) >= TOO_FEW_BUCKETS * buckets:
        return False
    people = _people(base, overlay, buckets, folder)
    _write_buckets(base, overlay, people, laid, folder)
    _write_known(base, overlay, people, folder)
    write_table(folder / "names.arrow", pa.table({"person": people.names}))
    write_dictionary(folder, folded)
    _write_traits(base, overlay, people, folder)
    _write_stored(base, people, (laid, folded), folder)
    return True


def _people(base: Base, overlay: Path, buckets: int, folder: Path) -> _People:
    with np.load(overlay / "people.npz") as archive:
        touched, ids, person = (archive[name] for name in ("touched", "ids", "person"))
    stays = np.asarray(pc.not_equal(base.names, "").to_numpy(zero_copy_only=False), np.bool_).copy()
    stays[touched] = False
    laid = read_table(overlay / "names.arrow")["person"].combine_chunks()
    names = pa.concat_arrays([base.names.filter(pa.array(stays)), laid.cast(pa.string())])
    with connection(folder) as con:
        order, starts = placed(con, names, buckets)
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(order))
    from_base = np.full(len(base.names), -1, np.int64)
    count = int(stays.sum())
    from_base[stays] = place[:count]
    return _People(touched, ids, person, names.take(pa.array(order)), starts, from_base, place[count:])


def _write_buckets(base: Base, overlay: Path, people: _People, laid: Laid, folder: Path) -> None:
    here, there = read_content(base.folder), read_content(overlay)
    names = tuple(laid.dimensions)
    columns = ["at", "signature", "value", "row", "seq", "node"]
    old = {**{name: name for name in columns}, **{f"d{i}": f"d{here.dimensions.index(n)}" for i, n in enumerate(names)}}
    new = {
        **{name: name for name in columns},
        **{f"d{i}": f"d{there.dimensions.index(n)}" for i, n in enumerate(names)},
    }
    laid_over = [_Source(overlay / name, people.from_overlay, new) for name in there.buckets]
    written, n_events = [], 0
    for number in range(len(people.starts) - 1):
        name = f"bucket-{number:03}"
        span = (int(people.starts[number]), int(people.starts[number + 1]))
        sources = [_Source(base.folder / name, people.from_base, old)] if name in here.buckets else []
        count = _write_bucket(folder / name, [*sources, *laid_over], span, people.names)
        n_events += count
        written += [name] if count else []
    write_content(folder, Content(tuple(written), names, n_events))


class _Source:
    """A bucket that persons are taken from: their new places, and where their events are."""

    def __init__(self, folder: Path, new_place: Int64, columns: dict[str, str]) -> None:
        self.folder = folder
        self.columns = columns
        self.place = new_place[map_array(folder / "places.npy")]
        self.offsets = map_array(folder / "offsets.npy")

    def within(self, span: tuple[int, int]) -> Int64:
        """Return the journeys whose person has a place in the span."""
        return np.flatnonzero((self.place >= span[0]) & (self.place < span[1]))


def _write_bucket(folder: Path, sources: list[_Source], span: tuple[int, int], names: pa.StringArray) -> int:
    """Write the persons whose places are in a span; return how many events they have."""
    chosen = [(source, journeys) for source in sources if len(journeys := source.within(span))]
    if not chosen:
        return 0
    place = np.concatenate([source.place[journeys] for source, journeys in chosen])
    begin, lengths, shift = [], [], 0
    rows = []
    for source, journeys in chosen:
        size = source.offsets[journeys + 1] - source.offsets[journeys]
        ends = np.cumsum(size)
        rows.append(np.repeat(source.offsets[journeys] - (ends - size), size) + np.arange(int(size.sum())))
        begin.append(shift + ends - size)
        lengths.append(size)
        shift += int(size.sum())
    order = np.argsort(place)
    first, size = np.concatenate(begin)[order], np.concatenate(lengths)[order]
    ends = np.cumsum(size)
    events = np.repeat(first - (ends - size), size) + np.arange(shift)
    parts = list(zip(chosen, rows, strict=True))
    columns = {}
    for name in chosen[0][0].columns:
        taken = [map_array(source.folder / f"{source.columns[name]}.npy")[some] for (source, _), some in parts]
        kind = np.result_type(*taken)
        columns[name] = np.concatenate([part.astype(kind, copy=False) for part in taken])[events]
    write_bucket(folder, names.take(pa.array(place[order])), place[order], ends - size, columns)
    return shift


def _write_known(base: Base, overlay: Path, people: _People, folder: Path) -> None:
    """Write the ids: numbers stay, new ids come after the known ones."""
    new = read_table(overlay / "new_ids.arrow")
    person = np.concatenate([people.from_base[base.known.person], np.full(new.num_rows, -1, np.int64)])
    person[people.ids] = people.from_overlay[people.person]
    with np.load(overlay / "people.npz") as archive:
        left, right = archive["left"], archive["right"]
    fresh = Graph(new["kind"].to_numpy(), new["id"].combine_chunks(), left, right)
    with connection(folder) as con:
        hashes = hashes_of(con, fresh)
    known: Known = known_with(base.known, fresh, person.astype(np.int32), hashes)
    save_known(folder / "ids", known)


def _write_traits(base: Base, overlay: Path, people: _People, folder: Path) -> None:
    old = read_table(base.folder / FILE)
    stays = ~np.isin(old["place"].to_numpy(), people.touched)
    columns = ["node", "trait", "value", "at", "seq"]
    parts = [old.filter(pa.array(stays)).select(columns), read_table(overlay / FILE).select(columns)]
    by_id = pa.concat_tables(parts)
    place = np.full(len(base.known) + read_table(overlay / "new_ids.arrow").num_rows, -1, np.int64)
    place[: len(base.known)] = people.from_base[base.known.person]
    place[people.ids] = people.from_overlay[people.person]
    save_traits(folder, by_id, place, people.names)


def _write_stored(base: Base, people: _People, what: tuple[Laid, dictionary.Dictionary], folder: Path) -> None:
    laid, folded = what
    files = {table: added(rows, laid.files[table]) for table, rows in base.stored.files.items()}
    stored = replace(
        base.stored,
        files=files,
        next_seq={table: seq + sum(laid.files[table].values()) for table, seq in base.stored.next_seq.items()},
        found=laid.found,
        left_out=laid.left_out,
        n_events=int(folded.rows["events"].to_numpy().sum()),
        starts=tuple(people.starts.tolist()),
    )
    (folder / "base.json").write_bytes(msgspec.json.encode(stored))
