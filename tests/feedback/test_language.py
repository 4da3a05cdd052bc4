from pathlib import Path

import pytest

from footpath.feedback import UNKNOWN, detect
from footpath.feedback.text.language import normalise


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Die Lieferung war schnell", "de"),
        ("The delivery was late", "en"),
        ("Dostawa była bardzo wolna", "pl"),
        ("Dostawa byla bardzo wolna", "pl"),
        ("Piegāde bija ļoti lēna", "lv"),
        ("快遞太慢了，等了兩個星期", "zh"),
        ("很好", "zh"),
        ("カメラが壊れた", "ja"),
        ("배송이 너무 느려요", "ko"),
    ],
)
def test_a_sentence_alone_is_named(text: str, code: str) -> None:
    assert detect([text])[0].code == code


@pytest.mark.parametrize(
    "text",
    [None, "", "   ", "👍👍", "12345", "5/5", "ok", "Super", "asdf qwer zxcv", "\x00\x01\x02\xff", "https://a.b/c"],
)
def test_what_cannot_be_told_stays_unknown(text: str | None) -> None:
    assert detect([text]) == [(UNKNOWN, 0.0)]


def test_a_short_text_is_decided_by_what_its_batch_is_surely_written_in() -> None:
    english = ["The soup was cold when it came.", "We waited an hour for our table.", "Lovely place, friendly staff."]
    latvian = ["Piegāde bija ļoti lēna.", "Paldies par ātro piegādi!", "Prece atnāca bojāta un kaste saplēsta."]
    assert detect(["Great!"])[0].code == UNKNOWN
    assert detect(["Great!", *english])[0].code == "en"
    assert detect(["Slikti", *latvian])[0].code == "lv"
    assert detect(["Slikti", *english])[0].code == UNKNOWN


def test_the_source_is_believed_and_its_tags_are_normalised() -> None:
    assert detect(["Great!", "Great!"], ["zh-TW", None])[0] == ("zh", 1.0)
    tags = {"zh_Hant": "zh", "zh-CN": "zh", "EN-gb": "en", "lav": "lv", "pl": "pl", "und": None, "": None, None: None}
    assert {tag: normalise(tag) for tag in tags} == tags
    assert normalise("English please") is None


def test_a_very_long_text_is_read() -> None:
    assert detect(["Przesyłka przyszła uszkodzona. " * 50_000])[0].code == "pl"


def test_the_same_batch_gives_the_same_answer_in_any_order() -> None:
    texts = ["Great!", "The soup was cold.", "Zupa była zimna.", "ok", "Nie polecam", "We waited an hour."]
    assert detect(texts) == detect(texts[::-1])[::-1]


@pytest.mark.parametrize(
    ("language", "code", "floor"), [("german", "de", 0.93), ("english", "en", 0.97), ("spanish", "es", 0.96)]
)
def test_real_tweets_are_named(shared_data: Path, language: str, code: str, floor: float) -> None:
    path = shared_data / "xlmt_multilingual_tweets" / language / "val_text.txt"
    texts = path.read_text(encoding="utf-8").split("\n")[:200]
    assert sum(spoken.code == code for spoken in detect(texts)) / len(texts) >= floor
