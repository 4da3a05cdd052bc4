"""The words customers use: phrases that mark one group of texts off from the others."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log, sqrt

from msgspec import Struct

from footpath.feedback.text.cleaning import clean
from footpath.feedback.text.cleaning import key as hashed
from footpath.feedback.text.language import UNKNOWN
from footpath.feedback.text.words import Gram, grams, may_stand, unspaced

_PRIOR_TEXTS = 20.0  # weight of the prior: as if so many texts (a tenth where few) used words as all texts do
_SHARP = 1.64  # z from which a phrase marks the group (5 %, one-sided)
_SAME = 0.6  # of two phrases one inside the other, the longer stands if it holds this share of the shorter's texts
_COHESION = 2.0  # log-odds by which the letters of an unspaced phrase must stand together more than by chance
_READ_CHARS = 1000  # of a text; what matters comes early
_COUNTED = 5000  # texts of a group in a language; more changes no ranking


class Phrase(Struct, frozen=True, kw_only=True):
    """A phrase with how often it was used.

    Attributes:
        text: as most people wrote it, lower case.
        language: of the texts it is from.
        n: texts of the group that hold it, inflections counted together.
        of: texts of the group in that language.
        elsewhere, of_elsewhere: the same for the texts it was compared with; 0 when there were none.
        z: how sure it is that the group uses it more (log-odds with an informative Dirichlet prior, Monroe, Colaresi
            and Quinn 2008, over texts); without texts to compare with, log(1 + n) times its length.
    """

    text: str
    language: str
    n: int
    of: int
    elsewhere: int = 0
    of_elsewhere: int = 0
    z: float = 0.0


class Spoken(Struct, frozen=True, kw_only=True):
    """Texts with the language of each; texts of unknown language have no phrases."""

    texts: Sequence[str | None]
    languages: Sequence[str]


class _Counts(Struct, frozen=True):
    """Texts, the texts each phrase is in, and how it was written."""

    texts: int
    held: Counter[str]
    shown: Mapping[str, Counter[str]]


def phrases(
    texts: Sequence[str | None], languages: Sequence[str], *, against: Spoken | None = None, limit: int = 8
) -> list[Phrase]:
    """Find the phrases that these texts use more than others, most telling first.

    Args:
        texts: what the group said.
        languages: code of each text's language.
        against: what the others said; without it the group's own frequent phrases come back.
        limit: how many at most, over all languages.
    """
    others = against or Spoken(texts=(), languages=())
    found: list[Phrase] = []
    for language in sorted(set(languages) - {UNKNOWN}):
        mine = _count(_of(texts, languages, language), language)
        theirs = _count(_of(others.texts, others.languages, language), language)
        found += _telling(mine, theirs, language, limit)
    return sorted(found, key=lambda phrase: (-phrase.z, phrase.text))[:limit]


def _of(texts: Sequence[str | None], languages: Sequence[str], language: str) -> list[str]:
    """Return the texts of one language, equal ones once: a template sent a thousand times is one voice."""
    mine = {clean(text)[:_READ_CHARS] for text, code in zip(texts, languages, strict=True) if code == language} - {""}
    return sorted(mine, key=hashed)[:_COUNTED]


def _count(texts: Sequence[str], language: str) -> _Counts:
    held: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for text in texts:
        for gram in _grams(text, language):
            held[gram.key] += 1
            shown.setdefault(gram.key, Counter())[gram.shown] += 1
    return _Counts(len(texts), held, shown)


@lru_cache(maxsize=16_384)
def _grams(text: str, language: str) -> tuple[Gram, ...]:
    """Return the phrases of a text, each once; kept, because groups are compared with the same others."""
    return tuple({gram.key: gram for gram in grams(text, language)}.values())


def _telling(mine: _Counts, theirs: _Counts, language: str, limit: int) -> list[Phrase]:
    least = max(2, mine.texts // 200)
    frequent = [key for key, n in mine.held.items() if n >= least]
    if unspaced(language):
        pieces = _pieces(mine)
        frequent = [
            key
            for key in frequent
            if may_stand(key, language) and pieces[key] < _SAME * mine.held[key] and _coheres(key, mine)
        ]
    ranked = sorted(((_z(key, mine, theirs), key) for key in frequent), key=lambda pair: (-pair[0], pair[1]))
    if theirs.texts:
        ranked = [(z, key) for z, key in ranked if z >= _SHARP]
    chosen = _distinct(ranked[: 20 * limit], mine.held, limit, spaced=not unspaced(language))
    return [
        Phrase(
            text=min(mine.shown[key].items(), key=lambda form: (-form[1], form[0]))[0],
            language=language,
            n=mine.held[key],
            of=mine.texts,
            elsewhere=theirs.held[key],
            of_elsewhere=theirs.texts,
            z=round(z, 2),
        )
        for z, key in chosen
    ]


def _z(key: str, mine: _Counts, theirs: _Counts) -> float:
    """Return how many standard errors the log-odds of using a phrase differ."""
    a, n = mine.held[key], mine.texts
    if not theirs.texts:
        return log(1 + a) * (1 + 0.25 * key.count(" "))
    b, m = theirs.held[key], theirs.texts
    if a + b == n + m:  # what everybody says tells nobody apart
        return 0.0
    weight = min(_PRIOR_TEXTS, (n + m) / 10)
    prior = weight * (a + b) / (n + m)
    odds = log((a + prior) / (n + weight - a - prior)) - log((b + prior) / (m + weight - b - prior))
    return odds / sqrt(1 / (a + prior) + 1 / (b + prior))


def _pieces(counts: _Counts) -> Counter[str]:
    """Return in how many texts each run stands inside one and the same longer run: a piece of a word nearly always."""
    longest: Counter[str] = Counter()
    for key, n in counts.held.items():
        if len(key) > 2:
            for piece in (key[1:], key[:-1]):
                longest[piece] = max(longest[piece], n)
    return longest


def _coheres(key: str, counts: _Counts) -> bool:
    """Say whether the two halves of a run of letters stand together more often than by chance, however it is cut."""
    together = counts.held[key]
    return all(
        log(together * counts.texts / (counts.held[key[:cut]] * counts.held[key[cut:]])) >= _COHESION
        for cut in range(2, len(key) - 1)
    )


def _distinct(
    ranked: Sequence[tuple[float, str]], held: Counter[str], limit: int, *, spaced: bool
) -> list[tuple[float, str]]:
    """Of phrases inside one another keep one: the longer where it stands for most of the shorter, else the shorter."""
    chosen: list[tuple[float, str]] = []
    for z, key in ranked:
        inside = [pair for pair in chosen if _within(pair[1], key, spaced)]
        if any(_within(key, other, spaced) for _, other in chosen):
            continue
        if not inside:
            chosen.append((z, key))
        elif held[key] >= _SAME * max(held[other] for _, other in inside):
            chosen[chosen.index(inside[0])] = (inside[0][0], key)
            chosen = [pair for pair in chosen if pair not in inside]
    return chosen[:limit]


def _within(short: str, long: str, spaced: bool) -> bool:
    return f" {short} " in f" {long} " if spaced else short in long
