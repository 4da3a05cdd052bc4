"""Arrows between cards: straight to a neighbour, round the outside of the columns to a card further away."""

from collections.abc import Iterable

from footpath.maps.lane import Box
from footpath.maps.model import CardLink, Map, localised
from footpath.maps.render.grid import GAP
from footpath.maps.render.scene import Curve, Group, Mark
from footpath.maps.render.shapes import Command

_DASH: dict[str, tuple[float, ...]] = {"triggers": (), "needs": (4, 3), "handoff": ()}
_R = 5.0
HEAD = 4.0


def links(model: Map, boxes: dict[str, Box], locale: str) -> tuple[Mark, ...]:
    """Draw the arrows whose both cards stand on the map."""
    groups: list[Mark] = []
    for link in model.links:
        if link.frm in boxes and link.to in boxes and link.frm != link.to:
            line, head = _route(boxes[link.frm], boxes[link.to], boxes.values())
            stroke = "accent" if link.kind == "handoff" else "ink-2"
            marks = (
                Curve(commands=line, stroke=stroke, width=1.3, dash=_DASH[link.kind]),
                Curve(commands=head, fill=stroke),
            )
            label = localised(link.label, locale)
            groups.append(Group(marks=marks, ref=f"link:{link.frm}>{link.to}", label=_said(link, label), title=label))
    return tuple(groups)


def _said(link: CardLink, label: str) -> str:
    return f"{link.frm} → {link.to}: {label}" if label else f"{link.frm} → {link.to}"


def _route(start: Box, end: Box, boxes: Iterable[Box]) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    x0, y0, w0, h0 = start
    x1, y1, _, h1 = end
    if y1 >= y0 + h0 or y0 >= y1 + h1:
        return _straight(start, end, boxes) or _across_rows(start, end)
    if x1 >= x0 + w0:
        return _sideways(x0 + w0, y0 + h0 / 2, x1, y1 + h1 / 2)
    return _sideways(x0, y0 + h0 / 2, x1 + end[2], y1 + h1 / 2)


def _sideways(x0: float, y0: float, x1: float, y1: float) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    way = 1.0 if x1 > x0 else -1.0
    tip = x1 - way
    middle = (x0 + tip) / 2
    line: tuple[Command, ...] = (("M", x0, y0), ("C", middle, y0, middle, y1, tip - way * HEAD, y1))
    return line, _head(tip, y1, way, 0)


def _straight(start: Box, end: Box, boxes: Iterable[Box]) -> tuple[tuple[Command, ...], tuple[Command, ...]] | None:
    """Go straight up or down where the cards stand over each other and nothing is between them."""
    left, right = max(start[0], end[0]), min(start[0] + start[2], end[0] + end[2])
    way = 1.0 if end[1] > start[1] else -1.0
    from_y, to_y = (start[1] + start[3], end[1]) if way > 0 else (start[1], end[1] + end[3])
    x = (left + right) / 2
    low, high = min(from_y, to_y), max(from_y, to_y)
    free = all(not (box[0] < x < box[0] + box[2] and box[1] < high and box[1] + box[3] > low) for box in boxes)
    if left >= right or not free:
        return None
    tip = to_y - way
    return (("M", x, from_y), ("L", x, tip - way * HEAD)), _head(x, tip, 0, way)


def _across_rows(start: Box, end: Box) -> tuple[tuple[Command, ...], tuple[Command, ...]]:
    """Leave at the right side, run down (or up) the air between the columns, come in from the right side."""
    x0, y0, w0, h0 = start
    x1, y1, w1, h1 = end
    way = 1.0 if y1 > y0 else -1.0
    lane_x = x0 + w0 + GAP / 2
    from_y, to_y = y0 + h0 / 2, y1 + h1 / 2
    if x1 > x0:
        side, target = 1.0, x1 - 1
        turn = max(lane_x, target - GAP / 2)
    else:
        side, target = -1.0, x1 + w1 + 1
        turn = lane_x
    line: tuple[Command, ...] = (
        ("M", x0 + w0, from_y),
        ("L", turn - _R if turn > lane_x + _R else lane_x - 1, from_y),
        ("C", turn, from_y, turn, from_y, turn, from_y + way * _R),
        ("L", turn, to_y - way * _R),
        ("C", turn, to_y, turn, to_y, turn + side * _R / 2, to_y),
        ("L", target - side * HEAD, to_y),
    )
    return line, _head(target, to_y, side, 0)


def _head(x: float, y: float, dx: float, dy: float) -> tuple[Command, ...]:
    back_x, back_y = x - dx * HEAD * 1.5, y - dy * HEAD * 1.5
    return (
        ("M", x, y),
        ("L", back_x - dy * HEAD, back_y - dx * HEAD),
        ("L", back_x + dy * HEAD, back_y + dx * HEAD),
        ("Z",),
    )
