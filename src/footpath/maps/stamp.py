"""A map at the size of a stamp: stages, lanes as rows, cards as bars, and how people feel as a curve."""

from collections.abc import Iterator

from footpath.maps.model import Card, Lane, Map, leaves
from footpath.maps.render.theme import Scheme, colour

_WIDTH, _HEIGHT, _AIR = 320.0, 180.0, 10.0
_HEAD = 18.0  # of the stages
_MOST_ROWS = 9
_MOST_COLUMNS = 24
_TONES = {"pain": "pain", "warn": "warn", "good": "accent", "neutral": "ink-2"}
_SOFT = {"pain": "pain-soft", "warn": "warn-soft", "good": "accent-soft", "neutral": "ink-2"}
_FAINT = 0.24  # what says neither good nor bad
_POINT = 4.0  # how far the arrow of a stage stands out


def thumbnail(model: Map, scheme: Scheme) -> str:
    """Return a picture of 320 × 180 px as SVG, without text, the same for the same map."""
    marks = [_box((0, 0, _WIDTH, _HEIGHT), colour("panel", scheme), 0)]
    columns = [column.key for column in leaves(model)][:_MOST_COLUMNS]
    if columns:
        marks += _stages(model, columns, scheme)
        marks += _lanes(model, columns, scheme)
    inside = "".join(marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-hidden="true">'
        f"{inside}</svg>"
    )


def _stages(model: Map, columns: list[str], scheme: Scheme) -> Iterator[str]:
    parent = {column.key: column.parent for column in model.columns}
    tops = [_top(key, parent) for key in columns]
    begin = 0
    for place in range(1, len(tops) + 1):
        if place == len(tops) or tops[place] != tops[begin]:
            left, right = _x(begin, columns), _x(place, columns)
            yield _arrow(left, right - 2, colour("accent-soft", scheme))
            begin = place


def _top(key: str, parent: dict[str, str]) -> str:
    seen: set[str] = set()
    while parent.get(key) in parent and key not in seen:
        seen.add(key)
        key = parent[key]
    return key


def _lanes(model: Map, columns: list[str], scheme: Scheme) -> Iterator[str]:
    lanes = model.lanes[:_MOST_ROWS]
    if not lanes:
        return
    spans = _spans(model, columns)
    share = {column.key: column.figures["reach"].value for column in model.columns if "reach" in column.figures}
    reach = {key: min(1.0, max(0.0, share.get(key, 0.0))) for key in columns}
    height = (_HEIGHT - 2 * _AIR - _HEAD) / max(len(lanes), 4)
    cards: dict[str, list[Card]] = {}
    for card in model.cards:
        if card.at in spans:
            cards.setdefault(card.lane, []).append(card)
    for row, lane in enumerate(lanes):
        top = _AIR + _HEAD + row * height
        yield _box((_AIR, top + height - 1, _WIDTH - 2 * _AIR, 0.75), colour("line", scheme), 0)
        yield from _lane(lane, cards.get(lane.key, []), spans, reach, (top, height), scheme)


def _lane(
    lane: Lane, cards: list[Card], spans: dict[str, tuple[int, int]], reach: dict[str, float],
    at: tuple[float, float], scheme: Scheme,
) -> Iterator[str]:  # fmt: skip
    top, height = at
    columns = list(reach)
    if lane.type == "emotion":
        yield from _curve(cards, spans, columns, at, scheme)
        return
    if lane.type == "traffic":
        yield from _river(reach, at, scheme)
        return
    for card in cards:
        first, last = spans[card.at][0], spans.get(card.to, spans[card.at])[1]
        left, right = _x(first, columns), _x(max(first, last) + 1, columns)
        box = (left + 1, top + height * 0.2, right - left - 4, height * 0.52)
        yield _box(box, colour(_SOFT[card.tone], scheme), 2, _FAINT if card.tone == "neutral" else 1.0)
        if card.tone in ("pain", "warn"):
            yield _box((box[0], box[1], 1.6, box[3]), colour(_TONES[card.tone], scheme), 0.8)


def _river(reach: dict[str, float], at: tuple[float, float], scheme: Scheme) -> Iterator[str]:
    """Yield the share of people on their way through the columns, as an area."""
    top, height = at
    columns, bottom = list(reach), top + height - 1
    deep = [(_x(place + 0.5, columns), bottom - share * height * 0.85) for place, share in enumerate(reach.values())]
    if not any(reach.values()):
        return
    ends = [(_x(0, columns), deep[0][1]), *deep, (_x(len(columns), columns), deep[-1][1])]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
    floor = f"{ends[-1][0]:.1f},{bottom:.1f} {ends[0][0]:.1f},{bottom:.1f}"
    yield f'<polygon points="{line} {floor}" fill="{colour("accent-soft", scheme)}"/>'
    yield f'<polyline points="{line}" fill="none" stroke="{colour("accent", scheme)}" stroke-width="1"/>'


def _curve(
    cards: list[Card], spans: dict[str, tuple[int, int]], columns: list[str], at: tuple[float, float], scheme: Scheme
) -> Iterator[str]:
    top, height = at
    points = sorted(
        ((_x(sum(spans[card.at]) / 2 + 0.5, columns), top + height * (0.5 - 0.4 * max(-1, min(1, card.value.value)))))
        for card in cards
        if card.value is not None and not card.persona
    )
    if len(points) > 1:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        stroke = f'stroke="{colour("accent", scheme)}" stroke-width="2" stroke-linejoin="round"'
        yield f'<polyline points="{line}" fill="none" {stroke}/>'


def _spans(model: Map, columns: list[str]) -> dict[str, tuple[int, int]]:
    """Return for every column the first and last place under it."""
    parent = {column.key: column.parent for column in model.columns}
    found: dict[str, tuple[int, int]] = {}
    for place, leaf in enumerate(columns):
        key, seen = leaf, set[str]()
        while key and key not in seen:
            seen.add(key)
            found[key] = (found.get(key, (place, place))[0], place)
            key = parent.get(key, "")
    return found


def _x(place: float, columns: list[str]) -> float:
    return _AIR + place * (_WIDTH - 2 * _AIR) / len(columns)


def _arrow(left: float, right: float, fill: str) -> str:
    """Return a stage: a band that points on to the next."""
    bottom, middle = _AIR + _HEAD - 4, _AIR + (_HEAD - 4) / 2
    neck = max(left, right - _POINT)
    points = ((left, _AIR), (neck, _AIR), (right, middle), (neck, bottom), (left, bottom))
    return f'<polygon points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="{fill}"/>'


def _box(box: tuple[float, float, float, float], fill: str, round_: float, opacity: float = 1.0) -> str:
    x, y, width, height = box
    seen = f' opacity="{opacity:g}"' if opacity < 1 else ""
    size = f'width="{max(width, 1):.1f}" height="{max(height, 0.5):.2f}" rx="{round_:g}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{fill}"{seen}/>'
