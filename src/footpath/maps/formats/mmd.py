"""Maps as Mermaid user journeys."""

from footpath.core.errors import Invalid
from footpath.maps.format import Format, Options
from footpath.maps.mermaid import read_journey, write_journey
from footpath.maps.model import Map


class Mmd(Format):
    """A Mermaid user journey: stages, steps, emotion from 1 to 5 and who; drawn by GitHub, GitLab and many wikis.

    Loses lanes other than the first emotion curve, cards, numbers and notes. Keys, exact emotion values and the
    characters Mermaid forbids survive in comment lines. `.md` has a diagram for every persona.
    """

    name = "mmd"
    title = "Mermaid"
    extensions = (".mmd", ".mermaid")
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the diagram of the first emotion curve in UTF-8; theme has no effect."""
        return write_journey(model, options.language(model)).encode()

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map of a diagram; raises Invalid with the line that Mermaid would refuse too."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise Invalid(f"{name} is not text in UTF-8.", hint="Save it as UTF-8.") from problem
        return read_journey(text, name=name)
