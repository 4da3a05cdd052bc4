"""SVG."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.render.fonts import embedded, letters
from footpath.maps.render.layout import layout
from footpath.maps.render.svg import document, words_of
from footpath.maps.render.theme import Scheme

_SCHEMES: dict[str, Scheme | None] = {"light": "light", "dark": "dark", "auto": None}


class Svg(Format):
    """One scalable picture with its fonts inside, for documents, wikis and the web."""

    name = "svg"
    title = "SVG"
    extensions = (".svg",)

    def write(self, model: Map, options: Options) -> bytes:
        """Return the picture; with theme `auto` it follows the reader's light or dark setting."""
        scene = layout(model, options=options)
        fonts = embedded(letters(words_of(scene.marks)))
        return document(scene, _SCHEMES[options.theme], fonts).encode()
