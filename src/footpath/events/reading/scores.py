"""What answers count: the scale of a column of ratings, words for feelings, and codes that mean "no answer"."""

import re
from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from footpath.events.reading.names import NOT_FELT, fold
from footpath.events.reading.wordlists import read_words

_LISTED = read_words("answers")
_WORDS = {word: value for key, value in (("good", 1.0), ("bad", -1.0), ("even", 0.0)) for word in _LISTED[key]}
_LEVELS: list[list[str]] = _LISTED["levels"]
_NO_ANSWER = frozenset(_LISTED["no_answer"])
_METRICS = (
    ("nps", r"\bnps\b|net ?pro|recommend|polec|ieteik|推薦"),
    ("ces", r"\bces\b|effort|wysilek|piepule|費力"),
    ("csat", r"\bcsat\b|satisf|zadowol|apmierin|滿意"),
    ("sentiment", r"sentiment|polarity|emotion|label|target|liked|wydzwiek|noskanoj|情感|情緒|etykieta"),
)
_RANGE = re.compile(r"(?<!\d)(-?\d{1,2}|100) ?(?:[-–—~]|to|do|lidz|\.\.) ?(\d{1,3})(?!\d)")


class ScoreGuess(Struct, frozen=True):
    """How a column scores.

    Attributes:
        scale: lowest and highest answer.
        labels: words → what they count.
        blanks: codes that mean "no answer".
        metric: nps | csat | ces | rating | sentiment.
        unclear: other scale it could be as well, so that a person must say.
    """

    scale: tuple[float, float]
    metric: str
    reason: str
    labels: Mapping[str, float] = {}
    blanks: tuple[str, ...] = ()
    unclear: tuple[float, float] | None = None


def metric_of(name: str) -> str:
    """Return the metric a column's name suggests."""
    words = fold(name)
    return next((metric for metric, pattern in _METRICS if re.search(pattern, words)), "rating")


def not_felt(name: str) -> bool:
    """Tell whether a name speaks of a score that is no feeling, such as a credit score."""
    return bool(NOT_FELT.search(fold(name)))


def named(name: str, listed: float) -> float:
    """Return how strongly a column's name suggests answers: as a name in the lists, or as a question with its scale."""
    if not_felt(name):
        return 0.0
    question = metric_of(name) != "rating" and len(fold(name)) > 2
    said = bool(_RANGE.search(name.replace("_", " "))) and (len(fold(name).split()) > 3 or bool(listed))
    return max(listed, 0.8 if said else 0.0, 0.72 if question and listed == 0 else 0.0)


def guess(name: str, counts: Mapping[str, int]) -> ScoreGuess | None:
    """Return how a column of answers scores; None when its values are no answers on a scale.

    Args:
        name: the column's.
        counts: answer → how often.
    """
    return _labelled(name, counts) or _numbered(name, counts)


def _labelled(name: str, counts: Mapping[str, int]) -> ScoreGuess | None:
    answers = [value for value in counts if fold(value) not in _NO_ANSWER]
    if not 2 <= len(answers) <= 12:
        return None
    for levels in _LEVELS:
        if all(fold(value) in levels for value in answers):
            labels = {value: float(levels.index(fold(value)) + 1) for value in sorted(answers)}
            return ScoreGuess((1, 5), metric_of(name), "answers in words, five levels", labels)
    found = {value: word for value in sorted(answers) if (word := _feeling(value)) is not None}
    if len(found) < len(answers) or len(set(found.values())) < 2:
        return None
    return ScoreGuess((-1, 1), "sentiment", f"words for feelings: {', '.join(sorted(found))}", found)


def _feeling(value: str) -> float | None:
    bare = re.sub(r"^__label__(?:[a-z]_|meta_|z_)?", "", value)
    found = [_WORDS[word] for word in fold(bare).split() if word in _WORDS]
    return found[0] if found else None


