"""Arrows, personas and typical journeys name what is there."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Fix, Rule, nearest, put
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
                message, hint = f"no {word} is called {key!r}.", nearest(key, known[word])
                yield Finding(path=path, message=message, hint=hint, fix=_fix(path, key, known[word], model))


def _fix(path: str, key: str, known: list[str], model: Map) -> Fix | None:
    """Return the fix of a field that may be empty; arrows are for somebody to look at."""
    field = path.rpartition(".")[2]
    if field in ("persona", "typical"):
        return put(field, key, known, empty=True)
    if not field.startswith("matches"):
        return None
    column = model.columns[int(path[path.index("[") + 1 : path.index("]")])]
    return Fix(fields={"matches": [one for one in column.matches if one in known]})


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
