"""The base: journeys of all facts there are, sorted once by person and time, and what is needed to add to them later.

DuckDB resolves each event to (person, time, signature, value, dimension codes) and sorts, spilling to disk where memory
is short; what comes out is cut into buckets of persons and written.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import dimensions, pages
from footpath.analytics.building import dictionary, rows
from footpath.analytics.building.ids import declare_ids, declare_turns, hashes_of, load_known, save_known
from footpath.analytics.building.traits import save_traits
from footpath.analytics.journeys import Int64
from footpath.analytics.segments import Segment, read_table, write_table
from footpath.events import Decision, Known, Snapshot, Where, clusters_of, graph_of, known_of, turns_in

PER_BUCKET = 1_000_000
MOST_BUCKETS = 256
BATCH_ROWS = 1 << 18
MEMORY = "2500MB"


class Stored(Struct, frozen=True):
    """What a base says of itself; written last.

    Attributes:
        files: table → file → number of rows, of the facts in it.
        next_seq: table → number of the next row to be stored.
        found: what decides which dimensions there are.
        left_out: events whose ids name nobody.
        n_events: events in journeys.
        starts: place each bucket starts at (buckets + 1).
        decisions: about who is who, that were in force.
    """

    files: dict[str, dict[str, int]]
    next_seq: dict[str, int]
    found: dimensions.Found
    left_out: int
    n_events: int
    starts: tuple[int, ...]
    decisions: tuple[Decision, ...] = ()


class Base(Struct, frozen=True):
    """A base that has been read, its arrays mapped into memory."""

    folder: Path
    stored: Stored
    known: Known
    names: pa.StringArray
    dictionary: dictionary.Dictionary


def read(folder: Path) -> Base:
    """Return the base in a folder."""
    names = read_table(folder / "names.arrow")["person"]
    return Base(
        folder=folder,
        stored=read_stored(folder),
        known=load_known(folder / "ids"),
        names=names.chunk(0) if names.num_chunks else pa.array([], pa.string()),
        dictionary=read_dictionary(folder),
    )


def read_stored(folder: Path) -> Stored:
    """Return what the base in a folder says of itself."""
    return msgspec.json.decode((folder / "base.json").read_bytes(), type=Stored)


def read_dictionary(folder: Path) -> dictionary.Dictionary:
    """Return the signature dictionary in a folder."""
    return dictionary.Dictionary(read_table(folder / "dictionary.arrow"), read_table(folder / "shapes.arrow"))


def write_dictionary(folder: Path, found: dictionary.Dictionary) -> None:
    """Write a signature dictionary, and the signatures made from it, to a folder."""
    write_table(folder / "dictionary.arrow", found.rows)
    write_table(folder / "shapes.arrow", found.shapes)
    write_table(folder / "signatures.arrow", found.signatures())


class Coding(Struct, frozen=True):
    """What makes events numbers: SQL over tables that are on a connection.

    Attributes:
        scan: FROM clause of the events.
        coded: the hash that the table `_coded` is looked up by.
        whose: joins onto events, with the tables `_id_TYPE`, and whose an event is.
        dimensions: values by code of each dimension.
        signatures: how many there are.
    """

    scan: str
    coded: str
    whose: tuple[str, str]
    dimensions: dict[str, tuple[str, ...]]
    signatures: int


class Target(Struct, frozen=True):
    """Where buckets are written to, persons by place, and the place each bucket starts at (buckets + 1)."""

    folder: Path
    names: pa.StringArray
    starts: Int64


# Writes the buckets of all events of some files; returns how many events there are of each signature.
Writer = Callable[[duckdb.DuckDBPyConnection, rows.Files, Coding, Target], Int64]


def write_here(con: duckdb.DuckDBPyConnection, files: rows.Files, coding: Coding, target: Target) -> Int64:
    """Sort all events in this process, and write them bucket by bucket."""
    breakdowns = dimensions.declare(con, coding.scan, coding.dimensions)
    segment = Segment(target.folder, target.names, target.starts, tuple(coding.dimensions))
    ordered = in_order(rows.events(files, coding.coded, coding.whose, breakdowns))
    for batch in con.sql(ordered).to_arrow_reader(BATCH_ROWS):
        segment.add(batch)
    return segment.close(coding.signatures)


def build(snapshot: Snapshot, rules: pages.PageRules, folder: Path, write: Writer = write_here) -> None:
    """Write the base of a snapshot to a folder."""
    with connection(folder) as con:
        known, names, starts = _persons(con, snapshot)
        scan = snapshot.scan("events")
        found_signatures, coded = dictionary.extended(con, scan, rules, dictionary.empty())
        found = dimensions.find(con, scan)
        whose = declare_ids(con, known.graph, (known.person.astype(np.int64) << 32) + np.arange(len(known)))
        turns = known.turns
        whose = declare_turns(con, turns, (known.person[turns.owner].astype(np.int64) << 32) + turns.id, whose)
        files, counted = rows.files_of(snapshot.files["events"], 0)
        coding = Coding(scan, coded, whose, found.dimensions(), found_signatures.rows.num_rows)
        events = write(con, files, coding, Target(folder, names, starts))
        write_dictionary(folder, found_signatures.counted(events))
        trait_files, trait_rows = rows.files_of(snapshot.files["traits"], 0)
        node = f"({whose[1]} & {(1 << 32) - 1})"
        save_traits(folder, rows.traits(con, snapshot, trait_files, (whose[0], node)), known.person, names)
    shutil.rmtree(folder / "_spill", ignore_errors=True)
    save_known(folder / "ids", known)
    write_table(folder / "names.arrow", pa.table({"person": names}))
    signal_rows = rows.files_of(snapshot.files["signals"], 0)[1]
    counts = {"events": counted, "traits": trait_rows, "signals": signal_rows}
    n_events = int(events.sum())
    stored = Stored(
        files=counts,
        next_seq={table: sum(per_file.values()) for table, per_file in counts.items()},
        found=found,
        left_out=snapshot.rows["events"] - n_events,
        n_events=n_events,
        starts=tuple(starts.tolist()),
        decisions=snapshot.identity.decisions,
    )
    (folder / "base.json").write_bytes(msgspec.json.encode(stored))


@contextmanager
def connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection that spills to a folder."""
    with duckdb.connect(config={"temp_directory": str(folder / "_spill"), "memory_limit": MEMORY}) as con:
        settle(con)
        yield con


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Set what a connection, or another one to the same database, has to itself."""
    con.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")


def in_order(events: str) -> str:
    """Return the query of events by place and time; ties in the order of their sources' rows, then of storing."""
    # Source and row in one number: sorting by four numbers takes a third of the time of sorting by five.
    return f"""
        SELECT (who >> 32)::INTEGER AS place, * EXCLUDE (who, rank), (who & {(1 << 32) - 1}) AS node FROM ({events})
        ORDER BY place, "at", (rank << 44) + "row", seq
    """


