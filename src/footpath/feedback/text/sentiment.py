"""How glad or sad a text is, from −1 to 1, by the best model that was made for its language, or not at all.

E5 reads texts until a budget is used up: all of them where they are few, else a sample that is the same every time and
takes its share of every stratum. What is left in a language of the fast encoder (USE) is read by that one, taught by
what E5 said about the sample of these very texts where that is enough to learn from. What is left in other languages
stays unread, and the report says how much. Texts of signs only ("👍👍") are read by their signs. Equal texts are read
once, and scores are kept by text and model.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.feedback.text import head as heads
from footpath.feedback.text.cleaning import MODEL_CHARS, clean, key, letters
from footpath.feedback.text.emoji import signs
from footpath.feedback.text.encoders import Progress, available
from footpath.feedback.text.language import UNKNOWN
from footpath.feedback.text.score_cache import ScoreCache

Floats = NDArray[np.float64]
E5_TOKENS = 20_000  # about half a minute on two cores: some 1,000 short remarks or 130 long reviews
TAUGHT_MIN = 300  # so many texts E5 must have read before the fast encoder is taught by them
_ONLY_E5_SHARE = 0.7  # of the budget goes to languages that nothing else can read, where there is a choice
_STIFFNESS = 1.0  # ridge penalty of the taught correction
_SIGN_VALUE = 0.7  # a text of glad signs only


class Feeling(NamedTuple):
    """What one text says.

    Attributes:
        value: −1 (sad, angry) … 1 (glad), calibrated, 3 decimals; None where no model fits.
        confidence: 0…1, how likely the likeliest of sad, neutral and glad is; None where value is.
        model: "e5", "use", "use taught by e5", "signs"; None where value is.
    """

    value: float | None
    confidence: float | None
    model: str | None


NOTHING = Feeling(None, None, None)


class Reading(Struct, frozen=True, kw_only=True):
    """Who read how many texts of a language.

    Attributes:
        language: ISO code or "unknown".
        model: as in `Feeling`; "" for texts that were left unread.
        texts: how many, equal texts counted each.
    """

    language: str
    model: str
    texts: int


class _Text(NamedTuple):
    words: str
    language: str


Asked = TypeVar("Asked", str, _Text)


def tone(value: float) -> int:
    """Say whether a value is sad (−1), neutral (0) or glad (1): nearer to 0 than `head.NEUTRAL` is neutral."""
    return 0 if abs(value) < heads.NEUTRAL else (1 if value > 0 else -1)


def feelings(
    texts: Sequence[str | None],
    languages: Sequence[str],
    *,
    strata: Sequence[str] | None = None,
    cache: ScoreCache | None = None,
    budget: int = E5_TOKENS,
    progress: Progress | None = None,
) -> list[Feeling]:
    """Read the feeling of each text.

    Args:
        texts: any text; empty or broken ones have none.
        languages: code of each text's language, "unknown" where undecided.
        strata: what a sample must take its share of (source, touchpoint); languages are strata anyway.
        cache: where scores are kept.
        budget: tokens that the slow encoder may read.
        progress: called with the share done, 0…1.
    """
    kept = cache or ScoreCache(None)
    asked = [_Text(clean(text)[:MODEL_CHARS], language) for text, language in zip(texts, languages, strict=True)]
    groups: dict[_Text, str] = {}
    for text, stratum in zip(asked, strata or [""] * len(asked), strict=True):
        groups.setdefault(text, stratum)
    found = {text: _from_signs(text) for text in groups if not letters(text.words)}
    routes = _route({text: groups[text] for text in groups if text not in found}, budget)
    reading = [text for text, route in sorted(routes.items()) if route == "e5"]
    rest = [text for text, route in sorted(routes.items()) if route == "use"]
    whole = _weigh(reading) + 0.03 * _weigh(rest) or 1.0
    share = _weigh(reading) / whole
    found |= _by_e5(reading, kept, _part(progress, 0.0, share))
    found |= _by_use(rest, [text for text in reading if text.language in _use_languages()], found, kept)
    kept.save()
    if progress is not None:
        progress(1.0)
    return [found.get(text, NOTHING) for text in asked]


def readings(found: Sequence[Feeling], languages: Sequence[str]) -> tuple[Reading, ...]:
    """Count who read what, ordered by language and model."""
    counted = Counter((language, feeling.model or "") for feeling, language in zip(found, languages, strict=True))
    return tuple(
        Reading(language=language, model=model, texts=texts) for (language, model), texts in sorted(counted.items())
    )


def _from_signs(text: _Text) -> Feeling:
    glad, sad = signs(text.words)
    if glad == sad:
        return NOTHING
    lean = (glad - sad) / (glad + sad)
    return Feeling(round(_SIGN_VALUE * lean, 3), round(_SIGN_VALUE * abs(lean), 3), "signs")


def _route(groups: Mapping[_Text, str], budget: int) -> dict[_Text, str]:
    """Say which encoder reads each text; texts without one are left out."""
    encoders = available()
    readable = [text for text in groups if text.language != UNKNOWN]
    e5 = [text for text in readable if "e5" in encoders and text.language in encoders["e5"].languages]
    use = {text for text in readable if text.language in _use_languages()}
    routes = dict.fromkeys(sorted(use), "use")
    only = [text for text in e5 if text not in use]
    shared = [text for text in e5 if text in use]
    for_only = (
        budget if _weigh(only) + _weigh(shared) <= budget else max(_ONLY_E5_SHARE * budget, budget - _weigh(shared))
    )
    chosen = _sample(only, groups, for_only)
    chosen += _sample(shared, groups, budget - _weigh(chosen))
    return routes | dict.fromkeys(chosen, "e5")


def _sample(texts: Sequence[_Text], groups: Mapping[_Text, str], budget: float) -> list[_Text]:
    """Take texts until the budget is used: in an order that only depends on them, in proportion from each stratum."""
    strata: dict[tuple[str, str], list[_Text]] = {}
    for text in sorted(texts, key=lambda text: key(text.words, text.language)):
        strata.setdefault((groups[text], text.language), []).append(text)
    places = {text: (rank + 0.5) / len(members) for members in strata.values() for rank, text in enumerate(members)}
    taken, used = [], 0.0
    for text in sorted(texts, key=lambda text: (places[text], key(text.words, text.language))):
        used += _tokens(text)
        if used > budget:
            break
        taken.append(text)
    return taken


def _tokens(text: _Text) -> float:
    """Estimate what a text costs to read: four letters a token, in scripts without spaces one and a quarter."""
    dense = text.language in ("zh", "ja", "th", "ko")
    return 4 + len(text.words) / (1.25 if dense else 4)


def _weigh(texts: Sequence[_Text]) -> float:
    return sum(_tokens(text) for text in texts)


def _use_languages() -> frozenset[str]:
    encoders = available()
    return encoders["use"].languages if "use" in encoders else frozenset()


def _part(progress: Progress | None, start: float, share: float) -> Progress | None:
    """Tell progress of a part of the work as progress of the whole."""
    return None if progress is None else lambda done: progress(start + share * done)


def _by_e5(texts: Sequence[_Text], cache: ScoreCache, progress: Progress | None) -> dict[_Text, Feeling]:
    if not texts:
        return {}
    return through_cache("e5", _shipped("e5"), texts, cache, lambda missing: _by_head("e5", missing, progress))


def _by_use(
    texts: Sequence[_Text], lesson: Sequence[_Text], teacher: Mapping[_Text, Feeling], cache: ScoreCache
) -> dict[_Text, Feeling]:
    """Read by the fast encoder, corrected by what E5 said about `lesson` where that is enough to learn from."""
    if not texts:
        return {}
    if len(lesson) < TAUGHT_MIN:
        return through_cache("use", _shipped("use"), texts, cache, lambda missing: _by_head("use", missing, None))
    model = key("".join(key(*text).hex() for text in lesson), _shipped("use"), _shipped("e5")).hex()
    wanted = np.array([teacher[text].value for text in lesson], dtype=float)
    return through_cache("use taught by e5", model, texts, cache, lambda missing: _by_taught(missing, lesson, wanted))


def _by_head(name: str, texts: Sequence[_Text], progress: Progress | None) -> tuple[Floats, Floats]:
    """Return (values, confidences) of an encoder's shipped head."""
    words = [text.words for text in texts]
    shipped, _ = heads.load(name)
    likely = shipped.probabilities(available()[name].encode(words, progress), words)
    return likely @ np.array(shipped.classes), likely.max(axis=1)


