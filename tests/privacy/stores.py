"""Small stores with two persons in every place that can hold anything of them."""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from footpath.collector import deadletters
from footpath.collector.frames import EVENTS, framed
from footpath.collector.spool import Spool
from footpath.core import clock
from footpath.events import SCHEMAS, Lake, Reject

START = datetime(2026, 3, 1, tzinfo=UTC)
ANN, BOB = "customer-ann-42", "customer-bob-43"
ADDRESS = "ann@shop.example"
HASH = hashlib.sha256(ADDRESS.encode()).hexdigest()
SAID = "My lamp came with a broken shade, and nobody answers"
NEEDED: dict[str, dict[str, Any]] = {
    "events": {"type": "track", "name": "Cart"},
    "signals": {"kind": "review"},
    "traits": {"traits": "{}"},
    "consents": {"purpose": "analytics", "state": "given"},
}


def add(lake: Lake, table: str, *rows: dict[str, Any], source: str = "shop", import_id: str = "i1") -> int:
    """Append rows; `at` in seconds after START."""
    full = [
        {"source": source, "row": place, **NEEDED[table], **row, "at": START + timedelta(seconds=row.get("at", 0))}
        for place, row in enumerate(rows, 1)
    ]
    types = {field.name: field.type for field in SCHEMAS[table]} | {"dedupe_id": pa.string()}
    names = sorted({name for row in full for name in row})
    given = pa.table({name: pa.array([row.get(name) for row in full], types[name]) for name in names})
    with duckdb.connect() as con:
        con.register("given", given)
        return lake.append(table, con, "FROM given", import_id=import_id).added


def users(lake: Lake, table: str = "events") -> list[str | None]:
    with duckdb.connect() as con:
        found = lake.relation(con, table).project("user_id").fetchall()
    return sorted((row[0] for row in found), key=str)


def full_store(folder: Path) -> Lake:
    """Return a store in which Ann and Bob are in every table, letter, reject and spool."""
    shutil.copytree(_template().name, folder / "store")
    return Lake.open(folder / "store")


@cache
def _template() -> "TemporaryDirectory[str]":
    """Make the store once; it is gone when the tests end."""
    folder = TemporaryDirectory()
    lake = Lake.open(folder.name, create=True)
    for name, other in ((ANN, "anon-ann-7f3a"), (BOB, "anon-bob-9c1d")):
        mail = HASH if name == ANN else None
        for at in range(3):
            add(
                lake,
                "events",
                {"user_id": name, "anonymous_id": other, "email_hash": mail, "at": at},
                import_id=f"i{at}",
            )
        add(lake, "signals", {"user_id": name, "text": SAID if name == ANN else "All fine with the lamp of mine"})
        add(lake, "traits", {"user_id": name, "traits": json.dumps({"plan": "pro"})})
        add(lake, "consents", {"user_id": name})
        lake.add_rejects("i1", [Reject(1, "at", f"{name} yesterday", "it is no time", "Write it as 2026-03-01")])
    addressed = Reject(2, "at", ADDRESS, "it is no time", "Write it as 2026-03-01")
    lake.add_rejects("i1", [addressed])
    deadletters.add(lake.folder, "c", b"".join(map(letter, (ANN, BOB, ADDRESS))))
    spooled(lake, ANN, BOB)
    return folder


def letter(who: str) -> bytes:
    body = json.dumps({"events": [{"user_id": who}]})
    content = {
        "id": f"l-{who}", "at": int(clock.now().timestamp() * 1e6), "source": "shop", "protocol": "footpath",
        "path": "/v1/batch", "field": "name", "reason": "it is missing", "remedy": "Send it", "body": body,
    }  # fmt: skip
    return json.dumps(content).encode() + b"\n"


def spooled(lake: Lake, *who: str) -> None:
    """Leave events in a spool whose collector died."""
    spool = Spool.claim(lake.folder / "spool", 10**9)
    for name in who:
        row = {"source": "shop", "dedupe_id": f"s-{name}", "user_id": name, "type": "track", "name": "Late", "at": 1}
        spool.write(framed(EVENTS, json.dumps(row | {"received_at": 1}).encode() + b"\n"))
    spool.close()


def bytes_with(folder: Path, *texts: str) -> list[str]:
    """Return the files of a folder in whose bytes any of the texts stands; not those that say what is to be done."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(text.encode() in path.read_bytes() for text in texts)
    )
