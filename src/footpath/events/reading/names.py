"""What columns are called, in English, Polish, Latvian and Traditional Chinese, and the roles their names suggest.

Names are compared as folded words: "OrderCreatedAt", "order_created_at" and "Order created at" are one; Polish and
Latvian letters lose their marks, because exports often have lost them already.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from footpath.events.reading.wordlists import read_words

_SURE, _LIKELY, _WEAK = 0.95, 0.75, 0.5

NOT_FELT = re.compile(r"\b(spending|credit|lead|risk|fraud|health|propensity|confidence|test|gold|bounce|exit|churn)\b")


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """Return a name as lower-case words without marks: "OrderCreatedAt" → "order created at"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFKC", name))
    marked = unicodedata.normalize("NFD", spaced.casefold().replace("ł", "l"))
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w]|_", " ", bare).split())


@lru_cache(maxsize=1)
def _listed() -> dict[str, dict[str, list[str]]]:
    listed: dict[str, dict[str, list[str]]] = read_words("names")
    return listed


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    whole: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    for role, listed in _listed().items():
        for word in listed["names"]:
            whole.setdefault(word, []).append(role)
        for word in listed["parts"]:
            parts.setdefault(word, []).append(role)
    return whole, parts


def _order(role: str, name: str) -> int:
    """Return how far back a name stands in its role's list: the first names are the most telling."""
    return _listed()[role]["names"].index(name)


@lru_cache(maxsize=4096)
def roles_of(name: str) -> dict[str, float]:
    """Return the roles a column's name suggests and how strongly, 0…1."""
    words = fold(name)
    squeezed = words.replace(" ", "")
    whole, parts = _tables()
    found: dict[str, float] = {}
    for part, strength in _pieces(words.split()):
        _suggest(found, parts.get(part, []), strength)
    if not squeezed.isascii():
        for part, roles in parts.items():
            _suggest(found, roles if not part.isascii() and part in squeezed else [], _LIKELY)
    for candidate in {words, squeezed}:
        for role in whole.get(candidate, []):
            found[role] = _SURE - _order(role, candidate) / 10_000
    if NOT_FELT.search(words):
        found.pop("score", None)
    return found


def _pieces(tokens: list[str]) -> Iterator[tuple[str, float]]:
    """Yield every run of words with how much it tells: a name's end tells more than its middle."""
    for start in range(len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            yield " ".join(tokens[start:end]), _LIKELY if end == len(tokens) else _WEAK


def _suggest(found: dict[str, float], roles: list[str], strength: float) -> None:
    for role in roles:
        found[role] = max(found.get(role, 0.0), strength)


def is_known(name: str) -> bool:
    """Tell whether a name is one of those in the lists as a whole."""
    whole, _ = _tables()
    words = fold(name)
    return words in whole or words.replace(" ", "") in whole