def _by_taught(texts: Sequence[_Text], lesson: Sequence[_Text], wanted: Floats) -> tuple[Floats, Floats]:
    """Return (values, confidences) of the fast encoder's head plus a ridge fit of what it got wrong on the lesson."""
    words = [text.words for text in (*lesson, *texts)]
    vectors = available()["use"].encode(words)
    shipped, _ = heads.load("use")
    likely = shipped.probabilities(vectors, words)
    values = likely @ np.array(shipped.classes)
    x, n = heads.features(vectors, words), len(lesson)
    centre = x[:n].mean(axis=0)
    wrong = wanted - values[:n]
    known = x[:n] - centre
    weights = np.linalg.solve(known.T @ known + _STIFFNESS * np.eye(x.shape[1]), known.T @ (wrong - wrong.mean()))
    corrected = values[n:] + (x[n:] - centre) @ weights + wrong.mean()
    return np.clip(corrected, -1, 1), likely[n:].max(axis=1)


def _shipped(name: str) -> str:
    """Name the model that an encoder and its shipped head are together."""
    return f"{available()[name].version()} {heads.load(name)[1]}"


def through_cache(
    name: str,
    model: str,
    texts: Sequence[Asked],
    cache: ScoreCache,
    read: Callable[[list[Asked]], tuple[Floats, Floats]],
) -> dict[Asked, Feeling]:
    """Ask a model about the texts it was not asked about before.

    Args:
        name: what `Feeling.model` says.
        model: names exactly this model, its weights included.
        texts: what is asked, each once: a text, or a text with its language.
        cache: where answers are kept.
        read: returns (values, confidences) of texts.
    """
    keys = {text: key(text if isinstance(text, str) else text.words, model) for text in texts}
    known = cache.get(list(keys.values()))
    missing = [text for text in texts if keys[text] not in known]
    if missing:
        values, sure = read(missing)
        fresh = zip(np.round(values, 3).tolist(), np.round(sure, 3).tolist(), strict=True)
        cache.put({keys[text]: score for text, score in zip(missing, fresh, strict=True)})
        known = cache.get(list(keys.values()))
    return {text: Feeling(round(known[keys[text]][0], 3), round(known[keys[text]][1], 3), name) for text in texts}