def _numbered(name: str, counts: Mapping[str, int]) -> ScoreGuess | None:
    numbers = {value: number for value in counts if (number := _number(value)) is not None}
    other = {value for value in counts if value not in numbers and fold(value) not in _NO_ANSWER}
    if not numbers or len(other) > 0.02 * len(counts) or len(numbers) > 101:
        return None
    blanks = tuple(sorted(value for value in counts if value not in numbers and value.strip()))
    metric = metric_of(name)
    said = _RANGE.search(name.replace("_", " "))
    if said and float(said[1]) < float(said[2]):
        scale = (float(said[1]), float(said[2]))
        return _on(scale, numbers, blanks, metric, "its name says the scale")
    scale_found, reason, unclear = _scale(set(numbers.values()), metric)
    if scale_found is None:
        return None
    result = _on(scale_found, numbers, blanks, metric, reason)
    return ScoreGuess(result.scale, metric, result.reason, {}, result.blanks, unclear)


def _number(value: str) -> float | None:
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1000 else None


Scale = tuple[float, float]


def _scale(values: set[float], metric: str) -> tuple[Scale | None, str, Scale | None]:
    whole = all(value.is_integer() for value in values)
    core = values - {88.0, 99.0, 98.0, 999.0, -9.0, -99.0}
    if not core:
        return None, "", None
    low, high = min(core), max(core)
    if metric == "nps" and whole and low >= 0 and len(core) > 1 and high <= 11:
        return (0, 10), "answers to a recommendation question", None
    if metric == "sentiment" and whole and (low, high) in {(0, 1), (0, 2), (-1, 1)}:
        return (low, high), f"classes {low:g} to {high:g}, lowest taken as the worst", None
    if not whole:
        rungs = ((-1, 1), (1, 5), (0, 5), (0, 10), (0, 100)) if metric != "sentiment" or low >= 0 else ((-1, 1),)
        scale = next(((a, b) for a, b in rungs if a <= low and high <= b and (high - low) > 0.3 * (b - a)), None)
        return scale, "decimal answers in this range", None
    return _whole_scale(core, low, high)


def _whole_scale(core: set[float], low: float, high: float) -> tuple[Scale | None, str, Scale | None]:
    if core >= {0, 1, 2, 3, 4, 5, 6} and high == 6:
        return (1, 5), "1–5 with 0 and 6 outside", (0, 6)
    if low == -1 and high == 1:
        return (-1, 1), "answers −1, 0, 1", None
    for scale in ((1, 5), (0, 5), (1, 7), (0, 10), (1, 10), (0, 100), (1, 100)):
        if scale[0] <= low and high <= scale[1]:
            if scale == (0, 10) and low >= 1 and high <= 10 and len(core) > 7:
                return (1, 10), "answers 1 to 10", None
            return scale, f"answers {low:g} to {high:g}", None
    return None, "", None


def _on(scale: Scale, numbers: dict[str, float], blanks: tuple[str, ...], metric: str, reason: str) -> ScoreGuess:
    outside = tuple(sorted(value for value, number in numbers.items() if not scale[0] <= number <= scale[1]))
    note = f"; {', '.join(outside)} outside it = no answer" if outside else ""
    return ScoreGuess(scale, metric, f"{reason}: {scale[0]:g}–{scale[1]:g}{note}", {}, (*outside, *blanks))


def looks_rated(counts: Mapping[str, int]) -> bool:
    """Tell whether a column of codes 0–6 has the shape of ratings 1–5: all five used, few at the bottom, one peak."""
    answers = {value: n for value, n in counts.items() if value.strip()}
    if not set(answers) <= {"0", "1", "2", "3", "4", "5", "6", "Blank", "blank"} or not set("2345") <= set(answers):
        return False
    rated = [answers.get(str(rating), 0) for rating in range(1, 6)]
    peak = rated.index(max(rated))
    rises = all(a <= b for a, b in pairwise(rated[: peak + 1])) and all(a >= b for a, b in pairwise(rated[peak:]))
    return rises and peak >= 2 and rated[0] + rated[1] <= 0.3 * sum(rated)
