"""Channels."""

from collections.abc import Sequence

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card, Figure
from footpath.maps.numbers import figure as shown
from footpath.maps.render.cards import (
    GLYPH,
    Face,
    Piece,
    belongs,
    evidence_glyph,
    flow,
    line,
    need,
    spread,
    stack,
)
from footpath.maps.render.grid import INSET
from footpath.maps.render.scene import Group, Mark, Rect
from footpath.maps.render.text import width, wrap
from footpath.maps.render.theme import CURVES, SMALL, TEXT, TINY

BAR, LINE = 6.0, 16.0
SHOWN = 5


class ChannelLane(LaneType):
    """Through which channels it happens: their mix as a bar, each with its share, and how many switch."""

    name = "channel"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep channel names whole."""
        return spread(row, lambda card: _needed(row, card))

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the mix of each card, largest first, with one colour a channel all along the lane."""
        colours = _colours(row)

        def face(card: Card, wide: float) -> Face:
            mix, room = _mix(card), wide - INSET - GLYPH
            head = flow([Piece(_head(row, card), TEXT)], room)
            foot = flow(_foot(row, card), room)
            more = 1 if len(mix) > SHOWN else 0
            bar = (BAR + 6 + LINE * (min(len(mix), SHOWN) + more)) if mix else 0.0

            def draw(x: float, y: float, w: float, h: float) -> tuple[Mark, ...]:
                del h
                marks: list[Mark] = [*head.words(x + INSET, y), *evidence_glyph(row, card, x + w - 6, y + 8)]
                marks += _bar(row, card, colours, (x + INSET, y + head.height + 5, room))
                return (*marks, *foot.words(x + INSET, y + head.height + bar))

            return Face(max(18.0, head.height + bar + foot.height), draw, head.shortened)

        return stack(row, top, face, aligned=False)


def _mix(card: Card) -> list[tuple[str, Figure]]:
    shares = [(name, one) for name, one in card.figures.items() if one.unit == "share" and name not in _NOT_CHANNELS]
    return sorted(shares, key=lambda pair: (-pair[1].value, pair[0]))


_NOT_CHANNELS = ("switches", "reach", "conversion")


def _needed(row: Row, card: Card) -> float:
    names = [Piece(f"{name} {shown(one, row.locale)}", SMALL) for name, one in _mix(card)]
    widest = max((width(piece.text, SMALL) + 14 for piece in names), default=0.0)
    return max(min(170.0, widest), need([Piece(_head(row, card), TEXT), *_foot(row, card)])) + GLYPH


def _head(row: Row, card: Card) -> str:
    """Return what stands over the bar: nothing where the text only repeats the mix."""
    text, mix = row.text(card.text), _mix(card)
    if not mix:
        return text or card.channel
    return "" if text.casefold().startswith(mix[0][0].casefold()) else text


def _foot(row: Row, card: Card) -> list[Piece]:
    switches = card.figures.get("switches")
    said = f"{shown(switches, row.locale)} {row.say('switches')}" if switches else ""
    return [
        Piece(said, SMALL, fill="ink-2", space=2),
        Piece(row.text(card.detail), SMALL, fill="ink-2", space=2),
        Piece(belongs(row, card), TINY, fill="ink-2", space=2),
    ]


def _colours(row: Row) -> dict[str, str]:
    totals: dict[str, float] = {}
    for card in row.cards:
        for name, one in _mix(card):
            totals[name] = totals.get(name, 0.0) + one.value
    ranked = sorted(totals, key=lambda name: (-totals[name], name))
    return {name: CURVES[index] if index < len(CURVES) else "ink-2" for index, name in enumerate(ranked)}


def _bar(row: Row, card: Card, colours: dict[str, str], place: tuple[float, float, float]) -> list[Mark]:
    x, y, room = place
    mix = _mix(card)
    whole = sum(one.value for _, one in mix) or 1.0
    marks: list[Mark] = []
    at = x
    for index, (name, one) in enumerate(mix):
        wide = room * one.value / whole
        marks.append(Rect(x=at, y=y, w=max(0.5, wide - 1), h=BAR, fill=colours[name]))
        at += wide
        if index < SHOWN:
            marks.append(_entry(row, card, (name, one), colours[name], (x, y + BAR + 15 + index * LINE, room)))
    if len(mix) > SHOWN:
        rest = " · ".join(f"{name} {shown(one, row.locale)}" for name, one in mix[SHOWN:])
        words = line(row.say("more", n=len(mix) - SHOWN), x + 12, y + BAR + 15 + SHOWN * LINE, SMALL, fill="ink-2")
        marks.append(Group(marks=(words,), label=rest, title=rest))
    return marks


def _entry(row: Row, card: Card, channel: tuple[str, Figure], colour: str, place: tuple[float, float, float]) -> Group:
    name, one = channel
    x, y, room = place
    said = shown(one, row.locale)
    short = wrap(name, room - 18 - width(said, SMALL), SMALL, lines=1)
    words = line(f"{short[0] if short else ''} {said}", x + 12, y, SMALL)
    sign = Rect(x=x, y=y - 8, w=7, h=7, fill=colour)
    return Group(marks=(sign, words), ref=f"figure:card:{card.key}:{name}", label=f"{name} {said}", title=name)
