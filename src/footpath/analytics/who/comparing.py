"""Comparing the values of traits and properties: equal, containing, a number or a day that is more or less."""

import operator
from collections.abc import Callable
from typing import Any

from footpath.analytics.who.tree import Property, Trait, day, number

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt,
}  # fmt: skip
_DAY = len("2026-01-31")


def fitting(one: Property | Trait) -> Callable[[str], bool]:
    """Return what says whether a value fits; "" is unknown and fits only where "" is asked for."""
    if one.op == "is set":
        return bool
    if one.op == "=":
        allowed = frozenset(one.values)
        return lambda value: value in allowed
    if one.op == "contains":
        parts = tuple(part.casefold() for part in one.values)
        return lambda value: any(part in value.casefold() for part in parts)
    return _comparison(_COMPARE[one.op], one.values[0])


def _comparison(compare: Callable[[Any, Any], bool], bound: str) -> Callable[[str], bool]:
    """Return a comparison with a number or a day; a value that is none never fits."""
    if day(bound):
        return lambda value: day(value[:_DAY]) and compare(value[:_DAY], bound)
    than = number(bound)

    def fits(value: str) -> bool:
        found = number(value)
        return found is not None and compare(found, than)

    return fits
