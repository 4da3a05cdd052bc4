"""Maps as PNG."""

from footpath.maps.format import Format, Options
from footpath.maps.model import Map
from footpath.maps.render.layout import layout
from footpath.maps.typesetting import png

_MOST_PIXELS = 120_000_000  # larger pictures are drawn smaller: viewers and chat programs refuse them


class Png(Format):
    """The picture as PNG for slides, chats and wikis, in as many pixels as `scale` says.

    Loses everything but the picture; text is not selectable.
    """

    name = "png"
    title = "PNG"
    extensions = (".png",)

    def write(self, model: Map, options: Options) -> bytes:
        """Return the picture; theme `auto` is light. Always one page."""
        locale = options.language(model)
        scene = layout(model, locale=locale, options=options)
        most = (_MOST_PIXELS / (scene.width * scene.height)) ** 0.5
        return png(scene, options, locale, scale=min(options.scale, most))
