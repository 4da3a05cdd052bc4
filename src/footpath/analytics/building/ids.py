"""The ids of a store and their persons on disk, and on a connection as tables that say whose an event is."""

from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from footpath.analytics.journeys import Int64
from footpath.analytics.segments import map_array, read_table, write_table
from footpath.events import KINDS, ZERO, Graph, Known

_ARRAYS = ("person", "linked", "hashes", "by_hash", "by_person", "by_right")


def save_known(folder: Path, known: Known) -> None:
    """Write ids and their persons to a folder."""
    folder.mkdir()
    graph = known.graph
    for name, array in (("kind", graph.kind), ("left", graph.left), ("right", graph.right)):
        np.save(folder / f"{name}.npy", array)
    for name in _ARRAYS:
        np.save(folder / f"{name}.npy", getattr(known, name))
    write_table(folder / "id.arrow", pa.table({"id": graph.id}))


def load_known(folder: Path) -> Known:
    """Return what `save_known` wrote, mapped into memory."""
    kind, left, right = (map_array(folder / f"{name}.npy") for name in ("kind", "left", "right"))
    ids = read_table(folder / "id.arrow")["id"]
    graph = Graph(kind, ids.chunk(0) if ids.num_chunks else pa.array([], pa.string()), left, right)
    person, linked, hashes, by_hash, by_person, by_right = (map_array(folder / f"{name}.npy") for name in _ARRAYS)
    return Known(graph, person, linked, hashes, by_hash, by_person, by_right)


def hashes_of(con: duckdb.DuckDBPyConnection, graph: Graph) -> npt.NDArray[np.uint64]:
    """Return a hash of each id with its kind, the same in every version of every program."""
    con.register("_hashed", pa.table({"kind": graph.kind, "id": graph.id, "place": np.arange(len(graph.id))}))
    found = con.sql("SELECT md5_number_lower(kind || ':' || id) AS h FROM _hashed ORDER BY place").fetchnumpy()["h"]
    con.unregister("_hashed")
    return np.asarray(found, np.uint64)


def declare_ids(con: duckdb.DuckDBPyConnection, graph: Graph, who: Int64) -> tuple[str, str]:
    """Make the tables `_user`, `_email` and `_anonymous` of id → who.

    Args:
        graph: the ids.
        who: a number for each.

    Returns:
        The SQL of joins onto a FROM clause called t, and of the number of the id that says whose a row of it is: null
        where none does.
    """
    con.register("_ids", pa.table({"kind": graph.kind, "id": graph.id, "who": who}))
    used = []
    for code, kind in enumerate(KINDS):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE _{kind} AS SELECT id, who, regexp_full_match(id, '{ZERO}') AS zero "
            f"FROM _ids WHERE kind = {code}"
        )
        used += [kind] if _count(con, f"_{kind}") else []
    con.unregister("_ids")
    joins = " ".join(f"LEFT JOIN _{kind} ON t.{KINDS[kind]} = _{kind}.id" for kind in used)
    # As in Persons.of: a zero names somebody only where nothing else does.
    tries = [f"CASE WHEN NOT _{kind}.zero THEN _{kind}.who END" for kind in used]
    zeros = ["_user.who"] if "user" in used and _count(con, "_user WHERE zero") else []
    return joins, f"coalesce({', '.join([*tries, *zeros, 'NULL::BIGINT'])})"


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
