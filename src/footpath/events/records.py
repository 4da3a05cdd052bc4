"""What was imported: one small JSON file an import, written whole or not at all."""

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from footpath.core.errors import Invalid

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class ImportRecord(Struct, frozen=True, kw_only=True):
    """One finished import of one source.

    Attributes:
        import_id: its name, as on the rows it brought.
        source: what the rows call their source.
        file: where it came from, as the person wrote it.
        content_hash: hash of the file's bytes.
        mapping_hash: hash of how its columns were read.
        events, signals, traits, consents: rows added to each table.
        duplicates: rows that were there already.
        rejected: rows in the rejects file.
        imported_at: when.
    """

    import_id: str
    source: str
    file: str
    content_hash: str
    mapping_hash: str
    events: int = 0
    signals: int = 0
    traits: int = 0
    consents: int = 0
    duplicates: int = 0
    rejected: int = 0
    imported_at: datetime


def safe_name(import_id: str) -> str:
    """Return `import_id` if it can name a file; raises Invalid otherwise."""
    if not import_id or import_id.startswith(".") or not _SAFE.issuperset(import_id) or len(import_id) > 120:
        raise Invalid(
            f"The import id {import_id!r} cannot name a file.", hint="Use letters, digits, '-', '_' and '.' only."
        )
    return import_id


class Records:
    """The import records of a store, read as they appear.

    Args:
        folder: where the files are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, ImportRecord] = {}

    def add(self, record: ImportRecord) -> None:
        """Write a record; one with the same import id is replaced."""
        name = f"{safe_name(record.import_id)}.json"
        part = self._folder / f".{name}.{os.getpid()}"
        part.write_bytes(msgspec.json.format(msgspec.json.encode(record)))
        part.replace(self._folder / name)
        self._known[name] = record

    def all(self) -> list[ImportRecord]:
        """Return every record, oldest first."""
        for path in self._folder.glob("[!.]*.json"):
            if path.name not in self._known:
                self._known[path.name] = msgspec.json.decode(path.read_bytes(), type=ImportRecord)
        return sorted(self._known.values(), key=lambda record: (record.imported_at, record.import_id))

    def find(self, content_hash: str, mapping_hash: str) -> ImportRecord | None:
        """Return the newest import of this very file read in this very way, or None."""
        wanted = (content_hash, mapping_hash)
        found = [record for record in self.all() if (record.content_hash, record.mapping_hash) == wanted]
        return found[-1] if found else None
