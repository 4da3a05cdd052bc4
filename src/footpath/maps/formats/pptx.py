"""Maps as PowerPoint presentations."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.render.layout import layout
from footpath.maps.render.theme import Scheme
from footpath.maps.slides import deck


class Pptx(Format):
    """A presentation of native shapes to edit in PowerPoint, Keynote or LibreOffice: the map, then how it was made.

    Fonts are named, not embedded: without Inter and Noto Sans TC installed the program puts others in their place.
    Loses definitions of numbers, touchpoint matchers and other languages.
    """

    name = "pptx"
    title = "PowerPoint"
    extensions = (".pptx",)

    def write(self, model: Map, options: Options) -> bytes:
        """Return the presentation; theme `auto` is light, the slide is as large as the map."""
        locale = options.language(model)
        scene = layout(model, locale=locale, options=options)
        scheme: Scheme = "dark" if options.theme == "dark" else "light"
        return deck(model, scene, scheme=scheme, locale=locale)
