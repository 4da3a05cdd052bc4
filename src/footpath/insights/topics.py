"""Topics of texts that don't say what they are about."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from footpath.analytics import Float64, Int64
from footpath.feedback import Spoken, Use, detect, phrases
from footpath.insights import words
from footpath.maps import Note

SEED = 11
MOST_FITTED = 4_000
MOST_TOPICS = 8
TEXTS_A_TOPIC = 60
OTHER = "Other"


def find_topics(signals: pa.Table) -> tuple[pa.Table, list[str], Note]:
    """Return (signals with `about` filled in where it was null, topics most frequent first, how).

    Texts are grouped by the meaning of their words in any of 16 languages (sentence embeddings, k-means on at most
    4,000 texts drawn with a seed); a topic is called what its texts say more than the others. Signals without text
    belong to "Other".
    """
    texts = signals.column("text").to_pylist()
    given = signals.column("about").to_pylist()
    rows = [row for row, text in enumerate(texts) if given[row] is None and text and len(text.strip()) > 2]
    label = _clusters([texts[row] for row in rows])
    names = _names([texts[row] for row in rows], label)
    about: list[str | None] = list(given)
    for row, topic in zip(rows, label.tolist(), strict=True):
        about[row] = names[topic]
    about = [OTHER if name is None else name for name in about]
    counts: dict[str, int] = {}
    for name in about:
        counts[str(name)] = counts.get(str(name), 0) + 1
    topics = sorted(counts, key=lambda name: (name == OTHER, -counts[name], name))[:16]
    filled = signals.set_column(signals.schema.get_field_index("about"), "about", pa.array(about, pa.string()))
    text = (
        f"{len(rows):,} texts don't say what they are about. They were grouped by the meaning of their words into "
        f"{len(names)} topics, most frequent first; each is called what its texts say more often than the others."
    )
    return filled, topics, Note(topic="Topics", text=text)


def _clusters(texts: Sequence[str]) -> Int64:
    wished = min(MOST_TOPICS, len(texts) // TEXTS_A_TOPIC)
    if wished < 2:
        return np.zeros(len(texts), np.int64)
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rng = np.random.default_rng(SEED)
    drawn = np.sort(rng.choice(len(texts), min(MOST_FITTED, len(texts)), replace=False))
    vectors = _embedded(texts)
    with threadpool_limits(limits=1):
        model = KMeans(wished, n_init=4, random_state=SEED).fit(vectors[drawn])
        raw = model.predict(vectors)
    order = np.argsort(-np.bincount(raw, minlength=wished), kind="stable")
    rank = np.empty(wished, np.int64)
    rank[order] = np.arange(wished)
    return np.asarray(rank[raw])


def _embedded(texts: Sequence[str]) -> Float64:
    return np.asarray(Use().encode([text[:400] for text in texts]), np.float64)


def _names(texts: Sequence[str], label: Int64) -> list[str]:
    languages = [spoken.code for spoken in detect(texts)]
    names: list[str] = []
    for topic in range(int(label.max()) + 1 if len(label) else 0):
        inside = [row for row in range(len(texts)) if label[row] == topic]
        outside = [row for row in range(len(texts)) if label[row] != topic]
        against = Spoken(texts=[texts[row] for row in outside], languages=[languages[row] for row in outside])
        found = phrases(
            [texts[row] for row in inside],
            [languages[row] for row in inside],
            against=against if outside else None,
            limit=6,
        )
        best = [phrase.text for phrase in found if not phrase.text.startswith(("@", "http"))][:2]
        name = words.human(" · ".join(best)) if best else f"Topic {topic + 1}"
        names.append(name if name not in names else f"{name} ({topic + 1})")
    return names
