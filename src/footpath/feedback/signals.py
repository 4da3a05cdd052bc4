"""What people said and scored, as feelings on one scale: the columns that everything about emotion is drawn from."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
from msgspec import Struct

from footpath.feedback import scores
from footpath.feedback.text import learned, sentiment
from footpath.feedback.text.encoders import Progress
from footpath.feedback.text.language import Spoken, detect
from footpath.feedback.text.score_cache import ScoreCache
from footpath.feedback.text.sentiment import Feeling, Reading

_LEARNABLE = ("nps", "csat", "ces", "rating", "sentiment")
_REPORT = b"footpath.feedback"
_COMPARED_TOKENS = 5_000  # that the slow encoder may read to be compared with what is learned
Floats = scores.Floats
_DETECTED, _SCORED, _LEARNED = 0.05, 0.06, 0.3  # where on the progress bar each stage ends


class Report(Struct, frozen=True, kw_only=True):
    """How a table of signals was read.

    Attributes:
        rows: signals.
        scored: of them, with a score on a known scale (which decides, whatever the text says).
        unscaled: with a score whose scale is unknown; the text decides.
        sentinels: with a score off its scale ("not applicable", blank codes); the text decides.
        readings: who read the texts without a score, by language; an empty model means unread.
        lessons: what was learned from each source's scored texts.
    """

    rows: int
    scored: int = 0
    unscaled: int = 0
    sentinels: int = 0
    readings: tuple[Reading, ...] = ()
    lessons: tuple[learned.Lesson, ...] = ()

    def sentences(self) -> list[str]:
        """Say in plain words what was read, by what, and what was left out."""
        read = sum(reading.texts for reading in self.readings if reading.model)
        said = [f"{self.scored:,} of {self.rows:,} signals came with a score on a known scale."]
        if self.sentinels:
            said.append(f"{self.sentinels:,} scores lay off their scale (no answer) and were left out.")
        if self.unscaled:
            said.append(f"{self.unscaled:,} scores were left out: their scale is unknown.")
        if self.readings:
            said.append(f"{read:,} of {sum(reading.texts for reading in self.readings):,} other texts were read.")
        said += [
            f"{reading.texts:,} texts in language {reading.language!r} were not read."
            for reading in self.readings
            if not reading.model
        ]
        return said + [lesson.sentence() for lesson in self.lessons]


class _Said(Struct, frozen=True):
    """The columns of a signals table that feelings depend on, row by row."""

    texts: list[str | None]
    sources: list[str]
    places: list[str]
    spoken: list[Spoken]
    emotions: Floats


def read_signals(signals: pa.Table, cache: Path | None = None, progress: Progress | None = None) -> pa.Table:
    """Add to a table of signals what each says on one scale of feeling.

    Columns added: `emotion` float64 (−1…1, null where unknown), `emotion_from` ("score", "text" or null),
    `emotion_model` (the metric of a score, or the model that read the text), `language` (ISO code or "unknown"; null
    where there is no text), `confidence` (0…1; 1 for a score). A score given by the person decides; NPS answers become
    −1, 0 or 1 (see `scores.emotion`). Else the text is read: by a model learned from the scored texts of the same
    source where those are enough, else by the shipped models, else not at all. How it went is in the table's metadata:
    `report_of(table)`.

    Args:
        signals: columns of `events.schema.SIGNALS` (others are kept; missing nullable ones count as null).
        cache: folder where what models said is kept; None keeps nothing.
        progress: called with the share done, 0…1.
    """
    emotions, metrics, counts = _from_scores(signals)
    told = progress or (lambda _: None)
    texts = _column(signals, "text")
    spoken = detect(texts, _column(signals, "lang"))
    told(_DETECTED)
    places = [about or "" for about in _column(signals, "about")]
    sources = [source or "" for source in _column(signals, "source")]
    said = _Said(texts, sources, places, spoken, emotions)
    kept = ScoreCache(cache)
    open_rows = [row for row in range(len(texts)) if np.isnan(emotions[row]) and (texts[row] or "").strip()]
    found, lessons = _learn(said, open_rows, kept, partial(_stage, told, _SCORED, _LEARNED))
    rest = [row for row in open_rows if row not in found]
    found |= dict(zip(rest, _shipped(said, rest, kept, partial(_stage, told, _LEARNED, 1.0)), strict=True))
    kept.save()
    feelings = [found.get(row, sentiment.NOTHING) for row in range(len(texts))]
    codes = [spoken[row].code for row in open_rows]
    report = Report(
        rows=len(texts),
        **counts,
        readings=sentiment.readings([feelings[row] for row in open_rows], codes),
        lessons=tuple(lessons),
    )
    return _with_columns(signals, said, metrics, feelings, report)


def report_of(signals: pa.Table) -> Report:
    """Return how a table that `read_signals` made was read."""
    return msgspec.json.decode((signals.schema.metadata or {})[_REPORT], type=Report)


def _stage(told: Progress, start: float, end: float, done: float) -> None:
    told(start + (end - start) * done)


def _column(signals: pa.Table, name: str) -> list[str | None]:
    """Return a column's values; nulls where the table has no such column."""
    if name not in signals.column_names:
        return [None] * signals.num_rows
    values: list[str | None] = signals[name].to_pylist()
    return values


def _numbers(signals: pa.Table, name: str) -> Floats:
    return np.array([np.nan if value is None else value for value in _column(signals, name)], dtype=float)


