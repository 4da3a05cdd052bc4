"""Spreadsheets: every sheet that holds a table, wherever its header is."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from footpath.core.errors import Invalid
from footpath.events.connectors import Connector
from footpath.events.reading.delimited import looks_like_header
from footpath.events.reading.source import Source
from footpath.events.reading.stage import Stage, Table, unique_names

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BATCH = 50_000


class Xlsx(Connector):
    """Spreadsheets (.xlsx, .xls, .xlsb, .ods): every sheet that holds a table, wherever its header is."""

    name: ClassVar[str] = "xlsx"
    summary: ClassVar[str] = "Spreadsheets (.xlsx, .xls, .xlsb, .ods): every sheet that holds a table."

    @classmethod
    def recognise(cls, source: Source) -> float:
        """An archive that holds a workbook."""
        if source.head.startswith(_OLE):
            return 0.9 if source.suffix in {".xls", ".xla"} else 0.0
        inside = source.head
        workbook = b"xl/" in inside or b"opendocument.spreadsheet" in inside
        named = source.suffix in {".xlsx", ".xlsm", ".xlsb", ".ods"}
        return 1.0 if inside.startswith(_ZIP) and (workbook or named) else 0.0

    def read(self, source: Source, stage: Stage) -> Iterator[Table]:
        """Yield one table a sheet; sheets without one are passed over."""
        try:
            workbook = CalamineWorkbook.from_path(str(source.plain(stage.scratch(source.suffix or ".xlsx"))))
            sheets = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
        except (CalamineError, OSError, ValueError) as problem:
            raise Invalid(f"{source.name} is a broken spreadsheet: {problem}", hint="Save it again.") from problem
        tables = [table for name, rows in sheets.items() if (table := _table(source, stage, name, rows))]
        for table in tables:
            one = {"name": source.name} if len(tables) == 1 else {}
            yield Table(**{**{field: getattr(table, field) for field in table.__struct_fields__}, **one})


def _table(source: Source, stage: Stage, sheet: str, cells: list[list[Any]]) -> Table | None:
    texts = [[_text(cell) for cell in row] for row in cells]
    start = _header(texts)
    if start is None:
        return None
    width = max(i for row in texts[start:] for i, cell in enumerate(row, 1) if cell)
    first, body = texts[start], [row for row in texts[start + 1 :] if any(row)]
    named = stage.options.header if stage.options.header is not None else looks_like_header(first[:width], body[:500])
    columns = unique_names(first[:width] if named else [""] * width)
    rows = body if named else [first, *body]
    if not rows:
        return None
    schema = pa.schema([pa.field(column, pa.string()) for column in columns])
    view, names, count = stage.view(stage.keep_batches(schema, _batches(rows, schema)))
    return Table(
        name=f"{source.name} · {sheet}",
        view=view,
        columns=names,
        rows=count,
        lines_before=start + named,
        notes=(f"sheet “{sheet}”" + (f", header on line {start + 1}" if start and named else ""),),
    )


def _batches(rows: list[list[str]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        columns = [
            pa.array([row[i] or None if i < len(row) else None for row in part], pa.string())
            for i in range(len(schema))
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _header(rows: list[list[str]]) -> int | None:
    """Return the first row that is about as full as most rows are; None when no row holds two cells."""
    filled = [sum(bool(cell) for cell in row) for row in rows]
    counts = Counter(count for count in filled if count > 1)
    if not counts:
        return 0 if any(filled) and len([count for count in filled if count]) > 1 else None
    usual = max(counts, key=lambda count: (counts[count], count))
    return next(index for index, count in enumerate(filled) if count > 1 and count >= 0.6 * usual)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell).strip() if cell is not None else ""
