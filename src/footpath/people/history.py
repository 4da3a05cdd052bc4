"""Who was joined, and what was decided by hand."""

from collections.abc import Sequence
from typing import Any

import duckdb

from footpath.events import Decision, Lake, graph_of, merges_of, read_decisions
from footpath.people.facts import Row, rows_with
from footpath.people.finding import everyone, ids_of, place_of
from footpath.people.joining import by_decision, by_fact, joins_of
from footpath.people.model import Join, Log


def log(lake: Lake, person: str = "", *, limit: int = 100) -> Log:
    """Return what joined ids to persons, the newest first, and what was decided by hand.

    Args:
        lake: the store.
        person: only this one's; a name or id as for `show`. "" = everybody's, which takes as long as working out all
            persons anew.
        limit: how many joins at most.

    Raises:
        NotFound: there is no such person.
    """
    snapshot = lake.snapshot()
    decisions = tuple(reversed(read_decisions(lake.folder)))
    if person:
        known = everyone(lake)
        ids = ids_of(known, place_of(known, person))
        names = {f"{kind}:{text}" for kind, text in ids}
        joins = joins_of(rows_with(lake, ids, snapshot.identity.rules), ids, snapshot.identity)
        theirs = tuple(one for one in decisions if not names.isdisjoint(one.ids))
        return Log(tuple(reversed(joins))[:limit], len(joins), theirs, snapshot.version)
    with duckdb.connect() as con:
        scans = {table: snapshot.scan(table) for table in snapshot.files}
        merges = merges_of(graph_of(con, scans, snapshot.identity.rules), snapshot.identity)
    newest = merges.slice(max(0, merges.num_rows - limit)).to_pylist()[::-1]
    pairs = [(row["left"].partition(":"), row["right"].partition(":")) for row in newest]
    wanted = [(kind, text) for pair in pairs for kind, _, text in pair]
    rows = rows_with(lake, wanted, snapshot.identity.rules) if wanted else []
    rows = [row for row in rows if row.table in snapshot.identity.rules.links]
    return Log(_told(newest, rows, decisions), merges.num_rows, decisions, snapshot.version)


def _told(merges: Sequence[dict[str, Any]], rows: Sequence[Row], decisions: Sequence[Decision]) -> tuple[Join, ...]:
    """Return merges with what caused each: the first of the facts that bear both ids, oldest first, or a decision."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        names = [f"{kind}:{text}" for kind, text in row.ids]
        for place, left in enumerate(names):
            for right in names[place + 1 :]:
                first.setdefault((left, right), row)
    made = {decision.number: decision for decision in decisions}
    joins = []
    for merge in merges:
        left, right = merge["left"], merge["right"]
        if merge["decision"] is not None:
            joins.append(Join(left, right, by_decision(made[merge["decision"]])))
        elif (left, right) in first:
            joins.append(Join(left, right, by_fact(first[left, right])))
    return tuple(joins)
