"""The language that a drawn map speaks: prose is written in English where it is used, and said in that of the map."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import yaml

from footpath.core.languages import LANGUAGES, language

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="en")
_FILE = Path(__file__).parent / "sayings.yaml"


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Say everything inside in the language of a locale."""
    before = _SPOKEN.set(language(locale))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """Return the language that is spoken now."""
    return _SPOKEN.get()


def phrase(text: str, /, **values: object) -> str:
    """Return a sentence in the language that is spoken, with its places filled; what has no translation is English."""
    said = sayings().get(text) if spoken() != "en" else None
    template = said[LANGUAGES.index(spoken()) - 1] if said else text
    return template.format(**values) if values else template


def figure_words(text: str) -> str:
    """Return a number written in English ("1,234", "+0.4", "3.1%") as the language that is spoken writes it."""
    if spoken() in ("pl", "lv"):
        text = text.translate({ord(","): "\u00a0", ord("."): ","})
    return text.replace("%", "\u00a0%") if spoken() == "lv" else text


@cache
def sayings() -> dict[str, list[str]]:
    """Return every sentence by its English: in Polish, Latvian and Chinese."""
    found: dict[str, list[str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found
