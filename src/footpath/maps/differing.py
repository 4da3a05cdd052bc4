"""What changed between two maps: every element added, removed, changed or moved, in words."""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from footpath.maps.crdt.order import rising
from footpath.maps.crdt.shape import ELEMENTS, KEYLESS, TEXTS
from footpath.maps.model import Map, localised
from footpath.maps.wire import Plain, to_plain

_WORDS = {
    "columns": "column", "lanes": "lane", "cards": "card", "personas": "persona", "touchpoints": "touchpoint",
    "edges": "arrow between columns", "paths": "path", "links": "arrow between cards", "notes": "note",
}  # fmt: skip
_PLACES = {"columns": ("parent",), "cards": ("lane", "at", "to")}
_ENDS = {"edges": "columns", "links": "cards"}
_LONGEST = 80


class FieldChange(Struct, frozen=True, kw_only=True):
    """One field that differs; `before` and `after` are what it says, None where it holds more than a text or number."""

    field: str
    before: str | None = None
    after: str | None = None


class Difference(Struct, frozen=True, kw_only=True):
    """One element that differs.

    Attributes:
        element: "cards/pay-fails", or "map" for the map itself.
        what: added, removed, changed, or moved (to another place, in the order or the grid).
        fields: of it that differ.
        text: a sentence that says so.
        name: what people call the element; empty for the map itself.
        changes: the fields of a changed one with what they say; of a card that was moved or removed its "place".
    """

    element: str
    what: Literal["added", "removed", "changed", "moved"]
    fields: tuple[str, ...] = ()
    text: str
    name: str = ""
    changes: tuple[FieldChange, ...] = ()


def differences(before: Map, after: Map) -> tuple[Difference, ...]:
    """Return every difference, the map's own first, then by kind of element in the order of the newer map."""
    old, new = to_plain(before), to_plain(after)
    found = list(_of_map(old, new))
    for root in ELEMENTS:
        found += _of_elements(root, old, new, after.locale)
    return tuple(found)


def _of_map(old: Plain, new: Plain) -> Iterator[Difference]:
    fields = _differing(old, new, but=tuple(ELEMENTS))
    if fields:
        changes = _changes(fields, old, new, str(new.get("locale", "")))
        yield Difference(
            element="map", what="changed", fields=fields, text=f"The map: {_told(changes)}.", changes=changes
        )


def _of_elements(root: str, before: Plain, after: Plain, locale: str) -> Iterator[Difference]:
    old, new = _named(root, before), _named(root, after)
    both = [key for key in new if key in old]
    stay = set(_unmoved([key for key in old if key in new], both))
    for key, item in old.items():
        if key not in new:
            name = _called(root, key, item, before, locale)
            text = f"The {_WORDS[root]} “{name}” was removed."
            left = _place(root, item, before, locale)
            gone = (FieldChange(field="place", before=left),) if left else ()
            yield Difference(element=f"{root}/{key}", what="removed", text=text, name=name, changes=gone)
    for key, item in new.items():
        name = _called(root, key, item, after, locale)
        called = f"The {_WORDS[root]} “{name}”"
        element = f"{root}/{key}"
        if key not in old:
            yield Difference(element=element, name=name, what="added", text=f"{called} was added.")
            continue
        fields = _differing(old[key], item)
        places = tuple(field for field in fields if field in _PLACES.get(root, ()))
        rest = tuple(field for field in fields if field not in places)
        if places or key not in stay:
            was, now = (_place(root, one, plain, locale) for one, plain in ((old[key], before), (item, after)))
            went = (FieldChange(field="place", before=was, after=now),) if was != now else ()
            text = f"{called} was moved."
            yield Difference(element=element, name=name, what="moved", fields=places, text=text, changes=went)
        if rest:
            changes = _changes(rest, old[key], item, locale)
            text = f"{called}: {_told(changes)}."
            yield Difference(element=element, name=name, what="changed", fields=rest, text=text, changes=changes)


def _unmoved(old: list[str], new: list[str]) -> list[str]:
    """Return the keys of the longest run that stands in the same order in both."""
    place = {key: index for index, key in enumerate(old)}
    return [new[index] for index in rising([place[key] for key in new])]


def _called(root: str, key: str, item: Plain, plain: Plain, locale: str) -> str:
    """Return what people call an element: an arrow by what stands at its ends."""
    if ends := _ENDS.get(root):
        found = {one["key"]: one for one in plain.get(ends, ())}
        sides = (found.get(item.get(side, ""), {}) for side in ("from", "to"))
        name = " → ".join(_text(one.get("title") or one.get("text"), locale) or "…" for one in sides)
    else:
        title = item.get("title") or item.get("name") or item.get("text") or item.get("topic")
        name = _text(title, locale) or _place(root, item, plain, locale) or key
    return name


def _place(root: str, item: Plain, plain: Plain, locale: str) -> str:
    """Return where a card stands, as "Emotion · Look at a product"; empty for all else."""
    if root != "cards":
        return ""
    ends = (("lanes", item.get("lane")), ("columns", item.get("at")))
    found = [one for kind, key in ends for one in plain.get(kind, ()) if one["key"] == key]
    return " · ".join(filter(None, (_text(one.get("title"), locale) for one in found)))


def _changes(fields: tuple[str, ...], old: Plain, new: Plain, locale: str) -> tuple[FieldChange, ...]:
    """Return what each text or number was and is, then the fields that hold more than one."""
    told, rest = [], []
    for field in fields:
        was, now = _plain(old.get(field), new.get(field))
        if all(field in TEXTS or one is None or isinstance(one, str | int | float) for one in (was, now)):
            told.append(FieldChange(field=field, before=_text(was, locale), after=_text(now, locale)))
        else:
            rest.append(FieldChange(field=field))
    return (*told, *rest)


def _plain(was: Any, now: Any) -> tuple[Any, Any]:
    """Return figures as their numbers where these differ, all else as it is."""
    before, after = (one.get("value") if isinstance(one, dict) else None for one in (was, now))
    figures = all(given is None or isinstance(one, int | float) for one, given in ((before, was), (after, now)))
    return (before, after) if figures and before != after else (was, now)


def _told(changes: tuple[FieldChange, ...]) -> str:
    """Return changes in words."""
    told = [
        f"{one.field.replace('_', ' ')} “{one.before}” → “{one.after}”" for one in changes if one.before is not None
    ]
    rest = [one.field.replace("_", " ") for one in changes if one.before is None]
    if rest:
        told.append(f"{' and '.join(filter(None, (', '.join(rest[:-1]), rest[-1])))} changed")
    return ", ".join(told)


def _text(value: Any, locale: str) -> str:
    if isinstance(value, float):
        value = f"{value:.6g}".replace("-", "−")
    text = localised(value, locale) if isinstance(value, str | dict) else "" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


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
