"""A process of its own for one SQL query of an analyst: it reads the data of one store, and nothing else at all.

What keeps it there, each enough alone for most attacks: DuckDB may open no file and load no extension, and its
settings are locked; one statement that is a SELECT is taken and nothing else; the process may write no file; memory and
time end.

Reads one job as JSON from standard input and writes one result as JSON.
"""

import os
import re
import resource
import sys
import time
from decimal import Decimal
from typing import IO, Any

import duckdb
import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
from msgspec import Struct

from footpath.analytics import Journeys, build_journeys
from footpath.core.errors import FootpathError, Invalid
from footpath.events import SCHEMAS, Lake
from footpath.exploring.asked import Column, type_of
from footpath.insights import felt_in

_SLACK = 3 << 30  # of address space, for libraries and what is mapped but not used
_DAYS_OF_WORK = 5  # seconds more of processor time than of time, for threads that wait
_WIDEST = 100_000  # characters of a value that are shown


class Query(Struct, frozen=True, kw_only=True):
    """A query.

    Attributes:
        store: folder of the store.
        limit: rows at most.
        memory_mb, seconds: what it may take.
    """

    store: str
    sql: str
    limit: int
    memory_mb: int
    seconds: float


class Result(Struct, frozen=True, kw_only=True):
    """What a query gives.

    Attributes:
        truncated: whether there are more rows.
    """

    columns: list[Column] = msgspec.field(default_factory=list)
    rows: list[list[Any]] = msgspec.field(default_factory=list)
    truncated: bool = False
    took_ms: int = 0
    problem: str = ""
    hint: str = ""


def run(query: Query) -> Result:
    """Run a query over a store, after which this process may write no file any more.

    Raises:
        Invalid: it is not one SELECT, or it cannot be run; the message says why.
    """
    lake = Lake.open(query.store)
    with duckdb.connect(":memory:", config=CONFIG) as con:
        declare(con, lake, build_journeys(lake), query.sql)
        con.execute(f"SET memory_limit = '{query.memory_mb} MB'")
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        fence(query)
        demand_select(con, query.sql)
        begun = time.perf_counter()
        try:
            return _read(con.sql(query.sql).to_arrow_reader(1024), query.limit, begun)
        except (duckdb.Error, pa.ArrowException) as problem:
            raise Invalid(f"query: {_said(problem)}", hint="The message says where.") from None


CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "threads": "2",
}


