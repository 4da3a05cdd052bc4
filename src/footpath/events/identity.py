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
from footpath.events.graph import NO_TIME, Graph, graph_of, named
from footpath.events.grouping import Grouped, Hand, Int64, Linked, by_hand, grouped, merges, over
from footpath.events.identity_rules import COLUMNS, KNOWN_KINDS, Rules
from footpath.events.naming import ZERO
from footpath.events.turns import Turns, logins, turns_from

if TYPE_CHECKING:
    from footpath.events.lake import Snapshot

KINDS = COLUMNS  # the types of ids that have a column of their own, and the column


class Persons(Struct, frozen=True, dict=True):
    """Every person of a store and the ids that are theirs.

    Attributes:
        canonical: one name a person, e.g. "user:42": its smallest id of the first type it has; ordered.
        ids: columns kind ("user" | "email" | "anonymous" | …), id, person (position in `canonical`); ordered by type,
            the strongest first, and id.
        kinds: the types, the strongest first.
        turns: whose turn it was on devices several persons were seen with; numbers are rows of `ids`.
    """

    canonical: pa.StringArray
    ids: pa.Table
    kinds: tuple[str, ...] = KNOWN_KINDS
    turns: Turns = Turns()

    def __len__(self) -> int:
        return len(self.canonical)

    @cached_property
    def _by_kind(self) -> dict[str, tuple[pa.Array, Int64]]:
        """The ids of each type, and the row of `ids` each is in."""
        found = {}
        for kind in self.kinds:
            rows = np.flatnonzero(pc.equal(self.ids["kind"], kind).to_numpy())
            found[kind] = (self.ids["id"].take(pa.array(rows)).combine_chunks(), rows)
        return found

    def of(self, table: pa.Table) -> pa.Array:
        """Return the position in `canonical` of each row's person, null where no id names one.

        Args:
            table: any table with the columns user_id, anonymous_id, email_hash; `ids` where other types count, and `at`
                where a device's rows are of whoever's turn it was.
        """
        nothing = pa.scalar(None, pa.string())
        tries = []
        for kind in self.kinds:
            values = _ids_in(table, kind)
            naught = pc.fill_null(pc.match_substring_regex(values, f"^({ZERO})$"), False)
            tries.append(self._look_up(kind, pc.if_else(naught, nothing, values)))
        alone = table["user_id"]
        if "ids" in table.column_names:
            alone = pc.if_else(pc.is_null(table["ids"]), alone, nothing)
        found = pc.coalesce(*tries, self._look_up("user", alone))
        rows = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
        return self._persons(rows, table)

    def _persons(self, rows: pa.Array, table: pa.Table) -> pa.Array:
        """Return whose rows are from where in `ids` the strongest id on each is."""
        person = self.ids["person"].combine_chunks()
        if not len(self.turns.id) or "at" not in table.column_names:
            return person.take(rows)
        known = np.asarray(pc.fill_null(rows, 0), np.int64)
        at = pc.fill_null(table["at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()), NO_TIME).to_numpy()
        found = self.turns.persons(known, at, person.to_numpy())
        return pa.array(found, pa.int32(), mask=np.asarray(rows.is_null()))

    def _look_up(self, kind: str, values: pa.ChunkedArray) -> pa.ChunkedArray:
        ids, rows = self._by_kind[kind]
        return pa.array(rows).take(pc.index_in(values.cast(pa.string()), ids).combine_chunks())


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


def resolve(con: duckdb.DuckDBPyConnection, snapshot: "Snapshot") -> Persons:
    """Find the persons of a snapshot: of events, signals and traits together."""
    scans = {table: snapshot.scan(table) for table in snapshot.files}
    graph = graph_of(con, scans, snapshot.identity.rules)
    found, grouped_ids = clusters_of(graph, snapshot.identity)
    return msgspec.structs.replace(found, turns=turns_in(con, scans, graph, grouped_ids, snapshot.identity.rules))


def turns_in(
    con: duckdb.DuckDBPyConnection, scans: Mapping[str, str], graph: Graph, found: Grouped, rules: Rules
) -> Turns:
    """Return whose turn it was on contested devices, where the rules say that it matters; numbers are places of ids."""
    if rules.shared_device != "turns" or not len(found.contested):
        return Turns()
    some = pa.array(found.contested)
    kinds = pa.array(graph.kinds).take(pa.array(graph.kind[found.contested]))
    devices = pa.table({"kind": kinds, "id": graph.id.take(some)})
    rows = logins(con, scans, rules, devices)
    names = named(graph.kinds, graph.kind[found.contested], graph.id.take(some)).to_pylist()
    return turns_from(rows, places(graph, [*names, *rows["owner"].unique().to_pylist()]))


def persons_of(graph: Graph, identity: Identity) -> Persons:
    """Return the persons that ids belong to by rules and decisions."""
    return clusters_of(graph, identity)[0]


def clusters_of(graph: Graph, identity: Identity) -> tuple[Persons, Grouped]:
    """Return the persons, and in what clusters of ids they were worked out."""
    found = grouped(*_ruled(graph, identity), identity.rules)
    roots = np.flatnonzero(found.person == np.arange(len(found.person)))
    number = np.empty(len(found.person), np.int32)
    number[roots] = np.arange(len(roots), dtype=np.int32)
    person = number[found.person]
    names = named(graph.kinds, graph.kind[roots], graph.id.take(pa.array(roots)))
    order = pc.sort_indices(names).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    kinds = pa.array(graph.kinds).take(pa.array(graph.kind))
    ids = pa.table({"kind": kinds, "id": graph.id, "person": pa.array(rank[person], pa.int32())})
    return Persons(canonical=names.take(pa.array(order)), ids=ids, kinds=graph.kinds), found


def merges_of(graph: Graph, identity: Identity) -> pa.Table:
    """Return what joined ids to persons: left, right ("type:id"), at (µs, null = unknown) and decision (its number).

    In the order it is taken: what was decided by hand first (its `decision` is not null), then facts, oldest first.
    """
    took = merges(*_ruled(graph, identity), identity.rules)
    sides = [named(graph.kinds, graph.kind[side], graph.id.take(pa.array(side))) for side in (took.left, took.right)]
    place = places(graph, [name for one in identity.decisions for name in one.ids])
    there = [one for one in identity.decisions if one.kind == "merge" and {one.one[0], one.other[0]} <= place.keys()]
    numbers = [one.number for one in there]
    decision = [None if at < 0 else numbers[at] for at in took.hand.tolist()]
    unknown = (took.at == NO_TIME) | (took.hand >= 0)
    at = pa.array(took.at, mask=unknown)
    return pa.table({"left": sides[0], "right": sides[1], "at": at, "decision": pa.array(decision, pa.int64())})


def _ruled(graph: Graph, identity: Identity) -> tuple[Linked, npt.NDArray[np.bool_], Hand]:
    """Return the ids and pairs, which ids are shared, and what was decided by hand."""
    place = places(graph, [name for one in identity.decisions for name in one.ids])
    shared = over(graph.kind, graph.linked, graph.kinds, identity.rules)
    linked = Linked(graph.kind, graph.left, graph.right, graph.at)
    return linked, shared, by_hand(identity.decisions, place)


def places(graph: Graph, names: list[str]) -> dict[str, int]:
    """Return where in a graph ids called "type:id" are; those that are not in it are left out."""
    found: dict[str, int] = {}
    for code, kind in enumerate(graph.kinds):
        texts = [name.partition(":")[2] for name in names if name.startswith(f"{kind}:")]
        if texts:
            first, end = np.searchsorted(graph.kind, [code, code + 1])
            there = pc.index_in(pa.array(texts, pa.string()), graph.id.slice(first, end - first)).to_pylist()
            found |= {f"{kind}:{text}": first + at for text, at in zip(texts, there, strict=True) if at is not None}
    return found
