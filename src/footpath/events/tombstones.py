"""Ids that were erased, as keyed hashes, so that old files, backups and replays do not bring a person back.

A row of an erased id joins the lake only when it happened after the erasing, and after the person agreed to something
anew: the table of consents says so. What is older stays away for good.
"""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import msgspec
import pyarrow as pa
from msgspec import Struct

from footpath.core.secret import keyed, secret_of
from footpath.events.decisions import read_identity
from footpath.events.erasing import names_somebody
from footpath.events.facts import force, quoted
from footpath.events.identity_rules import COLUMNS, Rules
from footpath.events.naming import id_on

FILE = "erased.ndjson"


class Tombstone(Struct, frozen=True):
    """One id that was erased.

    Attributes:
        hash: keyed hash of kind and id.
        at: when, microseconds since 1970 UTC.
    """

    hash: str
    at: int


_decoder = msgspec.json.Decoder(Tombstone)


def hash_of(secret: bytes, kind: str, one: str) -> str:
    """Return what an id is called here; the SQL in `_hashed` makes the same."""
    return keyed(secret, f"{kind}:{one}")


def add(store: Path, ids: Mapping[str, Sequence[str]], at: datetime) -> list[str]:
    """Write down that ids were erased, on disk when this returns; return their hashes. Needs the write lock.

    An id that is here already gets the later instant; the earlier line stays and changes nothing.
    """
    secret = secret_of(store)
    hashes = [hash_of(secret, kind, one) for kind, values in sorted(ids.items()) for one in sorted(values)]
    instant = int(at.timestamp() * 1e6)
    lines = msgspec.json.Encoder().encode_lines([Tombstone(one, instant) for one in hashes])
    path = store / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, lines)
        os.fsync(handle)
    finally:
        os.close(handle)
    force(store)
    return hashes


def all_of(store: Path) -> dict[str, int]:
    """Return when each id, by its hash, was erased last; a line cut off by a crash is left out."""
    path = store / FILE
    found: dict[str, int] = {}
    if path.is_file():
        for line in path.read_bytes().splitlines():
            try:
                one = _decoder.decode(line)
            except msgspec.DecodeError:
                continue  # the erasing that wrote it died before it erased anything, and writes it again
            found[one.hash] = max(one.at, found.get(one.hash, 0))
    return found


class Barred:
    """Which ids were erased, asked one by one.

    Args:
        store: folder of the store.
    """

    def __init__(self, store: Path) -> None:
        self.at = all_of(store)
        self._secret = secret_of(store) if self.at else b""
        self._kinds = read_identity(store).rules.kinds

    def names(self, text: str) -> bool:
        """Say whether a text is an id, of any type, that was erased."""
        return any(hash_of(self._secret, kind, text) in self.at for kind in self._kinds) if self.at else False


def filtered(store: Path, con: duckdb.DuckDBPyConnection, query: str, consents: Sequence[str]) -> str:
    """Return a query without the rows of erased ids that may not join the lake; the same query while there are none.

    Args:
        store: folder of the store.
        con: the query's connection; gets a table of what was erased.
        query: a SELECT of rows for a table of the lake.
        consents: files of the table of consents.
    """
    if not all_of(store):
        return query
    given = [str(row[0]) for row in con.execute(f"DESCRIBE {query}").fetchall()]
    return f"SELECT * FROM ({query}) AS q WHERE ({barred(store, con, given, consents)}) IS NOT TRUE"


def barred(store: Path, con: duckdb.DuckDBPyConnection, columns: Sequence[str], consents: Sequence[str]) -> str:
    """Return the SQL condition that a row of q is of an erased id and may not be in the lake.

    Args:
        store: folder of the store.
        con: gets a table of what was erased.
        columns: those that the rows have.
        consents: files of the table of consents.
    """
    secret, rules = secret_of(store), read_identity(store).rules
    _declare(con, secret, all_of(store), (consents, rules))
    whose = _whose(secret, rules, columns)
    if not whose:
        return "false"
    later = 'epoch_us(q."at") > t.at' if "at" in columns else "false"
    allowed = later if "state" in columns else f"{later} AND t.again"
    return f"EXISTS (SELECT 1 FROM _tombstones AS t WHERE t.hash = {whose} AND ({allowed}) IS NOT TRUE)"


def whose(store: Path, con: duckdb.DuckDBPyConnection, query: str) -> dict[bytes, tuple[str, int | None]]:
    """Return for the rows of a query, by their key, the hash of the id that says whose each is, and its instant in µs.

    A row that names nobody has the hash "". An erasing of that id at or after the instant is an erasing of the row.
    """
    columns = [str(row[0]) for row in con.execute(f"DESCRIBE {query}").fetchall()]
    said = _whose(secret_of(store), read_identity(store).rules, columns) or "NULL"
    rows = con.execute(f'SELECT key, {said}, epoch_us("at") FROM ({query}) AS q').fetchall()
    return {bytes(key): (str(one or ""), at) for key, one, at in rows}


def _whose(secret: bytes, rules: Rules, columns: Sequence[str]) -> str:
    """Return the SQL of the hash of the id that says whose a row of q is; "" where the rows have no ids."""
    there = [kind for kind in rules.kinds if COLUMNS.get(kind, "ids") in columns]
    if not there:
        return ""
    # As in erasing.THEIRS: the first id that names somebody says whose the row is, a zero only where no other does.
    names = [f"WHEN {names_somebody(rules, kind)} THEN {_hashed(secret, kind, id_on(kind))}" for kind in there]
    alone = "WHEN ids IS NULL THEN" if "ids" in columns else "ELSE"
    last = f"{alone} {_hashed(secret, 'user', id_on('user'))}" if "user" in there else ""
    return f"CASE {' '.join(names)} {last} END"


def _declare(
    con: duckdb.DuckDBPyConnection, secret: bytes, found: Mapping[str, int], agreed: tuple[Sequence[str], Rules]
) -> None:
    """Make the table of what was erased when, and whether the person agreed to anything since."""
    hashes, at = pa.array(list(found), pa.string()), pa.array(list(found.values()), pa.int64())
    con.register("_tombstones_given", pa.table({"hash": hashes, "at": at}))
    con.execute("CREATE OR REPLACE TEMP TABLE _tombstones AS SELECT *, false AS again FROM _tombstones_given")
    con.unregister("_tombstones_given")
    consents, rules = agreed
    for kind in rules.kinds if consents else ():
        con.execute(
            f"UPDATE _tombstones AS t SET again = true FROM read_parquet({list(consents)}) AS c "
            f"WHERE t.hash = {_hashed(secret, kind, id_on(kind, 'c'))} "
            "AND c.state = 'given' AND epoch_us(c.\"at\") > t.at"
        )


def _hashed(secret: bytes, kind: str, column: str) -> str:
    """Return the SQL of an id's HMAC-SHA256 (RFC 2104), as `hash_of` makes it."""
    block = secret.ljust(64, b"\x00")
    inner, outer = (bytes(byte ^ pad for byte in block).hex() for pad in (0x36, 0x5C))
    text = f"encode({quoted(kind + ':')} || {column})"
    return f"sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || {text})))"
