"""Text as the models should see it, and whether there is any text at all."""

import html
import re
import unicodedata
from hashlib import blake2b

MODEL_CHARS = 600  # models read this much: beyond it neither gains accuracy, and time grows with length
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\bhttps?\b…?")
_MENTION = re.compile(r"(?<!\w)@\w+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_SPACE = re.compile(r"\s+")
_JUNK_SHARE = 0.1


def clean(text: str | None) -> str:
    """Return the words of a text: no addresses, mentions, markup, control characters; "" for none or binary junk."""
    if not text:
        return ""
    text = text[: 20 * MODEL_CHARS]
    if _is_junk(text):
        return ""
    plain = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    plain = unicodedata.normalize("NFC", _MENTION.sub(" ", _ADDRESS.sub(" ", plain)))
    plain = "".join(" " if _is_control(letter) else letter for letter in plain)
    return _SPACE.sub(" ", plain.replace("#", "")).strip()


def key(text: str, *salt: str) -> bytes:
    """Return 16 bytes that name a text (and what was done with it) for good."""
    return blake2b("\x00".join((*salt, text)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def letters(text: str) -> int:
    """Count letters of any script."""
    return sum(letter.isalpha() for letter in text)


def _is_junk(text: str) -> bool:
    """Say whether so much of a text is control or replacement characters that nobody wrote it."""
    bad = sum(1 for letter in text if letter == "\ufffd" or (_is_control(letter) and not letter.isspace()))
    return bad > _JUNK_SHARE * len(text)


def _is_control(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter < "\xa0" or "\ud800" <= letter <= "\udfff"
