"""The graph of ids: which ids there are in facts, and which of them stand together on a row.

Ids are strings, of sixty letters many a one, and rows are many: so pairs are counted by 64-bit hashes of their ids, and
what an id is worth (a placeholder, a zero, blocked by the rules) is asked once an id, not once a row.
"""

from collections.abc import Mapping

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.events.grouping import Int64
from footpath.events.identity_rules import COLUMNS, Rules
from footpath.events.naming import nobody, zero

NO_TIME = -(1 << 62)
_AT = f'coalesce(epoch_us("at"), {NO_TIME})'  # what has no time holds from the first


class Graph(Struct, frozen=True):
    """The ids of some facts, and which of them were seen together.

    Attributes:
        kinds: the types of ids, the strongest first.
        kind: position in `kinds` of each id's type.
        id: the ids, ordered by (kind, id).
        left, right: positions of the two ids of each pair, the earlier one on the left; ordered by (left, right).
        at: when each pair was first seen, µs; `NO_TIME` where no time is known.
    """

    kinds: tuple[str, ...]
    kind: npt.NDArray[np.uint8]
    id: pa.StringArray
    left: Int64
    right: Int64
    at: Int64

    @property
    def linked(self) -> Int64:
        """Number of user ids that each id was seen with."""
        user = self.kind == self.kinds.index("user")
        size = len(self.id)
        to_right = np.bincount(self.right[user[self.left]], minlength=size)
        to_left = np.bincount(self.left[user[self.right]], minlength=size)
        return (to_right + to_left).astype(np.int64)


def graph_of(con: duckdb.DuckDBPyConnection, scans: Mapping[str, str], rules: Rules) -> Graph:
    """Return the ids of the facts in FROM clauses by table, and which of them stand together on a row."""
    con.execute(_rows_with_more(scans, rules))
    con.execute(f"CREATE OR REPLACE TEMP TABLE _nodes AS {_nodes(scans, rules)}")
    salt = next(salt for salt in range(1 << 30) if _tells_apart(con, salt))
    nodes = con.sql(f"SELECT kind, id, {_hash('kind', 'id', salt)} AS h, zero FROM _nodes ORDER BY kind, id")
    table = nodes.to_arrow_table().combine_chunks()
    codes = table.select(["h"]).append_column("code", pa.array(np.arange(table.num_rows)))
    con.register("_codes", codes.filter(pc.invert(table["zero"])))
    edges = con.sql(_edges(scans, rules, salt)).fetchnumpy()
    con.unregister("_codes")
    con.execute("DROP TABLE _more; DROP TABLE _nodes")
    return Graph(
        kinds=rules.kinds,
        kind=table["kind"].to_numpy().astype(np.uint8),
        id=table["id"].combine_chunks(),
        left=edges["l"].astype(np.int64, copy=False),
        right=edges["r"].astype(np.int64, copy=False),
        at=edges["at"].astype(np.int64, copy=False),
    )


def named(kinds: tuple[str, ...], kind: npt.NDArray[np.uint8], ids: pa.StringArray) -> pa.StringArray:
    """Return the canonical names of persons from the type and text of their first id."""
    return pc.binary_join_element_wise(pa.array(kinds).take(pa.array(kind)), ids, ":")


def _hash(kind: str, value: str, salt: int) -> str:
    return f"hash({salt}, {kind}::INTEGER, {value})"


def _tells_apart(con: duckdb.DuckDBPyConnection, salt: int) -> bool:
    """Say whether no two ids have one hash: they are sorted, which is faster than grouping them."""
    hashes = con.sql(f"SELECT {_hash('kind', 'id', salt)} AS h FROM _nodes").fetchnumpy()["h"]
    hashes.sort()
    return not bool((hashes[1:] == hashes[:-1]).any())


def _columns(rules: Rules) -> list[tuple[int, str]]:
    """Return the position and the column of the types that have one and count, the strongest first."""
    return sorted((rules.kinds.index(kind), column) for kind, column in COLUMNS.items() if kind in rules.kinds)


