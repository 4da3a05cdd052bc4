"""Personal data inside a quote is masked before anybody sees it on a map."""

import re

MASK = "•••"
_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),  # e-mail addresses
    re.compile(r"https?://\S+|www\.\S+"),  # links, which often carry a name or a token
    re.compile(r"(?<![\w@])@\w{2,}"),  # handles
    re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),  # IBAN
    re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s().-]{0,2}\d){6,18}(?![\w%])"),  # phone, card and document numbers
)


def mask(text: str) -> str:
    """Return the text with e-mail addresses, links, @handles, account and phone numbers replaced by dots."""
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return text
