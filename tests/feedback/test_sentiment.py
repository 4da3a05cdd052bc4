from pathlib import Path

import pytest

from footpath.feedback import UNKNOWN, feelings, tone
from footpath.feedback.text import sentiment
from footpath.feedback.text.encoders import available
from footpath.feedback.text.score_cache import ScoreCache
from footpath.feedback.text.sentiment import NOTHING, readings

PLAIN = {
    "en": (["I love this shop, fantastic service!"], ["Terrible. My parcel arrived broken and nobody answers."]),
    "pl": (["Świetna obsługa, gorąco polecam!"], ["Fatalna obsługa, paczka przyszła uszkodzona."]),
    "lv": (["Lieliska apkalpošana, liels paldies!"], ["Briesmīga apkalpošana, prece bija bojāta."]),
    "zh": (["服務非常好，我很滿意，推薦！"], ["太差了，東西壞了，客服也不回覆，非常失望。"]),
    "de": (["Die Lieferung war schnell, ich bin sehr zufrieden."], ["Schrecklich, nie wieder, alles kaputt."]),
}


def test_plain_words_are_felt_in_every_language() -> None:
    texts = [(text, language) for language, (glad, sad) in PLAIN.items() for text in glad + sad]
    found = feelings([text for text, _ in texts], [language for _, language in texts])
    assert [tone(feeling.value or 0) for feeling in found] == [1, -1] * len(PLAIN)
    assert {feeling.model for feeling in found} == {"e5"}
    assert all(0.33 < (feeling.confidence or 0) <= 1 for feeling in found)


@pytest.mark.parametrize("text", [None, "", " \n", "\x00\x01\x02\x03", "12345", "https://example.com/x"])
def test_what_says_nothing_has_no_feeling(text: str | None) -> None:
    assert feelings([text], [UNKNOWN]) == [NOTHING]


def test_no_model_reads_a_language_it_was_not_made_for() -> None:
    assert feelings(["I love this", "Mi amas ĝin"], [UNKNOWN, "vo"]) == [NOTHING, NOTHING]


def test_signs_speak_for_themselves() -> None:
    found = feelings(["👍👍", "😡", "👍👎", ":)", "🚗"], [UNKNOWN] * 5)
    assert [feeling.value for feeling in found] == [0.7, -0.7, None, 0.7, None]
    assert found[0].model == "signs"


def test_an_angry_face_makes_the_same_words_sadder() -> None:
    plain, angry = feelings(["The parcel came today", "The parcel came today 😡😡😡"], ["en", "en"], budget=0)
    assert plain.model == "use"
    assert angry.value is not None
    assert plain.value is not None
    assert angry.value < plain.value - 0.2


def test_over_budget_the_fast_encoder_reads_its_languages_and_the_rest_stays_unread() -> None:
    texts = ["Good shop, thank you", "Slikts veikals, neiesaku"]
    found = feelings(texts, ["en", "lv"], budget=0)
    assert [feeling.model for feeling in found] == ["use", None]
    assert [(reading.language, reading.model, reading.texts) for reading in readings(found, ["en", "lv"])] == [
        ("en", "use", 1),
        ("lv", "", 1),
    ]


def test_a_sample_takes_its_share_of_every_stratum_and_is_always_the_same() -> None:
    texts = [sentiment._Text(f"{'a' * 16} {n}", "lv") for n in range(100)]
    groups = {text: ("shop" if n < 80 else "web") for n, text in enumerate(texts)}
    taken = sentiment._sample(texts, groups, budget=sentiment._weigh(texts) / 2)
    assert taken == sentiment._sample(texts[::-1], groups, budget=sentiment._weigh(texts) / 2)
    assert 48 <= len(taken) <= 50
    assert 38 <= sum(groups[text] == "shop" for text in taken) <= 41


def test_the_fast_encoder_is_taught_by_what_e5_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentiment, "TAUGHT_MIN", 4)
    monkeypatch.setattr(sentiment, "_by_head", _blunt)
    lesson = [f"The parcel number {n} was late" for n in range(8)]
    budget = int(sentiment._weigh([sentiment._Text(text, "en") for text in lesson])) - 3
    found = feelings(lesson, ["en"] * 8, budget=budget)
    assert sorted({feeling.model for feeling in found if feeling.model}) == ["e5", "use taught by e5"]
    assert [feeling.value for feeling in found if feeling.model == "use taught by e5"] == [
        pytest.approx(-0.9, abs=0.05)
    ]


def _blunt(name: str, texts: list[sentiment._Text], progress: object) -> tuple[object, object]:
    import numpy as np

    return np.full(len(texts), -0.9), np.full(len(texts), 0.95)


def test_scores_are_kept_and_not_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts, languages = ["Good shop, thank you", "Bad shop"], ["en", "en"]
    first = feelings(texts, languages, cache=ScoreCache(tmp_path), budget=0)
    monkeypatch.setattr(sentiment, "_by_head", lambda *_: pytest.fail("asked again"))
    assert feelings(texts, languages, cache=ScoreCache(tmp_path), budget=0) == first


def test_a_broken_cache_is_thrown_away(tmp_path: Path) -> None:
    (tmp_path / "text-scores.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "text-models.json").write_bytes(b"{")
    cache = ScoreCache(tmp_path)
    assert cache.get([b"0" * 16]) == {}
    cache.put({b"0" * 16: (0.5, 0.9)})
    cache.save()
    assert ScoreCache(tmp_path).get([b"0" * 16]) == {b"0" * 16: (0.5, pytest.approx(0.9))}


def test_order_and_company_do_not_change_a_text() -> None:
    texts = ["Good shop, thank you", "Bad shop", "It is a shop", "x" * 100_000]
    languages = ["en"] * 4
    there = feelings(texts, languages, budget=0)
    assert feelings(texts[::-1], languages, budget=0)[::-1] == there
    assert feelings(texts[:1], languages[:1], budget=0) == there[:1]


def test_the_shipped_heads_fit_the_installed_encoders_and_are_small() -> None:
    for name, encoder in available().items():
        head, _ = sentiment.heads.load(name)
        assert head.encoder_version == encoder.version()
        assert {len(row) for row in head.weights} == {encoder.dimensions + 2}
        assert "Apache-2.0" in head.trained_on
    folder = Path(sentiment.__file__).parent / "heads"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 200_000


@pytest.mark.parametrize(
    ("language", "code", "budget", "floor"),
    [("english", "en", 0, 0.75), ("german", "de", 0, 0.72), ("french", "fr", 5000, 0.75)],
)
def test_real_tweets_are_felt(shared_data: Path, language: str, code: str, budget: int, floor: float) -> None:
    """Glad against sad on tweets the heads were not trained on; `budget` says which encoder reads."""
    folder = shared_data / "xlmt_multilingual_tweets" / language
    labels = (folder / "val_labels.txt").read_text().split()
    texts = (folder / "val_text.txt").read_text(encoding="utf-8").split("\n")
    rows = [(text, label) for text, label in zip(texts, labels, strict=False) if label != "1"][
        : 200 if not budget else 60
    ]
    found = feelings([text for text, _ in rows], [code] * len(rows), budget=budget)
    right = [(feeling.value or 0) > 0 for feeling in found]
    assert sum(glad == (label == "2") for glad, (_, label) in zip(right, rows, strict=True)) / len(rows) >= floor
