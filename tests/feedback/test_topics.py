import csv
from pathlib import Path

from sklearn.metrics import normalized_mutual_info_score

from footpath.feedback import topics
from footpath.feedback.text.topics import THEME_MIN, likely_count

PARCELS = [f"My parcel is {how} and the courier lost it" for how in ("late", "gone", "missing", "broken", "not here")]
PAYING = [f"Paying with my {card} failed at the checkout" for card in ("card", "credit card", "bank", "phone", "visa")]
BOTH = [text + end for text in PARCELS + PAYING for end in ("", "!", " again")]


def test_complaints_fall_into_themes_named_in_their_own_words() -> None:
    found = topics(BOTH, ["en"] * len(BOTH), count=2)
    assert sorted(len(theme.members) for theme in found) == [15, 15]
    names = " / ".join(theme.name for theme in found)
    assert "courier" in names or "parcel" in names
    assert "checkout" in names or "paying" in names
    for theme in found:
        assert len({"parcel" in BOTH[at] for at in theme.members}) == 1


def test_the_same_texts_give_the_same_themes() -> None:
    assert topics(BOTH, ["en"] * len(BOTH), count=2) == topics(BOTH, ["en"] * len(BOTH), count=2)


def test_themes_join_over_languages() -> None:
    latvian_free = [
        "Paczka nie dotarła, kurier ją zgubił",
        "Kurier zgubił moją paczkę",
        "Gdzie jest moja paczka, kurier?",
    ]
    texts = [*BOTH, *latvian_free, "Płatność kartą nie działa", "Nie mogę zapłacić kartą", "Płatność odrzucona"]
    found = topics(texts, ["en"] * len(BOTH) + ["pl"] * 6, count=2)
    parcel = next(theme for theme in found if 0 in theme.members)
    assert len({30, 31, 32} & set(parcel.members)) >= 2
    assert len({33, 34, 35} & set(parcel.members)) <= 1


def test_too_little_gives_no_theme() -> None:
    assert topics([], []) == []
    assert topics(["Bad"] * (THEME_MIN - 1), ["en"] * (THEME_MIN - 1)) == []
    assert topics(["Bad", None], ["xx", "en"]) == []
    assert [likely_count(n) for n in (8, 23, 24, 100, 400, 1536, 100_000)] == [1, 1, 2, 4, 6, 8, 8]


def test_themes_of_real_complaints_agree_with_their_known_reasons(shared_data: Path) -> None:
    with (shared_data / "airline_tweets" / "tweets_half.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["airline_sentiment"] == "negative"][:700]
    found = topics([row["text"] for row in rows], ["en"] * len(rows), count=10)
    theme = {at: place for place, group in enumerate(found) for at in group.members}
    agreement = normalized_mutual_info_score(
        [row["negativereason"] for row in rows], [theme.get(at, -1) for at in range(len(rows))]
    )
    assert agreement >= 0.18  # 0.23 on all 4,700 complaints of this half
