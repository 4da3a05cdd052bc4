"""Everything of one person in one archive, for the person to read: what they did, said, agreed to, and are known by."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import msgspec
from msgspec import Struct

from footpath.collector import empty_spools, letters, speaks_of
from footpath.core import clock
from footpath.core.audit import AuditLog
from footpath.core.files import write_private
from footpath.core.querying import querying
from footpath.core.spreadsheets import harmless
from footpath.events import SCHEMAS, Lake, name_erased
from footpath.privacy.needles import Needles
from footpath.privacy.persons import Theirs, find
from footpath.privacy.places import EXPORTS, Copy, note_export

_SINCE_ZIP = (1980, 1, 1, 0, 0, 0)
_OURS = ("key", "row", "import_id")  # how a row is found again; says nothing about anybody
_JSON = ("ids", "properties", "traits")
_WHAT = {
    "events": "what you did: pages seen, things bought, messages received",
    "signals": "what you said: answers, reviews, tickets, scores",
    "traits": "what was said about you: plan, country, settings",
    "consents": "what you agreed to or refused, when, and how we know",
    "refused": "messages about you that could not be read and were set apart",
}


class Exported(Struct, frozen=True):
    """An export.

    Attributes:
        content: the archive (ZIP).
        rows: how many rows of each kind it has.
        person: keyed hash of whom it is about.
    """

    content: bytes
    rows: dict[str, int]
    person: str


def export(lake: Lake, person: str, *, actor: str, spools: Path | None = None) -> Exported:
    """Return all that the store holds of a person as a ZIP of JSON and CSV with a README in plain words.

    Args:
        lake: the store.
        person: as for `find`.
        actor: who asks, for the audit log.
        spools: folder of the spools; None = inside the store.

    Raises:
        NotFound: the store knows no such person.
    """
    empty_spools(lake.folder, spools)
    theirs = find(lake, person)
    log = AuditLog(lake.folder)
    tables = _tables(lake, theirs)
    rows = {name: len(found) for name, found in tables.items()}
    named = log.of_person(theirs.name)
    log.add(actor, "person.export", named, **rows)
    return Exported(_archive(theirs, tables), rows, named)


def save_export(lake: Lake, exported: Exported, path: Path | None) -> Path:
    """Write an export to a file, inside the store unless a path is given, and remember where it is."""
    target = (path or lake.folder / EXPORTS / f"{exported.person[:24]}.zip").resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    write_private(target, exported.content)
    digest = hashlib.sha256(exported.content).hexdigest()
    note_export(lake.folder, Copy(str(target), clock.now(), digest, exported.person))
    return target


def _tables(lake: Lake, theirs: Theirs) -> dict[str, list[dict[str, Any]]]:
    with querying() as con:
        name_erased(con, theirs.ids)
        found = {name: _rows(con, lake, name) for name in SCHEMAS}
    needles = Needles(tuple(theirs.all()))
    refused = [letter for letter in letters(lake.folder) if speaks_of(letter, needles.names_one)]
    return found | {"refused": [msgspec.to_builtins(letter) for letter in refused]}


def _rows(con: duckdb.DuckDBPyConnection, lake: Lake, name: str) -> list[dict[str, Any]]:
    relation = lake.relation(con, name).filter(lake.theirs())
    columns = [column for column in relation.columns if column not in _OURS]
    shown = ", ".join(f'"{column}"' for column in columns)
    table = relation.order('"at", source, "row"').project(shown).to_arrow_table()
    return [_readable(row) for row in table.to_pylist()]


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: msgspec.json.decode(value) if name in _JSON and isinstance(value, str) else value
        for name, value in row.items()
        if value is not None
    }


def _archive(theirs: Theirs, tables: dict[str, list[dict[str, Any]]]) -> bytes:
    files = {"README.txt": _readme(theirs, tables).encode()}
    files["ids.json"] = _json([{"kind": kind, "id": one} for kind, one in theirs.all()])
    for name, rows in tables.items():
        files |= {f"{name}.json": _json(rows), f"{name}.csv": _csv(rows)} if rows else {}
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _SINCE_ZIP), text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _json(rows: list[dict[str, Any]]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(rows))


def _csv(rows: list[dict[str, Any]]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, names, restval="")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + page.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    if isinstance(value, int | float):
        return value
    return harmless((value if isinstance(value, str) else value.isoformat()).replace("\x00", ""))


def _readme(theirs: Theirs, tables: dict[str, list[dict[str, Any]]]) -> str:
    lines = [
        "Everything we keep about you",
        "",
        f"Made on {clock.now():%d %B %Y}. Times are in UTC.",
        "",
        "ids.json: the names our systems know you by. Of e-mail addresses we keep a fingerprint only (a hash).",
        *(
            f"{name}.json and {name}.csv: {len(tables[name]):,} rows: {words}."
            for name, words in _WHAT.items()
            if tables.get(name)
        ),
        "",
        "The .json and the .csv file of a name say the same; a spreadsheet opens the .csv.",
        "Some fields: source = the system it came from; at = when it happened; channel = web, app, e-mail, shop …;",
        "properties = everything else that was noted with it.",
        "",
        f"Number of ids: {len(theirs.all())}. You may ask us to erase all of this.",
        "",
    ]
    return "\n".join(lines)
