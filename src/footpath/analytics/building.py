"""Building journeys: the facts of a store, sorted once by person and time, in arrays that are mapped into memory.

DuckDB resolves each event to (person, time, signature, value, dimension codes) and sorts, spilling to disk where
memory is short; what comes out is cut into buckets of persons and written. The result is kept until the facts or the
page rules change; then all is built anew. Events that came since would be a `Segment` of their own beside this one.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from footpath.analytics import pages
from footpath.analytics.dimensions import Breakdowns, find
from footpath.analytics.journeys import Int64, Journeys
from footpath.analytics.segments import Segment, load, load_persons, save_persons
from footpath.analytics.signatures import COLUMNS
from footpath.events import KINDS, ZERO, Lake, Persons, Snapshot, resolve

BUILD = "1"  # part of the cache's name: raise it when the same facts are to be built differently
PER_BUCKET = 1_000_000
MOST_BUCKETS = 256
BATCH_ROWS = 1 << 18
MEMORY = "2500MB"


def build_journeys(lake: Lake) -> Journeys:
    """Return the journeys of a store as it is now, built anew only when facts or page rules changed.

    Persons without events are not in them; events whose ids name nobody are counted in `Journeys.left_out`.
    Page templates are written to the store's pages.yaml for review.
    """
    return load(_built(lake))


def persons(lake: Lake) -> Persons:
    """Return every person of a store with the ids that are theirs, including those who only have signals or traits.

    The names are the ones in `Bucket.persons`; `Persons.of(table)` finds the persons of any rows with ids.
    """
    return load_persons(_built(lake))


def _built(lake: Lake) -> Path:
    """Return the folder of the build that fits the store as it is now, after making it where it is missing."""
    snapshot = lake.snapshot()
    rules = pages.read_rules(lake.folder)
    name = hashlib.sha256("\n".join((BUILD, snapshot.version, *rules.yours)).encode()).hexdigest()[:16]
    home = lake.folder / "derived" / "journeys" / name
    if home.is_dir():
        return home
    with lake.deriving("journeys") as builds:
        if not home.is_dir():
            for old in builds.iterdir():
                shutil.rmtree(old, ignore_errors=True)
            part = builds / "_part"
            part.mkdir()
            found = _build(snapshot, rules, part)
            pages.note(lake.folder, found)
            part.rename(home)
    return home


def _build(snapshot: Snapshot, rules: pages.PageRules, folder: Path) -> list[str]:
    """Write all arrays of a snapshot's journeys to `folder` and return the page templates found."""
    scan = snapshot.scan("events")
    with _connection(folder) as con:
        everyone = resolve(con, snapshot)
        save_persons(folder, everyone)
        names, starts = _place(con, everyone, snapshot.rows["events"])
        signatures, hashed = _signatures(con, scan, rules)
        breakdowns = find(con, scan)
        for position, breakdown in enumerate(breakdowns.found):
            breakdown.declare(con, position)
        segment = Segment(folder, names, starts, breakdowns.values())
        for batch in con.sql(_sorted(con, hashed, breakdowns)).to_arrow_reader(BATCH_ROWS):
            segment.add(batch)
        segment.close(signatures, left_out=snapshot.rows["events"] - segment.n_events)
    shutil.rmtree(folder / "_spill", ignore_errors=True)
    return [page for page in signatures["page"].unique().to_pylist() if page]


@contextmanager
def _connection(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"temp_directory": str(folder / "_spill"), "memory_limit": MEMORY}) as con:
        con.execute("SET TimeZone = 'UTC'")
        yield con


