"""Personas."""

from collections.abc import Sequence

from msgspec.structs import replace

from footpath.maps.lane import Drawn, LaneType, Row
from footpath.maps.model import Card, Evidence, Persona
from footpath.maps.numbers import figure as shown
from footpath.maps.numbers import interval
from footpath.maps.render.boxes import Look, boxed
from footpath.maps.render.cards import GLYPH, Piece, card_pieces, need, spread, stack
from footpath.maps.render.grid import INSET
from footpath.maps.render.theme import SMALL, STEP

TRAITS = 4


class PersonaLane(LaneType):
    """Who travels: each persona with its share and what sets it apart; without cards, all personas of the map."""

    name = "persona"

    def measure(self, row: Row) -> Sequence[float]:
        """Keep names whole."""
        filled = _filled(row)
        return spread(filled, lambda card: need(_pieces(filled, card)) + GLYPH + INSET)

    def draw(self, row: Row, top: float) -> Drawn:
        """Draw a card per persona."""
        filled = _filled(row)
        return stack(filled, top, boxed(filled, lambda _: Look(), lambda card: _pieces(filled, card)))

    def describe(self, row: Row, card: Card) -> str:
        """Return who it is in words."""
        return " · ".join(piece.text for piece in _pieces(row, card) if piece.text)


def _filled(row: Row) -> Row:
    """Return the row with its cards, or with one card per persona spread evenly over the columns."""
    if row.cards or not row.model.personas or not row.grid.columns:
        return row
    count, columns = len(row.model.personas), row.grid.columns
    cards = []
    for index, persona in enumerate(row.model.personas):
        first = min(index * len(columns) // count, len(columns) - 1)
        last = max(first, (index + 1) * len(columns) // count - 1)
        last = min(last, first + 3)
        n = persona.share.n or 0 if persona.share else 0
        evidence = Evidence(measured=n, observed=n, newest_at=row.model.as_of)
        cards.append(
            Card(
                key=f"persona-{persona.key}",
                lane=row.lane.key,
                at=columns[first].key,
                to=columns[last].key,
                persona=persona.key,
                evidence=evidence,
            )
        )
    return replace(row, cards=tuple(cards))


def _pieces(row: Row, card: Card) -> list[Piece]:
    persona = row.persona(card.persona)
    if persona is None:
        return card_pieces(row, card, weight=600)
    return [
        Piece(_headed(row, persona), STEP, 600),
        Piece(_size(row, persona), SMALL, 500, fill="accent", space=1),
        Piece(row.text(card.text), SMALL, space=2),
        Piece(row.text(persona.description), SMALL, fill="ink-2", space=2, lines=4),
        *(Piece(f"· {row.text(trait)}", SMALL, fill="ink-2", space=1) for trait in persona.traits[:TRAITS]),
        Piece(row.text(card.detail), SMALL, fill="ink-2", space=2),
    ]


def _headed(row: Row, persona: Persona) -> str:
    return row.text(persona.name)


def _size(row: Row, persona: Persona) -> str:
    """Return "26% of people (25% – 27%)"."""
    if persona.share is None:
        return ""
    within = interval(persona.share, row.locale)
    return f"{shown(persona.share, row.locale)}{f' ({within})' if within else ''}"