def _from_scores(signals: pa.Table) -> tuple[Floats, list[str | None], dict[str, int]]:
    """Return each row's emotion by its score (NaN where none), the metric, and the counts for the report."""
    given, low, high = (_numbers(signals, name) for name in ("score", "scale_min", "scale_max"))
    metrics, sources, places = (_column(signals, name) for name in ("metric", "source", "about"))
    emotions = np.full(len(given), np.nan)
    groups: dict[tuple[str, ...], list[int]] = {}
    for row in np.flatnonzero(np.isfinite(given)).tolist():
        scale = f"{low[row]:g} {high[row]:g}"
        groups.setdefault((metrics[row] or "", sources[row] or "", places[row] or "", scale), []).append(row)
    unscaled = 0
    for (metric, *_), rows in sorted(groups.items()):
        ends = (float(low[rows[0]]), float(high[rows[0]]))
        known = ends if ends[0] < ends[1] else scores.likely_scale(given[rows].tolist(), metric or None)
        if known is None:
            unscaled += len(rows)
        else:
            emotions[rows] = scores.emotion(given[rows], known, metric=metric)
    scored = int(np.isfinite(emotions).sum())
    sentinels = int(np.isfinite(given).sum()) - scored - unscaled
    return emotions, metrics, {"scored": scored, "unscaled": unscaled, "sentinels": sentinels}


def _shipped(said: _Said, rows: Sequence[int], cache: ScoreCache, progress: Progress) -> list[Feeling]:
    """Read rows by the models that ship with the package."""
    return sentiment.feelings(
        [said.texts[row] for row in rows],
        [said.spoken[row].code for row in rows],
        strata=[f"{said.sources[row]}\x00{said.places[row]}" for row in rows],
        cache=cache,
        progress=progress,
    )


def _learn(
    said: _Said, open_rows: Sequence[int], cache: ScoreCache, progress: Progress
) -> tuple[dict[int, Feeling], list[learned.Lesson]]:
    """Read the open rows of every source that has enough scored texts by a model learned from those."""
    found: dict[int, Feeling] = {}
    lessons = []
    scored = [row for row in range(len(said.texts)) if np.isfinite(said.emotions[row]) and said.texts[row]]
    sources = sorted({said.sources[row] for row in open_rows} & {said.sources[row] for row in scored})
    for place, source in enumerate(sources):
        told = [row for row in scored if said.sources[row] == source]
        asked = [row for row in open_rows if said.sources[row] == source]
        labels = learned.labels(
            [said.texts[row] or "" for row in told],
            [float(said.emotions[row]) for row in told],
            [said.spoken[row].code for row in told],
        )
        lesson = _lesson(source, labels, cache)
        lessons.append(lesson)
        found |= _by_lesson(lesson, labels, said, asked, cache)
        progress((place + 1) / len(sources))
    return found, lessons


def _lesson(source: str, labels: learned.Labels, cache: ScoreCache) -> learned.Lesson:
    """Study the labels, or remember what came of it the last time."""
    name = f"{source} {learned.version(labels)}"
    known = cache.report(name)
    if known is not None:
        return learned.decode_report(known)

    def shipped(texts: Sequence[str], languages: Sequence[str]) -> Floats:
        read = sentiment.feelings(texts, languages, cache=cache, budget=_COMPARED_TOKENS)
        return np.array([np.nan if feeling.value is None else feeling.value for feeling in read])

    lesson = learned.study(source, labels, shipped)
    cache.put_report(name, learned.encode_report(lesson))
    return lesson


def _by_lesson(
    lesson: learned.Lesson, labels: learned.Labels, said: _Said, rows: Sequence[int], cache: ScoreCache
) -> dict[int, Feeling]:
    if lesson.chosen not in ("words", "use"):
        return {}
    mine = [row for row in rows if said.spoken[row].code in lesson.languages]
    texts = sorted({said.texts[row] or "" for row in mine})
    read: Callable[[list[str]], tuple[Floats, Floats]] = partial(learned.read, lesson, labels)
    scored: Mapping[str, Feeling] = sentiment.through_cache("learned", lesson.version, texts, cache, read)
    return {row: scored[said.texts[row] or ""] for row in mine}


def _with_columns(
    signals: pa.Table, said: _Said, metrics: Sequence[str | None], feelings: Sequence[Feeling], report: Report
) -> pa.Table:
    scored = np.isfinite(said.emotions)
    rows = range(len(said.texts))
    values = [round(float(said.emotions[row]), 6) if scored[row] else feelings[row].value for row in rows]
    models = [metrics[row] or "score" if scored[row] else feelings[row].model for row in rows]
    sure = [1.0 if scored[row] else feelings[row].confidence for row in rows]
    came = ["score" if scored[row] else ("text" if feelings[row].value is not None else None) for row in rows]
    spoken = [said.spoken[row].code if (said.texts[row] or "").strip() else None for row in rows]
    added = {
        "emotion": pa.array(values, pa.float64()),
        "emotion_from": pa.array(came, pa.string()),
        "emotion_model": pa.array(models, pa.string()),
        "language": pa.array(spoken, pa.string()),
        "confidence": pa.array(sure, pa.float64()),
    }
    table = signals.drop_columns([name for name in added if name in signals.column_names])
    for name, column in added.items():
        table = table.append_column(name, column)
    return table.replace_schema_metadata({**(signals.schema.metadata or {}), _REPORT: msgspec.json.encode(report)})
