"""Words that carry no theme, by language, written for Footpath; words that turn a meaning round are kept apart."""

import unicodedata
from functools import cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True):
    """A language's empty words, its negations, and endings that do not change what a word is about.

    Attributes:
        empty: words that no phrase may begin or end with.
        negations: words a phrase may begin with ("not working").
        endings: inflections, longest first, cut off when words are counted together.
    """

    empty: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    endings: tuple[str, ...] = ()


@cache
def of(language: str) -> Words:
    """Return a language's words; nothing for one that has no list."""
    found = _all().get(language, {})
    return Words(
        empty=_also_bare(found.get("empty", "").split()),
        negations=frozenset(found.get("negations", "").split()),
        endings=tuple(sorted(found.get("endings", "").split(), key=lambda ending: (-len(ending), ending))),
    )


@cache
def _all() -> dict[str, dict[str, str]]:
    raw = files(__package__).joinpath("stopwords.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, dict[str, str]])


def _also_bare(words: list[str]) -> frozenset[str]:
    """Add each word as it is typed without diacritics."""
    bare = ("".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)) for word in words)
    return frozenset({*words, *(word.replace("ł", "l") for word in bare)})
