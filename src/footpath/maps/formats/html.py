"""HTML."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.page import page


class Html(Format):
    """One page that works offline: zoom, folding lanes, a definition behind every number, a table twin."""

    name = "html"
    title = "HTML"
    extensions = (".html", ".htm")

    def write(self, model: Map, options: Options) -> bytes:
        """Return the page, with fonts, script and data inside."""
        return page(model, options).encode()
