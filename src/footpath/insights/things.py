"""Kinds of events as people would name them: finer than the map's columns, and there for events off the map too."""

import numpy as np
from msgspec import Struct

from footpath.insights import words
from footpath.insights.types import Bool, Int64
from footpath.insights.world import World


class Things(Struct, frozen=True):
    """What each event is.

    Attributes:
        of: code by event.
        titles: by code.
    """

    of: Int64
    titles: tuple[str, ...]


def things_of(world: World) -> Things:
    """Return the kinds of events; different spellings that the map took together are one."""
    titles = _titles(world)
    rows = world.draft.journeys.signatures.to_pylist()
    keys = [_key(row, titles) for row in rows]
    code = {key: number for number, key in enumerate(sorted(set(keys)))}
    named = [""] * len(code)
    for key, row in reversed(list(zip(keys, rows, strict=True))):
        named[code[key]] = titles.get(row["name"] or "") or _title(row)
    table = np.array([*(code[key] for key in keys), 0], dtype=np.int64)
    return Things(table[world.signature] if len(world.signature) else np.zeros(0, np.int64), tuple(named))


def _titles(world: World) -> dict[str, str]:
    """Return the title of the touchpoint by the name of its events."""
    found: dict[str, str] = {}
    for touchpoint in world.draft.touchpoints:
        title = touchpoint.title if isinstance(touchpoint.title, str) else next(iter(touchpoint.title.values()), "")
        for name in touchpoint.where.get("name", ()):
            found.setdefault(name, title)
    return found


def _key(row: dict[str, str | None], titles: dict[str, str]) -> tuple[str, ...]:
    name = row["name"] or ""
    return (titles[name],) if name in titles else (words.same_thing(name) if name else ("", row["page"] or ""))


def _title(row: dict[str, str | None]) -> str:
    return words.human(row["name"]) if row["name"] else words.page_title(row["page"] or "")


def near(world: World, events: Int64) -> int:
    """Return the column most of the events are on; for events off the map, where their persons went next, or were."""
    column = world.column[events]
    if not (column > 0).any():
        on_map = world.column > 0
        after = world.mates(on_map)[events]
        column = np.where(after >= 0, world.column[np.maximum(after, 0)], 0)
        if not (column > 0).any():
            column = world.column[_before(world, on_map)[events]]
    column = column[column > 0]
    return int(np.bincount(column).argmax()) if len(column) else 0


def _before(world: World, marked: Bool) -> Int64:
    """Return each event's last marked one of the same person at or before it, else the event itself."""
    own = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, own, -1))
    return np.asarray(np.where((last >= 0) & (world.person[last] == world.person), last, own), dtype=np.int64)
