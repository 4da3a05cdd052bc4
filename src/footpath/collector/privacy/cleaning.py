"""Texts without what must not be kept: e-mail addresses, secrets in web addresses, the ends of computers' addresses."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

from footpath.collector.fields import hashed_address

MASK = "[removed]"
EMAIL = "[e-mail]"
# Letters of every language, but no quotes and none of the signs that part the fields of an address or of JSON. The
# look-ahead lets logo@2x.png be.
_ADDRESS = re.compile(
    r"[^\s\"'<>@,;:()\[\]{}\\/?&=#%|]+(?:%2[bB][^\s\"'<>@,;:()\[\]{}\\/?&=#%|]+)?(?:@|%40)(?!\dx\.)"
    r"[^\s\"'<>@,;:()\[\]{}\\/?&=#%|]+\.[^\W\d_]{2,}"
)
_FIELD = re.compile(r"([?&#;][^=&#?;\s\"<>\\/]{1,64}=)([^&#\s\"<>\\]+)")
_SECRET = re.compile(
    r"token|secret|passw|signature|api_?key|session|e-?mail|phone|^(?:pwd|pass|auth|authorization|key|sig|sid|jwt|otp|ssn)$"
)
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
# What follows these words in a path opens something for whoever has it.
_STEMS = ("reset", "confirm", "verif", "invit", "unsubscribe", "token", "magic", "activat", "password")
_PATH = re.compile(rf"(/[\w-]*(?:{'|'.join(_STEMS)})[\w-]*/)[^/?#\s\"<>\\]{{16,}}", re.IGNORECASE)


def cleaned(text: str) -> str:
    """Return a text, or a JSON text without backslashes, without e-mail addresses and secrets in web addresses."""
    if "@" in text or "%40" in text:
        text = _ADDRESS.sub(_address, text)
    if "=" in text:
        text = _FIELD.sub(_field, text)
    if "eyJ" in text:
        text = _JWT.sub(MASK, text)
    lowered = text.lower()
    for stem in _STEMS:
        if stem in lowered:
            return _PATH.sub(rf"\g<1>{MASK}", text)
    return text


@lru_cache(maxsize=65_536)
def cleaned_page(page: str) -> str:
    """Return a page's path, cleaned; pages come again and again."""
    return cleaned(page)


def _address(found: re.Match[str]) -> str:
    return found[0] if hashed_address(found[0]) else EMAIL


def _field(found: re.Match[str]) -> str:
    return f"{found[1]}{MASK}" if _secret(found[1]) else found[0]


@lru_cache(maxsize=4096)
def _secret(name: str) -> bool:
    return bool(_SECRET.search(unquote(name[1:-1]).lower()))


def needs_cleaning(text: str) -> bool:
    """Say, fast, whether `cleaned` may have anything to do."""
    if "@" in text or "=" in text or "/" in text:
        return True
    # One sign is looked for much faster than three.
    return ("%" in text and "%40" in text) or ("J" in text and "eyJ" in text)


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """Return the network of a computer's address (IPv4 /24, IPv6 /48) with zeros for the rest; "" when it is none."""
    try:
        found = ipaddress.ip_address(address.strip().strip("[]"))
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network(f"{found.compressed.partition('%')[0]}/{bits}", strict=False).network_address)
