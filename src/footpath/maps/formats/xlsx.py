"""Maps as Excel workbooks."""

from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from footpath.core.errors import Invalid
from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.sheet import map_of_rows
from footpath.maps.workbook import workbook


class Xlsx(Format):
    """A workbook of native cells: the map as a grid with a chart, then every number, finding, quote and touchpoint.

    Loses arrows between cards, other languages and fields of unknown lane types. No text can run as a formula. Reads
    grids laid out by hand: stages across, lanes down, on the first sheet.
    """

    name = "xlsx"
    title = "Excel"
    extensions = (".xlsx",)
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the workbook; theme has no effect."""
        return workbook(model, options.language(model), options)

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map in the grid on the first sheet; raises Invalid."""
        try:
            rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
        except (CalamineError, OSError, ValueError) as problem:
            raise Invalid(f"{name} is a broken workbook: {problem}.", hint="Save it again as .xlsx.") from problem
        return map_of_rows([[_text(cell) for cell in row] for row in rows], name=name)


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