def _persons(con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> tuple[Known, pa.StringArray, Int64]:
    """Return ids with the place of their person, persons by place, and the place each bucket starts at."""
    scans = {table: snapshot.scan(table) for table in snapshot.files}
    graph = graph_of(con, scans, snapshot.identity.rules)
    everyone, found = clusters_of(graph, snapshot.identity)
    turns = turns_in(con, scans, graph, found, snapshot.identity.rules)
    order, starts = placed(con, everyone.canonical, n_buckets(snapshot.rows["events"]))
    place = np.empty(len(everyone), np.int32)
    place[order] = np.arange(len(everyone), dtype=np.int32)
    where = Where(place[everyone.ids["person"].to_numpy()], found.cluster.astype(np.int32), turns)
    known = known_of(graph, where, hashes_of(con, graph))
    return known, everyone.canonical.take(pa.array(order)), starts


def placed(con: duckdb.DuckDBPyConnection, names: pa.StringArray, buckets: int) -> tuple[Int64, Int64]:
    """Return the order of persons by bucket and name, and the place each bucket starts at (buckets + 1)."""
    con.register("_names", pa.table({"name": names, "person": np.arange(len(names), dtype=np.int64)}))
    found = con.sql(
        f"SELECT person, bucket::INTEGER AS bucket FROM (SELECT person, name, {bucket_of('name', buckets)} AS bucket "
        f"FROM _names) ORDER BY bucket, name"
    ).fetchnumpy()
    con.unregister("_names")
    return found["person"], np.searchsorted(found["bucket"], np.arange(buckets + 1)).astype(np.int64)


def n_buckets(n_events: int) -> int:
    """Return into how many buckets so many events are cut: a power of two."""
    return min(MOST_BUCKETS, 1 << max(0, n_events // PER_BUCKET).bit_length() if n_events > PER_BUCKET else 1)


def bucket_of(name: str, buckets: int) -> str:
    """Return the SQL of the bucket of a person."""
    return f"md5_number_lower({name}) % {buckets}"
