"""Who is the same person: ids seen together on a row belong to one person, and so does whatever hangs together by them.

Persons are made from the graph of ids by the store's rules (identity_rules.py) and what was decided by hand
(decisions.py), never by the order in which facts arrived. Placeholders ("undefined", "0", …) link nothing. A zero as
user id still is a person where the row has no other id: many case lists count from 0. "NA" and "NAN" are ids.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.events.decisions import Identity
from footpath.events.grouping import Hand, Int64, Linked, by_hand, grouped, merges, over
from footpath.events.identity_rules import COLUMNS, KNOWN_KINDS, Rules
from footpath.events.naming import ZERO, nobody, zero

if TYPE_CHECKING:
    from footpath.events.lake import Snapshot

KINDS = COLUMNS  # the types of ids that have a column of their own, and the column
NO_TIME = -(1 << 62)


class Persons(Struct, frozen=True, dict=True):
    """Every person of a store and the ids that are theirs.

    Attributes:
        canonical: one name a person, e.g. "user:42": its smallest id of the first type it has; ordered.
        ids: columns kind ("user" | "email" | "anonymous" | …), id, person (position in `canonical`); ordered by type,
            the strongest first, and id.
        kinds: the types, the strongest first.
    """

    canonical: pa.StringArray
    ids: pa.Table
    kinds: tuple[str, ...] = KNOWN_KINDS

    def __len__(self) -> int:
        return len(self.canonical)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[pa.Array, pa.Array]]:
        found = {}
        for kind in self.kinds:
            rows = self.ids.filter(pc.equal(self.ids["kind"], kind)).combine_chunks()
            found[kind] = (rows["id"].combine_chunks(), rows["person"].combine_chunks())
        return found

    def of(self, table: pa.Table) -> pa.Array:
        """Return the position in `canonical` of each row's person, null where no id names one.

        Args:
            table: any table with the columns user_id, anonymous_id, email_hash; `ids` where other types count.
        """
        nothing = pa.scalar(None, pa.string())
        tries = []
        for kind in self.kinds:
            values = _ids_in(table, kind)
            if kind == "user":
                naught = pc.fill_null(pc.match_substring_regex(values, f"^({ZERO})$"), False)
                values = pc.if_else(naught, nothing, values)
            tries.append(self._look_up(kind, values))
        alone = table["user_id"]
        if "ids" in table.column_names:
            alone = pc.if_else(pc.is_null(table["ids"]), alone, nothing)
        found = pc.coalesce(*tries, self._look_up("user", alone))
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def _look_up(self, kind: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
        ids, persons = self._by_kind[kind]
        return persons.take(pc.index_in(values.cast(pa.string()), ids).combine_chunks())


def _ids_in(table: pa.Table, kind: str) -> pa.ChunkedArray:
    if kind in COLUMNS:
        return table[COLUMNS[kind]]
    if "ids" not in table.column_names or table["ids"].null_count == table.num_rows:
        return pa.chunked_array([pa.nulls(table.num_rows, pa.string())])
    return pa.chunked_array([pa.array([_first(text, kind) for text in table["ids"].to_pylist()], pa.string())])


def _first(ids: str | None, kind: str) -> str | None:
    if ids is None:
        return None
    try:
        found = msgspec.json.decode(ids)
    except msgspec.DecodeError:
        return None
    value = found.get(kind) if isinstance(found, dict) else None
    value = value[0] if isinstance(value, list) and value else value
    return None if value is None or isinstance(value, list | dict) else str(value)


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


def resolve(con: duckdb.DuckDBPyConnection, snapshot: "Snapshot") -> Persons:
    """Find the persons of a snapshot: of events, signals and traits together."""
    scans = {table: snapshot.scan(table) for table in snapshot.files}
    return persons_of(graph_of(con, scans, snapshot.identity.rules), snapshot.identity)


def graph_of(con: duckdb.DuckDBPyConnection, scans: Mapping[str, str], rules: Rules) -> Graph:
    """Return the ids of the facts in FROM clauses by table, and which of them stand together on a row."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE _together AS {_together(scans, rules)}")
    con.execute(_further(rules))
    con.execute(_nodes(rules))
    nodes = con.sql("SELECT kind, id FROM _nodes ORDER BY code").to_arrow_table()
    edges = con.sql(_edges(rules)).fetchnumpy()
    con.execute("DROP TABLE _together; DROP TABLE _further; DROP TABLE _nodes")
    return Graph(
        kinds=rules.kinds,
        kind=nodes["kind"].to_numpy().astype(np.uint8),
        id=nodes["id"].combine_chunks(),
        left=edges["l"].astype(np.int64),
        right=edges["r"].astype(np.int64),
        at=edges["at"].astype(np.int64),
    )


