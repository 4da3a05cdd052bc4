"""Tables as CSV and workbooks that no spreadsheet runs anything of, and pictures as SVG and PNG."""

import csv
import io
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any

import pyarrow as pa
from xlsxwriter import Workbook

from footpath.analytics import ANALYSES, cell_told, column_told, heard, phrase
from footpath.core.errors import NotFound
from footpath.core.languages import speaking
from footpath.core.spreadsheets import harmless
from footpath.exploring.asked import Replied
from footpath.maps import picture_png

KINDS = ("csv", "xlsx", "svg", "png")
_MOST_ROWS = 1_048_575  # of a sheet, less the heading
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)


def workbook_of(table: pa.Table, reply: Replied, kind: str, locale: str) -> bytes:
    """Return a table of an answer as a workbook in a language, with a sheet that says how it was computed.

    Raises:
        NotFound: the kind is not xlsx.
    """
    if kind != "xlsx":
        raise NotFound(f"There is no export {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")
    packed = io.BytesIO()
    book = Workbook(packed, {"in_memory": True, **_TEXT_ONLY})
    created = (reply.as_of or _LONG_AGO).astimezone(UTC).replace(tzinfo=None)
    with speaking(locale):
        title = heard(ANALYSES[reply.analysis].title or reply.analysis.replace("_", " "))
        book.set_properties({"title": title[:255], "author": "Footpath", "created": created})
        _figures(book, table)
        _rules(book, reply)
    book.close()
    return packed.getvalue()


def picture_as(svg: str, kind: str) -> bytes:
    """Return a picture as a file; raises NotFound for a kind that there is none of."""
    if kind == "svg":
        return svg.encode()
    if kind == "png":
        return picture_png(svg)
    raise NotFound(f"There is no export {kind!r}.", hint=f"There are: {', '.join(KINDS)}.")


def csv_of(table: pa.Table) -> bytes:
    """Return a table as CSV for other programs: columns have the names that they have in Python and over HTTP."""
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


def _figures(book: Workbook, table: pa.Table) -> None:
    sheet = book.add_worksheet(phrase("Figures"))
    head, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, column in enumerate(table.column_names):
        sheet.write_string(0, place, column_told(column), head)
        for row, value in enumerate(table[column].slice(0, _MOST_ROWS).to_pylist(), start=1):
            if isinstance(value, datetime):
                sheet.write_datetime(row, place, value.astimezone(UTC).replace(tzinfo=None), moment)
            elif isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, int | float):
                _number(sheet, row, place, value)
            elif value is not None:
                sheet.write_string(row, place, cell_told(column, str(value))[:32_767])
    sheet.freeze_panes(1, 0)


def _rules(book: Workbook, reply: Replied) -> None:
    """Add the sheet that says what the figures show, and every rule that shapes them."""
    sheet = book.add_worksheet(phrase("How computed"))
    lines = [("", heard(reply.explain)), *((heard(name), heard(text)) for name, text in reply.rules.items())]
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, text[:32_767])


def _number(sheet: Any, row: int, place: int, value: float) -> None:
    if isfinite(value):
        sheet.write_number(row, place, value)
