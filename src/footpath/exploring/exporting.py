"""Tables as CSV and workbooks that no spreadsheet runs anything of, and pictures as SVG and PNG."""

import csv
import io
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

import pyarrow as pa
from xlsxwriter import Workbook

from footpath.core.errors import NotFound
from footpath.core.spreadsheets import harmless
from footpath.maps import picture_png

KINDS = ("csv", "xlsx", "svg", "png")
_MOST_ROWS = 1_048_575  # of a sheet, less the heading
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


def table_as(table: pa.Table, kind: str, *, title: str, as_of: datetime | None) -> bytes:
    """Return a table as a file; raises NotFound for a kind that there is none of."""
    if kind == "csv":
        return _csv(table)
    if kind == "xlsx":
        return _xlsx(table, title, as_of)
    raise NotFound(f"There is no export {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")


def picture_as(svg: str, kind: str) -> bytes:
    """Return a picture as a file; raises NotFound for a kind that there is none of."""
    if kind == "svg":
        return svg.encode()
    if kind == "png":
        return picture_png(svg)
    raise NotFound(f"There is no export {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")


def _csv(table: pa.Table) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in table.column_names])
    columns = [column.to_pylist() for column in table.columns]
    writer.writerows([_plain(value) for value in row] for row in zip(*columns, strict=True))
    return "\ufeff".encode() + target.getvalue().encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if value is None or isinstance(value, int | float):
        return value
    return harmless(str(value))


def _xlsx(table: pa.Table, title: str, as_of: datetime | None) -> bytes:
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, **_TEXT_ONLY})
    created = (as_of or _LONG_AGO).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": title[:255], "author": "Footpath", "created": created})
    sheet = book.add_worksheet("Figures")
    head, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, column in enumerate(table.column_names):
        sheet.write_string(0, place, column, head)
        for row, value in enumerate(table[column].slice(0, _MOST_ROWS).to_pylist(), start=1):
            if isinstance(value, datetime):
                sheet.write_datetime(row, place, value.astimezone(UTC).replace(tzinfo=None), moment)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, int | float):
                _number(sheet, row, place, value)
            elif value is not None:
                sheet.write_string(row, place, str(value)[:32_767])
    sheet.freeze_panes(1, 0)
    book.close()
    return packed.getvalue()


def _number(sheet: Any, row: int, place: int, value: float) -> None:
    if isfinite(value):
        sheet.write_number(row, place, value)
