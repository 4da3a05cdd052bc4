"""Arrows, personas and typical journeys name what is there."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule, nearest
from footpath.maps.model import Map


class LinksExist(Rule):
    """Arrows between cards join cards of the map; personas and their typical paths exist; columns match touchpoints."""

    name = "links_exist"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every reference to a card, persona, path or touchpoint that is missing."""
        known = {
            "card": [card.key for card in model.cards],
            "persona": [persona.key for persona in model.personas],
            "path": [way.key for way in model.paths],
            "touchpoint": [touchpoint.key for touchpoint in model.touchpoints],
        }
        for path, word, key in _references(model):
            if key and key not in known[word]:
                yield Finding(path=path, message=f"no {word} is called {key!r}.", hint=nearest(key, known[word]))


def _references(model: Map) -> Iterator[tuple[str, str, str]]:
    """Yield (path, what it names, key)."""
    for position, link in enumerate(model.links):
        yield f"links[{position}].from", "card", link.frm
        yield f"links[{position}].to", "card", link.to
    for word in ("lanes", "paths", "cards"):
        for position, item in enumerate(getattr(model, word)):
            yield f"{word}[{position}].persona", "persona", item.persona
    for position, persona in enumerate(model.personas):
        yield f"personas[{position}].typical", "path", persona.typical
    for position, column in enumerate(model.columns):
        for place, key in enumerate(column.matches):
            yield f"columns[{position}].matches[{place}]", "touchpoint", key