def _place(con: duckdb.DuckDBPyConnection, everyone: Persons, n_events: int) -> tuple[pa.StringArray, Int64]:
    """Order persons by bucket and name; make the tables `_user`, `_email`, `_anonymous` of id → place and `_zero`.

    Returns:
        The names in order of place, and the place each bucket starts at (buckets + 1).
    """
    buckets = min(MOST_BUCKETS, 1 << max(0, n_events // PER_BUCKET).bit_length() if n_events > PER_BUCKET else 1)
    con.register("_names", pa.table({"name": everyone.canonical, "person": np.arange(len(everyone), dtype=np.int32)}))
    con.register("_ids", everyone.ids)
    con.execute(
        f"CREATE TEMP TABLE _places AS SELECT person, bucket, (row_number() OVER (ORDER BY bucket, name) - 1)::INTEGER "
        f"AS place FROM (SELECT person, name, md5_number_lower(name) % {buckets} AS bucket FROM _names)"
    )
    for kind in KINDS:
        con.execute(
            f"CREATE TEMP TABLE _{kind} AS SELECT id, place, regexp_full_match(id, '{ZERO}') AS zero "
            f"FROM _ids JOIN _places USING (person) WHERE kind = '{kind}'"
        )
    placed = con.sql("SELECT person, bucket::INTEGER AS bucket FROM _places ORDER BY place").fetchnumpy()
    con.unregister("_names")
    con.unregister("_ids")
    starts = np.searchsorted(placed["bucket"], np.arange(buckets + 1)).astype(np.int64)
    return everyone.canonical.take(pa.array(placed["person"], pa.int32())), starts


def _signatures(con: duckdb.DuckDBPyConnection, scan: str, rules: pages.PageRules) -> tuple[pa.Table, str]:
    """Make the table `_coded` of hash → signature code and source rank.

    Returns:
        The signature dictionary, and the SQL of the hash over the events.
    """
    con.execute(f"CREATE TEMP TABLE _raw AS SELECT {_COLUMNS}, count(*) AS n FROM {scan} GROUP BY ALL")
    paths = "SELECT page, sum(n)::BIGINT AS events FROM _raw WHERE page IS NOT NULL GROUP BY page"
    con.register("_templates", pages.templates(con, paths, rules))
    con.execute("CREATE TEMP TABLE _templated AS SELECT _raw.*, template FROM _raw LEFT JOIN _templates USING (page)")
    con.execute(_SIGNATURES)
    hashed = next(sql for sql in map(_hash, count()) if _tells_apart(con, sql))
    con.execute(f"CREATE TEMP TABLE _coded AS SELECT {hashed} AS h, code, rank FROM {_JOINED}")
    con.unregister("_templates")
    return con.sql(f"SELECT {_COLUMNS} FROM _signatures ORDER BY code").to_arrow_table(), hashed


_COLUMNS = ", ".join(f'"{name}"' for name in COLUMNS)
_SIGNATURES = f"""
CREATE TEMP TABLE _signatures AS
SELECT *, row_number() OVER (ORDER BY {_COLUMNS}) - 1 AS code, dense_rank() OVER (ORDER BY source) AS rank
FROM (SELECT DISTINCT source, type, channel, name, template AS page FROM _templated)
"""
_JOINED = """_templated AS t JOIN _signatures AS s ON t.source = s.source AND t.type = s.type AND t.name = s.name
AND t.channel IS NOT DISTINCT FROM s.channel AND t.template IS NOT DISTINCT FROM s.page"""


def _hash(salt: int) -> str:
    return f'hash({salt}, t.source, t."type", t.channel, t.name, t.page)'


def _tells_apart(con: duckdb.DuckDBPyConnection, hashed: str) -> bool:
    return bool(con.execute(f"SELECT count(DISTINCT {hashed}) = count(*) FROM _raw AS t").fetchall()[0][0])


def _sorted(con: duckdb.DuckDBPyConnection, hashed: str, breakdowns: Breakdowns) -> str:
    """Return the query of all events of known persons, by place and time; ties in the order of their sources' rows."""
    codes = "".join(f", {b.code(position)} AS d{position}" for position, b in enumerate(breakdowns.found))
    used = [kind for kind in KINDS if _count(con, f"_{kind}")]
    joins = " ".join(f"LEFT JOIN _{kind} ON t.{KINDS[kind]} = _{kind}.id" for kind in used)
    # As in Persons.of: a zero names somebody only where nothing else does.
    tries = [f"CASE WHEN NOT _{kind}.zero THEN _{kind}.place END" for kind in used]
    zeros = ["_user.place"] if "user" in used and _count(con, "_user WHERE zero") else []
    place = f"coalesce({', '.join([*tries, *zeros, 'NULL::INTEGER'])})"
    # Source and row in one number: sorting by four numbers takes a third of the time of sorting by five.
    return f"""
        SELECT place, "at", signature, value{"".join(f", d{i}" for i in range(len(breakdowns.found)))} FROM (
            SELECT {place} AS place, epoch_us(t."at") AS "at", code::UINTEGER AS signature,
                coalesce(value, 'nan'::DOUBLE) AS value, (rank << 44) + t."row" AS line,
                file_row_number AS position{codes}
            FROM {breakdowns.scan} AS t JOIN _coded ON _coded.h = {hashed} {joins}
        ) WHERE place IS NOT NULL ORDER BY place, "at", line, position
    """


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
