"""Journeys built on a cluster: every task reads a share of the facts, one shuffle brings buckets together.

The driver works out persons, signatures and dimensions, and leaves them as tables in the build's folder, which all
machines see. Tasks run the very SQL of a build on one machine over their share of the events; what belongs to one
bucket travels as one cell; a second task sorts and writes each bucket. So the arrays are the same to the last byte.
"""

import pickle
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from footpath.analytics import dimensions
from footpath.analytics.building import bases, rows
from footpath.analytics.building.ids import TABLE
from footpath.analytics.journeys import Int64
from footpath.analytics.segments import Content, read_table, write_content, write_events, write_table
from footpath.analytics.spark import tasks
from footpath.analytics.spark.failures import told_plainly
from footpath.analytics.spark.running import Spark
from footpath.analytics.spark.watching import watched
from footpath.core.errors import FootpathError, Invalid
from footpath.core.version import VERSION
from footpath.events import EVENTS

SHARE_ROWS = 500_000
FAILED = -1  # bucket of what is no bucket but a problem
_CELLS = pa.schema([("bucket", pa.int64()), ("content", pa.binary())])
_SHARE = "_share"
_TABLES = "_tables"
_TRY = "_try-"


class Share(Struct, frozen=True):
    """Some row groups of a file of events.

    Attributes:
        path: the Parquet file.
        groups: which of its row groups.
        first: place in the file of their first row.
        seq: number of the file's first row in the order of storing.
    """

    path: str
    groups: tuple[int, ...]
    first: int
    seq: int


class Job(Struct, frozen=True):
    """What every task of a build must know.

    Attributes:
        versions: of Footpath and DuckDB; executors must have the same, or arrays might differ.
        folder: the build's folder.
        coding: SQL that makes events numbers.
        tables: names of the tables it needs, each in a file in the folder.
        starts: place each bucket starts at (buckets + 1).
        shares: of the events.
    """

    versions: tuple[str, str]
    folder: str
    coding: bases.Coding
    tables: tuple[str, ...]
    starts: Int64
    shares: tuple[Share, ...]


def versions() -> tuple[str, str]:
    """Return the versions that decide what arrays look like."""
    return VERSION, duckdb.__version__


def writer(spark: Spark) -> bases.Writer:
    """Return what writes the buckets of a build on a cluster."""

    def write(con: duckdb.DuckDBPyConnection, files: rows.Files, coding: bases.Coding, target: bases.Target) -> Int64:
        tables = _export(con, target)
        job = Job(versions(), str(target.folder), coding, tables, target.starts, tuple(_shares(files)))
        with told_plainly(), watched(spark.session, spark.progress):
            written = dict(_run(spark.session, job))
        events = np.zeros(coding.signatures, np.int64)
        for counts in written.values():
            events[: len(counts)] += counts
        names = tuple(f"bucket-{bucket:03}" for bucket in sorted(written))
        write_content(target.folder, Content(names, tuple(coding.dimensions), int(events.sum())))
        _tidy(target.folder)
        return events

    return write


