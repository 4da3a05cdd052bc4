"""The language a text is written in, or "unknown": a guess would send it to a model that was not made for it.

py3langid names the language; where its top candidates are close, the languages that the other texts of the same batch
are surely written in decide ("Great!" among English reviews is English, alone it is unknown). Scripts that only one
language is written in decide by themselves.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from footpath.feedback.text.cleaning import clean, letters

UNKNOWN = "unknown"
SURE = 0.75  # from this confidence on a text also votes on what its batch is written in
ACCEPT = 0.5  # below it the language stays unknown
_NEAR = 1 / 3  # the batch may only choose among candidates at least this likely beside the best one
_READ_CHARS = 400

_FOLDED = {  # close relatives and variants the models read as the bigger language
    "wuu": "zh", "yue": "zh", "cmn": "zh", "zho": "zh", "chi": "zh", "ltg": "lv", "lav": "lv", "pol": "pl",
    "eng": "en", "pcm": "en", "deu": "de", "ger": "de", "lb": "de", "nn": "no", "nb": "no", "ary": "ar", "arz": "ar",
    "spa": "es", "an": "es", "ext": "es", "fra": "fr", "fre": "fr", "ita": "it", "lij": "it", "vec": "it",
    "por": "pt", "rus": "ru", "jpn": "ja", "nld": "nl", "dut": "nl",
}  # fmt: skip
_NOT_A_LANGUAGE = {"zxx", "und", "mul", "xx"}
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_KANA = re.compile(r"[\u3041-\u30fa]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SCRIPTS = (
    (re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"), "ko"),
    (re.compile(r"[\u0e00-\u0e7f]"), "th"),
    (re.compile(r"[\u0590-\u05ff]"), "he"),
    (re.compile(r"[\u0370-\u03ff]"), "el"),
)


class Spoken(NamedTuple):
    """A language and how sure it is.

    Attributes:
        code: ISO 639-1 (639-3 where there is none), Chinese of every script as "zh"; "unknown" when undecided.
        confidence: 0…1; 1 when the source said so, 0 when unknown.
    """

    code: str
    confidence: float


def normalise(tag: str | None) -> str | None:
    """Return a language tag's plain code: "zh-TW", "zh_Hant", "chi" → "zh"; None when it names no language."""
    found = _CODE.fullmatch((tag or "").strip())
    code = found[1].lower() if found else ""
    code = _FOLDED.get(code, code)
    return code if code and code not in _NOT_A_LANGUAGE else None


def detect(texts: Sequence[str | None], given: Sequence[str | None] | None = None) -> list[Spoken]:
    """Find the language of each text of a batch.

    Args:
        texts: any text, also empty, very long or broken.
        given: the language the source says, which is believed; None for each text it does not say it for.
    """
    told = [normalise(tag) for tag in given] if given is not None else [None] * len(texts)
    plain = [clean(text)[:_READ_CHARS] for text in texts]
    ranked = {text: _rank(text) for text in sorted({t for t, tag in zip(plain, told, strict=True) if tag is None})}
    votes = Counter(
        max(ranks, key=ranks.__getitem__) for ranks in ranked.values() if ranks and max(ranks.values()) >= SURE
    )
    decided = {text: _decide(ranks, votes) for text, ranks in ranked.items()}
    return [Spoken(tag, 1.0) if tag else decided[text] for text, tag in zip(plain, told, strict=True)]


def _decide(ranks: Mapping[str, float], votes: Mapping[str, int]) -> Spoken:
    if not ranks:
        return Spoken(UNKNOWN, 0.0)
    best = max(ranks, key=ranks.__getitem__)
    if ranks[best] < SURE and votes:
        near = {code: share for code, share in ranks.items() if share >= _NEAR * ranks[best]}
        total = sum(votes.values())
        weighed = {code: share * (votes.get(code, 0) + 0.01 * total) for code, share in near.items()}
        best = max(weighed, key=weighed.__getitem__)
        sure = weighed[best] / sum(weighed.values())
    else:
        sure = ranks[best]
    if best in _NOT_A_LANGUAGE or sure < ACCEPT:
        return Spoken(UNKNOWN, 0.0)
    return Spoken(best, round(sure, 4))


def _rank(text: str) -> dict[str, float]:
    """Return {language: probability}, most of it on few; empty where there is nothing to read."""
    if letters(text) < 2:
        return {}
    script = _script(text)
    if script:
        return {script: 0.99}
    if letters(text) < 4:
        return {}
    code, share = _identifier().classify(text)
    if share >= 0.9 and code not in _FOLDED:
        return {code: float(share)}
    folded: dict[str, float] = {}
    for code, share in _identifier().rank(text):
        folded[_FOLDED.get(code, code)] = folded.get(_FOLDED.get(code, code), 0.0) + float(share)
    return dict(sorted(folded.items()))


def _script(text: str) -> str | None:
    """Return the language of a script that only it is written in, where that script makes up much of the text."""
    total = letters(text)
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    if kana + han >= 0.5 * total:
        return "ja" if kana >= 0.1 * total else "zh"
    return next((code for pattern, code in _SCRIPTS if len(pattern.findall(text)) >= 0.3 * total), None)


@cache
def _identifier() -> Any:
    from py3langid import langid

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
