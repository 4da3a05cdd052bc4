"""Keys name one thing."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map

_LISTS = ("personas", "touchpoints", "columns", "paths", "lanes", "cards")


class UniqueKeys(Rule):
    """A key is used once in its list, and is not empty."""

    name = "unique_keys"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every second use of a key."""
        for word in _LISTS:
            seen: dict[str, int] = {}
            for position, item in enumerate(getattr(model, word)):
                path = f"{word}[{position}].key"
                if not item.key:
                    yield Finding(path=path, message="the key is empty.", hint="Give it a short name of its own.")
                elif item.key in seen:
                    first = f"{word}[{seen[item.key]}]"
                    yield Finding(path=path, message=f"{item.key!r} is the key of {first} too.", hint="Rename one.")
                seen.setdefault(item.key, position)
