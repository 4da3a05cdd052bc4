"""The ids of a store and their persons on disk, and on a connection as tables that say whose an event is."""

from pathlib import Path

import duckdb
import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from footpath.analytics.journeys import Int64
from footpath.analytics.segments import map_array, read_table, write_table
from footpath.events import Graph, Known, Turns, id_on, in_parts, zero

TABLE = "_id_"  # what the names of tables of ids begin with

_GRAPH = {"kind": "kind", "left": "left", "right": "right", "at": "seen"}
_ARRAYS = ("person", "cluster", "linked", "hashes", "by_hash", "by_cluster", "by_right")


def save_known(folder: Path, known: Known) -> None:
    """Write ids and their persons to a folder."""
    folder.mkdir()
    graph = known.graph
    for name, file in _GRAPH.items():
        np.save(folder / f"{file}.npy", getattr(graph, name))
    for name, array in known.turns._asdict().items():
        np.save(folder / f"turn_{name}.npy", array)
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(known, name))
    write_table(folder / "id.arrow", pa.table({"id": graph.id}))
    (folder / "kinds.json").write_bytes(msgspec.json.encode(graph.kinds))


def load_known(folder: Path) -> Known:
    """Return what `save_known` wrote, mapped into memory."""
    kind, left, right, at = (map_array(folder / f"{file}.npy") for file in _GRAPH.values())
    ids = read_table(folder / "id.arrow")["id"]
    kinds = msgspec.json.decode((folder / "kinds.json").read_bytes(), type=tuple[str, ...])
    graph = Graph(kinds, kind, ids.chunk(0) if ids.num_chunks else pa.array([], pa.string()), left, right, at)
    turns = Turns(*(map_array(folder / f"turn_{name}.npy") for name in Turns._fields))
    return Known(graph, **{name: map_array(folder / f"{name}.npy") for name in _ARRAYS}, turns=turns)


def hashes_of(con: duckdb.DuckDBPyConnection, graph: Graph) -> npt.NDArray[np.uint64]:
    """Return a hash of each id with its kind, the same in every version of every program."""
    kinds = pa.array(graph.kinds).take(pa.array(graph.kind))
    con.register("_hashed", in_parts(pa.table({"kind": kinds, "id": graph.id, "place": np.arange(len(graph.id))})))
    found = con.sql("SELECT md5_number_lower(kind || ':' || id) AS h FROM _hashed ORDER BY place").fetchnumpy()["h"]
    con.unregister("_hashed")
    return np.asarray(found, np.uint64)


def declare_ids(con: duckdb.DuckDBPyConnection, graph: Graph, who: Int64) -> tuple[str, str]:
    """Make a table `_id_TYPE` of id → who for every type there are ids of.

    Args:
        graph: the ids.
        who: a number for each.

    Returns:
        The SQL of joins onto a FROM clause called t, and of the number of the id that says whose a row of it is: null
        where none does.
    """
    con.register("_ids", pa.table({"kind": graph.kind, "id": graph.id, "who": who}))
    used = []
    for code in np.flatnonzero(np.bincount(graph.kind, minlength=len(graph.kinds))).tolist():
        kind = graph.kinds[code]
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {TABLE}{kind} AS SELECT id, who, {zero('id')} AS zero "
            f"FROM _ids WHERE kind = {code}"
        )
        used.append(kind)
    con.unregister("_ids")
    joins = " ".join(f"LEFT JOIN {TABLE}{kind} ON {id_on(kind, 't')} = {TABLE}{kind}.id" for kind in used)
    # As in Persons.of: a zero names somebody only where nothing else does.
    tries = [f"CASE WHEN NOT {TABLE}{kind}.zero THEN {TABLE}{kind}.who END" for kind in used]
    zeros = "user" in used and _count(con, f"{TABLE}user WHERE zero")
    tries += [f"CASE WHEN t.ids IS NULL THEN {TABLE}user.who END"] if zeros else []
    return joins, f"coalesce({', '.join([*tries, 'NULL::BIGINT'])})"


def declare_turns(con: duckdb.DuckDBPyConnection, turns: Turns, who: Int64, whose: tuple[str, str]) -> tuple[str, str]:
    """Add whose turn it was on a device to joins and SQL of `declare_ids`, which say whose a row is.

    Args:
        con: connection.
        turns: by number of id.
        who: what a turn is to say instead of its device's.
        whose: the joins, and the SQL of a number whose lower 32 bits are the id's.
    """
    if not len(turns.id):
        return whose
    joins, number = whose
    con.register("_turns", pa.table({"id": turns.id, "at": turns.at, "who": who}))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE}_turns AS FROM _turns")
    con.unregister("_turns")
    asof = f"ASOF LEFT JOIN {TABLE}_turns ON {TABLE}_turns.id = ({number}) & {(1 << 32) - 1}"
    return f'{joins} {asof} AND {TABLE}_turns."at" <= epoch_us(t."at")', f"coalesce({TABLE}_turns.who, {number})"


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
