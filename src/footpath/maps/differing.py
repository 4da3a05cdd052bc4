"""What changed between two maps: every element added, removed, changed or moved, in words."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from footpath.maps.crdt.order import rising
from footpath.maps.crdt.shape import ELEMENTS, KEYLESS
from footpath.maps.model import Map, localised
from footpath.maps.wire import Plain, to_plain

_WORDS = {
    "columns": "column", "lanes": "lane", "cards": "card", "personas": "persona", "touchpoints": "touchpoint",
    "edges": "arrow between columns", "paths": "path", "links": "arrow between cards", "notes": "note",
}  # fmt: skip
_PLACES = {"columns": ("parent",), "cards": ("lane", "at", "to")}
_LONGEST = 80


class Difference(Struct, frozen=True, kw_only=True):
    """One element that differs.

    Attributes:
        element: "cards/pay-fails", or "map" for the map itself.
        what: added, removed, changed, or moved (to another place, in the order or the grid).
        fields: of it that differ.
        text: a sentence that says so.
    """

    element: str
    what: Literal["added", "removed", "changed", "moved"]
    fields: tuple[str, ...] = ()
    text: str


def differences(before: Map, after: Map) -> tuple[Difference, ...]:
    """Return every difference, the map's own first, then by kind of element in the order of the newer map."""
    old, new = to_plain(before), to_plain(after)
    found = list(_of_map(old, new))
    for root in ELEMENTS:
        found += _of_elements(root, _named(root, old), _named(root, new), after.locale)
    return tuple(found)


def _of_map(old: Plain, new: Plain) -> Iterator[Difference]:
    fields = _differing(old, new, but=tuple(ELEMENTS))
    if fields:
        yield Difference(element="map", what="changed", fields=fields, text=f"The map's {_listed(fields)} changed.")


def _of_elements(root: str, old: dict[str, Plain], new: dict[str, Plain], locale: str) -> Iterator[Difference]:
    both = [key for key in new if key in old]
    stay = set(_unmoved([key for key in old if key in new], both))
    for key, item in old.items():
        if key not in new:
            yield _difference(root, key, item, "removed", locale)
    for key, item in new.items():
        if key not in old:
            yield _difference(root, key, item, "added", locale)
            continue
        fields = _differing(old[key], item)
        places = tuple(field for field in fields if field in _PLACES.get(root, ()))
        rest = tuple(field for field in fields if field not in places)
        if places or key not in stay:
            yield _difference(root, key, item, "moved", locale, places)
        if rest:
            yield _difference(root, key, item, "changed", locale, rest)


def _unmoved(old: list[str], new: list[str]) -> list[str]:
    """Return the keys of the longest run that stands in the same order in both."""
    place = {key: index for index, key in enumerate(old)}
    return [new[index] for index in rising([place[key] for key in new])]


def _difference(root: str, key: str, item: Plain, what: Any, locale: str, fields: tuple[str, ...] = ()) -> Difference:
    called = localised(item.get("title") or item.get("name") or item.get("text") or item.get("topic") or "", locale)
    called = called if len(called) <= _LONGEST else f"{called[:_LONGEST]}…"
    name = f"The {_WORDS[root]} “{called or key}”"
    text = f"{name}: {_listed(fields)} changed." if what == "changed" else f"{name} was {what}."
    return Difference(element=f"{root}/{key}", what=what, fields=fields, text=text)


def _named(root: str, plain: Plain) -> dict[str, Plain]:
    items: dict[str, Plain] = {}
    for item in plain.get(root, ()):
        key = item["key"] if root not in KEYLESS else " ".join(str(item.get(part, "")) for part in KEYLESS[root])
        number = 2
        stem = key
        while key in items:
            key = f"{stem} {number}"
            number += 1
        items[key] = item
    return items


def _differing(old: Plain, new: Plain, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    names = {*old, *new} - {*but}
    return tuple(sorted(name for name in names if old.get(name) != new.get(name)))


def _listed(fields: tuple[str, ...]) -> str:
    words = [field.replace("_", " ") for field in fields]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
