"""Where copies of persons' data were put on purpose: exports for them, and backups of the whole store."""

from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core.files import write_private
from footpath.events import writing

EXPORTS = "exports"
_EXPORTS = "exports.json"
_BACKUPS = "backups.json"


class Copy(Struct, frozen=True):
    """One export of a person, or one backup.

    Attributes:
        file: where it was put.
        at: when.
        sha256: of the file.
        person: keyed hash of whom it is about; "" = of everybody.
    """

    file: str
    at: datetime
    sha256: str
    person: str = ""


class Forgotten(Struct, frozen=True):
    """What became of a person's exports: how many were deleted, and those outside the store that are still there."""

    deleted: int
    elsewhere: tuple[str, ...]


def note_export(store: Path, copy: Copy) -> None:
    """Write down where an export of a person is."""
    _note(store, _EXPORTS, copy)


def note_backup(store: Path, copy: Copy) -> None:
    """Write down where a backup is."""
    _note(store, _BACKUPS, copy)


def backup_list(store: Path) -> list[Copy]:
    """Return the backups of a store, oldest first."""
    return _read(store / _BACKUPS)


def older_backups(store: Path, at: datetime) -> list[str]:
    """Return the files of backups that were made before an instant."""
    return [copy.file for copy in backup_list(store) if copy.at < at]


def forget_exports(store: Path, person: str) -> Forgotten:
    """Delete the exports of a person that are inside the store, and name the others that are still there."""
    with writing(store):
        known = _read(store / _EXPORTS)
        theirs = [Path(copy.file) for copy in known if copy.person == person]
        inside = [path for path in theirs if path.parent == store / EXPORTS and path.is_file()]
        for path in inside:
            path.unlink()
        if theirs:
            _write(store / _EXPORTS, [copy for copy in known if copy.person != person])
    elsewhere = sorted({str(path) for path in theirs if path not in inside and path.is_file()})
    return Forgotten(len(inside), tuple(elsewhere))


def _note(store: Path, name: str, copy: Copy) -> None:
    with writing(store):
        others = [one for one in _read(store / name) if one.file != copy.file]
        _write(store / name, [*others, copy])


def _read(path: Path) -> list[Copy]:
    return msgspec.json.decode(path.read_bytes(), type=list[Copy]) if path.is_file() else []


def _write(path: Path, copies: list[Copy]) -> None:
    write_private(path, msgspec.json.format(msgspec.json.encode(copies)))
