"""How long facts are kept: what is older than its source's period leaves the files for good."""

from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from footpath.collector import forget_letters, read_policy
from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.querying import querying
from footpath.events import TABLES, Lake


class Kept(Struct, frozen=True):
    """How long a source's facts are kept.

    Attributes:
        source: which.
        keep_days: for how long; None = for good.
        rows: how many there are.
        oldest: when the oldest happened; None where none has a time.
        due: how many are older than that.
    """

    source: str
    keep_days: float | None
    rows: int
    oldest: datetime | None
    due: int


class Outdated(Struct, frozen=True):
    """What was too old and left, by source.

    Attributes:
        rows: facts.
        letters: refused elements.
        rejects: files of rows that an import could not read.
        left: facts that a search of all files on disk, those no longer in use too, found all the same; 0 as it must be.
    """

    rows: dict[str, int]
    letters: dict[str, int]
    rejects: dict[str, int]
    left: int = 0


def retention_of(lake: Lake) -> list[Kept]:
    """Return how long each source's facts are kept, and what is due to go, by source."""
    policy = read_policy(lake.folder)
    snapshot = lake.snapshot()
    parts = " UNION ALL ".join(f'SELECT source, "at" FROM {snapshot.scan(table)}' for table in TABLES)
    with querying() as con:
        found = con.execute(
            f'SELECT source, count(*), epoch_us(min("at")) FROM ({parts}) GROUP BY source ORDER BY source'
        ).fetchall()
        names = sorted({*(str(row[0]) for row in found), *policy.sources})
        counts = {str(source): (int(rows), oldest) for source, rows, oldest in found}
        kept = []
        for name in names:
            rows, oldest = counts.get(name, (0, None))
            days = policy.of(name).keep_days
            sql = f'SELECT count(*) FROM ({parts}) WHERE source = ? AND epoch_us("at") < ?'
            due = con.execute(sql, [name, _us(_before(days))]).fetchall()[0][0] if days and rows else 0
            kept.append(Kept(name, days, rows, None if oldest is None else _instant(oldest), int(due)))
    return kept


def apply_retention(lake: Lake, *, actor: str) -> Outdated:
    """Erase what is older than its source's period, dead letters and rejects too; journeys are built anew afterwards.

    Then all files on disk are searched for what should be gone. Dying on the way leaves files as they were or without
    what was too old; the next run does the rest.
    """
    rows: dict[str, int] = {}
    letters: dict[str, int] = {}
    rejects = _old_rejects(lake)
    left = 0
    log = AuditLog(lake.folder)
    for kept in retention_of(lake):
        if kept.keep_days is None:
            continue
        before = _before(kept.keep_days)
        gone = sum(one.rows for one in lake.erase_older(kept.source, before)) if kept.due else 0
        old = _old_letters(lake.folder, kept.source, before)
        if gone or old or kept.due:
            rows[kept.source], letters[kept.source] = gone, old
            found = _on_disk(lake, kept.source, before)
            left += found
            log.add(actor, "retention.apply", kept.source, rows=gone, letters=old, left=found, keep_days=kept.keep_days)
    for source, files in rejects.items():
        log.add(actor, "retention.rejects", source, files=files)
    if any(rows.values()):
        lake.forget_derived()
    return Outdated(rows, letters, rejects, left)


def _on_disk(lake: Lake, source: str, before: datetime) -> int:
    """Return how many facts of a source that are older than an instant any file holds, whatever the tables say."""
    found = 0
    with duckdb.connect() as con:
        for table in TABLES:
            files = [str(path) for path in sorted((lake.folder / table).rglob("*.parquet"))]
            sql = f'SELECT count(*) FROM read_parquet({files}) WHERE source = ? AND epoch_us("at") < ?'
            found += int(con.execute(sql, [source, _us(before)]).fetchall()[0][0]) if files else 0
    return found


def _old_rejects(lake: Lake) -> dict[str, int]:
    """Delete the rejects of imports that are older than their source's period; return how many files, by source."""
    policy = read_policy(lake.folder)
    gone: dict[str, int] = {}
    for record in lake.imports():
        days, path = policy.of(record.source).keep_days, lake.rejects_path(record.import_id)
        if days is not None and record.imported_at < _before(days) and path.exists():
            path.unlink()
            gone[record.source] = gone.get(record.source, 0) + 1
    return gone


def _old_letters(store: Path, source: str, before: datetime) -> int:
    at = _us(before)
    return forget_letters(store, lambda letter: letter.source == source and letter.at < at)


def _before(days: float) -> datetime:
    return clock.now() - timedelta(days=days)


def _us(at: datetime) -> int:
    return int(at.timestamp() * 1e6)


def _instant(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1e6, clock.now().tzinfo)
