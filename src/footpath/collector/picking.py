"""Fields of an element and of what stands around it, and texts with fields in them; nothing is executed."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

import msgspec
from msgspec import Struct

from footpath.collector.hook import Expected, Ref
from footpath.collector.records import Refused
from footpath.core.paths import steps_of, walk

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_ANY = "*"


class Around(Struct, frozen=True):
    """What stands around an element: headers and query of its request, and the body it is part of."""

    headers: dict[str, str] = {}
    query: dict[str, str] = {}
    body: Any = None


def field_at(path: str, element: Any, around: Around) -> Any:
    """Return the field a path names, in the element or around it."""
    if path.startswith("@header."):
        return around.headers.get(path.removeprefix("@header.").lower())
    if path.startswith("@query."):
        return around.query.get(path.removeprefix("@query."))
    if path.startswith("@body"):
        return walk(around.body, steps_of(path.removeprefix("@body").removeprefix(".")))
    return walk(element, steps_of(path))


def value_of(ref: Ref | None, element: Any, around: Around) -> Any:
    """Return what a reference says: a constant, a text with fields in it, a field, or the first of several."""
    if isinstance(ref, list):
        return next((found for one in ref if (found := value_of(one, element, around)) not in (None, "")), None)
    if not isinstance(ref, str):
        return ref
    if not ref.startswith("="):
        return field_at(ref, element, around)
    return filled(ref[1:], lambda path: field_at(path, element, around))


def filled(template: str, look_up: Callable[[str], Any]) -> str | None:
    """Return a text with its {paths} filled in; None where one of them is not there."""
    parts: list[str] = []
    end = 0
    for place in _PLACEHOLDER.finditer(template):
        found = look_up(place[1])
        if found is None:
            return None
        parts += [template[end : place.start()], written(found)]
        end = place.end()
    return "".join([*parts, template[end:]])


def written(value: Any) -> str:
    """Return a value of JSON as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return msgspec.json.encode(value).decode()


def holds(when: dict[str, Expected], element: Any, around: Around) -> bool:
    """Say whether every field is what is expected of it."""
    return all(_fits(field_at(path, element, around), expected) for path, expected in when.items())


def _fits(found: Any, expected: Expected) -> bool:
    if isinstance(expected, list):
        return any(_fits(found, one) for one in expected)
    if expected is None or found is None:
        return found is None and expected is None
    if isinstance(expected, bool) or isinstance(found, bool):
        return found is expected or written(found) == written(expected)
    if isinstance(expected, str) and _ANY in expected:
        return fnmatchcase(written(found), expected)
    return written(found) == written(expected)


def paths_in(ref: Ref | None) -> list[str]:
    """Return the paths a reference names."""
    if isinstance(ref, list):
        return [path for one in ref for path in paths_in(one)]
    if not isinstance(ref, str):
        return []
    return _PLACEHOLDER.findall(ref) if ref.startswith("=") else [ref]


def elements_at(path: str, body: Any) -> list[Any]:
    """Return the elements a body holds.

    Raises:
        Refused: there is no list where it should be.
    """
    found = walk(body, steps_of(path.removesuffix("[*]"))) if path else body
    if isinstance(found, list):
        return found
    if path and not isinstance(found, dict):
        raise Refused(path, "there is no list of elements", f"Send one, or change `each: {path}` of the webhook")
    return [found]
