"""Addresses of trackers, and which of them may be asked."""

from urllib.parse import SplitResult, urlsplit

from footpath.core.errors import Invalid
from footpath.core.reach import PORTS, Reach, host_of

_LONGEST = 300


def reach_of(own: str = "") -> Reach:
    """Return which trackers may be asked: public ones, and those of one's own network that the setting names."""
    return Reach(own, "FOOTPATH_TICKET_HOSTS")


def kept_address(text: str, reach: Reach) -> str:
    """Return an address of a tracker as it is kept: in small letters where that says the same, no slash at the end.

    Raises:
        Invalid: it is none, is not encrypted, or holds more than an address.
    """
    parts = _split(text.strip())
    if parts.username or parts.password or parts.query or parts.fragment or len(text) > _LONGEST:
        hint = "Give it as people open it, such as https://github.com, without names, ? or #."
        raise Invalid("address: this is more than the address of a tracker.", hint=hint)
    host, port = host_of(parts)
    if parts.scheme != "https" and not reach.is_own(host, port):
        raise Invalid("address: the token would travel unencrypted.", hint="Begin it with https://.")
    reach.judge(host, port)
    shown = f"[{host}]" if ":" in host else host
    place = shown if port == PORTS[parts.scheme] else f"{shown}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        if parts.scheme in PORTS and parts.hostname and (parts.port is None or parts.port):
            return parts
    except ValueError:
        pass
    raise Invalid("address: this is no address.", hint="Give it as people open it, such as https://github.com.")
