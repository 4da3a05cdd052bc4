"""Which part of a journey words speak of: a topic, a question or a text that names paying, delivery, returning …"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from footpath.insights import words

# Families of the vocabulary that people speak of as something that happened to them; the others are what all words
# are about ("product"), or the speaking itself ("recommend").
SPOKEN = ("sign_up", "cart", "delivery", "pay", "receive", "help", "give_back")
TOGETHER = {"delivery": "receive"}  # who speaks of delivery means choosing it or getting it
SHORTEST = 4
LEAST_ALIKE = 5  # letters that a longer word must share, for endings differ


def topic_of(texts: Iterable[str]) -> str:
    """Return the family that the first text with one speaks of; "" where none does, or two are named as often."""
    for text in texts:
        counts = Counter(family for word in _words(text) for family in _families(word))
        ranked = counts.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
            return ranked[0][0]
    return ""


def family_of(name: str) -> str:
    """Return the family of a kind of event as people speak of it, "" where they do not."""
    family = words.family(name)
    return TOGETHER.get(family, family) if family in SPOKEN else ""


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.casefold())


@cache
def _families(word: str) -> tuple[str, ...]:
    """Return the families a word of a text names (Chinese words stand inside longer runs)."""
    return tuple(sorted({family for stem, family in _stems() if _same(word, stem)}))


def _same(word: str, stem: str) -> bool:
    if stem[0] > "\u2e80":
        return stem in word
    if len(stem) <= LEAST_ALIKE:
        return word in (stem, f"{stem}s")
    shared = len(stem) if len(stem) <= LEAST_ALIKE + 1 else max(LEAST_ALIKE, len(stem) - 3)
    return len(word) >= SHORTEST and word[:shared] == stem[:shared]


@cache
def _stems() -> tuple[tuple[str, str], ...]:
    found = []
    for key in SPOKEN:
        for phrase in words.vocabulary()["families"][key]["words"]:
            text = str(phrase).casefold()
            if " " not in text and (len(text) >= SHORTEST or text[0] > "\u2e80"):
                found.append((text, TOGETHER.get(key, key)))
    return tuple(found)
