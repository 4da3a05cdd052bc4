"""The graph of ids: which ids there are in facts, and which of them stand together on a row.

Ids are strings, of sixty letters many a one, and rows are many: so ids are numbered by hashes as they come (see
`numbering`), pairs are pairs of numbers, and what an id is worth (a placeholder, a zero, blocked by the rules) is asked
once an id.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.events.grouping import NONE, Int32, Int64
from footpath.events.identity_rules import COLUMNS, Rules
from footpath.events.naming import nobody, zero
from footpath.events.numbering import Numbers, Pairs

NO_TIME = -(1 << 62)
_AT_ONCE = 1 << 17  # rows
_PART = 1 << 14  # rows
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
    seen = _Seen(rules)
    for table, scan in scans.items():
        for batch in con.sql(_on_rows(rules, scan)).to_arrow_reader(_AT_ONCE):
            seen.rows(batch, links=table in rules.links)
    seen.more(con)
    con.execute("DROP TABLE _more")
    zeros = con.sql(_zeros(scans, rules)).to_arrow_table()
    return seen.graph(con, zeros)


class _Seen:
    """The ids seen on rows, numbered by type, and their pairs by the two types."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._columns = _columns(rules)
        self._numbers = [Numbers() for _ in rules.kinds]
        self._texts: list[list[pa.Array]] = [[] for _ in rules.kinds]
        self._pairs: defaultdict[tuple[int, int], Pairs] = defaultdict(Pairs)

    def rows(self, batch: pa.RecordBatch, *, links: bool) -> None:
        """Take rows with the columns of `_on_rows`."""
        codes = [(kind, self._codes(kind, batch, column)) for kind, column in self._columns]
        at = batch.column("at").to_numpy()
        for place, (kind, left) in enumerate(codes if links else ()):
            for other, right in codes[place + 1 :]:
                self._pairs[kind, other].add(left, right, at)

    def more(self, con: duckdb.DuckDBPyConnection) -> None:
        """Take the ids in the table `_more`."""
        for kind in range(len(self._rules.kinds)):
            rows = f"SELECT {_hashed('id', 'id')} FROM _more WHERE kind = {kind}"
            for batch in con.sql(rows).to_arrow_reader(_AT_ONCE):
                self._codes(kind, batch, "id")
        for batch in con.sql(_PAIRS_OF_MORE).to_arrow_reader(_AT_ONCE):
            left, right = batch.column("l").to_numpy(), batch.column("r").to_numpy()
            at = batch.column("at").to_numpy()
            for kind, other in np.unique(np.stack([left, right]), axis=1).T.tolist():
                some = batch.filter(pa.array((left == kind) & (right == other)))
                one, two = self._codes(kind, some, "left"), self._codes(other, some, "right")
                self._pairs[kind, other].add(one, two, at[(left == kind) & (right == other)])

    def _codes(self, kind: int, batch: pa.RecordBatch, column: str) -> Int32:
        """Return the numbers of a column's ids; those that come for the first time are kept."""
        texts = batch.column(column)
        first, second = batch.column(f"{column}_h").to_numpy(), batch.column(f"{column}_g")
        there = np.asarray(texts.is_valid())
        codes, fresh = self._numbers[kind].of(first, pc.fill_null(second, 0).to_numpy(), there)
        if fresh.any():
            self._texts[kind].append(texts.filter(pa.array(fresh)))
        return codes

    def graph(self, con: duckdb.DuckDBPyConnection, zeros: pa.Table) -> Graph:
        """Return the ids that are somebody's, in their order, and the pairs of them.

        Args:
            con: to sort with.
            zeros: user ids, all zeros, that are somebody's and link nothing.
        """
        self._numbers = []  # what is large is let go of once it is of no more use, here and below
        ids: list[pa.Array] = []
        ranks: list[Int32] = []
        counts: list[int] = []
        for kind in range(len(self._rules.kinds)):
            texts = pa.concat_arrays(self._texts[kind] or [pa.array([], pa.string())])
            self._texts[kind] = []
            found = self._somebodys(con, kind, texts, zeros)
            order, links = found["code"], ~found["zero"]
            rank = np.full(len(texts), -1, np.int32)
            rank[order[links]] = (sum(counts) + np.flatnonzero(links)).astype(np.int32)
            ids.append(texts.take(pa.array(order)))
            ranks.append(rank)
            counts.append(len(order))
        left, right, at = self._ranked(ranks)
        kind_of = np.repeat(np.arange(len(counts), dtype=np.uint8), counts)
        return Graph(self._rules.kinds, kind_of, pa.concat_arrays(ids), left, right, at)

    def _somebodys(
        self, con: duckdb.DuckDBPyConnection, kind: int, texts: pa.Array, zeros: pa.Table
    ) -> dict[str, npt.NDArray[Any]]:
        """Return the numbers of the ids that are somebody's in order of the ids, and which are zeros."""
        name = self._rules.kinds[kind]
        if not len(texts):
            return {"code": np.zeros(0, np.int32), "zero": np.zeros(0, np.bool_)}
        con.register("_ids", in_parts(pa.table({"code": np.arange(len(texts), dtype=np.int32), "id": texts})))
        con.register("_zeros", zeros if name == "user" else zeros.slice(0, 0))
        found = con.sql(
            f"SELECT code, {zero('id')} AS zero FROM _ids WHERE NOT {nobody(self._rules, name, 'id')} "
            f"AND (NOT {zero('id')} OR id IN (SELECT id FROM _zeros)) ORDER BY id"
        ).fetchnumpy()
        con.unregister("_ids")
        con.unregister("_zeros")
        return found

    def _ranked(self, ranks: Sequence[Int32]) -> tuple[Int64, Int64, Int64]:
        """Return the pairs by the ranks of their ids, in their order; the pairs are forgotten on the way."""
        parts = []
        while self._pairs:
            (kind, other), pairs = self._pairs.popitem()
            parts.append(_keys(pairs, ranks[kind], ranks[other]))
        keys = np.concatenate([NONE, *(keys for keys, _ in parts)])
        at = np.concatenate([NONE, *(at for _, at in parts)])
        parts.clear()
        order = np.argsort(keys)
        keys, at = keys[order], at[order]
        left = keys >> 32
        keys &= 0xFFFF_FFFF
        return left, keys, at


