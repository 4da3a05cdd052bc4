"""A model learned from the data at hand: where people gave a score with their words, the score is a label.

Words and letters (TF-IDF), the fast encoder and the models that ship with Footpath compete on answers held out; the
best reads the unscored texts of the same source. It says how good it is, or that there was too little to learn from.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.feedback.text import head as heads
from footpath.feedback.text.cleaning import MODEL_CHARS, clean, key
from footpath.feedback.text.encoders import available
from footpath.feedback.text.sentiment import tone

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEARN_MIN = 300  # scored texts; with fewer the shipped models are better
_CLASS_MIN = 20  # a class with fewer examples is not learned
_LABELS_MAX = 5000  # more adds time, not accuracy
_COMPARED = 300  # answers on which the shipped models are compared with the learned ones
_HEARD_MIN = 0.9  # share of them that the shipped models must be able to read at all
_LANGUAGE_MIN = 50  # labelled texts before a language counts as learned
_FOLDS, _SEED = 5, 7
_TEMPERATURES = np.geomspace(0.2, 5, 60)


class Lesson(Struct, frozen=True, kw_only=True):
    """What was learned from one source's scored texts, and how well.

    Attributes:
        source: name of the source.
        labelled: scored texts learned from (sampled above 5,000, `scored` in all).
        scored: scored texts there were.
        chosen: "words" (TF-IDF), "use" (fast encoder), "shipped" (the models of the package were better) or ""
            (too little to learn from).
        macro_f1: candidate → macro-F1 over sad, neutral and glad on answers held out, 3 decimals.
        accuracy: of the chosen one, share of held-out answers it called right.
        languages: languages it learned; texts in others are left to the shipped models.
        version: names exactly this model.
    """

    source: str
    labelled: int
    scored: int
    chosen: Literal["words", "use", "shipped", ""]
    macro_f1: dict[str, float] = {}
    accuracy: float | None = None
    languages: tuple[str, ...] = ()
    version: str = ""

    def sentence(self) -> str:
        """Say in one sentence what came of it."""
        if not self.chosen:
            return (
                f"{self.source}: {self.scored:,} texts came with a score, too few of each kind to learn from "
                f"(at least {LEARN_MIN:,}, {_CLASS_MIN} of them sad and {_CLASS_MIN} glad)."
            )
        figures = ", ".join(f"{name} {value:.2f}" for name, value in sorted(self.macro_f1.items()))
        kind = {"words": "a model of their words", "use": "a model on sentence vectors"}.get(self.chosen)
        what = f"{kind} learned from them reads the unscored texts" if kind else "the shipped models were better"
        return (
            f"{self.source}: {self.labelled:,} of {self.scored:,} texts with a score were learned from; {what} "
            f"(right for {self.accuracy:.0%} of held-out answers; macro-F1 {figures})."
        )


class Labels(Struct, frozen=True, kw_only=True):
    """Texts with the emotion of the score that came with them, cleaned, sorted, each text once."""

    words: tuple[str, ...]
    emotions: tuple[float, ...]
    languages: tuple[str, ...]
    scored: int


def labels(texts: Sequence[str], emotions: Sequence[float], languages: Sequence[str]) -> Labels:
    """Gather labels: equal texts once with their mean emotion, at most 5,000, the same ones every time."""
    told: dict[tuple[str, str], list[float]] = {}
    for text, emotion, language in zip(texts, emotions, languages, strict=True):
        words = clean(text)[:MODEL_CHARS]
        if words:
            told.setdefault((words, language), []).append(emotion)
    chosen = sorted(told, key=lambda text: key(*text))[:_LABELS_MAX]
    return Labels(
        words=tuple(words for words, _ in chosen),
        emotions=tuple(float(np.mean(told[text])) for text in chosen),
        languages=tuple(language for _, language in chosen),
        scored=len(texts),
    )


def version(given: Labels) -> str:
    """Name the model that these labels lead to."""
    told = (f"{words}\x01{emotion:.6f}" for words, emotion in zip(given.words, given.emotions, strict=True))
    encoders = (f"{encoder.version()} {heads.load(name)[1]}" for name, encoder in sorted(available().items()))
    return key("\x02".join(told), "learned/2", *encoders).hex()


def study(source: str, given: Labels, shipped: Callable[[Sequence[str], Sequence[str]], Floats]) -> Lesson:
    """Choose what reads this source's unscored texts best, on answers held out.

    Args:
        source: name of the source.
        given: its labels.
        shipped: reads (texts, languages) by the models of the package; NaN where none fits.
    """
    truth = _classes(given.emotions)
    kinds = Counter(truth.tolist())
    if len(truth) < LEARN_MIN or min(kinds[-1], kinds[1]) < _CLASS_MIN:
        return Lesson(source=source, labelled=0, scored=given.scored, chosen="")
    told = {name: _held_out(features, truth) for name, features in _features(given.words, given.languages).items()}
    compared = slice(0, _COMPARED)  # labels are ordered by hash: the first ones are a fair sample
    values = shipped(given.words[compared], given.languages[compared])
    figures = {name: _macro_f1(truth[compared], guesses[compared]) for name, guesses in told.items()}
    heard = ~np.isnan(values)
    if heard.mean() >= _HEARD_MIN:
        told["shipped"] = _called(values, binary=0 not in kinds)
        figures["shipped"] = _macro_f1(truth[compared][heard], told["shipped"][heard])
    best = max(sorted(figures), key=lambda name: (figures[name], name == "words"))
    right = told[best] == truth[: len(told[best])]
    spoken = Counter(given.languages)
    return Lesson(
        source=source,
        labelled=len(truth),
        scored=given.scored,
        chosen=best,  # type: ignore[arg-type]
        macro_f1=figures,
        accuracy=round(float(right.mean()), 3),
        languages=tuple(sorted(language for language, n in spoken.items() if n >= _LANGUAGE_MIN)),
        version=version(given),
    )


def read(lesson: Lesson, given: Labels, texts: Sequence[str]) -> tuple[Floats, Floats]:
    """Return (values, confidences) of texts by the model that won.

    A value is the mean emotion of each class in the labels, weighed by how likely the class is, so that over texts like
    the labelled ones the mean is theirs.
    """
    from threadpoolctl import threadpool_limits

    truth = _classes(given.emotions)
    words = [clean(text)[:MODEL_CHARS] for text in texts]
    fitted = _features((*given.words, *words), (), only=lesson.chosen, train=len(truth))[lesson.chosen]
    known, asked = fitted[: len(truth)], fitted[len(truth) :]
    with threadpool_limits(1):
        model = _classifier().fit(known, truth)
    logits = _held_out(known, truth, method="decision_function")
    temperature = _temperature(_full(logits), truth, model.classes_)
    likely = heads.softmax(_full(model.decision_function(asked)) / temperature)
    emotions = np.array(given.emotions)
    means = np.array([emotions[truth == kind].mean() for kind in model.classes_])
    return likely @ means, likely.max(axis=1)


def encode_report(lesson: Lesson) -> bytes:
    """Turn a lesson into bytes that `decode_report` reads."""
    return msgspec.json.encode(lesson)


def decode_report(raw: bytes) -> Lesson:
    """Read a lesson back."""
    return msgspec.json.decode(raw, type=Lesson)


def _classes(emotions: Sequence[float]) -> Ints:
    """Turn emotions into sad, neutral and glad; a rare neutral is counted with the nearer side."""
    kinds = np.array([tone(emotion) for emotion in emotions], dtype=np.int64)
    if (kinds == 0).sum() < _CLASS_MIN:
        return np.where(np.array(emotions) >= 0, 1, -1).astype(np.int64)
    return kinds


def _called(values: Floats, *, binary: bool) -> Ints:
    """Turn values into classes; where the labels know no neutral, into the nearer side."""
    heard = np.nan_to_num(values)
    if binary:
        return np.where(heard >= 0, 1, -1).astype(np.int64)
    return np.array([tone(value) for value in heard], dtype=np.int64)


def _features(
    words: Sequence[str], languages: Sequence[str], *, only: str = "", train: int | None = None
) -> Mapping[str, Any]:
    """Return the rows that each candidate learns on; vocabularies are taken from the first `train` texts."""
    rows: dict[str, Any] = {}
    if only in ("", "words"):
        rows["words"] = _words(words, train or len(words))
    known = sum(language in available()["use"].languages for language in languages) if "use" in available() else 0
    if only == "use" or (not only and known >= 0.9 * len(words)):
        rows["use"] = heads.features(available()["use"].encode(list(words)), words) * _VECTOR_SCALE
    return rows


_VECTOR_SCALE = 3.0  # unit vectors are short: without it the regularisation would hold them down


def _words(words: Sequence[str], train: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    whole = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, max_features=40_000)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True, max_features=40_000)
    return FeatureUnion([("words", whole), ("letters", letters)]).fit(words[:train]).transform(words).tocsr()


def _classifier() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=3.0, max_iter=2000)


def _held_out(rows: Any, truth: Ints, *, method: str = "predict") -> Any:
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from threadpoolctl import threadpool_limits

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED)
    with threadpool_limits(1):  # sums in one order, so that every machine learns the same
        return cross_val_predict(_classifier(), rows, truth, cv=folds, method=method)


def _macro_f1(truth: Ints, guesses: Ints) -> float:
    from sklearn.metrics import f1_score

    return round(float(f1_score(truth, guesses, average="macro", labels=sorted(set(truth.tolist())))), 3)


def _full(logits: Floats) -> Floats:
    """Give a two-class decision its two columns."""
    return np.column_stack([-logits / 2, logits / 2]) if logits.ndim == 1 else logits


def _temperature(logits: Floats, truth: Ints, classes: Ints) -> float:
    """Find what to divide logits by so that held-out probabilities are honest: the least log loss on a grid."""
    place = np.searchsorted(classes, truth)
    rows = np.arange(len(place))
    losses = [-np.log(np.maximum(heads.softmax(logits / t)[rows, place], 1e-12)).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])
