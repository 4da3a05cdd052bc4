"""Where on a map an event belongs: signature → leaf column, group of columns, touchpoint."""

import numpy as np
from msgspec import Struct

from footpath.analytics import Journeys, UInt16, assign
from footpath.insights.live.filters import Bool
from footpath.insights.travelled import lookup_of
from footpath.maps import Column, Map, leaves


class Places(Struct, frozen=True):
    """A map's columns over the events there are.

    Attributes:
        columns: leaf columns in reading order; column i has code i + 1.
        lookup: signature → code of its leaf column, 0 = none.
        touchpoint: signature → touchpoint of the map, from 1; 0 = none.
        goal: code of the leaf column that counts as success, 0 = none.
        touchpoints: how many the map has.
        groups: by depth: keys of the columns that hold others there, and leaf code → place among them, from 1; a leaf
            that is no deeper is a group of its own.
    """

    columns: tuple[Column, ...]
    lookup: UInt16
    touchpoint: UInt16
    goal: int
    touchpoints: int
    groups: tuple[tuple[tuple[str, ...], UInt16], ...]


def places_on(model: Map, journeys: Journeys, wanted: Bool | None = None) -> Places:
    """Return where events belong; those of signatures that are not wanted belong nowhere."""
    columns = leaves(model)
    lookup = lookup_of(model, columns, journeys)
    touchpoint = assign(journeys.signatures, [one.where for one in model.touchpoints])
    if wanted is not None:
        lookup, touchpoint = (np.where(wanted, codes, 0).astype(np.uint16) for codes in (lookup, touchpoint))
    numbers = {column.key: code for code, column in enumerate(columns, start=1)}
    return Places(
        columns, lookup, touchpoint, numbers.get(model.goal, 0), len(model.touchpoints), _groups(model, columns)
    )


def _groups(model: Map, columns: tuple[Column, ...]) -> tuple[tuple[tuple[str, ...], UInt16], ...]:
    parents = {column.key: column.parent for column in model.columns}
    lines = [_line(column.key, parents) for column in columns]
    found = []
    for depth in range(max((len(line) for line in lines), default=1) - 1):
        above = [line[min(depth, len(line) - 1)] for line in lines]
        keys = tuple(dict.fromkeys(above))
        found.append((keys, np.array([0, *(keys.index(key) + 1 for key in above)], np.uint16)))
    return tuple(found)


def _line(key: str, parents: dict[str, str]) -> list[str]:
    """Return a column with those that hold it, the outermost first."""
    line: list[str] = []
    while key in parents and key not in line:
        line.append(key)
        key = parents[key]
    return line[::-1]