def _keys(pairs: Pairs, ranks: Int32, others: Int32) -> tuple[Int64, Int64]:
    """Return the pairs of ids that have ranks, as left rank << 32 | right rank, and when each was first seen."""
    one, other, at = pairs.all()
    left, right = ranks[one], others[other]
    both = (left >= 0) & (right >= 0)
    keys = left.astype(np.int64)
    keys <<= 32
    keys |= right
    return (keys, at) if both.all() else (keys[both], at[both])


def in_parts(table: pa.Table) -> pa.Table:
    """Return a table in parts that DuckDB reads in several threads."""
    return pa.Table.from_batches(table.to_batches(_PART), table.schema)


def named(kinds: tuple[str, ...], kind: npt.NDArray[np.uint8], ids: pa.StringArray) -> pa.StringArray:
    """Return the canonical names of persons from the type and text of their first id."""
    return pc.binary_join_element_wise(pa.array(kinds).take(pa.array(kind)), ids, ":")


def _hashed(column: str, name: str) -> str:
    """Return the SQL of an id and of its two hashes, under names."""
    return f'{column} AS "{name}", hash({column}) AS "{name}_h", hash(\'~\' || {column}) AS "{name}_g"'


def _on_rows(rules: Rules, scan: str) -> str:
    """Return the SELECT of the ids that have columns, with their hashes, and of when."""
    return f'SELECT {", ".join([*(_hashed(column, column) for _, column in _columns(rules)), _AT])} AS "at" FROM {scan}'


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
    return f"SELECT id FROM ({rows})"


_PAIRS_OF_MORE = f"""
    SELECT x.kind AS l, y.kind AS r, {_hashed("x.id", "left")}, {_hashed("y.id", "right")}, x."at"
    FROM _more AS x JOIN _more AS y USING (n) WHERE x.links AND (x.kind, x.id) < (y.kind, y.id)
"""
