"""From the shared document to a map, whatever is in it: people who edit at once may leave anything behind.

Nothing is an error. A field of the wrong type is left out, and what stands on nothing (`joining`) is too; the document
keeps it, so that undoing brings it back.
"""

import re
from typing import Any

import msgspec
from pycrdt import Doc
from pycrdt import Map as Shared

from footpath.maps.crdt.joining import joined
from footpath.maps.crdt.shape import BESIDE, ELEMENTS, KEYLESS, MAP, ORDER, OWN, REQUIRED, TEXTS
from footpath.maps.model import FORMAT, Map
from footpath.maps.wire import Plain, from_plain

_EXACT = 2.0**53  # beyond it, floats are not all whole numbers
_FIELD = re.compile(r"\$\.([^.\[`]+)")


def read(doc: Doc[Any], *, name: str = "the map") -> Map:
    """Return the map in `doc`; `name` is its key where it has none."""
    return from_plain(plain_of(doc, name=name), name=name)


def plain_of(doc: Doc[Any], *, name: str = "the map") -> Plain:
    """Return the map in `doc` as a map file holds it."""
    top = _root(doc, MAP)
    own = str(top.get("locale") or OWN)
    lists = {root: _elements(root, _root(doc, root), own) for root in ELEMENTS}
    fields = {field: value for field, value in _told(top, own).items() if field not in ELEMENTS}
    head = _tolerant(Map, {"key": name, "title": "", **fields, "format": FORMAT}, {"key": name, "title": ""})
    return joined({**(head or {}), **lists})


def _root(doc: Doc[Any], name: str) -> Plain:
    found = doc.get(name, type=Shared).to_py()
    return {str(key): _whole(value) for key, value in (found or {}).items()}


def _whole(value: Any) -> Any:
    """Return a value with whole numbers as such: the document has one kind of number only."""
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if isinstance(value, dict):
        return {str(key): _whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return value


def _told(fields: Plain, own: str) -> Plain:
    """Return fields with every text and the translations beside it as one."""
    found = {name: value for name, value in fields.items() if name.partition(BESIDE)[0] not in TEXTS or name in TEXTS}
    for name in sorted(set(fields) - set(found)):
        field, _, locale = name.partition(BESIDE)
        text = found.get(field)
        before = text if isinstance(text, dict) else {own: text} if text else {}
        found[field] = {**before, locale: fields[name]}
    return found


def _elements(root: str, found: Plain, own: str) -> list[Plain]:
    """Return the elements of one root in order; ties go by key."""
    ordered = sorted((str(item.get(ORDER, "")), key, item) for key, item in found.items() if isinstance(item, dict))
    elements = []
    for _, key, item in ordered:
        fields = {name: value for name, value in _told(item, own).items() if name not in (ORDER, "key")}
        named = fields if root in KEYLESS else {"key": key, **fields}
        element = _tolerant(ELEMENTS[root], {**REQUIRED.get(root, {}), **named}, REQUIRED.get(root, {}))
        if element is not None:
            elements.append(element)
    return elements


def _tolerant(kind: type[msgspec.Struct], plain: Plain, required: Plain) -> Plain | None:
    """Return `plain` without the fields that `kind` cannot take; None when one is missing that must be there."""
    while True:
        try:
            msgspec.convert(plain, kind)
        except msgspec.ValidationError as problem:
            wrong = _FIELD.search(str(problem))
            if not wrong or wrong[1] not in plain or plain[wrong[1]] == required.get(wrong[1], plain):
                return None
            plain = {name: value for name, value in plain.items() if name != wrong[1]}
            if wrong[1] in required:
                plain[wrong[1]] = required[wrong[1]]
        else:
            return plain