def _rows_with_more(scans: Mapping[str, str], rules: Rules) -> str:
    """Return the statement that makes `_more`: n, kind, id, at and links of every id on the rows that have `ids`."""
    columns = ", ".join(COLUMNS.values())
    rows = " UNION ALL ".join(
        f'SELECT {columns}, ids, {table in rules.links} AS links, min({_AT}) AS "at" '
        f"FROM {scan} WHERE ids IS NOT NULL GROUP BY {columns}, ids"
        for table, scan in scans.items()
    )
    placed = " UNION ALL ".join(
        f'SELECT n, {code} AS kind, {column} AS id, links, "at" FROM numbered' for code, column in _columns(rules)
    )
    codes = ", ".join(f"('{kind}', {code})" for code, kind in enumerate(rules.kinds))
    return f"""
        CREATE OR REPLACE TEMP TABLE _more AS
        WITH numbered AS MATERIALIZED (SELECT row_number() OVER () AS n, * FROM ({rows}))
        SELECT DISTINCT n, kind::INTEGER AS kind, id, links, "at" FROM ({placed} UNION ALL
            SELECT n, code AS kind, id, links, "at" FROM (
                SELECT n, pair.key AS name, links, "at", unnest(CASE WHEN pair.type = 'ARRAY'
                    THEN json_extract_string(pair.value, '$[*]') ELSE [json_extract_string(pair.value, '$')] END) AS id
                FROM (SELECT * FROM numbered WHERE json_valid(ids) AND json_type(ids) = 'OBJECT') AS t,
                    json_each(t.ids) AS pair
                WHERE pair.type NOT IN ('OBJECT', 'NULL', 'BOOLEAN')
            ) JOIN (VALUES {codes}) AS kinds(name, code) USING (name)
        ) WHERE id IS NOT NULL
    """


def _nodes(scans: Mapping[str, str], rules: Rules) -> str:
    """Return the SELECT of the ids that are somebody's: kind, id and whether it is a zero, which links nothing."""
    columns = dict(_columns(rules))
    values = []
    for code in range(len(rules.kinds)):
        scanned = [f"SELECT {columns[code]} AS id FROM {scan}" for scan in scans.values() if code in columns]
        every = " UNION ALL ".join([*scanned, f"SELECT id FROM _more WHERE kind = {code}"])
        distinct = f"SELECT DISTINCT id FROM ({every}) WHERE id IS NOT NULL"
        valid = f"NOT {zero('id')} AND NOT {nobody(rules, rules.kinds[code], 'id')}"
        values.append(f"SELECT {code}::INTEGER AS kind, id, false AS zero FROM ({distinct}) WHERE {valid}")
    return " UNION ALL ".join([*values, _zeros(scans, rules)])


def _zeros(scans: Mapping[str, str], rules: Rules) -> str:
    """Return the SELECT of the zeros that are somebody's: user ids on rows where no other id is anybody's."""
    others = [
        f"({column} IS NULL OR {nobody(rules, kind, column)} OR {zero(column)})"
        for kind, column in COLUMNS.items()
        if kind in rules.kinds and kind != "user"
    ]
    alone = " AND ".join([*others, "ids IS NULL"])
    rows = " UNION ".join(
        f"SELECT user_id AS id FROM {scan} "
        f"WHERE {zero('user_id')} AND NOT {nobody(rules, 'user', 'user_id')} AND {alone}"
        for scan in scans.values()
    )
    return f"SELECT {rules.kinds.index('user')}::INTEGER AS kind, id, true AS zero FROM ({rows})"


def _edges(scans: Mapping[str, str], rules: Rules, salt: int) -> str:
    """Return the SELECT of the pairs of ids seen together by code (l, r, at), the smaller code on the left."""
    used = _columns(rules)
    pairs = [
        f'SELECT {_hash(str(a), left, salt)} AS a, {_hash(str(b), right, salt)} AS b, {_AT} AS "at" '
        f"FROM {scan} WHERE {left} IS NOT NULL AND {right} IS NOT NULL"
        for table, scan in scans.items()
        if table in rules.links
        for place, (a, left) in enumerate(used)
        for b, right in used[place + 1 :]
    ]
    pairs.append(
        f'SELECT {_hash("x.kind", "x.id", salt)} AS a, {_hash("y.kind", "y.id", salt)} AS b, x."at" '
        "FROM _more AS x JOIN _more AS y USING (n) WHERE x.links AND (x.kind, x.id) < (y.kind, y.id)"
    )
    return f"""
        SELECT l.code AS l, r.code AS r, "at"
        FROM (SELECT a, b, min("at") AS "at" FROM ({" UNION ALL ".join(pairs)}) GROUP BY a, b)
        JOIN _codes AS l ON l.h = a JOIN _codes AS r ON r.h = b ORDER BY l, r
    """
