"""What readers see has a name."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map, Text


class TitlesPresent(Rule):
    """The map, its columns, lanes and personas have titles, and a map has at least one column."""

    name = "titles_present"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every title that is empty."""
        hint = "Say what it is in a few words."
        if _empty(model.title):
            yield Finding(path="title", message="the map has no title.", hint=hint)
        for word in ("columns", "lanes"):
            for position, item in enumerate(getattr(model, word)):
                if _empty(item.title):
                    message = f"{item.key!r} has no title."
                    yield Finding(path=f"{word}[{position}].title", message=message, hint=hint)
        for position, persona in enumerate(model.personas):
            if _empty(persona.name):
                yield Finding(path=f"personas[{position}].name", message=f"{persona.key!r} has no name.", hint=hint)


def _empty(text: Text) -> bool:
    return not any(part.strip() for part in ([text] if isinstance(text, str) else text.values()))
