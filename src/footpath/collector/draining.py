"""From the spool into the lake: every sealed file once, however often the process dies on the way.

A drain is repeated until the files are deleted. Rows carry the sender's id or the request's, and the lake drops rows
whose (source, id) it has, so a drain that died after the lake took the rows adds nothing when it comes again.
"""

import hashlib
import logging
import platform
import shutil
from contextlib import nullcontext
from pathlib import Path

import duckdb
import msgspec
from msgspec import Struct

from footpath.collector import deadletters
from footpath.collector.frames import CONSENTS, EVENTS, LETTERS, SIGNALS, TRAITS, Damage, frames_in
from footpath.collector.records import Consent, Event, Signal, Traits
from footpath.collector.speaking_of import speaks_of
from footpath.collector.spool import Spool
from footpath.core import clock
from footpath.events import ImportRecord, Lake

_LOG = logging.getLogger(__name__)
_AT_ONCE = 256 * 1024 * 1024  # bytes of files drained in one go
_TABLES: dict[bytes, tuple[str, type[Struct]]] = {
    CONSENTS: ("consents", Consent),  # first: whether rows of an erased person may come in depends on them
    EVENTS: ("events", Event),
    TRAITS: ("traits", Traits),
    SIGNALS: ("signals", Signal),
}
_INSTANTS = ("at", "received_at")
_NUMBERS = ("value", "score", "scale_min", "scale_max")


class Drained(Struct, frozen=True):
    """What one drain did: files, rows the lake took, rows it had, refused elements kept, records that were damaged."""

    files: int = 0
    added: int = 0
    duplicates: int = 0
    letters: int = 0
    damaged: int = 0


def drain(spool: Spool, lake: Lake, con: duckdb.DuckDBPyConnection | None = None) -> Drained:
    """Bring the sealed files of a spool into the lake and delete them.

    Args:
        spool: whose files.
        lake: takes the rows.
        con: from `connected`, for whoever drains again and again: to make one takes longer than a small drain.
    """
    chosen: list[Path] = []
    size = 0
    for path in spool.sealed():
        size += path.stat().st_size
        if chosen and size > _AT_ONCE:
            break
        chosen.append(path)
    if not chosen:
        return Drained()
    folder = _scratch(spool, lake)
    counts, damaged = _sort_out(chosen, folder, spool.folder)
    name = f"collected-{spool.folder.name}"
    added = duplicates = 0
    with nullcontext(con) if con else connected(lake) as used:
        for kind, (table, row) in _TABLES.items():
            if counts.get(kind):
                took = lake.take(table, used, _query(folder / f"{table}.ndjson", row), import_id=name)
                added, duplicates = added + took.added, duplicates + took.duplicates
                _record(lake, name, table, took.added, took.duplicates)
    if counts.get(LETTERS):
        deadletters.add(lake.folder, name, _allowed(lake, folder / "letters.ndjson"))
    for path in chosen:
        spool.delete(path)
    shutil.rmtree(folder)
    return Drained(len(chosen), added, duplicates, counts.get(LETTERS, 0), damaged)


def connected(lake: Lake) -> duckdb.DuckDBPyConnection:
    """Return a connection to drain into a lake with: of one thread, because another one is answering meanwhile."""
    return duckdb.connect(config={"threads": 1, "temp_directory": str(lake.folder / "derived" / "drain-spill")})


def _allowed(lake: Lake, path: Path) -> bytes:
    """Return letters, a line each, without those that speak of somebody who was erased."""
    barred = lake.barred()
    if not barred.at:
        return path.read_bytes()
    kept = [letter for letter in deadletters.read(path) if not speaks_of(letter, barred.names)]
    return msgspec.json.Encoder().encode_lines(kept)


def _scratch(spool: Spool, lake: Lake) -> Path:
    """Return an empty folder of the lake's for one spool of one machine: the spool's own disk may be full."""
    name = hashlib.sha256(f"{platform.node()}:{spool.folder.resolve()}".encode()).hexdigest()[:16]
    folder = lake.folder / "derived" / f"drain-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _sort_out(paths: list[Path], folder: Path, spool: Path) -> tuple[dict[bytes, int], int]:
    """Write the records of some files as one file of JSON lines a kind; return how many records of each, and damage."""
    counts: dict[bytes, int] = {}
    damaged = 0
    names = {kind: table for kind, (table, _) in _TABLES.items()} | {LETTERS: "letters"}
    targets = {kind: (folder / f"{name}.ndjson").open("wb") for kind, name in names.items()}
    try:
        for path in paths:
            for frame in frames_in(path.read_bytes()):
                if isinstance(frame, Damage):
                    damaged += not frame.torn
                    _tell(path, frame, spool)
                else:
                    counts[frame.kind] = counts.get(frame.kind, 0) + 1
                    targets[frame.kind].write(frame.content)
    finally:
        for target in targets.values():
            target.close()
    return counts, damaged


def _tell(path: Path, damage: Damage, folder: Path) -> None:
    """Say that a file is damaged; bytes that may have been acknowledged are kept for a person to look at."""
    if damage.torn:
        _LOG.info("cut off an unfinished write", extra={"file": path.name, "bytes": damage.end - damage.start})
        return
    kept = folder / f"{path.stem}-{damage.start}.damaged"
    kept.write_bytes(path.read_bytes()[damage.start : damage.end])
    _LOG.error("damaged record set apart", extra={"file": str(kept), "bytes": damage.end - damage.start})


def _query(path: Path, row: type[Struct]) -> str:
    names = [field.name for field in msgspec.structs.fields(row)]
    types = ", ".join(f"\"{name}\": '{_type(name)}'" for name in names)
    columns = ", ".join(f'make_timestamptz("{n}") AS "{n}"' if n in _INSTANTS else f'"{n}"' for n in names)
    file = "'" + str(path).replace("'", "''") + "'"
    read = f"read_json({file}, format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 67108864)"
    return f'SELECT row_number() OVER () AS "row", {columns} FROM {read}'


def _type(name: str) -> str:
    return "BIGINT" if name in _INSTANTS else "DOUBLE" if name in _NUMBERS else "VARCHAR"


def _record(lake: Lake, name: str, table: str, added: int, duplicates: int) -> None:
    """Add to the record of what this spool brought; one record a spool, however often it is drained."""
    known = next((record for record in lake.imports() if record.import_id == name), None)
    record = known or ImportRecord(
        import_id=name, source="collector", file="footpath serve", content_hash=name, mapping_hash="collector",
        imported_at=clock.now(),
    )  # fmt: skip
    changed = {table: getattr(record, table) + added, "duplicates": record.duplicates + duplicates}
    lake.record_import(msgspec.structs.replace(record, **changed, imported_at=clock.now()))
