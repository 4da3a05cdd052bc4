"""Cutting a drawing into pages at full size, between columns and between lanes."""

from msgspec import Struct

from footpath.maps.marks import Bounds
from footpath.maps.render.scene import Scene

_OVERHEAD = 0.5  # of a page: lane titles and column names come again only while they leave that much for the map
_STEPS = 24  # how finely the pages are balanced


class Tile(Struct, frozen=True):
    """A window (px, left top right bottom) of the drawing, put at (x, y) pt on a sheet at a scale of pt per px."""

    window: Bounds
    x: float
    y: float
    scale: float
    clip: bool = False


class Sheet(Struct, frozen=True):
    """A page of `width` × `height` pt."""

    width: float
    height: float
    tiles: tuple[Tile, ...]


class _Strip(Struct, frozen=True):
    """Part of the drawing that comes again on every page: from `start` to `end`, px."""

    start: float
    end: float

    def size(self) -> float:
        return self.end - self.start


def tiled(scene: Scene, width: float, height: float, margin: float, scale: float) -> list[Sheet]:
    """Return pages of `width` × `height` pt, row by row; lane titles and column names come again on each."""
    room = ((width - 2 * margin) / scale, (height - 2 * margin) / scale)
    titles, names, floor = _repeated(scene)
    across = _balanced([0.0, *scene.column_edges[2:-1], scene.width], room[0], titles.size())
    down = _balanced([0.0, *(bottom for _, _, bottom in scene.bands[1:-1]), scene.height], room[1], names.size())
    return [
        Sheet(width, height, tuple(_tile(strip, margin, scale) for strip in _strips(x, y, titles, names, floor)))
        for y in down
        for x in across
    ]


def _repeated(scene: Scene) -> tuple[_Strip, _Strip, float]:
    """Return the lane titles (x), the column names (y), and where the lanes end (y)."""
    tops = {ref: (top, bottom) for ref, top, bottom in scene.bands}
    top, bottom = tops.get("columns", (0.0, 0.0))
    left = scene.column_edges[1] if len(scene.column_edges) > 1 else 0.0
    return _Strip(0.0, left), _Strip(top, bottom), tops.get("footer", (scene.height, 0.0))[0]


def _tile(strip: tuple[Bounds, float, float], margin: float, scale: float) -> Tile:
    window, x, y = strip
    return Tile(window, margin + x * scale, margin + y * scale, scale, clip=True)


def _balanced(stops: list[float], room: float, repeated: float) -> list[tuple[float, float]]:
    """Cut at stops into as few pieces as fit, then make them about equal."""
    pieces = _cuts(stops, room, repeated)
    least = (stops[-1] - stops[0]) / max(1, len(pieces))
    for step in range(_STEPS):
        tighter = _cuts(stops, min(room, least + repeated + (room - least) * step / _STEPS), repeated)
        if len(tighter) == len(pieces):
            return tighter
    return pieces


def _cuts(stops: list[float], room: float, repeated: float) -> list[tuple[float, float]]:
    """Cut at stops so that each piece fits, with what comes again before it; a longer piece is cut hard."""
    again = repeated if repeated < room * _OVERHEAD else 0.0
    pieces: list[tuple[float, float]] = []
    start = end = stops[0]
    for stop in sorted(set(stops[1:])):
        if stop - start > room - (again if pieces else 0.0) and end > start:
            pieces.append((start, end))
            start = end
        while stop - start > room - (again if pieces else 0.0):
            hard = start + room - (again if pieces else 0.0)
            pieces.append((start, hard))
            start = hard
        end = stop
    return [*pieces, (start, end)] if end > start else pieces


def _strips(
    x: tuple[float, float], y: tuple[float, float], titles: _Strip, names: _Strip, floor: float
) -> list[tuple[Bounds, float, float]]:
    """Return (window, x, y) px of what goes on one page: the piece, lane titles left of it, column names above it."""
    (start, end), (top, bottom) = x, y
    right = titles.size() if start > 0 else 0.0
    below = names.size() if top > names.start else 0.0
    strips = [((start, top, end, bottom), right, below)]
    lanes = (max(top, names.start), min(bottom, floor))
    if right and lanes[0] < lanes[1]:
        strips.append(((titles.start, lanes[0], titles.end, lanes[1]), 0.0, below + lanes[0] - top))
    if below:
        strips.append(((start, names.start, end, names.end), right, 0.0))
    return strips
