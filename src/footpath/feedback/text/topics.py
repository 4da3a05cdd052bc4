"""What texts are about: a few themes, each with a name in the customers' own words."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.feedback.text.cleaning import MODEL_CHARS, clean, key
from footpath.feedback.text.encoders import Encoder, Progress, available
from footpath.feedback.text.phrases import Phrase, Spoken, phrases

THEME_MIN = 8  # texts a theme needs
THEMES_MAX = 8  # more than a reader wants
_FITTED = 4000  # texts the themes are found on; the others join the nearest
_SEED = 7
Ints = NDArray[np.int64]
Vectors = NDArray[np.float64]


class Theme(Struct, frozen=True, kw_only=True):
    """Texts about the same.

    Attributes:
        name: its most telling phrases, " · " between them.
        phrases: what its texts say more than the others.
        members: which texts (places in the input), nearest to the theme's middle first.
    """

    name: str
    phrases: tuple[Phrase, ...]
    members: tuple[int, ...]


def topics(
    texts: Sequence[str | None],
    languages: Sequence[str],
    *,
    count: int | None = None,
    progress: Progress | None = None,
) -> list[Theme]:
    """Group texts into themes, biggest first.

    Sentence vectors (E5 for languages the fast encoder does not know, where few) are grouped by k-means into `count`
    themes (`likely_count` of them where it is not said). Texts in a language without an encoder, and empty
    ones, belong to no theme. Too few texts give one theme or none.
    """
    encoder, places = _encoder(languages, [clean(text) for text in texts])
    if encoder is None or len(places) < THEME_MIN:
        return []
    words = [clean(texts[place])[:MODEL_CHARS] for place in places]
    vectors = _vectors(encoder, words, [languages[place] for place in places], progress)
    groups, distance = _grouped(vectors, words, count)
    found = []
    for group in sorted(set(groups.tolist())):
        rows = np.flatnonzero(groups == group)
        members = tuple(places[row] for row in rows[np.argsort(distance[rows], kind="stable")])
        if len(members) >= THEME_MIN:
            found.append(_named(members, [places[row] for row in np.flatnonzero(groups != group)], texts, languages))
    return sorted(found, key=lambda theme: (-len(theme.members), theme.name))


def _encoder(languages: Sequence[str], words: Sequence[str]) -> tuple[Encoder | None, list[int]]:
    """Choose the fast encoder where it knows most of the texts, else E5; and the texts it can read."""
    best: tuple[Encoder | None, list[int]] = (None, [])
    for _, encoder in sorted(available().items(), reverse=True):
        places = [at for at, code in enumerate(languages) if code in encoder.languages and words[at]]
        if len(places) > 1.25 * len(best[1]):
            best = (encoder, places)
    return best


def _vectors(encoder: Encoder, words: Sequence[str], languages: Sequence[str], progress: Progress | None) -> Vectors:
    """Encode, and take out what is common to a language, so that themes join over languages."""
    distinct = sorted(set(words))
    rows = dict(zip(distinct, encoder.encode(distinct, progress).astype(float), strict=True))
    vectors = np.array([rows[text] for text in words])
    spoken = np.array(languages)
    for code in sorted(set(languages)):
        vectors[spoken == code] -= vectors[spoken == code].mean(axis=0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Vectors = vectors / np.maximum(lengths, 1e-9)
    return units


def _grouped(vectors: Vectors, words: Sequence[str], count: int | None) -> tuple[Ints, Vectors]:
    """Return each text's group and its distance from the group's middle."""
    order = sorted(range(len(words)), key=lambda row: (key(words[row]), row))[:_FITTED]
    model = _kmeans(vectors[order], count or likely_count(len(words)))
    far = model.transform(vectors)
    return far.argmin(axis=1).astype(np.int64), far.min(axis=1)


def likely_count(texts: int) -> int:
    """How many themes so many texts can tell apart: 1 below 24, then one more each time they double, at most 8."""
    return 1 if texts < 3 * THEME_MIN else min(THEMES_MAX, int(np.log2(texts / 6)))


def _kmeans(sample: Vectors, count: int) -> Any:
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in one order, so that every machine finds the same themes
        return KMeans(min(count, len(sample)), n_init=3, random_state=_SEED).fit(sample)


def _named(
    members: tuple[int, ...], others: Sequence[int], texts: Sequence[str | None], languages: Sequence[str]
) -> Theme:
    against = Spoken(texts=[texts[at] for at in others], languages=[languages[at] for at in others])
    told = phrases(
        [texts[at] for at in members],
        [languages[at] for at in members],
        against=against if others else None,
        limit=6,
    )
    return Theme(name=" · ".join(phrase.text for phrase in told[:3]), phrases=tuple(told), members=members)