def persons_of(graph: Graph, identity: Identity) -> Persons:
    """Return the persons that ids belong to by rules and decisions."""
    return clusters_of(graph, identity)[0]


def clusters_of(graph: Graph, identity: Identity) -> tuple[Persons, Int64]:
    """Return the persons, and for each id the first id of those its person has to be worked out together with."""
    found = grouped(*_ruled(graph, identity), identity.rules)
    roots, person = np.unique(found.person, return_inverse=True)
    names = named(graph.kinds, graph.kind[roots], graph.id.take(pa.array(roots)))
    order = pc.sort_indices(names).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    kinds = pa.array(graph.kinds).take(pa.array(graph.kind))
    ids = pa.table({"kind": kinds, "id": graph.id, "person": pa.array(rank[person], pa.int32())})
    return Persons(canonical=names.take(pa.array(order)), ids=ids, kinds=graph.kinds), found.cluster


def merges_of(graph: Graph, identity: Identity) -> pa.Table:
    """Return what joined ids to persons: left, right ("type:id"), at (µs, null = unknown) and decision (its number).

    In the order it is taken: what was decided by hand first (its `decision` is not null), then facts, oldest first.
    """
    took = merges(*_ruled(graph, identity), identity.rules)
    sides = [named(graph.kinds, graph.kind[side], graph.id.take(pa.array(side))) for side in (took.left, took.right)]
    place = _places(graph, [name for one in identity.decisions for name in one.ids])
    there = [one for one in identity.decisions if one.kind == "merge" and {one.one[0], one.other[0]} <= place.keys()]
    numbers = [one.number for one in there]
    decision = [None if at < 0 else numbers[at] for at in took.hand.tolist()]
    unknown = (took.at == NO_TIME) | (took.hand >= 0)
    at = pa.array(took.at, mask=unknown)
    return pa.table({"left": sides[0], "right": sides[1], "at": at, "decision": pa.array(decision, pa.int64())})


def _ruled(graph: Graph, identity: Identity) -> tuple[Linked, npt.NDArray[np.bool_], Hand]:
    """Return the ids and pairs, which ids are shared, and what was decided by hand."""
    place = _places(graph, [name for one in identity.decisions for name in one.ids])
    shared = over(graph.kind, graph.linked, graph.kinds, identity.rules)
    linked = Linked(graph.kind, graph.left, graph.right, graph.at)
    return linked, shared, by_hand(identity.decisions, place)


def _places(graph: Graph, names: list[str]) -> dict[str, int]:
    """Return where in a graph ids called "type:id" are; those that are not in it are left out."""
    found: dict[str, int] = {}
    for code, kind in enumerate(graph.kinds):
        texts = [name.partition(":")[2] for name in names if name.startswith(f"{kind}:")]
        if texts:
            first, end = np.searchsorted(graph.kind, [code, code + 1])
            there = pc.index_in(pa.array(texts, pa.string()), graph.id.slice(first, end - first)).to_pylist()
            found |= {f"{kind}:{text}": first + at for text, at in zip(texts, there, strict=True) if at is not None}
    return found


def named(kinds: tuple[str, ...], kind: npt.NDArray[np.uint8], ids: pa.StringArray) -> pa.StringArray:
    """Return the canonical names of persons from the type and text of their first id."""
    return pc.binary_join_element_wise(pa.array(kinds).take(pa.array(kind)), ids, ":")


def _together(scans: Mapping[str, str], rules: Rules) -> str:
    """Return the SELECT of the distinct combinations of ids that name somebody, with when each was first seen."""
    columns = ", ".join(COLUMNS.values())
    tables = " UNION ALL ".join(
        f'SELECT {columns}, ids, {table in rules.links} AS links, coalesce(min(epoch_us("at")), {NO_TIME}) AS "at" '
        f"FROM {scan} GROUP BY {columns}, ids"
        for table, scan in scans.items()
    )
    clean = ", ".join(
        f"CASE WHEN NOT {nobody(rules, kind, column)} THEN {column} END AS {column}"
        if kind in rules.kinds
        else f"CAST(NULL AS VARCHAR) AS {column}"
        for kind, column in COLUMNS.items()
    )
    others = ", ".join(
        f"CASE WHEN NOT {zero(column)} THEN {column} END AS {column}" for column in ("email_hash", "anonymous_id")
    )
    alone = "email_hash IS NULL AND anonymous_id IS NULL AND ids IS NULL"
    user = f"CASE WHEN NOT {zero('user_id')} OR ({alone}) THEN user_id END AS user_id"
    cleaned = f'SELECT user_id, {others}, ids, links, "at" FROM (SELECT {clean}, ids, links, "at" FROM ({tables}))'
    return (
        f'SELECT {user}, email_hash, anonymous_id, ids, bool_or(links) AS links, min("at") FILTER (links) AS "at" '
        f"FROM ({cleaned}) GROUP BY ALL"
    )


