"""Charts."""

from collections.abc import Sequence
from math import isfinite

from footpath.maps.lane import Drawn, LaneType, Row, in_words
from footpath.maps.model import Card
from footpath.maps.numbers import figure as shown
from footpath.maps.render.cards import GLYPH, Face, card_pieces, evidence_glyph, flow, line, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Group, Line, Mark, Rect
from footpath.maps.render.theme import STEP

HIGH = 44.0
_WIDE = 72.0  # px of a small chart


class Chart(LaneType):
    """One bar a card on a common scale from zero, its number on top; a pinned answer is the small chart it keeps."""

    name = "chart"

    def measure(self, row: Row) -> Sequence[float]:
        """Leave room for the numbers."""
        return spread(row, lambda card: max(72.0, need(card_pieces(row, card))) + GLYPH)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the bars."""
        largest = max((abs(card.value.value) for card in row.cards if card.value is not None), default=0.0) or 1.0

        def face(card: Card, wide: float) -> Face:
            block = flow(card_pieces(row, card), wide - INSET - GLYPH)

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del h
                bar = _bar(row, card, (x + INSET, y + 16, min(56.0, w - INSET - GLYPH)), largest)
                return (*bar, *block.words(x + INSET, y + HIGH + 22), *evidence_glyph(row, card, x + w - 6, y + 8))

            return Face(HIGH + 22 + block.height, draw, block.shortened)

        return stack(row, top, face)


def points_of(card: Card) -> tuple[float, ...]:
    """Return the numbers of the small chart that a pinned answer keeps in `props.chart`; none where it keeps none."""
    kept = card.props.get("chart")
    points = kept.get("points") if isinstance(kept, dict) else None
    if not isinstance(points, list | tuple):
        return ()
    return tuple(
        float(one[1])
        for one in points
        if isinstance(one, list | tuple) and len(one) == 2 and isinstance(one[1], int | float) and isfinite(one[1])
    )


def _small(points: tuple[float, ...], x: float, y: float, wide: float) -> tuple[Mark, ...]:
    """Draw one thin bar a point from a common zero."""
    least, most = min(*points, 0.0), max(*points, 0.0)
    scale = HIGH / ((most - least) or 1.0)
    each = wide / len(points)
    zero = y + HIGH + least * scale
    bars = tuple(
        Rect(
            x=x + each * at, y=zero - max(value, 0.0) * scale, w=max(1.0, each - 2), h=max(1.0, abs(value) * scale),
            fill="accent",
        )
        for at, value in enumerate(points)
    )  # fmt: skip
    return (Line(x1=x, y1=zero, x2=x + wide, y2=zero, stroke="line"), *bars)


def _bar(row: Row, card: Card, place: tuple[float, float, float], largest: float) -> tuple[Mark, ...]:
    if card.value is None:
        return ()
    x, y, wide = place
    points = points_of(card)
    if len(points) > 1:
        words = line(shown(card.value, row.locale), x, y - 5, STEP, weight=600)
        marks = (*_small(points, x, y, max(wide, min(_WIDE, 8.0 * len(points)))), words)
        return (Group(marks=marks, ref=f"figure:card:{card.key}:value", label=in_words(card.value, row.locale)),)
    tall = max(1.0, HIGH * abs(card.value.value) / largest)
    colour = "pain" if card.value.value < 0 or card.tone == "pain" else "accent"
    base = Line(x1=x, y1=y + HIGH, x2=x + wide, y2=y + HIGH, stroke="line")
    bar = Rect(x=x, y=y + HIGH - tall, w=wide, h=tall, fill=colour, radius=2 if tall > 4 else 0)
    words = line(shown(card.value, row.locale), x, y + HIGH - tall - 5, STEP, weight=600)
    return (
        Group(marks=(base, bar, words), ref=f"figure:card:{card.key}:value", label=in_words(card.value, row.locale)),
    )
