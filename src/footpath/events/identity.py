"""Who is the same person: ids seen together on a row belong to one person, and so does whatever hangs together by them.

Persons are the connected components of the graph of ids, so the order in which facts arrived makes no difference.
Two guards keep strangers apart. Placeholders ("undefined", "0", …) link nothing. An anonymous id or e-mail address seen
with more than `LINK_LIMIT` user ids is shared (a kiosk, info@…): it stays a person of its own and links nothing.
A zero as user id still is a person where the row has no other id: many case lists count from 0. "NA" and "NAN" are ids.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct
from scipy.sparse import coo_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from footpath.events.lake import Snapshot

LINK_LIMIT = 10
PLACEHOLDERS = ("", "null", "none", "nil", "nan", "undefined", "anonymous", "unknown", "(not set)", "[object object]")
SERIES = ("NAN", "NIL")  # cases are often lettered A, B … ZZZ; no program writes its empty value like this
ZERO = r"[0-]+|-1|0+\.0+"
# Which id names the person when there are several, and the column it is in.
KINDS = {"user": "user_id", "email": "email_hash", "anonymous": "anonymous_id"}
_CODES = {kind: code for code, kind in enumerate(KINDS)}
Int64 = npt.NDArray[np.int64]


class Persons(Struct, frozen=True, dict=True):
    """Every person of a store and the ids that are theirs.

    Attributes:
        canonical: one name a person, e.g. "user:42": its smallest id of the first kind it has; ordered.
        ids: columns kind ("user" | "email" | "anonymous"), id, person (position in `canonical`); ordered by kind, id.
    """

    canonical: pa.StringArray
    ids: pa.Table

    def __len__(self) -> int:
        return len(self.canonical)

    @cached_property
    def _by_column(self) -> dict[str, tuple[pa.Array, pa.Array]]:
        found = {}
        for kind, column in KINDS.items():
            rows = self.ids.filter(pc.equal(self.ids["kind"], kind)).combine_chunks()
            found[column] = (rows["id"].combine_chunks(), rows["person"].combine_chunks())
        return found

    def of(self, table: pa.Table) -> pa.Array:
        """Return the position in `canonical` of each row's person, null where no id names one.

        Args:
            table: any table with the columns user_id, anonymous_id, email_hash.
        """
        zero = pc.match_substring_regex(table["user_id"], f"^({ZERO})$")
        zero = pc.fill_null(zero, False)
        sure = pc.if_else(zero, pa.scalar(None, pa.string()), table["user_id"])
        columns = [("user_id", sure), *((name, table[name]) for name in ("email_hash", "anonymous_id"))]
        tries = [self._look_up(name, values) for name, values in (*columns, ("user_id", table["user_id"]))]
        found = pc.coalesce(*tries)
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def _look_up(self, column: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
        ids, persons = self._by_column[column]
        return persons.take(pc.index_in(values.cast(pa.string()), ids).combine_chunks())


def components(size: int, left: Int64, right: Int64) -> Int64:
    """Return for each of `size` nodes the smallest node it hangs together with by the edges left[i]–right[i]."""
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    count, label = connected_components(graph, directed=False)
    smallest = np.full(count, size, np.int64)
    np.minimum.at(smallest, label, np.arange(size, dtype=np.int64))
    found: Int64 = smallest[label]
    return found


def placeholder(column: str) -> str:
    """Return the SQL condition that a column holds a word that stands for nobody."""
    words = ", ".join(f"'{word}'" for word in PLACEHOLDERS)
    letters = ", ".join(f"'{word}'" for word in SERIES)
    return f'(lower(trim("{column}")) IN ({words}) AND trim("{column}") NOT IN ({letters}))'


class Graph(Struct, frozen=True):
    """The ids of some facts, and which of them were seen together.

    Attributes:
        kind: position in `KINDS` of each id's kind.
        id: the ids, ordered by (kind, id).
        left, right: positions of the two ids of each pair, the earlier kind on the left; ordered by (left, right).
    """

    kind: npt.NDArray[np.uint8]
    id: pa.StringArray
    left: Int64
    right: Int64

    @property
    def linked(self) -> Int64:
        """Number of user ids that each id was seen with."""
        with_user = self.kind[self.left] == _CODES["user"]
        return np.bincount(self.right[with_user], minlength=len(self.id)).astype(np.int64)


def resolve(con: duckdb.DuckDBPyConnection, snapshot: "Snapshot") -> Persons:
    """Find the persons of a snapshot: of events, signals and traits together."""
    return persons_of(graph_of(con, [snapshot.scan(table) for table in snapshot.files]))


def graph_of(con: duckdb.DuckDBPyConnection, scans: Sequence[str]) -> Graph:
    """Return the ids of the facts in some FROM clauses with the columns user_id, email_hash and anonymous_id."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE _together AS {_together(scans)}")
    con.execute(_NODES)
    nodes = con.sql("SELECT kind, id FROM _nodes ORDER BY code").to_arrow_table()
    left, right = _edges(con)
    con.execute("DROP TABLE _together; DROP TABLE _nodes")
    kind = nodes["kind"].to_numpy().astype(np.uint8)
    return Graph(kind, nodes["id"].combine_chunks(), left, right)


