"""Maps as Markdown."""

from footpath.maps.format import Format, Options
from footpath.maps.markdown import markdown
from footpath.maps.model import Map


class Md(Format):
    """A page of tables, findings and a Mermaid diagram, for wikis and pull requests.

    Loses definitions of numbers, touchpoint matchers, arrows between cards and other languages.
    """

    name = "md"
    title = "Markdown"
    extensions = (".md", ".markdown")

    def write(self, model: Map, options: Options) -> bytes:
        """Return the page in UTF-8; theme has no effect."""
        return markdown(model, options.language(model), options).encode()
