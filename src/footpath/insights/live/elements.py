"""References to a map's numbers, such as "column:home:reach" or "edge:home>pay:share", and what they are about."""

from typing import Literal

import numpy as np
from msgspec import Struct

from footpath.analytics import UInt16
from footpath.core.errors import Invalid, NotFound
from footpath.insights.live.places import Places
from footpath.maps import Map

Kind = Literal["column", "touchpoint", "edge"]


class Element(Struct, frozen=True):
    """What a number is of.

    Attributes:
        key: of the column or touchpoint; of the column that an edge leaves.
        to: key of the column that an edge leads to; empty = the end.
        figure: name of the figure.
    """

    kind: Kind
    key: str
    to: str
    figure: str


def element_of(reference: str) -> Element:
    """Read a reference; raises Invalid saying how one is written."""
    kind, _, rest = reference.partition(":")
    key, _, figure = rest.rpartition(":")
    if kind not in ("column", "touchpoint", "edge") or not key or not figure:
        hint = "Write column:KEY:FIGURE, touchpoint:KEY:FIGURE or edge:FROM>TO:FIGURE."
        raise Invalid(f"of: {reference!r} names no number of a map.", hint=hint)
    if kind == "edge":
        before, _, after = key.partition(">")
        return Element("edge", before, after, figure)
    return Element("column" if kind == "column" else "touchpoint", key, "", figure)


class Coded(Struct, frozen=True):
    """Codes under which an element is one number, and its own.

    Attributes:
        lookup: signature → code.
        code: of the element; after: of the column that an edge leads to, 0 = the end.
        goal: code of what counts as success, 0 = none.
        keys: of codes 1….
        holds_goal: whether the goal, which has a code of its own, is part of the element.
    """

    lookup: UInt16
    code: int
    after: int
    goal: int
    keys: tuple[str, ...]
    holds_goal: bool = False


def coded(model: Map, place: Places, element: Element) -> Coded:
    """Return an element as codes; raises NotFound when the map has no such thing."""
    if element.kind == "touchpoint":
        keys = tuple(one.key for one in model.touchpoints)
        return Coded(place.touchpoint, _code(keys, element.key, "touchpoint"), 0, 0, keys)
    leaves = tuple(column.key for column in place.columns)
    if element.kind == "edge":
        after = _code(leaves, element.to, "column") if element.to else 0
        return Coded(place.lookup, _code(leaves, element.key, "column"), after, place.goal, leaves)
    if element.key in leaves:
        return Coded(place.lookup, leaves.index(element.key) + 1, 0, place.goal, leaves)
    for keys, onto in place.groups:
        if element.key in keys:
            return _grouped(place, keys, onto, element)
    raise NotFound(f"of: the map has no column {element.key!r}.", hint="Reload the map: it may have been changed.")


def _grouped(place: Places, keys: tuple[str, ...], onto: UInt16, element: Element) -> Coded:
    """Return a column that holds others as a code; whether the goal is reached is asked of the goal alone."""
    code = keys.index(element.key) + 1
    codes = onto[place.lookup].astype(np.uint16)
    goal = int(onto[place.goal]) if place.goal else 0
    if not goal or element.figure != "conversion_goal":
        return Coded(codes, code, 0, goal, keys)
    codes[place.lookup == place.goal] = len(keys) + 1
    return Coded(codes, code, 0, len(keys) + 1, keys, holds_goal=code == goal)


def _code(keys: tuple[str, ...], key: str, word: str) -> int:
    if key not in keys:
        raise NotFound(f"of: the map has no {word} {key!r}.", hint="Reload the map: it may have been changed.")
    return keys.index(key) + 1
