"""The signature dictionary: which combinations of columns there are, and the number of each.

Events are numbered by the *shape* of their page, which depends on the page alone; the template, which depends on what
other pages there are, is looked up by shape. So new events never change the number of an old one.
"""

from itertools import count

import duckdb
import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.analytics import pages
from footpath.analytics.journeys import Int64
from footpath.analytics.signatures import COLUMNS

_KEY = ("source", "type", "channel", "name", "shape", "own")
SCHEMA = pa.schema([*((name, pa.string()) for name in _KEY[:-1]), ("own", pa.bool_()), ("events", pa.int64())])
SHAPES = pa.schema([("shape", pa.string()), ("events", pa.int64())])


class Dictionary(Struct, frozen=True):
    """Signatures by number.

    Attributes:
        rows: source, type, channel, name, shape of the page, own (the shape is a template of a person's), events.
        shapes: events by shape, of all events with a page that no template of a person's fits.
    """

    rows: pa.Table
    shapes: pa.Table

    def signatures(self) -> pa.Table:
        """Return what `Journeys.signatures` is: the columns with the page's template, and the number of events."""
        events = dict(zip(self.shapes["shape"].to_pylist(), self.shapes["events"].to_pylist(), strict=True))
        template = pages.collapse(events)
        pairs = zip(self.rows["shape"].to_pylist(), self.rows["own"].to_pylist(), strict=True)
        page = [shape if own or shape is None else template.get(shape, shape) for shape, own in pairs]
        columns = {name: self.rows[name] for name in COLUMNS if name != "page"}
        return pa.table({**columns, "page": pa.array(page, pa.string()), "events": self.rows["events"]})

    def counted(self, events: Int64) -> "Dictionary":
        """Return the dictionary with other numbers of events."""
        place = self.rows.column_names.index("events")
        return Dictionary(self.rows.set_column(place, "events", pa.array(events, pa.int64())), self.shapes)

    def ranks(self) -> Int64:
        """Return the rank of each signature's source: what orders events of the same time."""
        _, rank = np.unique(np.array(self.rows["source"].to_pylist(), object), return_inverse=True)
        return np.asarray(rank, np.int64)


def empty() -> Dictionary:
    """Return a dictionary without signatures."""
    return Dictionary(SCHEMA.empty_table(), SHAPES.empty_table())


def extended(
    con: duckdb.DuckDBPyConnection, scan: str, rules: pages.PageRules, known: Dictionary
) -> tuple[Dictionary, str]:
    """Return the dictionary with what events add, and make the table `_coded` of hash → code, rank.

    Known signatures keep their number; `events` counts none of the new events, those in the FROM clause `scan`.

    Returns:
        The dictionary, and the SQL of the hash over the FROM clause called t.
    """
    con.execute(f"CREATE OR REPLACE TEMP TABLE _raw AS SELECT {_RAW}, count(*) AS n FROM {scan} GROUP BY ALL")
    paths = "SELECT page, sum(n)::BIGINT AS events FROM _raw WHERE page IS NOT NULL GROUP BY page"
    shaped = pages.shapes(con, paths, rules)
    con.register("_shaped", shaped)
    con.register("_known", known.rows.append_column("code", pa.array(range(known.rows.num_rows), pa.int64())))
    con.execute(_SIGNATURES.format(first=known.rows.num_rows))
    hashed = next(sql for sql in map(_hash, count()) if _tells_apart(con, sql))
    con.execute(f"CREATE OR REPLACE TEMP TABLE _coded AS SELECT {hashed} AS h, code, rank FROM {_JOINED}")
    columns = ", ".join(f'"{name}"' for name in (*_KEY, "events"))
    rows = con.sql(f"SELECT {columns} FROM _signatures ORDER BY code").to_arrow_table().cast(SCHEMA)
    con.unregister("_shaped")
    con.unregister("_known")
    return Dictionary(rows, _shapes(con, known.shapes, shaped)), hashed


_RAW = ", ".join(f'"{name}"' for name in COLUMNS)
_SEEN = """SELECT r.source, r."type", r.channel, r.name, s.shape, coalesce(s.own, false) AS own, r.page
FROM _raw AS r LEFT JOIN _shaped AS s USING (page)"""
_SAME = " AND ".join(f"a.{name} IS NOT DISTINCT FROM b.{name}" for name in _KEY)
_SIGNATURES = f"""
CREATE OR REPLACE TEMP TABLE _signatures AS
SELECT *, dense_rank() OVER (ORDER BY source) AS rank FROM (
    SELECT * FROM _known UNION ALL BY NAME
    SELECT *, 0::BIGINT AS events, {{first}} + row_number() OVER (ORDER BY {", ".join(_KEY)}) - 1 AS code
    FROM (SELECT DISTINCT {", ".join(_KEY)} FROM ({_SEEN})) AS a ANTI JOIN _known AS b ON {_SAME}
)
"""
_JOINED = f"({_SEEN}) AS t JOIN _signatures AS s ON {_SAME.replace('a.', 't.').replace('b.', 's.')}"


def _hash(salt: int) -> str:
    return f'hash({salt}, t.source, t."type", t.channel, t.name, t.page)'


def _tells_apart(con: duckdb.DuckDBPyConnection, hashed: str) -> bool:
    return bool(con.execute(f"SELECT count(DISTINCT {hashed}) = count(*) FROM _raw AS t").fetchall()[0][0])


def _shapes(con: duckdb.DuckDBPyConnection, known: pa.Table, shaped: pa.Table) -> pa.Table:
    con.register("_known_shapes", known)
    con.register("_shaped", shaped)
    found = con.sql(
        "SELECT shape, sum(events)::BIGINT AS events FROM (SELECT shape, events FROM _known_shapes UNION ALL "
        "SELECT shape, events FROM _shaped WHERE NOT own) GROUP BY shape ORDER BY shape"
    ).to_arrow_table()
    con.unregister("_known_shapes")
    con.unregister("_shaped")
    return found.cast(SHAPES)
