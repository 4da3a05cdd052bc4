"""Texts cut into the words and short phrases they are made of, inflections counted together."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from footpath.feedback.text import stopwords

LONGEST = 3  # words in a phrase
LONGEST_RUN = 5  # letters in a phrase of a script without spaces
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[.,;:!?()\n…]")
_RUN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\u0e00-\u0e7f]+")
_UNSPACED = frozenset({"zh", "ja", "th"})
_STEM_MIN = 3  # letters that stay when an ending is cut off


class Gram(NamedTuple):
    """A phrase as it stands and what it is counted as."""

    key: str
    shown: str


def grams(text: str, language: str) -> Iterator[Gram]:
    """Yield the phrases of a text, each as often as it stands there.

    A phrase does not begin or end with an empty word, does not cross punctuation, and holds at least one word with a
    theme. Scripts without spaces are cut into all runs of two to five letters, without a dictionary: which of them are
    phrases shows in how often they stand (`phrases`) and at their ends (`may_stand`).
    """
    if language in _UNSPACED:
        yield from _runs(text)
    else:
        yield from _phrases(text.lower().replace("’", "'"), language)


def unspaced(language: str) -> bool:
    """Say whether a language is written without spaces between words."""
    return language in _UNSPACED


def may_stand(run: str, language: str) -> bool:
    """Say whether a run of letters may be a phrase: it neither begins nor ends with an empty word."""
    known = stopwords.of(language)
    if run in known.empty or run in known.negations:
        return False
    pieces = [run[:size] for size in (1, 2)], [run[-size:] for size in (1, 2)]
    return not known.empty.intersection(pieces[0]) and not (known.empty | known.negations).intersection(pieces[1])


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Cut a word's ending off where three letters stay; a light rule, not a dictionary."""
    for ending in stopwords.of(language).endings:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_MIN:
            return word[: -len(ending)]
    return word


def _phrases(text: str, language: str) -> Iterator[Gram]:
    known = stopwords.of(language)
    tokens = _WORD.findall(text)
    for start, first in enumerate(tokens):
        if not first[0].isalpha() or (first in known.empty and first not in known.negations):
            continue
        for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
            last = tokens[end - 1]
            if not last[0].isalpha():
                break
            if last in known.empty or last in known.negations or len(last) < 2:
                continue
            words = tokens[start:end]
            yield Gram(" ".join(stem(word, language) for word in words), " ".join(words))


def _runs(text: str) -> Iterator[Gram]:
    for run in _RUN.findall(text):
        for start in range(len(run)):
            for length in range(2, min(LONGEST_RUN, len(run) - start) + 1):
                yield Gram(run[start : start + length], run[start : start + length])