def demand_select(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Raise Invalid unless a text is one statement that reads."""
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as problem:
        raise Invalid(f"query: {_said(problem)}", hint="The message says where.") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise Invalid("query: it is not one SELECT.", hint="Write a single SELECT, WITH … SELECT or DESCRIBE.")


def _said(problem: Exception) -> str:
    return str(problem).strip().replace("\n\n", "\n")[:2000]


def declare(con: duckdb.DuckDBPyConnection, lake: Lake, journeys: Journeys, sql: str) -> None:
    """Make the views that a query may look at; what it does not name is not read."""
    named = set(re.findall(r"\w+", sql.lower())) | {"events"}
    for name, table in steps_of(journeys).items():
        con.register(name, table)
    con.execute(events_view(journeys))
    traits = journeys.traits if journeys.traits is not None else _NO_TRAITS
    con.register("traits", traits.select(["person", "trait", "value"]))
    con.execute(_PERSONS)
    if "signals" in named:
        signals = felt_in(lake)
        names = ["happened_at" if name == "at" else name for name in signals.column_names]
        con.register("signals", signals.rename_columns(names))
    if "facts" in named:
        schema = SCHEMAS["events"]
        con.register("facts", ds.dataset(list(lake.snapshot().files["events"]), schema=schema))


_NO_TRAITS = pa.table({name: pa.array([], pa.string()) for name in ("person", "trait", "value")})
_EVENTS = """
CREATE VIEW events AS
SELECT p.person, s.happened_at, s.nth, g.source, g."type", g.channel, g.name, g.page, s.value{dimensions}
FROM _steps AS s JOIN _people AS p USING (who) JOIN _signatures AS g USING (signature)
"""
_PERSONS = """
CREATE VIEW persons AS
SELECT person, min(happened_at) AS first_at, max(happened_at) AS last_at, count(*) AS events FROM events GROUP BY person
"""


def events_view(journeys: Journeys) -> str:
    """Return the statement that makes the view `events` of the tables that `steps_of` returns."""
    return _EVENTS.format(dimensions="".join(f', s."{name}"' for name in _dimensions(journeys)))


def _dimensions(journeys: Journeys) -> list[str]:
    taken = {"person", "happened_at", "nth", "source", "type", "channel", "name", "page", "value", "who", "signature"}
    return sorted({name for bucket in journeys.buckets for name in bucket.dimensions} - taken)


def steps_of(journeys: Journeys) -> dict[str, pa.Table]:
    """Return the journeys as tables: events by number of person and signature, and what the numbers stand for."""
    parts, people = [], []
    first = 0
    for bucket in (one.dense() for one in journeys.buckets):
        sizes = bucket.end - bucket.begin
        who = np.repeat(np.arange(len(sizes), dtype=np.int32) + first, sizes)
        nth = np.arange(len(bucket.at), dtype=np.int64) - np.repeat(bucket.begin, sizes) + 1
        columns: dict[str, pa.Array] = {
            "who": pa.array(who),
            "happened_at": pa.array(bucket.at).cast(pa.timestamp("us", tz="UTC")),
            "nth": pa.array(nth.astype(np.int32)),
            "signature": pa.array(np.asarray(bucket.signature, np.int32)),
            "value": pa.array(bucket.value, from_pandas=True),
        }
        for name in _dimensions(journeys):
            columns[name] = _texts(bucket.dimensions.get(name), len(bucket.at))
        parts.append(pa.table(columns))
        people.append(bucket.whose(np.arange(len(sizes))))
        first += len(sizes)
    names = pa.chunked_array(people, pa.string())
    signatures = journeys.signatures.select(["source", "type", "channel", "name", "page"])
    numbers = pa.array(np.arange(signatures.num_rows, dtype=np.int32))
    empty = {name: pa.array([], kind) for name, kind in _EMPTY.items()}
    return {
        "_steps": pa.concat_tables(parts, promote_options="permissive") if parts else pa.table(empty),
        "_people": pa.table({"who": pa.array(np.arange(len(names), dtype=np.int32)), "person": names}),
        "_signatures": signatures.append_column("signature", numbers),
    }


_EMPTY = {
    "who": pa.int32(),
    "happened_at": pa.timestamp("us", tz="UTC"),
    "nth": pa.int32(),
    "signature": pa.int32(),
    "value": pa.float64(),
}


def _texts(dimension: Any, size: int) -> pa.Array:
    """Return the texts of a property, null where unknown."""
    if dimension is None:
        return pa.nulls(size, pa.string())
    values = pa.array([value or None for value in dimension.values], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(np.asarray(dimension.codes, np.int32)), values).cast(pa.string())


def _read(reader: pa.RecordBatchReader, limit: int, begun: float) -> Result:
    columns = [Column(one.name, type_of(one.type)) for one in reader.schema]
    rows: list[list[Any]] = []
    for batch in reader:
        values = [[_plain(value) for value in column.to_pylist()] for column in batch.slice(0, limit + 1).columns]
        rows += [list(row) for row in zip(*values, strict=True)]
        if len(rows) > limit:
            break
    took = round((time.perf_counter() - begun) * 1000)
    return Result(columns=columns, rows=rows[:limit], truncated=len(rows) > limit, took_ms=took)


def _plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, str):
        return value[:_WIDEST]
    if isinstance(value, bytes):
        return value[:_WIDEST].hex()
    return value


def fence(query: Query) -> None:
    """Bound what this process may take: no file may be written, memory and processor time end."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = int(query.seconds * 2) + _DAYS_OF_WORK
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))
    room = _mapped() + _size_of(query.store) + (query.memory_mb << 20) + _SLACK
    resource.setrlimit(resource.RLIMIT_AS, (room, room))


def _mapped() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - no other way says it
        return int(file.read().split()[0]) * resource.getpagesize()


def _size_of(store: str) -> int:
    return sum(
        os.path.getsize(os.path.join(home, name))  # noqa: PTH118, PTH202 - thousands of files
        for home, _, names in os.walk(os.path.join(store, "derived", "journeys"))  # noqa: PTH118
        for name in names
    )


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """Take one job, and answer it."""
    content = source.read()
    if not content:
        return
    query = msgspec.json.decode(content, type=Query)
    try:
        found = run(query)
    except FootpathError as problem:
        found = Result(problem=problem.message, hint=problem.hint)
    except MemoryError:
        found = Result(problem="query: it takes too much memory.", hint="Look at fewer rows, or group before joining.")
    sink.write(msgspec.json.encode(found, enc_hook=str))
    sink.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
