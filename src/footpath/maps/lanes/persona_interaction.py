"""Personas acting on each other."""

from collections.abc import Sequence

from msgspec.structs import replace

from footpath.maps.lane import Box, Drawn, LaneType, Row
from footpath.maps.render.boxes import Look, box_need, boxed
from footpath.maps.render.cards import line, spread, stack
from footpath.maps.render.scene import Group, Line, Mark
from footpath.maps.render.text import width, wrap
from footpath.maps.render.theme import CURVES, TINY

ROOM = 104.0


class PersonaInteraction(LaneType):
    """Who does what with whom: one row per persona, arrows between their cards."""

    name = "persona_interaction"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep words whole."""
        return spread(row, lambda card: box_need(row, card))

    def aside(self, row: Row) -> float:
        """Leave room for the personas' names."""
        names = [width(_name(row, key), TINY, 500) for key in _order(row)]
        return min(ROOM, max(names, default=0.0)) + 14

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw each persona's cards in a row of their own."""
        marks: list[Mark] = []
        aside: list[Mark] = []
        boxes: dict[str, Box] = {}
        y = top
        if not row.cards:
            return stack(row, top, boxed(row, lambda _: Look(weight=500)))
        for index, key in enumerate(_order(row)):
            own = _only(row, key)
            drawn = stack(own, y, boxed(own, lambda _: Look(weight=500)))
            name = _name(row, key)
            short = wrap(name, ROOM, TINY, 500, lines=1)
            words = line(
                short[0] if short else "",
                row.grid.edges[0] - 8,
                y + 18,
                TINY,
                weight=500,
                fill=_colour(index),
                anchor="end",
            )
            aside.append(Group(marks=(words,), label=name, title=name if words.text != name else ""))
            if index:
                marks.append(
                    Line(x1=row.grid.edges[0], y1=y - 6, x2=row.grid.right, y2=y - 6, stroke="line", dash=(2, 4))
                )
            marks += drawn.marks
            boxes |= drawn.boxes
            y += drawn.height + 12
        return Drawn(marks=tuple(marks), aside=tuple(aside), height=max(20.0, y - 12 - top), boxes=boxes)


def _order(row: Row) -> list[str]:
    known = [persona.key for persona in row.model.personas]
    used = dict.fromkeys(card.persona for card in row.cards)
    return [key for key in known if key in used] + sorted(key for key in used if key not in known)


def _only(row: Row, key: str) -> Row:
    cards = tuple(card for card in row.cards if card.persona == key)
    return replace(row, cards=cards, lane=replace(row.lane, persona=key))


def _name(row: Row, key: str) -> str:
    persona = row.persona(key)
    return row.text(persona.name) if persona else key or row.say("everyone")


def _colour(index: int) -> str:
    return CURVES[index % len(CURVES)]
