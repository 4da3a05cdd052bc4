"""Questions from what people write: fields by name, selections as text, a product's rules for the rest."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from inspect import getdoc
from typing import Any, TypeVar

import msgspec
from msgspec.inspect import DateTimeType, StructType, Type, UnionType, VarTupleType, type_info

from footpath.analytics.presets import PRODUCTS
from footpath.analytics.scope import Scope
from footpath.analytics.select import Select, select
from footpath.analytics.who import Did
from footpath.core.errors import Invalid, NotFound

Q = TypeVar("Q", bound=Scope)


def make(kind: type[Q], likes: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> Q:
    """Return the question with the fields in `given`, the rest as the product `like` has it, the rest by default.

    Args:
        kind: the question's Struct.
        likes: `Analysis.likes`.
        given: fields by name; numbers and choices may be text, selections text or fields, one value may stand for many.

    Raises:
        Invalid: a field does not fit; the message names it.
        NotFound: a field or product that there is none of.
    """
    types = {field.name: field.type for field in _struct(kind).fields}
    for name in given:
        if name not in types:
            near = get_close_matches(name, types, n=1) or sorted(types)
            raise NotFound(f"The question has no field {name!r}.", hint=f"Did you mean {' or '.join(near)}?")
    chosen = {**_preset(str(given.get("like", "")), likes), **given}
    fitted = {name: _fit(types[name], value) for name, value in chosen.items()}
    try:
        return msgspec.convert(fitted, kind, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(f"The question does not fit: {error}.", hint="The message names the field after `$.`.") from None


def _preset(like: str, likes: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    if not like:
        return {}
    if like not in PRODUCTS:
        raise NotFound(f"There are no rules of {like!r}.", hint=f"There are those of {', '.join(PRODUCTS)}.")
    if like not in likes:
        there = ", ".join(sorted(likes)) or "none"
        raise Invalid(f"{PRODUCTS[like]} publishes no rules for this question.", hint=f"Those who do: {there}.")
    return likes[like]


@cache  # it takes longer than counting a million moves
def _struct(kind: type) -> StructType:
    found = type_info(kind)
    if not isinstance(found, StructType):
        raise TypeError(f"{kind} is not a Struct")
    return found


def _fit(wanted: Type, value: Any) -> Any:
    """Return the value with texts made into selections, and single values into tuples, where they are wanted."""
    if isinstance(wanted, StructType) and wanted.cls is Select:
        return select(value)
    if isinstance(wanted, VarTupleType):
        many = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
        return tuple(_fit(wanted.item_type, one) for one in many)
    if isinstance(wanted, UnionType) and isinstance(value, str) and _day(wanted, value):
        return f"{value}T00:00:00"
    if isinstance(wanted, UnionType) and value is not None:
        choices = [one for one in wanted.types if isinstance(one, StructType) and one.cls is Select]
        return _fit(choices[0], value) if choices else value
    return value


def conditions_of(kind: type) -> list[str]:
    """Return the fields of a question that are conditions on persons."""
    return [
        field.name
        for field in _struct(kind).fields
        if isinstance(field.type, UnionType)
        and any(isinstance(one, StructType) and one.cls is Did for one in field.type.types)
    ]


def _day(wanted: UnionType, text: str) -> bool:
    """Say whether a day is given where an instant is wanted."""
    day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    return bool(day) and any(isinstance(one, DateTimeType) for one in wanted.types)


def documented(kind: type) -> dict[str, str]:
    """Return what the docstring of a Struct and those it extends say about each field."""
    found: dict[str, str] = {}
    for ancestor in reversed(kind.__mro__):
        _, _, attributes = (getdoc(ancestor) or "").partition("Attributes:\n")
        for block in re.split(r"\n(?=    \w)", attributes):
            names, colon, words = block.partition(":")
            if colon:
                text = " ".join(words.split())
                found |= {name.strip(): text for name in names.split(",")}
    return found
