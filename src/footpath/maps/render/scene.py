"""The drawing a layout produces: a few kinds of mark with token colours, which SVG, PDF, PNG, PPTX and HTML write out.

Units are CSS px; y grows downwards; text is placed by its baseline. Colours are token names of `maps.render.theme`.
"""

from typing import Literal

from msgspec import Struct

Anchor = Literal["start", "middle", "end"]


class Rect(Struct, frozen=True, kw_only=True, tag=True):
    """A rectangle, rounded by `radius` on the corners named in `round` (all when empty)."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 1.0
    radius: float = 0.0
    square_left: bool = False


class Line(Struct, frozen=True, kw_only=True, tag=True):
    """A straight line; `dash` is on/off lengths."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    arrow: bool = False


class Curve(Struct, frozen=True, kw_only=True, tag=True):
    """A path of absolute commands: ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y), ("Z",)."""

    commands: tuple[tuple[str | float, ...], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


class Disc(Struct, frozen=True, kw_only=True, tag=True):
    """A circle; `half` fills only its left half."""

    cx: float
    cy: float
    r: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.5
    dash: tuple[float, ...] = ()
    half: bool = False


class Words(Struct, frozen=True, kw_only=True, tag=True):
    """One line of text on its baseline (x, y); already wrapped, so that every format breaks lines alike."""

    x: float
    y: float
    text: str
    size: float
    weight: int = 400
    fill: str = "ink"
    anchor: Anchor = "start"
    italic: bool = False
    lang: str = ""
    width: float = 0.0  # measured
    href: str = ""  # https address it leads to, in formats that know links


class Picture(Struct, frozen=True, kw_only=True, tag=True):
    """A photo or screenshot, shown whole in its box; `src` holds it as `data:image/…;base64,…`."""

    x: float
    y: float
    w: float
    h: float
    src: str
    alt: str = ""


class Group(Struct, frozen=True, kw_only=True, tag=True):
    """Marks that belong together; `ref` names the element of the map they show ("card:pay", "lane:emotion", …)."""

    marks: tuple["Mark", ...]
    ref: str = ""
    label: str = ""  # what a screen reader says
    title: str = ""  # full text or definition shown on hover or click


Mark = Rect | Line | Curve | Disc | Words | Picture | Group


class Scene(Struct, frozen=True, kw_only=True):
    """A finished drawing.

    Attributes:
        width, height: px.
        bands: (ref, top, bottom) of header, columns, each lane and footer, top to bottom: lanes fold, pages tile.
        column_edges: x of the left edge of the lane titles, then of each leaf column, then the right end.
        aside: width left of the first column that holds scales rather than lane titles.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]
    bands: tuple[tuple[str, float, float], ...]
    column_edges: tuple[float, ...]
    title: str = ""
    aside: float = 0.0
