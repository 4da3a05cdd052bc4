"""What the cells of a workbook say: texts, numbers as they are shown, and which cells are merged."""

import posixpath
import re
import zipfile
from datetime import timedelta
from io import BytesIO

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from footpath.core.errors import Invalid
from footpath.maps.model import Map
from footpath.maps.sheet import laid_out, map_of_rows, told_by
from footpath.maps.workbook.reopening import reopened

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PERCENT_IDS = ("9", "10")  # of Excel's own formats
_QUOTED = re.compile(r'"[^"]*"|\\.')
Rows = list[list[str]]


def read_workbook(data: bytes, *, name: str) -> Map:
    """Return the map on the first sheet, with what the rows of a workbook of Footpath's keep; raises Invalid."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [book.get_sheet_by_index(at) for at in range(len(book.sheet_names))]
        percents = _percents(data)
    except (CalamineError, OSError, ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as problem:
        raise Invalid(f"{name} is a broken workbook: {problem}.", hint="Save it again as .xlsx.") from problem
    first, *others = sheets
    top, left = first.start or (0, 0)
    rows = [
        [_text(cell, percent=(row + top, column + left) in percents) for column, cell in enumerate(cells)]
        for row, cells in enumerate(first.to_python())
    ]
    merged = {(start[0] - top, start[1] - left): end[1] - left for start, end in first.merged_cell_ranges or ()}
    for sheet in others:
        told = told_by([[_text(cell) for cell in row] for row in sheet.to_python()], name=name)
        if told is not None:
            return reopened(laid_out(rows, name=name, spans=merged), told) if told.columns else told
    return map_of_rows(rows, name=name, spans=merged)


def _text(cell: object, *, percent: bool = False) -> str:
    if isinstance(cell, float):
        return f"{cell * 100:.12g}%" if percent else repr(cell).removesuffix(".0")
    if isinstance(cell, timedelta):
        return _clock(cell)
    return str(cell)


def _clock(span: timedelta) -> str:
    """Return a duration as sheets show it: hours, minutes, seconds."""
    seconds = span.total_seconds()
    hours, rest = divmod(abs(seconds), 3600)
    return f"{'-' if seconds < 0 else ''}{int(hours)}:{int(rest // 60):02d}:{rest % 60:02.0f}"


def _percents(data: bytes) -> set[tuple[int, int]]:
    """Return row and column of the cells of the first sheet that are shown in per cent."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        if "xl/styles.xml" not in parts.namelist():
            return set()
        looks = _percent_looks(_xml(parts, "xl/styles.xml"))
        if not looks:
            return set()
        found: set[tuple[int, int]] = set()
        with parts.open(_first_sheet(parts)) as sheet:
            for _, cell in etree.iterparse(sheet, tag=f"{_MAIN}c", resolve_entities=False, no_network=True):
                if cell.get("s") in looks:
                    found.add(_address(cell.get("r", "")))
                cell.clear()
        return found


def _xml(parts: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(parts.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def _percent_looks(styles: etree._Element) -> set[str]:
    """Return the cell styles, as cells name them, that show per cent."""
    told = {str(one.get("numFmtId")): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    own = {key for key, code in told.items() if "%" in _QUOTED.sub("", code)}
    used = styles.find(f"{_MAIN}cellXfs")
    looks = used if used is not None else ()
    return {str(at) for at, look in enumerate(looks) if look.get("numFmtId") in {*own, *_PERCENT_IDS}}


def _first_sheet(parts: zipfile.ZipFile) -> str:
    book = _xml(parts, "xl/workbook.xml")
    wanted = next(book.iter(f"{_MAIN}sheet")).get(_ID)
    kin = _xml(parts, "xl/_rels/workbook.xml.rels")
    target = next(str(one.get("Target")) for one in kin if one.get("Id") == wanted)
    return posixpath.normpath(posixpath.join("/xl", target)).removeprefix("/")


def _address(reference: str) -> tuple[int, int]:
    """Return row and column, from 0, of a reference such as "C7"."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(reference[len(letters) :] or 0) - 1, column - 1
