"""The language that a drawn map speaks: prose is written in English where it is used, and said in that of the map."""

from functools import cache
from pathlib import Path

import yaml

from footpath.core.languages import LANGUAGES, figure_words, speaking, spoken

_FILE = Path(__file__).parent / "sayings.yaml"

__all__ = ["figure_words", "phrase", "sayings", "speaking", "spoken"]


def phrase(text: str, /, **values: object) -> str:
    """Return a sentence in the language that is spoken, with its places filled; what has no translation is English."""
    said = sayings().get(text) if spoken() != "en" else None
    template = said[LANGUAGES.index(spoken()) - 1] if said else text
    return template.format(**values) if values else template


@cache
def sayings() -> dict[str, list[str]]:
    """Return every sentence by its English: in Polish, Latvian and Chinese."""
    found: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
