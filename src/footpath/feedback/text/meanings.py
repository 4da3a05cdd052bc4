"""Texts that say much the same, by the meaning of their words."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from footpath.feedback.text.cleaning import MODEL_CHARS, clean
from footpath.feedback.text.encoders import Encoder, Progress, available
from footpath.feedback.text.topics import Ints, Vectors

# Cosine distance up to which the mean pair of two groups still says the same. The fast encoder spreads meanings wide,
# E5 keeps all of them within a narrow cone.
_APART = {"use": 0.6, "e5": 0.115}
_FITTED = 1500  # texts that groups are found on: every pair of them is compared; the others join the nearest


class Meaning(Struct, frozen=True):
    """Texts that one encoder read.

    Attributes:
        vectors: one unit row a text.
        places: which texts (places in the input).
        apart: cosine distance from which two texts of this encoder say different things.
        encoder: its name.
    """

    vectors: Vectors
    places: tuple[int, ...]
    apart: float
    encoder: str


def meanings(texts: Sequence[str], languages: Sequence[str], progress: Progress | None = None) -> list[Meaning]:
    """Return the texts as vectors: those in the 16 languages of the fast encoder, and those that only E5 reads.

    Vectors of different encoders cannot be compared. Empty texts are left out, and those nobody here can read.
    """
    known = available()
    order = [known[name] for name in ("use", "e5") if name in known]
    words = [clean(text)[:MODEL_CHARS] for text in texts]
    reader = [_reader(order, code) if said else None for said, code in zip(words, languages, strict=True)]
    found = []
    for encoder in order:
        places = [at for at, one in enumerate(reader) if one is encoder]
        if places:
            vectors = _encoded(encoder, [words[at] for at in places], progress)
            found.append(Meaning(vectors, tuple(places), _APART[encoder.name], encoder.name))
    return found


def _reader(order: Sequence[Encoder], language: str) -> Encoder | None:
    return next((one for one in order if language in one.languages), order[-1] if order else None)


def _encoded(encoder: Encoder, words: Sequence[str], progress: Progress | None) -> Vectors:
    distinct = sorted(set(words))
    rows = dict(zip(distinct, encoder.encode(distinct, progress).astype(float), strict=True))
    vectors = np.array([rows[text] for text in words])
    units: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return units


def alike(vectors: Vectors, apart: float) -> Ints:
    """Return the group of each row, −1 for rows that nothing is like; groups are numbered by size, then by place.

    Groups are merged while the mean cosine distance between their rows is below `apart` (average linkage, Sokal and
    Michener 1958), over 1,500 rows evenly spread; the others join the group whose middle is nearest, within `apart`.
    """
    n = len(vectors)
    if n < 2:
        return np.full(n, -1, np.int64)
    fitted = np.unique(np.linspace(0, n - 1, min(_FITTED, n)).astype(np.int64))
    raw = np.full(n, -1, np.int64)
    raw[fitted] = _linked(vectors[fitted], apart)
    if len(fitted) < n:
        rest = np.setdiff1d(np.arange(n), fitted)
        middles = np.array([middle(vectors[raw == group]) for group in range(int(raw.max()) + 1)])
        near = vectors[rest] @ middles.T
        best = near.argmax(axis=1)
        raw[rest] = np.where(1 - near.max(axis=1) <= apart, best, -1)
    return _numbered(raw)


def middle(vectors: Vectors) -> Vectors:
    """Return the unit vector in the middle of some."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9))


def _linked(vectors: Vectors, apart: float) -> Ints:
    from sklearn.cluster import AgglomerativeClustering
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in one order, so that every machine finds the same groups
        model = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=apart)
        return np.asarray(model.fit(vectors).labels_, np.int64)


def _numbered(raw: Ints) -> Ints:
    """Number groups of at least two by size, the largest first, then by their first row."""
    groups, first, counts = np.unique(raw, return_index=True, return_counts=True)
    kept = [at for at in range(len(groups)) if groups[at] >= 0 and counts[at] > 1]
    order = sorted(kept, key=lambda at: (-counts[at], first[at]))
    numbers = {int(groups[at]): number for number, at in enumerate(order)}
    return np.array([numbers.get(int(group), -1) for group in raw], np.int64)
