"""Links of items: addresses that lead somewhere."""

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from footpath.core.errors import Invalid
from footpath.library.model import Link


def check_links(links: Iterable[Link], *, known: Collection[str] = ()) -> None:
    """Raise Invalid naming a link that leads nowhere.

    Args:
        links: of an item.
        known: addresses that the item has had already: they are no reason to refuse other changes.
    """
    for link in links:
        if link.url not in known and not _leads(link.url):
            hint = "Give the whole address, such as https://example.org/page, or leave it out."
            raise Invalid(f"links: {link.url!r} is no address.", hint=hint)


def _leads(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in ("https", "http") and bool(parts.hostname) and not any(one.isspace() for one in url)
