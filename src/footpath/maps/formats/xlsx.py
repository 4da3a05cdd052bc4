"""Maps as Excel workbooks."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.workbook import workbook


class Xlsx(Format):
    """A workbook of native cells: the map as a grid with a chart, then every number, finding, quote and touchpoint.

    Loses arrows between cards, other languages and fields of unknown lane types. No text can run as a formula.
    """

    name = "xlsx"
    title = "Excel"
    extensions = (".xlsx",)

    def write(self, model: Map, options: Options) -> bytes:
        """Return the workbook; theme has no effect."""
        return workbook(model, options.language(model), options)
