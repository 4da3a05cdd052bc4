"""Maps as plain dictionaries and back, losing nothing: fields this version does not know survive the round trip.

What is unknown is kept in `Map.extra["unknown"]` under its path ("cards/pay-fails/colour") and put back when written.
"""

import re
from typing import Any, cast

import msgspec
from msgspec import inspect, structs

from footpath.core.errors import Invalid
from footpath.maps.model import FORMAT, Map

Plain = dict[str, Any]
UNKNOWN = "unknown"  # the key in Map.extra
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_TYPE = inspect.type_info(Map)


def to_plain(model: Map) -> Plain:
    """Return `model` as dictionaries, lists, strings and numbers, defaults left out, unknown fields put back."""
    extra = {key: value for key, value in model.extra.items() if key != UNKNOWN}
    plain = cast("Plain", msgspec.to_builtins(structs.replace(model, extra=extra), order="deterministic"))
    plain = {"format": model.format, **plain}
    for path, value in model.extra.get(UNKNOWN, {}).items():
        *parents, name = path.split("/")
        home = _follow(plain, parents)
        if home is not None:
            home.setdefault(name, value)
    return plain


def from_plain(plain: object, *, name: str) -> Map:
    """Return the map that `to_plain` wrote; raises Invalid naming the field of `name` that is wrong."""
    if not isinstance(plain, dict) or ("columns" not in plain and "format" not in plain):
        raise Invalid(f"{name} holds no map.", hint=f"A map file begins with `format: {FORMAT}`.")
    if plain.get("format", FORMAT) != FORMAT:
        hint = f"This version reads {FORMAT}; a newer Footpath may read it."
        raise Invalid(f"{name}: format: {plain['format']!r} is unknown.", hint=hint)
    try:
        model = msgspec.convert(plain, Map)
    except msgspec.ValidationError as problem:
        raise Invalid(f"{name}: {_worded(str(problem), plain)}", hint="Mend this field and try again.") from problem
    unknown = dict(_strays(plain, _TYPE, ()))
    return structs.replace(model, extra={**model.extra, UNKNOWN: unknown}) if unknown else model


def _worded(problem: str, plain: Plain) -> str:
    """Put the path first: "cards[3].at: expected `str`, got `int`"."""
    match = _AT.search(problem)
    if not match:
        missing = re.search(r"missing required field `(\w+)`", problem)
        return f"{missing[1]} is missing." if missing else problem
    where, what = match["path"], problem[: match.start()]
    what = re.sub(r"^Object missing required field `(\w+)`$", r"\1 is missing", what)
    return f"{where}: {what[0].lower()}{what[1:]}{_called(plain, where)}."


def _called(plain: Plain, where: str) -> str:
    """Return the key of the element at `where`, which is easier to find in a file than its number."""
    match = re.match(r"(\w+)\[(\d+)\]", where)
    items = plain.get(match[1]) if match else None
    item = items[int(match[2])] if match and isinstance(items, list) and int(match[2]) < len(items) else None
    return f" (key {item['key']!r})" if isinstance(item, dict) and "key" in item else ""


def _label(item: object, position: int) -> str:
    """Name one element of a list by its key, or by what it joins, or by its place."""
    if isinstance(item, dict) and isinstance(item.get("key"), str) and "/" not in item["key"]:
        return cast("str", item["key"])
    return f"#{position}"


def _strays(plain: object, kind: inspect.Type, path: tuple[str, ...]) -> list[tuple[str, Any]]:
    """List (path, value) of every field that the model has no place for."""
    if isinstance(kind, inspect.StructType) and isinstance(plain, dict):
        known = {field.encode_name: field.type for field in kind.fields}
        here = [("/".join((*path, str(key))), value) for key, value in plain.items() if key not in known]
        return here + [
            found
            for key, value in plain.items()
            if key in known
            for found in _strays(value, known[key], (*path, str(key)))
        ]
    if isinstance(kind, inspect.VarTupleType) and isinstance(plain, list):
        return [
            found
            for position, item in enumerate(plain)
            for found in _strays(item, kind.item_type, (*path, _label(item, position)))
        ]
    if isinstance(kind, inspect.DictType) and isinstance(plain, dict):
        return [f for key, value in plain.items() for f in _strays(value, kind.value_type, (*path, str(key)))]
    if isinstance(kind, inspect.UnionType):
        return [found for option in kind.types for found in _strays(plain, option, path)]
    return []


def _follow(plain: object, path: list[str]) -> Plain | None:
    """Return the dictionary at `path`; None when the element is gone."""
    here: Any = plain
    for label in path:
        if isinstance(here, list | tuple):
            here = next((item for position, item in enumerate(here) if _label(item, position) == label), None)
        else:
            here = here.get(label) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else None
