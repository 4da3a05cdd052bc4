"""What a store holds, in numbers."""

from datetime import UTC, datetime, timedelta

import duckdb
from msgspec import Struct

from footpath.events.identity import resolve
from footpath.events.lake import Lake, Snapshot

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SourceInfo(Struct, frozen=True):
    """What came from one source into one table.

    Attributes:
        source, table: which.
        rows: how many rows.
        first_at, last_at: oldest and newest instant, UTC; None where rows carry no time.
    """

    source: str
    table: str
    rows: int
    first_at: datetime | None
    last_at: datetime | None


class Info(Struct, frozen=True):
    """A store in numbers.

    Attributes:
        folder: where it is.
        version: name of its state.
        events, signals, traits: rows by table.
        persons: how many different persons the ids on all rows make.
        first_at, last_at: oldest and newest instant of events and signals, UTC.
        sources: by source and table.
        imports: files imported.
        duplicates: rows that came again and were not added.
        rejected: rows left out as unreadable.
        rejects: their files.
        size_bytes: size of the store on disk.
    """

    folder: str
    version: str
    events: int
    signals: int
    traits: int
    persons: int
    first_at: datetime | None
    last_at: datetime | None
    sources: tuple[SourceInfo, ...]
    imports: int
    duplicates: int
    rejected: int
    rejects: tuple[str, ...]
    size_bytes: int


def describe(lake: Lake) -> Info:
    """Count what a store holds."""
    snapshot = lake.snapshot()
    with duckdb.connect() as con:  # persons may be many
        sources = tuple(source for table in snapshot.files for source in _sources(con, snapshot, table))
        persons = len(resolve(con, snapshot))
    imports = lake.imports()
    dated = [source for source in sources if source.table != "traits"]
    rejects = (lake.rejects_path(record.import_id) for record in imports if record.rejected)
    return Info(
        folder=str(lake.folder),
        version=snapshot.version,
        **snapshot.rows,
        persons=persons,
        first_at=min((source.first_at for source in dated if source.first_at), default=None),
        last_at=max((source.last_at for source in dated if source.last_at), default=None),
        sources=sources,
        imports=len(imports),
        duplicates=sum(record.duplicates for record in imports),
        rejected=sum(record.rejected for record in imports),
        rejects=tuple(str(path) for path in rejects if path.is_file()),
        size_bytes=lake.size_bytes(),
    )


def _sources(con: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: str) -> list[SourceInfo]:
    rows = con.execute(
        f'SELECT source, count(*), epoch_us(min("at")), epoch_us(max("at")) FROM {snapshot.scan(table)} '
        f"GROUP BY source ORDER BY source"
    ).fetchall()
    return [
        SourceInfo(source, table, int(count), _instant(first), _instant(last)) for source, count, first, last in rows
    ]


def _instant(us: int | None) -> datetime | None:
    return None if us is None else _EPOCH + timedelta(microseconds=us)