def _further(rules: Rules) -> str:
    """Return the statement that makes `_further`: every id of the rows that have more than those in columns."""
    columns = " UNION ALL ".join(
        f'SELECT n, {rules.kinds.index(kind)} AS kind, {column} AS id, links, "at" FROM _more'
        for kind, column in COLUMNS.items()
        if kind in rules.kinds
    )
    codes = ", ".join(f"('{kind}', {code})" for code, kind in enumerate(rules.kinds))
    valid = " ".join(f"WHEN {code} THEN {nobody(rules, kind, 'id')}" for code, kind in enumerate(rules.kinds))
    said = f"""
        SELECT n, code AS kind, id, links, "at" FROM (
            SELECT n, pair.key AS name, links, "at", unnest(CASE WHEN pair.type = 'ARRAY'
                THEN json_extract_string(pair.value, '$[*]') ELSE [json_extract_string(pair.value, '$')] END) AS id
            FROM (SELECT * FROM _more WHERE json_valid(ids) AND json_type(ids) = 'OBJECT') AS t,
                json_each(t.ids) AS pair
            WHERE pair.type NOT IN ('OBJECT', 'NULL', 'BOOLEAN')
        ) JOIN (VALUES {codes}) AS kinds(name, code) USING (name) WHERE NOT {zero("id")}"""
    return f"""
        CREATE OR REPLACE TEMP TABLE _further AS
        WITH _more AS MATERIALIZED (SELECT row_number() OVER () AS n, * FROM _together WHERE ids IS NOT NULL)
        SELECT DISTINCT n, kind::INTEGER AS kind, id, links, "at" FROM ({columns} UNION ALL {said})
        WHERE id IS NOT NULL AND NOT CASE kind {valid} END
    """


def _nodes(rules: Rules) -> str:
    columns = [
        f"SELECT {rules.kinds.index(kind)} AS kind, {column} AS id FROM _together"
        for kind, column in COLUMNS.items()
        if kind in rules.kinds
    ]
    every = " UNION ".join([*columns, "SELECT kind, id FROM _further"])
    return f"""
        CREATE OR REPLACE TEMP TABLE _nodes AS
        SELECT kind::INTEGER AS kind, id, row_number() OVER (ORDER BY kind, id) - 1 AS code
        FROM ({every}) WHERE id IS NOT NULL
    """


def _edges(rules: Rules) -> str:
    """Return the SELECT of the pairs of node codes seen together (l, r, at), the smaller code on the left."""
    used = sorted((rules.kinds.index(kind), column) for kind, column in COLUMNS.items() if kind in rules.kinds)
    codes = ", ".join(f"n{code}.code AS c{code}" for code, _ in used)
    joins = " ".join(
        f"LEFT JOIN _nodes AS n{code} ON n{code}.kind = {code} AND n{code}.id = t.{column}" for code, column in used
    )
    coded = f'SELECT {codes}, "at" FROM _together AS t {joins} WHERE links'
    pairs = [
        f'SELECT c{a} AS l, c{b} AS r, "at" FROM _coded_rows WHERE c{a} IS NOT NULL AND c{b} IS NOT NULL'
        for place, (a, _) in enumerate(used)
        for b, _ in used[place + 1 :]
    ]
    numbered = 'SELECT n, code, f."at" FROM _further AS f JOIN _nodes USING (kind, id) WHERE links'
    pairs.append(
        'SELECT a.code AS l, b.code AS r, a."at" FROM _numbered AS a JOIN _numbered AS b USING (n) '
        "WHERE a.code < b.code"
    )
    return f"""
        WITH _coded_rows AS MATERIALIZED ({coded}), _numbered AS MATERIALIZED ({numbered})
        SELECT l, r, min("at") AS "at" FROM ({" UNION ALL ".join(pairs)}) GROUP BY l, r ORDER BY l, r
    """
