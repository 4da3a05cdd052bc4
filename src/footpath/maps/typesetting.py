"""A scene as PDF or PNG, typeset by Typst with the fonts that ship with the package; text stays text."""

from functools import cache
from importlib.resources import files
from typing import Any, cast

import msgspec
import typst
from msgspec import structs

from footpath.core.errors import FootpathError
from footpath.maps.format import Options
from footpath.maps.marks import Bounds, Leaf, bounds, extent, leaves, left_edge, pairs
from footpath.maps.render.scene import Disc, Line, Picture, Rect, Scene, Words
from footpath.maps.render.svg import picture
from footpath.maps.render.text import FONTS, chinese
from footpath.maps.render.theme import Scheme, colour
from footpath.maps.tiling import Sheet, Tile, tiled

PT = 0.75  # one CSS px in points
_MM = 72 / 25.4
_PAPER_MM = {"a4": (297, 210), "a3": (420, 297), "a2": (594, 420), "a1": (841, 594), "a0": (1189, 841)}
_MARGIN_MM = 8
_LARGEST_PT = 14_000.0  # PDF readers refuse pages of more than 200 inches


def pdf(scene: Scene, options: Options, locale: str) -> bytes:
    """Return the drawing as PDF: one page, or several when `options.tiled`."""
    sheets = tiled(scene, *_page(options), PT) if options.tiled else [_whole(scene, options)]
    found = _compile(_job(scene, sheets, "light" if options.theme == "auto" else options.theme, locale), format="pdf")
    return cast("bytes", found)


def png(scene: Scene, options: Options, locale: str, *, scale: float) -> bytes:
    """Return the drawing as PNG of `scale` pixels a px; on paper, the page of that size."""
    sheets = [_whole(scene, options)]
    job = _job(scene, sheets, "light" if options.theme == "auto" else options.theme, locale)
    found = _compile(job, format="png", ppi=72 / PT * scale)
    return cast("bytes", found[0] if isinstance(found, list) else found)


def _compile(job: dict[str, Any], **options: Any) -> bytes | list[bytes] | None:
    source = files("footpath.maps").joinpath("typesetting.typ").read_bytes()
    # A character no shipped font has is looked for among the machine's own; all others look the same everywhere.
    compiler = _compiler(_foreign(job))
    try:
        return compiler.compile(
            input=source, sys_inputs={"job": msgspec.json.encode(job).decode()}, timestamp=0, **options
        )
    except typst.TypstError as problem:
        raise FootpathError(
            f"Typst could not set the page: {problem.message}.", hint="Try the .svg instead."
        ) from problem


@cache
def _compiler(foreign: bool) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=foreign, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=not foreign)


def _foreign(job: dict[str, Any]) -> bool:
    known = _known_characters()
    tiles = (tile for page in job["pages"] for tile in page["tiles"])
    texts = (mark["text"] for tile in tiles for mark in tile["marks"] if mark["kind"] == "words")
    return any(ord(char) not in known for text in texts for char in text)


