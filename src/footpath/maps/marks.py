"""Geometry of a scene's marks, for the formats that draw them one by one."""

from collections.abc import Iterable, Iterator
from math import atan2, cos, hypot, pi, sin

from footpath.maps.render.scene import Curve, Disc, Group, Line, Mark, Picture, Rect, Words
from footpath.maps.render.text import width

Bounds = tuple[float, float, float, float]  # left, top, right, bottom
Leaf = Rect | Line | Curve | Disc | Words | Picture
_CIRCLE = 4 / 3 * (2**0.5 - 1)  # control points that make a cubic curve a quarter of a circle
_ARROW = 7.0


def leaves(marks: Iterable[Mark]) -> Iterator[Leaf]:
    """Yield the marks inside groups too, in order of drawing; half discs and arrow heads become curves."""
    for mark in marks:
        if isinstance(mark, Group):
            yield from leaves(mark.marks)
        elif isinstance(mark, Disc) and mark.half:
            yield Disc(cx=mark.cx, cy=mark.cy, r=mark.r, stroke=mark.stroke, width=mark.width, dash=mark.dash)
            yield half_disc(mark)
        elif isinstance(mark, Line) and mark.arrow:
            yield mark
            yield arrow_head(mark)
        else:
            yield mark


def half_disc(mark: Disc) -> Curve:
    """Return the left half of a disc, filled."""
    x, y, r = mark.cx, mark.cy, mark.r
    k = _CIRCLE * r
    commands: tuple[tuple[str | float, ...], ...] = (
        ("M", x, y - r),
        ("C", x - k, y - r, x - r, y - k, x - r, y),
        ("C", x - r, y + k, x - k, y + r, x, y + r),
        ("Z",),
    )
    return Curve(commands=commands, fill=mark.fill or mark.stroke)


def arrow_head(mark: Line) -> Curve:
    """Return the filled triangle at the end of an arrow."""
    angle = atan2(mark.y2 - mark.y1, mark.x2 - mark.x1)
    left, right = angle + pi * 5 / 6, angle - pi * 5 / 6
    tip = (mark.x2, mark.y2)
    size = min(_ARROW, max(3.0, hypot(mark.x2 - mark.x1, mark.y2 - mark.y1)))
    corners = [(tip[0] + size * cos(turn), tip[1] + size * sin(turn)) for turn in (left, right)]
    commands: tuple[tuple[str | float, ...], ...] = (("M", *tip), ("L", *corners[0]), ("L", *corners[1]), ("Z",))
    return Curve(commands=commands, fill=mark.stroke)


def left_edge(mark: Words) -> float:
    """Return where a line of text begins."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    return mark.x - shift * extent(mark)


def extent(mark: Words) -> float:
    """Return how wide a line of text is."""
    return mark.width or width(mark.text, mark.size, mark.weight, italic=mark.italic)


def bounds(mark: Leaf) -> Bounds:
    """Return the box around a mark, its stroke left out."""
    if isinstance(mark, Rect | Picture):
        return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h
    if isinstance(mark, Disc):
        return mark.cx - mark.r, mark.cy - mark.r, mark.cx + mark.r, mark.cy + mark.r
    if isinstance(mark, Words):
        left = left_edge(mark)
        return left, mark.y - mark.size, left + extent(mark), mark.y + 0.3 * mark.size
    points = points_of(mark)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def points_of(mark: Line | Curve) -> list[tuple[float, float]]:
    """Return every point a line or curve names, control points too; never empty."""
    if isinstance(mark, Line):
        return [(mark.x1, mark.y1), (mark.x2, mark.y2)]
    return [point for command in mark.commands for point in pairs(command)] or [(0.0, 0.0)]


def pairs(command: tuple[str | float, ...]) -> list[tuple[float, float]]:
    """Return the points of one command of a curve."""
    numbers = [float(part) for part in command[1:]]
    return list(zip(numbers[::2], numbers[1::2], strict=True))
