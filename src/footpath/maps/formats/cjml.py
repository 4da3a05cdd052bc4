"""Maps as CJML."""

from footpath.maps.cjml import read_cjml, write_cjml
from footpath.maps.format import Format, Options
from footpath.maps.model import Map


class Cjml(Format):
    """A planned journey of CJML 2.0 (XML): phases, touchpoints, actors and channels, for CJML tools and research.

    Loses emotion, quotes, pain points, opportunities, numbers and notes, which a planned journey has no place for, and
    keys of steps; who makes the first move is not on a map, so the customer initiates every touchpoint.
    """

    name = "cjml"
    title = "CJML"
    extensions = (".cjml.xml", ".cjml")
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the XML in the chosen language; theme has no effect."""
        return write_cjml(model, options.language(model))

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map of a planned or actual journey; raises Invalid when the file holds none."""
        return read_cjml(data, name=name)
