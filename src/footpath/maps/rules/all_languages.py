"""Texts in every language the map speaks."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map
from footpath.maps.walk import texts


class AllLanguages(Rule):
    """A text that has translations has one for every language used in the map."""

    name = "all_languages"
    severity = "advice"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every text that lacks a language others have."""
        found = list(texts(model))
        spoken = {locale for _, text in found if isinstance(text, dict) for locale in text}
        for path, text in found:
            if isinstance(text, dict) and set(text) < spoken:
                missing = ", ".join(sorted(spoken - set(text)))
                shown = next(iter(text.values()), "")
                yield Finding(path=path, message=f"“{shown}” has no {missing}.", hint="Translate it.")
