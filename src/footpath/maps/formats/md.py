"""Maps as Markdown."""

from footpath.core.errors import Invalid
from footpath.maps.format import Format, Options
from footpath.maps.markdown import markdown
from footpath.maps.mermaid import read_page
from footpath.maps.model import Map


class Md(Format):
    """A page of tables, findings and a Mermaid diagram, for wikis and pull requests.

    Loses definitions of numbers, touchpoint matchers, arrows between cards and other languages. Reads the Mermaid
    `journey` blocks of any page, not its tables: stages, steps, emotion and who.
    """

    name = "md"
    title = "Markdown"
    extensions = (".md", ".markdown")
    readable = True

    def write(self, model: Map, options: Options) -> bytes:
        """Return the page in UTF-8; theme has no effect."""
        return markdown(model, options.language(model), options).encode()

    def read(self, data: bytes, *, name: str) -> Map:
        """Return the map of the Mermaid journeys in a page; raises Invalid with the line, or when there is none."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise Invalid(f"{name} is not text in UTF-8.", hint="Save it as UTF-8.") from problem
        return read_page(text, name=name)