def _export(con: duckdb.DuckDBPyConnection, target: bases.Target) -> tuple[str, ...]:
    """Write what tasks look things up in to the build's folder; return the names of the tables."""
    folder = target.folder / _TABLES
    folder.mkdir()
    write_table(folder / "names.arrow", pa.table({"person": target.names}))
    there = {str(row[0]) for row in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    tables = tuple(sorted(name for name in there if name == "_coded" or name.startswith(TABLE)))
    for name in tables:
        con.execute(f"COPY {name} TO '{_sql_path(folder / name)}' (FORMAT parquet)")
    return tables


def _sql_path(path: Path) -> str:
    return str(path).replace("'", "''") + ".parquet"


def _shares(files: rows.Files) -> Iterator[Share]:
    for path, seq in zip(files.paths, files.firsts, strict=True):
        metadata = pq.read_metadata(path)
        groups: list[int] = []
        first = size = 0
        for group in range(metadata.num_row_groups):
            groups.append(group)
            size += metadata.row_group(group).num_rows
            if size >= SHARE_ROWS or group + 1 == metadata.num_row_groups:
                yield Share(path, tuple(groups), first, seq)
                groups, first, size = [], first + size, 0


def _run(session: Any, job: Job) -> Iterator[tuple[int, Int64]]:
    """Do the job; yield each bucket that was written and how many events of each signature are in it."""
    if not job.shares:
        return
    shares = session.range(0, len(job.shares), 1, len(job.shares))
    cells = shares.mapInArrow(lambda batches: cut(job, batches), "bucket long, content binary")
    told = cells.groupBy("bucket").applyInArrow(lambda table: bind(job, table), tasks.SCHEMA).toArrow()
    yield from tasks.states(told)


def _tidy(folder: Path) -> None:
    shutil.rmtree(folder / _TABLES, ignore_errors=True)
    for left in folder.glob(f"{_TRY}*"):
        shutil.rmtree(left, ignore_errors=True)


def cut(job: Job, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Make the events of shares numbers and part them by bucket, each part one cell; runs on an executor."""
    for batch in batches:
        for number in batch["id"].to_pylist():
            try:
                _refuse_other(job)
                yield from _cells(job.starts, _numbers(job, job.shares[number]))
            except FootpathError as problem:
                yield pa.record_batch([[FAILED], [pickle.dumps(problem)]], schema=_CELLS)


def _refuse_other(job: Job) -> None:
    if job.versions != versions():
        raise Invalid(
            f"The executors have Footpath and DuckDB {' and '.join(versions())}, the driver {job.versions}.",
            hint="Install the driver's versions on every machine of the cluster.",
        )
    if not Path(job.folder).is_dir():
        raise Invalid(
            f"An executor of the cluster does not see {job.folder}.",
            hint="Keep the store where every machine of the cluster finds it under this very path.",
        )


def _numbers(job: Job, share: Share) -> pa.Table:
    """Return the events of a share that are somebody's, as `rows.events` has them."""
    with _connection() as con:
        for name in job.tables:
            path = _sql_path(Path(job.folder) / _TABLES / name)
            con.execute(f"CREATE TEMP TABLE {name} AS FROM read_parquet('{path}')")
        breakdowns = dimensions.declare(con, _SHARE, job.coding.dimensions)
        sql = rows.events(rows.Files((share.path,), (share.seq,)), job.coding.coded, job.coding.whose, breakdowns)
        con.register(_SHARE, _read(share, [name for name in EVENTS.names if name in sql]))
        return con.sql(sql).to_arrow_table()


def _read(share: Share, columns: Sequence[str]) -> pa.Table:
    """Return columns of a share with what DuckDB adds where it reads files by itself."""
    with pq.ParquetFile(share.path) as file:
        there = set(file.schema_arrow.names)
        some = [name for name in columns if name in there]
        found = file.read_row_groups(list(share.groups), columns=some, use_threads=False)
    for name in columns:
        if name not in there:  # the file is from before there was the column
            found = found.append_column(name, pa.nulls(found.num_rows, EVENTS.field(name).type))
    places = np.arange(share.first, share.first + found.num_rows)
    found = found.append_column("file_row_number", pa.array(places, pa.int64()))
    return found.append_column("file_index", pa.array(np.zeros(len(places), np.int64)))


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a connection of one thread that spills to the executor's own disk."""
    with tempfile.TemporaryDirectory() as scratch, bases.connection(Path(scratch)) as con:
        con.execute("SET threads = 1; SET memory_limit = '1GB'")
        yield con


def _cells(starts: Int64, events: pa.Table) -> Iterator[pa.RecordBatch]:
    place = events["who"].to_numpy() >> 32
    bucket = np.searchsorted(starts, place, side="right") - 1
    order = np.argsort(bucket, kind="stable")
    there, firsts = np.unique(bucket[order], return_index=True)
    events = events.take(pa.array(order)).combine_chunks()
    for number, first, end in zip(there, firsts, [*firsts[1:], len(order)], strict=True):
        part = _packed(events.slice(first, end - first))
        yield pa.record_batch([[int(number)], [part]], schema=_CELLS)


def _packed(events: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(sink, events.schema, options=options) as stream:
        stream.write_table(events)
    return bytes(sink.getvalue().to_pybytes())


def bind(job: Job, cells: pa.Table) -> pa.Table:
    """Sort the events of one bucket and write it; runs on an executor.

    Args:
        job: what is built.
        cells: all cells of one bucket.

    Returns:
        The outcome, as tasks report it.
    """
    number = int(cells["bucket"][0].as_py())
    if number == FAILED:
        outcome: tuple[bool, Any] = False, pickle.loads(cells["content"][0].as_py())  # noqa: S301 - our own executor's
    else:
        outcome = True, (number, _write(job, number, cells["content"]))
    return pa.Table.from_batches(tasks.parts(number, pickle.dumps(outcome, protocol=5)))


def _write(job: Job, number: int, cells: pa.ChunkedArray) -> Int64:
    """Write a bucket and return how many events of each signature are in it."""
    folder = Path(job.folder)
    names = read_table(folder / _TABLES / "names.arrow")["person"]
    with _connection() as con:
        con.register("_mine", pa.concat_tables(pa.ipc.open_stream(cell.as_buffer()).read_all() for cell in cells))
        events = con.sql(bases.in_order("SELECT * FROM _mine")).to_arrow_table()
    # Another attempt at this very task may be under way, or have died half-way: each has a folder of its own.
    mine = Path(tempfile.mkdtemp(prefix=_TRY, dir=folder)) / "bucket"
    counts = write_events(mine, names.chunk(0), events)
    target = folder / f"bucket-{number:03}"
    try:
        mine.rename(target)
    except OSError:
        if not target.is_dir():
            raise
    return counts
