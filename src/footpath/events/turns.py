"""Whose turn it was on a shared device: rows that bear no stronger id are of the person last seen with the device.

A device that several persons were seen with is *contested*. Its turns are the rows that bear it beside a stronger id;
a row of the device alone is of the turn before it, and before all turns of the first.
"""

from collections.abc import Mapping
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

from footpath.events.identity_rules import Rules
from footpath.events.naming import id_on, nobody, zero

Int64 = npt.NDArray[np.int64]
NONE = np.zeros(0, np.int64)
BEFORE_ALL = -(1 << 63)
TURNS = pa.schema([("kind", pa.string()), ("id", pa.string()), ("at", pa.int64()), ("owner", pa.string())])


class Turns(NamedTuple):
    """The turns on contested devices, in order of device and time.

    Attributes:
        id: number of the device.
        at: from when on, µs; `BEFORE_ALL` for the first.
        owner: number of the id whose person it is.
    """

    id: Int64 = NONE
    at: Int64 = NONE
    owner: Int64 = NONE

    def persons(self, ids: Int64, at: Int64, person: npt.NDArray[np.integer]) -> Int64:
        """Return whose rows are, from the number of the strongest id on each and when it was.

        Args:
            ids, at: of the rows.
            person: number of the person of each id.
        """
        found = np.asarray(person[ids], np.int64)
        some = np.flatnonzero(np.isin(ids, self.id)) if len(self.id) else NONE
        if len(some):
            found[some] = person[self.owner[_last(self.id, self.at, ids[some], at[some])]]
        return found

    def renumbered(self, number: Int64) -> "Turns":
        """Return the turns by other numbers of the ids."""
        order = np.lexsort((self.at, number[self.id]))
        return Turns(number[self.id][order], self.at[order], number[self.owner][order])

    def without(self, gone: npt.NDArray[np.bool_]) -> "Turns":
        """Return the turns without those on devices that are gone."""
        keep = ~gone[self.id]
        return Turns(self.id[keep], self.at[keep], self.owner[keep])


@njit(nogil=True, cache=True)
def _last(device: Int64, since: Int64, ids: Int64, at: Int64) -> Int64:
    """Return the last turn on each row's device that began before the row."""
    found = np.empty(len(ids), np.int64)
    for i in range(len(ids)):
        lo, hi = 0, len(device)
        while lo < hi:
            middle = (lo + hi) // 2
            if device[middle] < ids[i] or (device[middle] == ids[i] and since[middle] <= at[i]):
                lo = middle + 1
            else:
                hi = middle
        found[i] = lo - 1
    return found


def logins(con: duckdb.DuckDBPyConnection, scans: Mapping[str, str], rules: Rules, devices: pa.Table) -> pa.Table:
    """Return the rows that bear a device beside a stronger id: kind, id, at and owner ("type:id" of the strongest).

    Args:
        con: connection the scans can be read on.
        scans: FROM clauses by table.
        rules: of who is who.
        devices: columns kind and id.
    """
    con.register("_devices", devices)
    kinds = set(devices["kind"].to_pylist())
    parts = [
        f'SELECT \'{kind}\' AS kind, {id_on(kind)} AS id, epoch_us("at") AS "at", {_strongest(rules, place)} AS owner '
        f"FROM {scan} WHERE \"at\" IS NOT NULL AND {id_on(kind)} IN (SELECT id FROM _devices WHERE kind = '{kind}')"
        for table, scan in scans.items()
        if table in rules.links
        for place, kind in enumerate(rules.kinds)
        if place and kind in kinds
    ]
    if not parts:
        return TURNS.empty_table()
    found = con.sql(
        f'SELECT DISTINCT kind, id, "at", owner FROM ({" UNION ALL ".join(parts)}) WHERE owner IS NOT NULL '
        'ORDER BY kind, id, "at", owner'
    ).to_arrow_table()
    con.unregister("_devices")
    return found.cast(TURNS)


def _strongest(rules: Rules, place: int) -> str:
    """Return the SQL of the strongest id on a row, of the types before one."""
    cases = " ".join(
        f"WHEN {id_on(kind)} IS NOT NULL AND NOT {nobody(rules, kind, id_on(kind))} AND NOT {zero(id_on(kind))} "
        f"THEN '{kind}:' || {id_on(kind)}"
        for kind in rules.kinds[:place]
    )
    return f"CASE {cases} END"


def turns_from(rows: pa.Table, number: Mapping[str, int]) -> Turns:
    """Return turns from what `logins` found.

    Args:
        rows: as `logins` returns them.
        number: of the ids, by "type:id"; what has none is left out.
    """
    pairs = zip(rows["kind"].to_pylist(), rows["id"].to_pylist(), strict=True)
    devices = [number.get(f"{kind}:{text}", -1) for kind, text in pairs]
    owners = [number.get(name, -1) for name in rows["owner"].to_pylist()]
    device, owner = np.array(devices, np.int64), np.array(owners, np.int64)
    at = rows["at"].to_numpy().astype(np.int64)
    keep = (device >= 0) & (owner >= 0)
    order = np.flatnonzero(keep)[np.argsort(device[keep], kind="stable")]
    device, at, owner = device[order], at[order], owner[order]
    begins = np.diff(device, prepend=-1) != 0
    changes = begins | (np.diff(owner, prepend=-1) != 0)
    return Turns(device[changes], np.where(begins, BEFORE_ALL, at)[changes], owner[changes])
