"""Which texts are addresses that a link can lead to."""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

from footpath.core.errors import Invalid


def is_address(text: str) -> bool:
    """Say whether a text is a whole address of the web: http or https, with a host, without spaces."""
    if not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("https", "http") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port or an IPv6 address that is none
        return False


def check_links(links: Iterable[dict[str, Any]], *, known: Collection[str] = ()) -> None:
    """Raise Invalid for the first link that leads nowhere: a page of the web or "mailto:" and whom.

    Args:
        links: of an item.
        known: addresses that the item has had already: they are no reason to refuse other changes.
    """
    for link in links:
        url = link["url"]
        kind, _, rest = url.partition(":")
        if url not in known and not (is_address(url) or (kind == "mailto" and rest.strip())):
            hint = "Write it whole, such as https://example.org/issues/7."
            raise Invalid(f"links: {url!r} is no address.", hint=hint)
