"""Which encoding a text is in, told by the letters each candidate makes of it.

General detectors are trained on long texts and mistake short Central European and Baltic ones; here each candidate is
judged by how many of the letters it yields are common in the languages written in it.
"""

import codecs
from collections.abc import Mapping

from charset_normalizer import from_bytes

from footpath.events.reading.wordlists import read_words

_LISTED = read_words("encodings")
_LETTERS: Mapping[str, tuple[str, str]] = {
    name: (entry["common"], entry["rare"]) for name, entry in _LISTED["letters"].items()
}
_HAN: Mapping[str, str] = {name: "".join(lines) for name, lines in _LISTED["han"].items()}
_RARE = 0.5
_JUNK_SHARE = 0.02


def guess(data: bytes, *, anywhere: bool = False) -> str | None:
    """Return the encoding of a text's first bytes; None when they are no text.

    Args:
        data: the bytes.
        anywhere: they are from the middle of the text, so the first characters may be cut.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark) and not anywhere:
            return name
    if wide := _utf16(data):
        return wide
    if _is_junk(data):
        return None
    if _is_utf8(data[3:] if anywhere else data, anywhere=anywhere):
        return "utf-8"
    return _by_letters(data)


def _utf16(data: bytes) -> str | None:
    even, odd = data[0:4000:2], data[1:4000:2]
    if len(data) < 4 or not data[:4000].count(0):
        return None
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _is_junk(data: bytes) -> bool:
    sample = data[:65536]
    control = sum(sample.count(code) for code in range(32) if code not in {0, 9, 10, 12, 13, 26, 27})
    return bool(sample) and (control > _JUNK_SHARE * len(sample) or sample.count(0) > 0.2 * len(sample))


def _is_utf8(data: bytes, *, anywhere: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(data)
    except UnicodeDecodeError as problem:
        return anywhere and problem.start < 4 and _is_utf8(data[problem.start + 1 :], anywhere=False)
    return True


def _by_letters(data: bytes) -> str:
    rare = _around_letters(data)
    scores = {name: _western(rare, name, letters) for name, letters in _LETTERS.items()}
    scores |= {name: _han(rare, name, letters) for name, letters in _HAN.items()}
    # West European first among equals: its letters are a part of what the others hold.
    best = max(scores, key=lambda name: (scores[name] + 0.01 * (name == "cp1252"), name))
    if scores[best] >= 0.7:
        return best
    found = from_bytes(rare[:50000]).best()
    return found.encoding if found and not found.encoding.startswith(("utf", "ascii")) else "cp1252"


def _around_letters(data: bytes) -> bytes:
    """Keep the lines that hold bytes above ASCII, at most 64 kB of them."""
    lines = [line for line in data.splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[: 1 << 16]


def _western(data: bytes, encoding: str, letters: tuple[str, str]) -> float:
    text = data.decode(encoding, "replace")
    above = [char for char in text if not char.isascii()]
    common, rare = set(letters[0]), set(letters[1])
    return sum((char in common) + _RARE * (char in rare) for char in above) / len(above) if above else 0.0


def _han(data: bytes, encoding: str, letters: str) -> float:
    text = data.decode(encoding, "replace")
    above = [char for char in text if not char.isascii()]
    if not above or above.count("\ufffd") > 0.02 * len(above):
        return 0.0
    common = set(letters)
    return min(1.0, 2.5 * sum(char in common for char in above) / len(above))
