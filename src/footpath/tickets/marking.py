"""How far tickets are, said on the cards of a map that show the items linked to them, for files people look at."""

from collections.abc import Sequence

from msgspec import structs

from footpath.maps import Card, Map
from footpath.tickets.model import LinkState
from footpath.tickets.words import word_of

_SIGNS = {"open": "○", "in_progress": "◐", "done": "✓", "dropped": "✕"}


def with_tickets(model: Map, states: Sequence[LinkState], locale: str) -> Map:
    """Return the map with a tag a ticket on the cards of items: its sign, its key and how far it is."""
    said: dict[str, list[str]] = {}
    for one in states:
        if one.category:
            key = one.key[max(0, one.key.rfind("#")) :]
            said.setdefault(one.item_id, []).append(f"{_SIGNS[one.category]} {key} {word_of(one.category, locale)}")
    if not said:
        return model
    return structs.replace(model, cards=tuple(_marked(card, said) for card in model.cards))


def _marked(card: Card, said: dict[str, list[str]]) -> Card:
    own = said.get(str(card.props.get("item", "")), [])
    return structs.replace(card, props={**card.props, "tags": [*card.tags, *own]}) if own else card
