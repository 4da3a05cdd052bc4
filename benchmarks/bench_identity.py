"""Who is who among millions of ids, beside label propagation in DuckDB; then again after 10,000 new pairs.

Every row bears two ids, so rows are pairs. A person has two user ids, two addresses and three anonymous ids, and 14 of
the 16 pairs of different types among them: 10 M ids are 20 M pairs of 1.43 M persons.
"""

import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import numpy as np

from benchmarks import measure
from benchmarks.measure import Row, Side

NEW = 10_000
FIVE_ROUNDS = 10_000_000  # ids over all rounds: a round of ten million takes minutes
PER_PERSON = 14
IDS = 7
ALL = ("identity", "who is who among the ids of {} pairs", "DuckDB label propagation")
MORE = ("identity", f"who is who after {NEW:,} more pairs", "working all out anew")
_PAIRS = (
    *((f"u{u}", f"e{e}") for u in range(2) for e in range(2)),
    *((f"u{u}", f"a{a}") for u in range(2) for a in range(3)),
    *((f"e{e}", f"a{a}") for e in range(2) for a in range(2)),
)


def run(size: int, scratch: Path) -> list[Row]:
    """Compare over `size` ids."""
    work = (ALL[0], ALL[1].format(f"{2 * size:,}"), ALL[2])
    rows: list[Row] = []
    path = _made(scratch, size)
    measure.rounds = min(measure.rounds, max(1, FIVE_ROUNDS // size))
    if not measure.done(work, size):
        measure.tell(f"{size:,} ids, {measure.rounds} times on each side")
        rows.append(measure.compare("benchmarks.bench_identity", work, size, str(path)))
    if not measure.done(MORE, size):
        measure.tell(f"{NEW:,} more pairs, {measure.rounds} times")
        lines = measure.run_lines("benchmarks.bench_identity", "more", str(path), str(measure.rounds))
        found = msgspec.json.decode(lines[-1], type=dict[str, list[Side]])
        rows.append(measure.row(MORE, size, found["more"], found["anew"]))
    return rows


def _made(scratch: Path, size: int) -> Path:
    path = scratch / f"pairs-{size}.parquet"
    if not path.is_file():
        part = path.with_suffix(".part")
        with duckdb.connect() as con:
            con.execute(f"COPY ({_rows(0, size // IDS)}) TO '{part}' (FORMAT parquet)")
        part.replace(path)
    return path


def _rows(first: int, last: int) -> str:
    """Return the SELECT of the pairs of some persons in no order, with the columns that identity looks at."""
    pairs = ", ".join(f"{{'l': '{left}', 'r': '{right}'}}" for left, right in _PAIRS)
    named = {kind: f"CASE WHEN l[1] = '{kind}' THEN l[2:] WHEN r[1] = '{kind}' THEN r[2:] END || p" for kind in "uea"}
    return f"""
        SELECT 'user-' || {named["u"]} AS user_id, sha256({named["e"]}) AS email_hash,
            md5({named["a"]})::UUID::VARCHAR AS anonymous_id, NULL::VARCHAR AS ids,
            make_timestamptz(1700000000000000 + (hash(l, r, p) % 1000000000)::BIGINT) AS "at"
        FROM (SELECT '-' || p AS p, unnest([{pairs}], recursive := true) FROM range({first}, {last}) AS t(p))
        ORDER BY hash(l, r, p)
    """


def _scan(path: str) -> dict[str, str]:
    return {"events": f"read_parquet('{path}')"}


def ours(path: str) -> Any:
    """Return the persons by Footpath's rules."""
    from footpath.events import Identity, graph_of, persons_of

    with duckdb.connect(config={"memory_limit": "2500MB"}) as con:
        return persons_of(graph_of(con, _scan(path), Identity().rules), Identity())


def sizes_of(found: Any) -> dict[str, int]:
    """Return how many persons there are, and a sum that tells groupings of ids apart."""
    counts = np.bincount(found.ids["person"].to_numpy())
    return {"persons": len(counts), "ids": int(counts.sum()), "squares": int((counts.astype(np.int64) ** 2).sum())}


def peer(path: str) -> Any:
    """Return how many persons DuckDB finds by passing the least label on until nothing changes."""
    with duckdb.connect(config={"memory_limit": "2500MB", "temp_directory": f"{path}.spill"}) as con:
        con.execute(f"""
            CREATE TABLE pairs AS SELECT hash(a) AS l, hash(b) AS r FROM (
                SELECT coalesce('u' || user_id, 'e' || email_hash) AS a,
                    CASE WHEN user_id IS NULL OR email_hash IS NULL THEN 'a' || anonymous_id
                        ELSE 'e' || email_hash END AS b
                FROM read_parquet('{path}'))
        """)
        con.execute("CREATE TABLE ways AS SELECT l, r FROM pairs UNION ALL SELECT r, l FROM pairs; DROP TABLE pairs")
        con.execute("CREATE TABLE label AS SELECT DISTINCT l AS node, l AS label FROM ways")
        while True:
            con.execute("""
                CREATE TABLE next AS SELECT node, least(any_value(n.label), min(o.label)) AS label
                FROM label AS n JOIN ways ON l = node JOIN label AS o(other, label) ON other = r GROUP BY node
            """)
            changed = con.sql("SELECT count(*) FROM next JOIN label USING (node) WHERE next.label <> label.label")
            done = not changed.fetchall()[0][0]
            con.execute("DROP TABLE label; ALTER TABLE next RENAME TO label")
            if done:
                break
        counts = con.sql("SELECT count(*) AS n FROM label GROUP BY label").fetchnumpy()["n"]
    return {"persons": len(counts), "ids": int(counts.sum()), "squares": int((counts.astype(np.int64) ** 2).sum())}


def more(path: str) -> dict[str, list[Side]]:
    """Work out who is who after new pairs that tie 10,000 persons to others, and anew; both must be the same."""
    from footpath.events import (
        Decided,
        Graph,
        Identity,
        Where,
        clusters_of,
        graph_of,
        known_of,
        look_up,
        regroup,
    )  # fmt: skip

    identity = Identity()
    none = np.zeros(0, np.int64)
    with duckdb.connect(config={"memory_limit": "2500MB"}) as con:
        begun, cpu = time.perf_counter(), time.process_time()
        graph = graph_of(con, _scan(path), identity.rules)
        found, grouped = clusters_of(graph, identity)
        anew = Side(time.perf_counter() - begun, time.process_time() - cpu, measure.peak_mb(), None)
        person = found.ids["person"].to_numpy()

        def hashed(some: Graph) -> Any:
            import pyarrow as pa

            kinds = pa.array(some.kinds).take(pa.array(some.kind))
            con.register("_h", pa.table({"k": kinds, "id": some.id, "place": np.arange(len(some.id))}))
            return con.sql("SELECT md5_number_lower(k || ':' || id) AS h FROM _h ORDER BY place").fetchnumpy()["h"]

        known = known_of(graph, Where(person, grouped.cluster.astype(np.int32)), hashed(graph))
        sides = []
        for turn in range(measure.rounds + 1):
            measure.forget_peak()
            new = f"(SELECT * FROM ({_tied(path, turn)}))"
            begun, cpu = time.perf_counter(), time.process_time()
            graph_new = graph_of(con, {"events": new}, identity.rules)
            fresh = look_up(known, graph_new, hashed(graph_new))
            people = regroup(known, fresh, none, identity.rules, Decided(_no_hand(), none))
            sides.append(Side(time.perf_counter() - begun, time.process_time() - cpu, measure.peak_mb(), None))
        after = len(found) - len(people.touched) + len(people.names)
    with duckdb.connect(config={"memory_limit": "2500MB"}) as con:
        scans = {"events": f"(SELECT * FROM read_parquet('{path}') UNION ALL {_tied(path, measure.rounds)})"}
        again, _ = clusters_of(graph_of(con, scans, identity.rules), identity)
    if len(again) != after:
        raise RuntimeError(f"{len(again)} persons anew, {after} after the new pairs")
    return {"more": sides[1:], "anew": [anew]}


def _no_hand() -> Any:
    from footpath.events.grouping import Hand

    none = np.zeros(0, np.int64)
    return Hand(none, none)


def _tied(path: str, turn: int) -> str:
    """Return the SELECT of rows that tie user ids of some persons to anonymous ids of others."""
    some = f"(SELECT *, row_number() OVER () AS n FROM (FROM read_parquet('{path}') LIMIT {60 * NEW}))"
    users = f"(SELECT user_id, row_number() OVER () AS n FROM {some} WHERE user_id IS NOT NULL LIMIT {NEW})"
    others = (
        f"(SELECT anonymous_id, row_number() OVER () AS n FROM {some} "
        f"WHERE anonymous_id IS NOT NULL LIMIT {NEW} OFFSET {(turn + 1) * NEW})"
    )
    return (
        f"SELECT user_id, NULL::VARCHAR AS email_hash, anonymous_id, NULL::VARCHAR AS ids, "
        f'make_timestamptz(1800000000000000) AS "at" FROM {users} AS u JOIN {others} AS o USING (n)'
    )


if __name__ == "__main__":
    if sys.argv[1] == "more":
        measure.rounds = int(sys.argv[3])
        print(msgspec.json.encode(more(sys.argv[2])).decode())
    elif sys.argv[1] == "ours":
        kept: list[Any] = []
        measure.report_side(lambda: kept.append(ours(sys.argv[2])), lambda: sizes_of(kept[0]))
    else:
        kept = []
        measure.report_side(lambda: kept.append(peer(sys.argv[2])), lambda: kept[0])
