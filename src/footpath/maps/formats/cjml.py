"""Maps as CJML."""

from footpath.maps.cjml import read_cjml, write_cjml
from footpath.maps.format import Format, Options
from footpath.maps.model import Map


class Cjml(Format):
    """A journey of CJML 2.0 (XML): phases, touchpoints, actors, hand-overs and channels, for CJML tools and research.

    A map read from CJML is written as the journey it was, with its ids; one drawn here as a planned journey, whose
    observed paths follow as actual journeys of it. A step with several channels is a touchpoint for each (T3, T3.2) and
    one step again when read. Loses quotes, pain points, opportunities and notes, and emotion and numbers save those of
    an actual journey; keys of steps, levels between stage and step, other languages, arrows between steps, the order of
    phases and texts of hand-overs that differ from their step's title. Where no arrow between lanes of actors says who
    makes the first move, the customer initiates.
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
