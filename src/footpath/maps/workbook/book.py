"""The workbook: the map first, then lists."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from footpath.core.spreadsheets import harmless
from footpath.maps.format import Options
from footpath.maps.model import Map, localised
from footpath.maps.rows import FIELDS, records
from footpath.maps.workbook.grid import grid_sheet
from footpath.maps.workbook.heads import said
from footpath.maps.workbook.lists import lists, write_list
from footpath.maps.workbook.styles import Styles, fitting

_LONG_AGO = datetime(1980, 1, 1, tzinfo=UTC)
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(model: Map, locale: str, options: Options) -> bytes:
    """Return the file; the same map gives the same bytes."""
    packed = BytesIO()
    book = Workbook(packed, {"in_memory": True, **_TEXT_ONLY})
    created = (model.as_of or _LONG_AGO).astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": localised(model.title, locale)[:255], "author": "Footpath", "created": created})
    styles = Styles(book)
    grid_sheet(book.add_worksheet(said("Map", locale)), model, styles, locale, options)
    for content in lists(model, locale):
        write_list(book.add_worksheet(content.name), content, styles)
    _rows(book.add_worksheet("Rows"), model, locale, options)
    book.close()
    return packed.getvalue()


def _rows(sheet: Any, model: Map, locale: str, options: Options) -> None:
    """Write what opens the workbook again as the map: texts as texts, numbers as numbers."""
    sheet.write_row(0, 0, FIELDS)
    sheet.freeze_panes(1, 0)
    for row, told in enumerate(records(model, locale, options), start=1):
        for column, field in enumerate(FIELDS):
            value = told.get(field)
            if isinstance(value, int | float) and float(f"{value:.16G}") == value:  # as many digits as cells keep
                sheet.write_number(row, column, value)
            elif value not in (None, ""):
                said = value.isoformat() if isinstance(value, datetime) else harmless(str(value))
                sheet.write_string(row, column, fitting(said))
