"""Backups of a store as one archive, and stores made from them again, without anybody who was erased since."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

from footpath.collector import empty_spools
from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.errors import Conflict, Invalid, NotFound
from footpath.core.secret import FILE as SECRET
from footpath.events import Lake, writing
from footpath.privacy.places import Copy, backup_list, note_backup

_LEFT_OUT = ("derived", "spool", "exports", "write.lock")  # made anew, on the way, for persons only, in use
_ERASED = "erased.ndjson"


class Backup(Struct, frozen=True):
    """A backup that was made: its file, its size in bytes and its sha256."""

    file: str
    bytes: int
    sha256: str


def back_up(lake: Lake, target: Path, *, actor: str, spools: Path | None = None) -> Backup:
    """Write the whole store as one archive (.tar.gz) that only its owner may read, and remember where it is.

    Args:
        lake: the store.
        target: the file; there must be none.
        actor: who asks, for the audit log.
        spools: folder of the spools; None = inside the store.

    Raises:
        Conflict: the file exists, or a running collector does not let go of what it holds.
    """
    if target.exists():
        raise Conflict(f"{target} exists.", hint="Name a file that does not.")
    target = target.resolve()
    empty_spools(lake.folder, spools)
    part = target.with_name(f".{target.name}.part")
    at = clock.now()
    with writing(lake.folder), _private(part) as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
        for path in _files(lake.folder):
            archive.add(path, str(path.relative_to(lake.folder)), recursive=False)
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    part.replace(target)
    backup = Backup(str(target), target.stat().st_size, digest.hexdigest())
    note_backup(lake.folder, Copy(backup.file, at, backup.sha256))
    AuditLog(lake.folder).add(actor, "store.backup", target.name, bytes=backup.bytes, sha256=backup.sha256)
    return backup


def backups(lake: Lake) -> list[Copy]:
    """Return the backups that were made of a store, oldest first."""
    return backup_list(lake.folder)


def restore(backup: Path, folder: Path, *, actor: str, erased: Path | None = None) -> int:
    """Make a store from a backup, without those who were erased since; return how many of their rows were left out.

    Args:
        backup: the archive.
        folder: for the store; empty or new.
        actor: who asks, for the audit log.
        erased: the store the backup was made of, or its list `erased.ndjson`, as it is now; None = nobody since.

    Raises:
        NotFound: there is no such backup, or no list of erased ids.
        Conflict: the folder is not empty.
        Invalid: the file is no backup, or the list is another store's.
    """
    if not backup.is_file():
        raise NotFound(f"There is no backup {backup}.", hint="`footpath backup list` says where they are.")
    if folder.exists() and any(folder.iterdir()):
        raise Conflict(f"{folder} is not empty.", hint="Name an empty or a new folder.")
    part = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with tarfile.open(backup) as archive:
            archive.extractall(part, filter="data")
        lake = Lake.open(part)
        if erased is not None:
            _bar(part, erased)
        gone = sum(one.rows for one in lake.erase_barred())
    except tarfile.TarError as problem:
        shutil.rmtree(part)
        raise Invalid(f"{backup} is no backup: {problem}.", hint="Name a file of `footpath backup`.") from None
    except BaseException:
        shutil.rmtree(part)
        raise
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
    AuditLog(folder).add(actor, "store.restore", backup.name, erased=gone)
    return gone


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).parts[0] not in _LEFT_OUT and path.name != "write.lock":
            yield path


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _bar(folder: Path, erased: Path) -> None:
    """Add a list of erased ids to a store's own."""
    path = erased / _ERASED if erased.is_dir() else erased
    if erased.is_dir() and not path.exists() and (erased / "store.json").exists():
        return  # nobody was erased
    if not path.is_file():
        raise NotFound(f"There is no list of erased ids at {erased}.", hint="Name the store, or its erased.ndjson.")
    own, other = folder / SECRET, path.parent / SECRET
    if other.exists() and own.exists() and own.read_bytes() != other.read_bytes():
        raise Invalid(f"{path} is of another store.", hint="Name the store that the backup was made of.")
    if other.exists() and not own.exists():
        shutil.copy2(other, own)  # the backup is older than the store's secret
    with (folder / _ERASED).open("ab") as file:
        file.write(path.read_bytes())
