"""Moves that end with something the organisation does: what people wait for.

A move goes from one event to the same person's next event of the same source, so that browsing in between does not cut
it: an order is paid, then shipped; a ticket is opened, then answered. Between columns it is named after them; inside a
column, where the map folds both events into one step, after the events.
"""

import numpy as np
from msgspec import Struct

from footpath.insights.cases import Cases
from footpath.insights.types import Int64
from footpath.insights.words import human
from footpath.insights.world import World

PATIENCE = 0.95
LEAST_MOVES = 30
LEAST_S = 60.0


class Move(Struct, frozen=True):
    """Waits of one kind; the outcome is in seconds.

    Attributes:
        cases: one a wait, at the event that begins it.
        to: code of the column where the wait ends.
        names: event names, where begin and end are on the same column; empty otherwise.
    """

    cases: Cases
    to: int
    names: tuple[str, ...] = ()


def moves_of(world: World) -> list[Move]:
    """Return the kinds of waits with enough cases, those between columns first."""
    signatures = world.draft.journeys.signatures
    if not len(world.at):
        return []
    name = _codes(signatures["name"].to_pylist())[world.signature]
    start, ends = _pairs(world, _codes(signatures["source"].to_pylist())[world.signature], name)
    across = world.column[start] != world.column[ends]
    columns = world.column[start].astype(np.int64) * (world.width + 1) + world.column[ends]
    names = name[start] * (int(name.max()) + 1) + name[ends]
    kind = np.where(across, columns, columns.max(initial=0) + 1 + names)
    found = [_move(world, start[kind == code], ends[kind == code]) for code in _frequent(kind)]
    return [move for move in found if len(move.cases.rows) >= LEAST_MOVES and np.median(move.cases.outcome) >= LEAST_S]


def _codes(texts: list[str]) -> Int64:
    return np.unique(np.array([text or "" for text in texts]), return_inverse=True)[1].astype(np.int64)


def _pairs(world: World, source: Int64, name: Int64) -> tuple[Int64, Int64]:
    """Return (event, the person's next of the same source), both on the map and different, the second ours."""
    on_map = np.flatnonzero(world.column > 0)
    order = on_map[np.lexsort((on_map, source[on_map], world.person[on_map]))]
    start, ends = order[:-1], order[1:]
    held = (world.person[start] == world.person[ends]) & (source[start] == source[ends])
    held &= (name[start] != name[ends]) & ~world.own_pace[ends]
    return start[held], ends[held]


def _frequent(kind: Int64) -> list[int]:
    codes, counts = np.unique(kind, return_counts=True)
    return [int(code) for code in codes[counts >= LEAST_MOVES]]


def _move(world: World, start: Int64, ends: Int64) -> Move:
    seconds = (world.at[ends] - world.at[start]) / 1e6
    seen = world.at[start] <= world.end - np.quantile(seconds, PATIENCE) * 1e6  # later ones show only their short waits
    column, to = int(world.column[start[0]]), int(world.column[ends[0]])
    cases = Cases(column=column, frame=world.frame, rows=start[seen], outcome=seconds[seen], kind="ranks")
    titles = world.draft.journeys.signatures["name"]
    named = (int(world.signature[start[0]]), int(world.signature[ends[0]]))
    return Move(cases, to, () if column != to else tuple(human(titles[row].as_py()) for row in named))
