"""Moves that end with something the organisation does: what people wait for.

A move goes from one event to the same person's next event of the same source, so that browsing in between does not cut
it: an order is paid, then shipped; a ticket is opened, then answered. It is named after the kinds of both events, which
may share a column of the map or stand on none.
"""

import numpy as np
from msgspec import Struct

from footpath.insights.cases import Cases
from footpath.insights.things import Things, near, things_of
from footpath.insights.types import Int64
from footpath.insights.world import World

PATIENCE = 0.95
LEAST_MOVES = 30
LEAST_S = 60.0


class Move(Struct, frozen=True):
    """Waits of one kind; the outcome is in seconds.

    Attributes:
        cases: one a wait, at the event that begins it.
        to: code of the column where the wait ends.
        names: what begins and ends it.
    """

    cases: Cases
    to: int
    names: tuple[str, str]


def moves_of(world: World) -> list[Move]:
    """Return the kinds of waits with enough cases, in order of their names."""
    if not len(world.at):
        return []
    things = things_of(world)
    sources = world.draft.journeys.signatures["source"].to_pylist()
    source = np.unique(np.array([name or "" for name in sources]), return_inverse=True)[1][world.signature]
    start, ends = _pairs(world, np.asarray(source, dtype=np.int64), things.of)
    kind = things.of[start] * len(things.titles) + things.of[ends]
    found = [_move(world, things, start[kind == code], ends[kind == code]) for code in _frequent(kind)]
    return [move for move in found if len(move.cases.rows) >= LEAST_MOVES and np.median(move.cases.outcome) >= LEAST_S]


def _pairs(world: World, source: Int64, thing: Int64) -> tuple[Int64, Int64]:
    """Return (event, the person's next of the same source), the second a different thing, and ours.

    Between events on the map what is off it does not count; where one of both is off the map, everything does.
    """
    on_map = world.column > 0
    start, ends = _following(world, source, np.flatnonzero(on_map))
    all_start, all_ends = _following(world, source, np.arange(len(world.at)))
    aside = ~(on_map[all_start] & on_map[all_ends])
    start, ends = np.concatenate([start, all_start[aside]]), np.concatenate([ends, all_ends[aside]])
    held = (thing[start] != thing[ends]) & ~world.own_pace[ends]
    order = np.argsort(start[held], kind="stable")
    return start[held][order], ends[held][order]


def _following(world: World, source: Int64, events: Int64) -> tuple[Int64, Int64]:
    order = events[np.lexsort((events, source[events], world.person[events]))]
    start, ends = order[:-1], order[1:]
    held = (world.person[start] == world.person[ends]) & (source[start] == source[ends])
    return start[held], ends[held]


def _frequent(kind: Int64) -> list[int]:
    codes, counts = np.unique(kind, return_counts=True)
    return [int(code) for code in codes[counts >= LEAST_MOVES]]


def _move(world: World, things: Things, start: Int64, ends: Int64) -> Move:
    seconds = (world.at[ends] - world.at[start]) / 1e6
    seen = world.at[start] <= world.end - np.quantile(seconds, PATIENCE) * 1e6  # later ones show only their short waits
    to = near(world, ends)
    column = near(world, start)
    cases = Cases(column=column or to, frame=world.frame, rows=start[seen], outcome=seconds[seen], kind="ranks")
    return Move(cases, to or column, (things.titles[things.of[start[0]]], things.titles[things.of[ends[0]]]))
