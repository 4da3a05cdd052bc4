"""What people wrote of an item on a map, in the map's language and in others, as fields of the item."""

import re
from typing import Any

from footpath.maps import Said, same_language

_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TITLE, _TEXT = 300, 20_000  # letters


def said_on_map(row: Any, locale: str, said: Said, base: Said | None) -> dict[str, Any]:
    """Return the columns of an item that change when a map of a language says `said` of it, where it said `base`.

    The item's own language changes title and text; another one that the item is told in, or that the map says beside
    its own, changes that translation. A translation taken away on the map is taken away from the item.
    """
    own = row.locale or row.own
    values: dict[str, Any] = {}
    told: dict[str, Any] = dict(row.translations or {})
    before = {one: (title, text) for one, title, text in (base.told if base else None) or ()}
    parts = [(one, title, text) for one, title, text in said.told or () if before.get(one) != (title, text)]
    # Both told apart: what the map's own language says is no longer what the item's own does.
    apart = any(same_language(one[0], own) for one in said.told or ()) and not _key(told, locale)
    if apart or base is None or base[:2] != said[:2]:
        parts.insert(0, (locale, said.title, said.text))
    for language, called, about in parts:
        title, text = " ".join(called.split())[:_TITLE], about[:_TEXT]
        name = _key(told, language)
        if same_language(language, own) or (language == locale and not name and not apart):
            values |= {"title": title, "text": text} if title else {}
        elif (language != locale or title) and _LOCALE.fullmatch(language):
            told[name or language] = {"fields": {}, **told.get(name, {}), "title": title, "text": text}
    for language in before.keys() - {one[0] for one in said.told or ()}:
        _take_away(told, _key(told, language))
    return {**values, "translations": told} if told != (row.translations or {}) else values


def _key(told: dict[str, Any], locale: str) -> str:
    return next((one for one in told if same_language(one, locale)), "")


def _take_away(told: dict[str, Any], name: str) -> None:
    """Take title and text of a language away, and all of it where nothing else is told in it."""
    if name and told[name].get("fields"):
        told[name] = {**told[name], "title": "", "text": ""}
    elif name:
        del told[name]
