"""What happened to a person within a stretch of time: errors, calls for help, long waits, bad words, steps met."""

import numpy as np
from msgspec import Struct

from footpath.insights import signs
from footpath.insights.detector import Context
from footpath.insights.moments import rank
from footpath.insights.moves import moves_of
from footpath.insights.things import near, things_of
from footpath.insights.types import Bool, Int64
from footpath.insights.world import World

UPSET = -0.15
LEAST_MET = 30
LONG_WAIT = 0.9  # a wait longer than nine in ten of its kind is a long one


class Experience(Struct, frozen=True):
    """One kind of experience with the moments it happened.

    Attributes:
        what: key of `wording.TEXTS` that says it; name: of the thing met; column: code of the leaf column it belongs
            to (0 = none).
        person, at: one entry a moment.
        times: how often it must happen to count.
    """

    what: str
    column: int
    person: Int64
    at: Int64
    times: int = 1
    name: str = ""

    def within(self, person: Int64, start: Int64, end: Int64) -> Bool:
        """Mark the rows (person, start, end), in µs, in which it happened often enough; persons may repeat."""
        order = np.lexsort((self.at, self.person))
        own = self.person[order], self.at[order]
        count = rank(own, (person, end), side="right") - rank(own, (person, start))
        return np.asarray(count >= self.times)


def experiences(context: Context) -> list[Experience]:
    """Return every kind of experience somebody had."""
    world = context.world
    contact = np.flatnonzero(world.contact)
    found = [
        _of_events(world, "what.error", np.flatnonzero(world.error)),
        _of_events(world, "what.contact", contact),
        Experience("what.contacts", 0, world.person[contact].astype(np.int64), world.at[contact], 2),
        _upset(context),
        _long_waits(world),
        *_met(world),
    ]
    return [one for one in found if len(one.at)]


def _of_events(world: World, what: str, events: Int64, column: int = 0) -> Experience:
    return Experience(what, column, world.person[events].astype(np.int64), world.at[events])


def _met(world: World) -> list[Experience]:
    """Return the meeting of each kind of event, on the map or off it, but for tellings and for the loss itself.

    What people do on the way to the goal comes before everything else, so that it precedes a loss says nothing.
    """
    if not len(world.at):
        return []
    rows = world.draft.journeys.signatures.to_pylist()
    telling = np.array([*(row["type"] in signs.TELLING_TYPES for row in rows), False])
    on_the_way = world.own_pace & (world.column > 0) & (world.column < world.draft.goal)
    goal = (world.column == world.draft.goal) & (world.column > 0)
    things = things_of(world)
    held = np.flatnonzero(~telling[world.signature] & ~losses(world) & ~on_the_way & ~goal)
    codes, counts = np.unique(things.of[held], return_counts=True)
    return [
        _named(world, held[things.of[held] == code], things.titles[code])
        for code in codes[counts >= LEAST_MET].tolist()
    ]


def _named(world: World, events: Int64, name: str) -> Experience:
    person = world.person[events].astype(np.int64)
    return Experience("what.thing", near(world, events), person, world.at[events], name=name)


def losses(world: World) -> Bool:
    """Mark the events by which a person leaves for good (cancelling, unsubscribing, closing the account)."""
    rows = world.draft.journeys.signatures.to_pylist()
    lost = np.array([*(signs.speaks_of(row["name"], signs.LOSS) for row in rows), False])
    return np.asarray(lost[world.signature]) if len(world.signature) else np.zeros(0, dtype=bool)


def _upset(context: Context) -> Experience:
    placed = context.voices.placed
    bad = np.flatnonzero((placed.person >= 0) & (context.voices.emotion < UPSET) & (placed.at > 0))
    return Experience("what.upset", 0, placed.person[bad].astype(np.int64), placed.at[bad])


def _long_waits(world: World) -> Experience:
    rows = [
        move.cases.rows[move.cases.outcome > np.quantile(move.cases.outcome, LONG_WAIT)] for move in moves_of(world)
    ]
    return _of_events(world, "what.wait", np.concatenate([np.zeros(0, np.int64), *rows]).astype(np.int64))
