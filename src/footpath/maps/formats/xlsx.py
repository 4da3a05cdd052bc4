"""Maps as Excel workbooks."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.workbook import read_workbook, workbook


class Xlsx(Format):
    """A workbook of native cells: the map as a grid with a chart, then every number, finding, quote and touchpoint.

    Gives back what it shows, also after a change in Excel: the first sheet leads, and the sheet “Rows” says what its
    cells cannot: lane types, tags, colours, evidence, arrows, n and interval. Loses touchpoints and their matchers,
    moves between columns and their figures, other languages than the one written, texts beyond 32,767 characters and
    fields of a later version. No text can run as a formula. Reads grids laid out by hand too, on the first sheet:
    stages across, lanes down, cells merged over steps, per cent; their colours are not read.
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
        return read_workbook(data, name=name)
