"""Maps as PDF."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.render.layout import layout
from footpath.maps.typesetting import pdf


class Pdf(Format):
    """The picture as PDF for print and mail: selectable text, fonts inside, fit to its page or to A4 … A0, or tiled.

    Loses what the picture does not show: definitions of numbers, touchpoint matchers, other languages.
    """

    name = "pdf"
    title = "PDF"
    extensions = (".pdf",)

    def write(self, model: Map, options: Options) -> bytes:
        """Return the PDF; theme `auto` is light."""
        locale = options.language(model)
        return pdf(layout(model, locale=locale, options=options), options, locale)
