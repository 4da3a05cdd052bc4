"""Every text and every number of a map, with the path of the field that holds it."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from msgspec import Struct, structs

from footpath.maps.model import Figure, Map, Text


def figures(model: Map) -> Iterator[tuple[str, Figure]]:
    """Yield (path, number) in the order of the file, as in ("columns[2].figures.reach", …)."""
    for path, value, _ in _fields(model, ""):
        if isinstance(value, Figure):
            yield path, value


def texts(model: Map) -> Iterator[tuple[str, Text]]:
    """Yield (path, text) of every field that may have translations and is not empty."""
    for path, value, kind in _fields(model, ""):
        if kind == Text and value:
            yield path, value
        elif kind == tuple[Text, ...]:
            yield from ((f"{path}[{place}]", text) for place, text in enumerate(value))


def _fields(item: Struct, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield (path, value, declared type) of every field below `item`, depth first."""
    for name, written, kind in _declared(type(item)):
        value = getattr(item, name)
        here = f"{path}.{written}" if path else written
        yield here, value, kind
        for label, part in _parts(value):
            if isinstance(value, dict):
                yield here + label, part, Figure
            yield from _fields(part, here + label)


@cache
def _declared(kind: type[Struct]) -> tuple[tuple[str, str, Any], ...]:
    """Return (name, name in files, declared type) of the fields of a struct, which take long to find out."""
    return tuple((field.name, field.encode_name, field.type) for field in structs.fields(kind))


def _parts(value: object) -> list[tuple[str, Struct]]:
    """Return (label, struct) of the structs directly inside a field's value."""
    if isinstance(value, Struct):
        return [("", value)]
    if isinstance(value, tuple):
        return [(f"[{place}]", part) for place, part in enumerate(value) if isinstance(part, Struct)]
    if isinstance(value, dict):
        return [(f".{key}", part) for key, part in value.items() if isinstance(part, Struct)]
    return []
