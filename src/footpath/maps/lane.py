"""A lane type says how wide its content wants the columns, draws its row, and says it in words."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct, field

from footpath.core.registry import Registry
from footpath.maps.evidence import fresh, level
from footpath.maps.model import Card, Figure, Lane, Map, Persona, Text, localised
from footpath.maps.numbers import figure as shown
from footpath.maps.numbers import interval, number
from footpath.maps.wording import figure_name, status_word, word

if TYPE_CHECKING:  # the drawing imports this module
    from footpath.maps.render.grid import Grid
    from footpath.maps.render.scene import Mark

_SCORE = r"[+−-]?\d+(?:\.\d+)?"
_RESTATED = re.compile(rf"(?:too few · )?{_SCORE}(?: \({_SCORE} to {_SCORE}\))?")

Box = tuple[float, float, float, float]  # x, y, width, height


class Row(Struct, frozen=True, kw_only=True):
    """One lane of a map with all it needs to be drawn.

    Attributes:
        cards: those of this lane, in the map's order.
        title_height: px the lane's title and note take at the left; scales may need to stay below it.
    """

    model: Map
    lane: Lane
    cards: tuple[Card, ...]
    grid: Grid
    locale: str
    title_height: float = 0.0

    def say(self, key: str, **values: object) -> str:
        """Return a fixed word in the map's language."""
        return word(key, self.locale, **values)

    def text(self, text: Text) -> str:
        """Return a text of the map in its language."""
        return localised(text, self.locale)

    def status(self, card: Card) -> str:
        """Return what became of a card in words."""
        return status_word(card.status, self.locale)

    def persona(self, key: str) -> Persona | None:
        """Return the persona with that key."""
        return next((persona for persona in self.model.personas if persona.key == key), None)

    def span(self, card: Card) -> tuple[int, int]:
        """Return the first and last column a card covers."""
        return self.grid.span(card.at, card.to)


class Drawn(Struct, frozen=True, kw_only=True):
    """A drawn row.

    Attributes:
        marks: what stands on the columns.
        aside: what stands left of them and belongs to the lane's title (scales, legends).
        height: from the row's top to the bottom of its content.
        boxes: card key → where it stands, for arrows between cards.
    """

    marks: tuple[Mark, ...]
    height: float
    aside: tuple[Mark, ...] = ()
    boxes: dict[str, Box] = field(default_factory=dict)


class LaneType(ABC):
    """One kind of row. Its docstring's first sentence is what people read about it.

    Attributes:
        name: file name of the module and `Lane.type` of the map.
    """

    name: ClassVar[str]

    def measure(self, row: Row) -> Sequence[float]:
        """Return the width of text each column needs for this row, px; the row's grid is provisional."""
        return [0.0] * (len(row.grid.edges) - 1)

    def aside(self, row: Row) -> float:
        """Return the width needed left of the first column for a scale, px."""
        del row
        return 0.0

    @abstractmethod
    def draw(self, row: Row, top: float) -> Drawn:
        """Draw the row with its content starting at y = `top`."""

    def legend(self, row: Row) -> Sequence[tuple[str, str, str]]:
        """Return (sign, colour token, name) of what the lane tells apart, for screens too narrow to draw it."""
        del row
        return ()

    def cells(self, row: Row) -> list[list[str]]:
        """Return per column what the lane says there, for tables: each card at the first column it covers."""
        found: list[list[str]] = [[] for _ in row.grid.columns]
        for card in row.cards:
            first, _ = row.span(card)
            if found:
                parts = (self.describe(row, card), *_beside(row, card))
                found[first].append(" · ".join(part for part in parts if part))
        return found

    def describe(self, row: Row, card: Card) -> str:
        """Return a card in words, for screen readers and text formats."""
        parts = [row.text(card.text), detail_of(row, card)]
        if card.value is not None:
            parts = [in_words(card.value, row.locale), row.say("too_few") if card.props.get("few") else "", *parts]
        parts += [f"{figure_name(name, row.locale)} {in_words(one, row.locale)}" for name, one in card.figures.items()]
        persona = row.persona(card.persona)
        parts += [
            row.text(persona.name) if persona else "",
            card.channel,
            card.owner,
            row.status(card),
            card.origin,
        ]
        parts += card.tags
        return " · ".join(part for part in parts if part)


LANES: Registry[LaneType] = Registry(
    "footpath.maps.lanes",
    LaneType,  # type: ignore[type-abstract]
    word="lane type",
)


def lane_type(name: str) -> LaneType:
    """Return the lane type called `name`, or the placeholder that keeps what it does not know."""
    return LANES[name if name in LANES else "unknown"]()


def detail_of(row: Row, card: Card) -> str:
    """Return a card's second line, unless it is a draft's: its value once more in English, which the value says."""
    detail = row.text(card.detail)
    return "" if card.value is not None and _RESTATED.fullmatch(detail) else detail


def _beside(row: Row, card: Card) -> Iterator[str]:
    """Yield what a table says of a card that its drawing shows: picture, width, curve, and how sure it is."""
    alt = str(card.props.get("alt", ""))
    if alt and alt != row.text(card.text) and row.lane.type not in ("video", "document"):  # those say it themselves
        yield row.say("picture_of", what=alt)
    first, last = row.span(card)
    if last > first:
        yield row.say("until", step=row.text(row.grid.columns[last].title))
    if card.props.get("state") == "future":
        yield row.say("to_be")
    if not card.props.get("prompt"):
        yield sureness(row, card)


def sureness(row: Row, card: Card) -> str:
    """Return how well a card is supported, and by how many facts."""
    name, evidence = level(card.evidence, row.model), card.evidence
    counts = (("reported", evidence.reported), ("observed", evidence.observed), ("measured", evidence.measured))
    facts = [row.say(f"n_{kind}", n=number(count, row.locale)) for kind, count in counts if count]
    if evidence.newest_at is not None and row.model.as_of is not None and not fresh(evidence, row.model):
        facts.append(row.say("stale"))
    said = row.say("guess" if name == "hypothesis" else name)
    return " · ".join((said, *facts))


def in_words(value: Figure, locale: str) -> str:
    """Return a figure with its interval and n, on one line."""
    within = interval(value, locale)
    count = f"n {number(value.n, locale)}" if value.n is not None else ""
    rest = ", ".join(part for part in (within, count) if part)
    return f"{shown(value, locale)} ({rest})" if rest else shown(value, locale)
