"""Erasing a person: every place that holds anything of theirs, in an order that a crash cannot spoil, and the proof.

What is to be done is written down first and removed last, so that an erasing that died is finished by the next one. The
ids are barred before anything is deleted: what the spool, old files or backups bring later stays out.
"""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath import analytics
from footpath.collector import damaged_files, empty_spools, forget_letters, speaks_of
from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.errors import NotFound
from footpath.core.files import write_private
from footpath.core.querying import querying
from footpath.events import Lake, name_erased
from footpath.privacy.needles import Needles
from footpath.privacy.persons import Ids, Theirs, find
from footpath.privacy.places import forget_exports, older_backups
from footpath.privacy.scanning import Trace, scan

_JOBS = "erasing-*.json"
REPORTS = "reports"
_MOST_TEXTS = 100_000


class _Job(Struct, frozen=True):
    """What is to be erased; in the store only until it is done."""

    person: str
    ids: Ids
    actor: str
    at: datetime


class Erasure(Struct, frozen=True, kw_only=True):
    """The report of an erasing: what went, and a search of the whole store that shows it is gone. Names nobody.

    Attributes:
        person: keyed hash of the person's name, as in the audit log.
        ids: keyed hashes of the ids that may not come back.
        at: when they were barred.
        erased: rows by table, and letters, rejects, exports and damaged records.
        clean: the search found nothing of the person.
        files, bytes: how many were searched.
        traces: what the search found all the same.
        mentions: facts of other persons that hold one of the ids as part of a text; they stay.
        backups: files of backups that still hold the person; restoring one leaves them out again.
        copies: exports of the person outside the store, which are not ours to delete.
        hashes: sha256 of each file of the store as it was searched.
    """

    person: str
    ids: tuple[str, ...]
    at: datetime
    erased: dict[str, int]
    clean: bool
    files: int
    bytes: int
    traces: tuple[Trace, ...]
    mentions: tuple[Trace, ...]
    backups: tuple[str, ...]
    copies: tuple[str, ...]
    hashes: dict[str, str]


def erase(lake: Lake, person: str, *, actor: str, spools: Path | None = None) -> Erasure:
    """Erase a person from facts, journeys, consents, spool, dead letters, rejects and exports, and prove it.

    Erasing somebody again, or somebody of whom there is nothing, changes nothing and proves the same.

    Args:
        lake: the store.
        person: as for `find`.
        actor: who asks, for the audit log.
        spools: folder of the spools; None = inside the store.

    Raises:
        NotFound: the store knows no such person.
        Conflict: a running collector does not let go of what it holds; nothing was erased yet.
    """
    resume(lake, spools=spools)
    empty_spools(lake.folder, spools)
    job = _begin(lake, find(lake, person), actor)
    return _finish(lake, job, spools)


def resume(lake: Lake, *, spools: Path | None = None) -> list[Erasure]:
    """Finish what erasings that died had begun."""
    jobs = [msgspec.json.decode(path.read_bytes(), type=_Job) for path in sorted(lake.folder.glob(_JOBS))]
    return [_finish(lake, job, spools) for job in jobs]


def _begin(lake: Lake, theirs: Theirs, actor: str) -> _Job:
    job = _Job(theirs.name, theirs.ids, actor, clock.now())
    write_private(_path(lake, job), msgspec.json.encode(job))
    AuditLog(lake.folder).add(actor, "person.erase.begin", AuditLog(lake.folder).of_person(job.person))
    return job


def _path(lake: Lake, job: _Job) -> Path:
    return lake.folder / f"erasing-{AuditLog(lake.folder).of_person(job.person)[:24]}.json"


def _finish(lake: Lake, job: _Job, spools: Path | None) -> Erasure:
    log = AuditLog(lake.folder)
    hashes = lake.bar(job.ids, job.at)
    empty_spools(lake.folder, spools)
    needles = Needles(tuple((kind, one) for kind, values in job.ids.items() for one in values), _texts(lake, job.ids))
    person = log.of_person(job.person)
    copies = forget_exports(lake.folder, person)
    erased = {
        **_facts(lake, job),
        "letters": forget_letters(lake.folder, lambda letter: speaks_of(letter, needles.names_one)),
        "rejects": lake.forget_rejects(needles.names_one),
        "damaged": sum(_gone(path, needles) for path in damaged_files(lake.folder, spools)),
        "exports": copies.deleted,
    }
    _path(lake, job).unlink(missing_ok=True)
    report = _proved(lake, needles, (person, tuple(hashes), job.at, erased, copies.elsewhere))
    content = msgspec.json.format(msgspec.json.encode(report))
    path = lake.folder / REPORTS / f"erasure-{person[:24]}-{job.at:%Y%m%dT%H%M%S%f}.json"
    path.parent.mkdir(exist_ok=True)
    write_private(path, content)
    log.add(job.actor, "person.erase", person, clean=report.clean, report=path.name, **erased)
    return report


def _facts(lake: Lake, job: _Job) -> dict[str, int]:
    """Erase the facts and the journey; return how many rows of each table went."""
    before = _counts(lake, job.ids)
    try:
        analytics.erase(lake, job.person)
    except NotFound:  # there is no journey of theirs (any more); single rows may be left
        lake.erase(job.ids)
    return before


def _counts(lake: Lake, ids: Ids) -> dict[str, int]:
    with querying() as con:
        name_erased(con, ids)
        return {
            table: len(lake.relation(con, table).filter(lake.theirs()).project("source").fetchall())
            for table in ("events", "signals", "traits", "consents")
        }


def _texts(lake: Lake, ids: Ids) -> tuple[str, ...]:
    """Return what the person wrote, for the search afterwards."""
    with querying() as con:
        name_erased(con, ids)
        found = lake.relation(con, "signals").filter(f"{lake.theirs()} AND text IS NOT NULL").project("text")
        return tuple(sorted({str(row[0]) for row in found.limit(_MOST_TEXTS).fetchall()}))


def _gone(path: Path, needles: Needles) -> bool:
    """Delete a file of damaged records that holds anything of the person."""
    if needles.in_bytes is None or not needles.in_bytes.search(path.read_bytes()):
        return False
    path.unlink()
    return True


def _proved(
    lake: Lake, needles: Needles, done: tuple[str, tuple[str, ...], datetime, dict[str, int], tuple[str, ...]]
) -> Erasure:
    """Search the store; what was computed from the facts and still holds something is computed anew."""
    person, hashes, at, erased, copies = done
    found = scan(lake.folder, needles)
    if any(trace.file.startswith("derived/") for trace in found.traces):
        lake.forget_derived()
        found = scan(lake.folder, needles)
    return Erasure(
        person=person,
        ids=hashes,
        at=at.astimezone(UTC),
        erased=erased,
        clean=not found.traces,
        files=found.files,
        bytes=found.bytes,
        traces=found.traces,
        mentions=found.mentions,
        backups=tuple(older_backups(lake.folder, at)),
        copies=copies,
        hashes=found.hashes,
    )