def persons_of(graph: Graph) -> Persons:
    """Return the persons that ids belong to by the rules above."""
    shared = graph.linked > LINK_LIMIT
    keep = ~(shared[graph.left] | shared[graph.right])
    smallest = components(len(graph.id), graph.left[keep], graph.right[keep])
    roots, component = np.unique(smallest, return_inverse=True)
    names = named(graph.kind[roots], graph.id.take(pa.array(roots)))
    order = pc.sort_indices(names).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    kinds = pa.array(list(KINDS)).take(pa.array(graph.kind))
    ids = pa.table({"kind": kinds, "id": graph.id, "person": pa.array(rank[component], pa.int32())})
    return Persons(canonical=names.take(pa.array(order)), ids=ids)


def named(kind: npt.NDArray[np.uint8], ids: pa.StringArray) -> pa.StringArray:
    """Return the canonical names of persons from the kind and text of their first id."""
    return pc.binary_join_element_wise(pa.array(list(KINDS)).take(pa.array(kind)), ids, ":")


def _together(scans: Sequence[str]) -> str:
    """Return the SELECT of the distinct combinations of ids that name somebody."""
    columns = ", ".join(KINDS.values())
    tables = " UNION ALL ".join(f"SELECT DISTINCT {columns} FROM {scan}" for scan in scans)
    clean = ", ".join(f"CASE WHEN NOT {placeholder(column)} THEN {column} END AS {column}" for column in KINDS.values())
    others = ", ".join(
        f"CASE WHEN NOT regexp_full_match({column}, '{ZERO}') THEN {column} END AS {column}"
        for column in ("email_hash", "anonymous_id")
    )
    alone = "email_hash IS NULL AND anonymous_id IS NULL"
    user = f"CASE WHEN NOT regexp_full_match(user_id, '{ZERO}') OR {alone} THEN user_id END AS user_id"
    cleaned = f"SELECT user_id, {others} FROM (SELECT {clean} FROM ({tables}))"
    return f"SELECT DISTINCT {user}, email_hash, anonymous_id FROM ({cleaned})"


_NODES = f"""
CREATE OR REPLACE TEMP TABLE _nodes AS
SELECT kind, id, row_number() OVER (ORDER BY kind, id) - 1 AS code FROM (
    {" UNION ".join(f"SELECT {_CODES[kind]} AS kind, {column} AS id FROM _together" for kind, column in KINDS.items())}
) WHERE id IS NOT NULL
"""


def _edges(con: duckdb.DuckDBPyConnection) -> tuple[Int64, Int64]:
    """Return the pairs of node codes seen together, the code of the earlier kind on the left."""
    pairs = (("user", "email"), ("user", "anonymous"), ("email", "anonymous"))
    parts = [
        f"SELECT l.code AS l, r.code AS r FROM (SELECT DISTINCT {KINDS[a]} AS a, {KINDS[b]} AS b FROM _together "
        f"WHERE {KINDS[a]} IS NOT NULL AND {KINDS[b]} IS NOT NULL) "
        f"JOIN _nodes AS l ON l.kind = {_CODES[a]} AND l.id = a JOIN _nodes AS r ON r.kind = {_CODES[b]} AND r.id = b"
        for a, b in pairs
    ]
    edges = con.sql(f"SELECT l, r FROM ({' UNION ALL '.join(parts)}) ORDER BY l, r").fetchnumpy()
    return edges["l"].astype(np.int64), edges["r"].astype(np.int64)
