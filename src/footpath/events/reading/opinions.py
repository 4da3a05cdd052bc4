"""Which columns hold what people said: prose, and answers on a scale."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from footpath.events.reading import scores
from footpath.events.reading.names import fold
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.profile import Column
from footpath.events.reading.questions import Question, answer
from footpath.events.reading.roles import Choice, Roles
from footpath.events.reading.scores import ScoreGuess

_FAMILY = 3
_TITLES = {"subject", "title", "temat", "temat zgloszenia", "tytul", "virsraksts", "temats", "主旨", "標題"}


class Scored(Struct, frozen=True):
    """A column of answers and how it scores."""

    column: Column
    guess: ScoreGuess
    confidence: float


def texts(roles: Roles) -> list[Choice]:
    """Choose the columns of prose, the main one first."""
    if given := roles.given.get("text"):
        return [Choice("text", given, 1.0, "you said so")]
    found = []
    for column in roles.free():
        named = column.roles.get("text", 0.0)
        if column.is_prose and (named >= 0.75 or column.length >= 40) and not _is_personal(column):
            reason = f"sentences, {column.length:.0f} characters on average" + (", and called so" if named else "")
            found.append((max(named, 0.6), column.length, -column.position, column, reason))
    found.sort(key=lambda entry: entry[:3], reverse=True)
    found = [entry for index, entry in enumerate(found) if not index or fold(entry[3].name) not in _TITLES]
    return [Choice("text", column.name, round(confidence, 2), reason) for confidence, _, _, column, reason in found]


def _is_personal(column: Column) -> bool:
    return max(column.roles.get(role, 0.0) for role in ("private", "phone", "user", "account", "page")) >= 0.75


def ratings(roles: Roles, options: ImportOptions, *, has_text: bool) -> list[Scored]:
    """Choose the columns of answers on a scale, the main one first.

    Raises:
        Unclear: codes 0 to 6 that are a scale of seven as well as one of five with codes, and nobody said which.
    """
    if given := roles.given.get("score"):
        column = roles.columns[given]
        guess = scores.guess(column.name, column.counts)
        return [Scored(column, _told(column, guess, options), 1.0)]
    family = _family(roles.free())
    found = []
    for column in roles.free():
        scored = _from_family(column, family) or _from_name(column, has_text=has_text)
        if scored:
            found.append(Scored(column, _told(column, scored.guess, options), scored.confidence))
    return sorted(found, key=lambda entry: (-entry.confidence, entry.column.position))


def _from_name(column: Column, *, has_text: bool) -> Scored | None:
    named = scores.named(column.name, column.roles.get("score", 0.0))
    other = max((n for role, n in column.roles.items() if role not in {"score", "text"}), default=0.0)
    guess = (
        scores.guess(column.name, column.counts) if (named or has_text) and not scores.not_felt(column.name) else None
    )
    if guess is None or column.time or column.is_prose or other > named:
        return None
    if guess.metric == "sentiment" and not guess.labels and not has_text:
        return None
    if not named:
        return Scored(column, guess, 0.7) if guess.labels and guess.metric == "sentiment" else None
    return Scored(column, guess, named) if named >= 0.7 or guess.metric != "rating" else None


def _family(columns: Sequence[Column]) -> dict[str, int] | None:
    """Return the pooled answers of the columns shaped like ratings 1–5; None when there are fewer than three."""
    members = [column for column in columns if scores.looks_rated(column.counts) and column.roles.get("score", 0) < 0.9]
    pooled: Counter[str] = Counter()
    for column in members:
        pooled.update(column.counts)
    return dict(pooled) if len(members) >= _FAMILY else None


def _from_family(column: Column, family: dict[str, int] | None) -> Scored | None:
    if family is None or not scores.looks_rated(column.counts):
        return None
    if scores.metric_of(column.name) == "nps":
        return None
    outside = tuple(sorted(value for value in column.counts if value not in {"1", "2", "3", "4", "5"}))
    reason = "a battery of questions answered 1–5, few at the bottom" + (
        f"; {', '.join(outside)} = no answer, as their shares differ so between questions" if outside else ""
    )
    return Scored(column, ScoreGuess((1, 5), scores.metric_of(column.name), reason, {}, outside), 0.75)


def _told(column: Column, guess: ScoreGuess | None, options: ImportOptions) -> ScoreGuess:
    """Apply what the person said about the scale; ask where two scales fit."""
    metric = guess.metric if guess else scores.metric_of(column.name)
    if options.scale or options.blanks or guess is None:
        scale = options.scale or (guess.scale if guess else _ask(column, options))
        labels = guess.labels if guess and not options.scale else {}
        outside = tuple(sorted(value for value in column.counts if not _within(value, scale))) if not labels else ()
        return ScoreGuess(scale, metric, "you said so", labels, (*options.blanks, *outside))
    if guess.unclear is None:
        return guess
    offered = tuple(f"{low:g}..{high:g}" for low, high in (guess.scale, guess.unclear))
    question = Question(
        "--scale", f"{column.name} has answers 0 to 6: is it 1–5 with two codes for no answer, or 0–6?", offered
    )
    scale = _parsed(answer(question, options.ask))
    outside = tuple(sorted(value for value in column.counts if not _within(value, scale)))
    return ScoreGuess(scale, metric, "you said so", {}, outside)


def _ask(column: Column, options: ImportOptions) -> tuple[float, float]:
    question = Question("--scale", f"Which scale does {column.name} have?", ("1..5", "0..10"))
    return _parsed(answer(question, options.ask))


def _parsed(text: str) -> tuple[float, float]:
    low, _, high = text.partition("..")
    return float(low), float(high)


def _within(value: str, scale: tuple[float, float]) -> bool:
    try:
        return scale[0] <= float(value.replace(",", ".")) <= scale[1]
    except ValueError:
        return False
