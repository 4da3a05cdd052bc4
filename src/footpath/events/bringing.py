"""Documents from anywhere into the lake by a mapping, as an import does it, without a file."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from footpath.core import clock
from footpath.core.errors import Invalid
from footpath.events.lake import Lake
from footpath.events.mapping import Mapping
from footpath.events.reading.compile import Compiled, compile_mapping
from footpath.events.reading.documents import flat_columns, stage_flat
from footpath.events.reading.stage import Stage, Table, open_stage, unique_names
from footpath.events.records import ImportRecord
from footpath.events.rejects import Reject


class Taken(Struct, frozen=True, kw_only=True):
    """What became of documents: rows added by table, rows that were there already, documents left out."""

    events: int = 0
    signals: int = 0
    traits: int = 0
    duplicates: int = 0
    rejected: int = 0


def take_documents(lake: Lake, documents: Sequence[str], mapping: Mapping, *, source: str, name: str) -> Taken:
    """Bring JSON objects into a lake; those with ids it has are duplicates, so giving them again adds nothing.

    Args:
        documents: one JSON object each.
        mapping: what their fields mean; nested ones are called "a.b", those that no document has are empty.
        source: what the rows call their source.
        name: of the import, which is written down once however often it is continued; letters, digits, '-', '_', '.'.
    """
    if not documents:
        return Taken()
    with open_stage() as stage:
        stage.con.register("documents", pa.table({"n": range(1, len(documents) + 1), "json": pa.array(documents)}))
        table = _table(stage, mapping, name)
        compiled = compile_mapping(table, mapping, source)
        counts = {"events": 0, "signals": 0, "traits": 0}
        duplicates = 0
        for kind, query in sorted(compiled.queries.items()):
            appended = lake.append(kind, stage.con, query, import_id=name)
            counts[kind] = appended.added
            duplicates += appended.duplicates
        rejected = lake.add_rejects(name, _rejects(stage, compiled))
    taken = Taken(**counts, duplicates=duplicates, rejected=rejected)
    _record(lake, taken, source, name)
    return taken


def _table(stage: Stage, mapping: Mapping, name: str) -> Table:
    columns = flat_columns(stage, "documents")
    named = dict(zip(unique_names(list(columns)), columns.values(), strict=True))
    # A field that none of these documents has is empty, not a mistake: the next ones may have it.
    absent = {column: "NULL::VARCHAR" for column in _columns(mapping) if column not in named}
    path = stage_flat(stage, "documents", named | absent)
    view, found, rows = stage.view(path)
    return Table(name=name, view=view, columns=found, rows=rows, mapping=mapping)


def _columns(mapping: Mapping) -> list[str]:
    """Return every column a mapping names."""
    found: list[str] = []

    def look(value: Any, place: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                look(inner, key)
        elif isinstance(value, list):
            for inner in value:
                look(inner, place)
        elif isinstance(value, str) and place not in _NO_COLUMNS:
            found.extend(_placeholders(value) if value.startswith("=") else [value])

    look(msgspec.to_builtins(mapping), "")
    return list(dict.fromkeys(found))


_NO_COLUMNS = frozenset({"match", "source", "scope", "format", "tz", "plus_unit", "decimal", "missing", "blanks"})


def _placeholders(text: str) -> list[str]:
    return [part.split("}", 1)[0] for part in text.split("{")[1:] if "}" in part]


def _rejects(stage: Stage, compiled: Compiled) -> list[Reject]:
    if not compiled.rejects:
        return []
    return [
        Reject(int(number), field, "" if value is None else str(value)[:300], reason, remedy)
        for number, field, value, reason, remedy in stage.con.execute(compiled.rejects).fetchall()
    ]


def _record(lake: Lake, taken: Taken, source: str, name: str) -> None:
    known = next((record for record in lake.imports() if record.import_id == name), None)
    record = known or ImportRecord(
        import_id=name, source=source, file=name, content_hash=name, mapping_hash="pull", imported_at=clock.now()
    )
    sums = {key: getattr(record, key) + count for key, count in msgspec.to_builtins(taken).items()}
    lake.record_import(msgspec.structs.replace(record, **sums, imported_at=clock.now()))


def checked_mapping(mapping: Mapping, place: str) -> Mapping:
    """Return a mapping whose rows have ids, so that what is pulled again counts once.

    Raises:
        Invalid: one has none.
    """
    for number, event in enumerate(mapping.events):
        if not event.event_id:
            raise Invalid(f"{place}.events[{number}].event_id: it is missing.", hint="Name the column of the row's id.")
    for number, signal in enumerate(mapping.signals):
        if not signal.signal_id:
            raise Invalid(f"{place}.signals[{number}].signal_id: it is missing.", hint="Name the column of its id.")
    if mapping.traits and not mapping.traits.row_id:
        raise Invalid(f"{place}.traits.row_id: it is missing.", hint="Name the column of the row's id and time.")
    return mapping
