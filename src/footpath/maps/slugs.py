"""Keys made from titles."""

import re


def slug(title: str, taken: set[str]) -> str:
    """Return a key for `title` that is not in `taken`, and add it there; letters of every script stay."""
    stem = re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:60].rstrip("-") or "untitled"
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}-{count}"
    taken.add(key)
    return key
