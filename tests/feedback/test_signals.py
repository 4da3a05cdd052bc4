import csv
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from footpath.events.schema import SIGNALS
from footpath.feedback import read_signals, report_of
from footpath.feedback.text import learned


def signals(rows: list[dict[str, object]]) -> pa.Table:
    """A table of signals with what a test does not say left null."""
    return pa.table(
        {field.name: [row.get(field.name) for row in rows] for field in SIGNALS},
        schema=pa.schema([pa.field(field.name, field.type) for field in SIGNALS]),
    )


def column(table: pa.Table, name: str) -> list[object]:
    values: list[object] = table[name].to_pylist()
    return values


def test_a_given_score_decides_and_text_speaks_where_there_is_none() -> None:
    read = read_signals(
        signals(
            [
                {
                    "source": "a",
                    "score": 1.0,
                    "scale_min": 1.0,
                    "scale_max": 5.0,
                    "metric": "csat",
                    "text": "I love this shop!",
                },
                {"source": "a", "score": 9.0, "metric": "nps"},
                {"source": "a", "text": "Terrible service, my parcel never arrived and nobody answers."},
                {"source": "a", "text": "zxq"},
                {"source": "a"},
            ]
        )
    )
    emotions = column(read, "emotion")
    assert emotions[:2] == [-1, 1]
    assert isinstance(emotions[2], float)
    assert emotions[2] < -0.2
    assert emotions[3:] == [None, None]
    assert column(read, "emotion_from") == ["score", "score", "text", None, None]
    assert column(read, "emotion_model") == ["csat", "nps", "e5", None, None]
    assert column(read, "language") == ["en", None, "en", "unknown", None]
    assert column(read, "confidence")[:2] == [1, 1]


def test_blank_codes_are_not_scores() -> None:
    read = read_signals(
        signals(
            [
                {"source": "s", "score": 0.0, "scale_min": 1.0, "scale_max": 5.0, "metric": "csat"},
                {"source": "s", "score": 11.0, "scale_min": 0.0, "scale_max": 10.0, "metric": "nps"},
                {"source": "s", "score": 4.0},
            ]
        )
    )
    assert column(read, "emotion") == [None, None, None]
    report = report_of(read)
    assert (report.scored, report.sentinels, report.unscaled) == (0, 2, 1)
    assert "2 scores lay off their scale" in " ".join(report.sentences())


def test_an_empty_table_is_read() -> None:
    read = read_signals(signals([]))
    assert read.num_rows == 0
    assert {"emotion", "emotion_from", "emotion_model", "language", "confidence"} <= set(read.column_names)
    assert report_of(read).rows == 0


def test_no_model_loads_where_scores_say_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    from footpath.feedback.text import encoders

    monkeypatch.setattr(encoders, "_use", lambda: pytest.fail("loaded"))
    monkeypatch.setattr(encoders, "_e5", lambda: pytest.fail("loaded"))
    read = read_signals(signals([{"source": "a", "score": 5.0, "metric": "rating", "text": "Great lamp, thank you!"}]))
    assert column(read, "emotion") == [1]


def test_reading_twice_gives_the_same_and_asks_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = signals([{"source": "a", "text": f"The lamp number {n} is broken, I am angry"} for n in range(5)])
    first = read_signals(table, tmp_path)
    from footpath.feedback.text import sentiment

    monkeypatch.setattr(sentiment, "_by_head", lambda *_: pytest.fail("asked again"))
    assert read_signals(table, tmp_path).equals(first)


def test_progress_ends_at_one() -> None:
    told: list[float] = []
    read_signals(signals([{"source": "a", "text": "A broken lamp came today"}]), progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1


def sarcastic(n: int, *, scored: bool) -> list[dict[str, object]]:
    """Answers of a shop whose customers have words of their own: "zap" is good, "zonk" is bad."""
    things = ("lamp", "shade", "bulb", "cable", "shop", "box")
    return [
        {
            "source": "survey.csv",
            "text": f"The {things[i % 6]} number {i} was a total {'zap' if i % 2 else 'zonk'} for us",
            "lang": "en",
            **(
                {"score": 5.0 if i % 2 else 1.0, "metric": "rating", "scale_min": 1.0, "scale_max": 5.0}
                if scored
                else {}
            ),
        }
        for i in range(n)
    ]


def test_enough_scored_texts_teach_their_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_COMPARED", 20)
    unscored = [dict(row, text=f"{row['text']} today") for row in sarcastic(10, scored=False)]
    table = signals([*sarcastic(400, scored=True), *unscored])
    read = read_signals(table, tmp_path)
    learned_values = column(read, "emotion")[400:]
    assert all(
        isinstance(value, float) and (value > 0.5 if i % 2 else value < -0.5) for i, value in enumerate(learned_values)
    )
    assert set(column(read, "emotion_model")[400:]) == {"learned"}
    lesson = report_of(read).lessons[0]
    assert (lesson.chosen, lesson.labelled, lesson.scored) == ("words", 400, 400)
    assert lesson.accuracy is not None
    assert lesson.accuracy > 0.95
    assert "400 of 400 texts with a score were learned from" in lesson.sentence()
    assert read_signals(table, tmp_path).equals(read)


def test_too_few_scored_texts_are_said_to_be_too_few() -> None:
    read = read_signals(
        signals([*sarcastic(40, scored=True), {"source": "survey.csv", "text": "I hate this awful lamp"}])
    )
    lesson = report_of(read).lessons[0]
    assert lesson.chosen == ""
    assert "too few" in lesson.sentence()
    assert column(read, "emotion_model")[-1] == "e5"


def test_a_learned_model_leaves_other_languages_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_COMPARED", 20)
    polish = {"source": "survey.csv", "lang": "pl", "text": "Fatalna lampa, jestem bardzo zły"}
    read = read_signals(signals([*sarcastic(400, scored=True), polish]), tmp_path)
    assert column(read, "emotion_model")[-1] == "e5"


def test_learning_from_real_scores_beats_chance_by_far(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "_COMPARED", 40)
    with (shared_data / "restaurant_reviews" / "Restaurant_Reviews.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    labels = [2 * int(row["Liked"]) - 1 for row in rows]
    given = learned.labels([row["Review"] for row in rows[:400]], labels[:400], ["en"] * 400)
    lesson = learned.study("reviews", given, lambda texts, _: np.full(len(texts), np.nan))
    assert lesson.chosen in ("words", "use")
    values, _ = learned.read(lesson, given, [row["Review"] for row in rows[400:]])
    right = sum((value > 0) == (label > 0) for value, label in zip(values, labels[400:], strict=True))
    assert right / len(labels[400:]) >= 0.75
    assert abs(values.mean() - sum(labels[400:]) / len(labels[400:])) < 0.2


def test_a_cautious_shipped_model_is_judged_by_the_sign_where_scores_know_no_neutral(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learned, "_features", lambda *_: {})
    texts = [f"text number {n}" for n in range(300)]
    given = learned.labels(texts, [1.0 if n % 2 else -1.0 for n in range(300)], ["en"] * 300)
    lean = {text: 0.1 if n % 2 else -0.1 for n, text in enumerate(texts)}
    lesson = learned.study("s", given, lambda asked, _: np.array([lean[text] for text in asked]))
    assert (lesson.chosen, lesson.accuracy) == ("shipped", 1.0)