@cache
def _known_characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for name in ("Inter-Regular.ttf", "NotoSansTC-Regular.otf"):
        with TTFont(FONTS / name, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


def _whole(scene: Scene, options: Options) -> Sheet:
    window = (0.0, 0.0, scene.width, scene.height)
    if options.paper == "fit":
        scale = min(PT, _LARGEST_PT / max(scene.width, scene.height))
        return Sheet(scene.width * scale, scene.height * scale, (Tile(window, 0, 0, scale),))
    width, height, margin = _page(options)
    scale = min((width - 2 * margin) / scene.width, (height - 2 * margin) / scene.height)
    x, y = (width - scene.width * scale) / 2, (height - scene.height * scale) / 2
    return Sheet(width, height, (Tile(window, x, y, scale),))


def _page(options: Options) -> tuple[float, float, float]:
    """Return width, height and margin, pt."""
    width, height = _PAPER_MM["a4" if options.paper == "fit" else options.paper]
    return width * _MM, height * _MM, _MARGIN_MM * _MM


def _job(scene: Scene, sheets: list[Sheet], scheme: Scheme, locale: str) -> dict[str, Any]:
    marks = [(mark, bounds(mark)) for mark in leaves(scene.marks)]
    pages = [
        {
            "width": sheet.width,
            "height": sheet.height,
            "tiles": [_tile(tile, marks, scheme, locale) for tile in sheet.tiles],
        }
        for sheet in sheets
    ]
    return {"title": scene.title, "paper": colour("bg", scheme), "pages": pages}


def _tile(tile: Tile, marks: list[tuple[Leaf, Bounds]], scheme: Scheme, locale: str) -> dict[str, Any]:
    left, top, right, bottom = tile.window
    inside = [
        mark
        for mark, (x1, y1, x2, y2) in marks
        if not tile.clip or (x1 < right and x2 > left and y1 < bottom and y2 > top)
    ]
    return {
        "x": tile.x,
        "y": tile.y,
        "w": (right - left) * tile.scale,
        "h": (bottom - top) * tile.scale,
        "clip": tile.clip,
        "marks": [_placed(mark, tile, scheme, locale) for mark in inside],
    }


def _placed(mark: Leaf, tile: Tile, scheme: Scheme, locale: str) -> dict[str, Any]:
    """Return a mark in pt from the tile's corner, its colours looked up."""
    s, ox, oy = tile.scale, tile.window[0], tile.window[1]

    def at(x: float, y: float) -> tuple[float, float]:
        return round((x - ox) * s, 3), round((y - oy) * s, 3)

    def ink(token: str) -> str:
        return colour(token, scheme) if token else ""

    if isinstance(mark, Words):
        x, y = at(left_edge(mark), mark.y)
        placed = {"kind": "words", "x": x, "y": y, "text": mark.text, "room": 2 * extent(mark) * s + 20}
        look = {"size": mark.size * s, "weight": mark.weight, "fill": ink(mark.fill), "italic": mark.italic}
        return placed | look | {"href": mark.href} | _language(mark, locale)
    if isinstance(mark, Picture):
        x, y = at(mark.x, mark.y)
        return {"kind": "photo", "x": x, "y": y, "w": mark.w * s, "h": mark.h * s, "svg": _alone(mark)}
    if isinstance(mark, Rect):
        x, y = at(mark.x, mark.y)
        placed = {"kind": "rect", "x": x, "y": y, "w": mark.w * s, "h": mark.h * s, "radius": mark.radius * s}
        look = {"fill": ink(mark.fill), "stroke": ink(mark.stroke), "width": mark.stroke_width * s}
        return placed | look | {"square_left": mark.square_left}
    if isinstance(mark, Disc):
        x, y = at(mark.cx, mark.cy)
        placed = {"kind": "disc", "x": x, "y": y, "r": mark.r * s, "fill": ink(mark.fill)}
    elif isinstance(mark, Line):
        (x1, y1), (x2, y2) = at(mark.x1, mark.y1), at(mark.x2, mark.y2)
        placed = {"kind": "line", "x1": x1, "y1": y1, "x2": x2, "y2": y2}
    else:
        commands = [[command[0], *(n for x, y in pairs(command) for n in at(x, y))] for command in mark.commands]
        placed = {"kind": "curve", "commands": commands, "fill": ink(mark.fill), "opacity": mark.opacity}
    return placed | {"stroke": ink(mark.stroke), "width": mark.width * s, "dash": [part * s for part in mark.dash]}


def _alone(mark: Picture) -> str:
    """Return a picture as an SVG of its own, which Typst scales and places."""
    inside = picture(structs.replace(mark, x=0.0, y=0.0))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {mark.w} {mark.h}">{inside}</svg>'


def _language(mark: Words, locale: str) -> dict[str, str | None]:
    tag = mark.lang or ("zh-Hant" if chinese(mark.text) else locale)
    lang = tag.split("-", maxsplit=1)[0].lower()
    known = lang if lang.isascii() and lang.isalpha() and len(lang) in (2, 3) else "en"
    return {"lang": known, "region": "TW" if known == "zh" else None}


def picture_png(svg: str, *, scale: float = 2.0) -> bytes:
    """Return a picture that is an SVG as PNG, in its light colours, of `scale` pixels a px."""
    plain = svg.encode()
    source = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
    try:
        made = _compiler(True).compile(
            input=source.encode(), sys_inputs={"svg": plain.decode()}, format="png", ppi=72 / PT * scale, timestamp=0
        )
    except typst.TypstError as problem:
        raise FootpathError(f"Typst could not draw it: {problem.message}.", hint="Take the SVG instead.") from problem
    return cast("bytes", made[0] if isinstance(made, list) else made)
