"""The way to the goal as cases: who came to a step before the goal, and who got no further than that."""

import numpy as np
from msgspec import Struct

from footpath.insights.cases import Cases
from footpath.insights.types import Bool, Int64
from footpath.insights.world import NEVER, World

PATIENCE = 0.9  # persons are followed until this share of those who go on had gone on
SIDE = 0.5  # share of those who got further from which a step lies on the way and not aside
CIRCULAR = frozenset({"persona"})


class Funnel(Struct, frozen=True):
    """A step before the goal with its cases: one a person, outcome 1 = went no further and never reached the goal.

    Attributes:
        goes_on: share of those who did go further who reached the goal.
        aside: most of those who got further had not come by.
        reached: share of those who came by who reached the goal; others: of the others who got as far or further.
    """

    cases: Cases
    goes_on: float
    aside: bool = False
    reached: float = 0.0
    others: float = 0.0


def funnel(world: World) -> list[Funnel]:
    """Return the steps before the goal with enough persons, in reading order; nothing without a goal.

    A person's case is their last visit to the step before the goal. Persons who came so late that nine in ten of the
    others took longer to go on are left out: they may still go on.
    """
    if not world.draft.goal:
        return []
    furthest = _furthest(world)
    places = [_place(world, code, furthest) for code in range(1, world.draft.goal)]
    return [place for place in places if place is not None]


def _furthest(world: World) -> Int64:
    """Return the highest column each person visited, not beyond the goal."""
    furthest = np.zeros(len(world.persons), dtype=np.int64)
    np.maximum.at(furthest, world.visits.person, np.minimum(world.visits.column, world.draft.goal))
    return furthest


def _place(world: World, code: int, furthest: Int64) -> Funnel | None:
    visits = world.visits
    before = world.at[visits.first] < world.goal_at[visits.person]
    here = np.flatnonzero((visits.column == code) & before)
    if not len(here):
        return None
    last = np.zeros(len(world.persons), dtype=np.int64) - 1
    last[visits.person[here]] = here  # the latest is written last
    chosen = last[last >= 0]
    person, event = visits.person[chosen], visits.last[chosen]
    stopped = (furthest[person] <= code) & (world.goal_at[person] == NEVER)
    seen = _in_time(world, chosen, stopped)
    if seen.sum() < 2:
        return None
    cases = Cases(
        column=code, frame=world.frame, rows=event[seen], outcome=stopped[seen].astype(np.float64), leave=CIRCULAR
    )
    onward = ~stopped[seen]
    reached = world.goal_at[person[seen][onward]] != NEVER
    came = np.zeros(len(world.persons), dtype=bool)
    came[visits.person[visits.column == code]] = True
    beyond, as_far = furthest > code, (furthest >= code - 1) & ~came
    return Funnel(
        cases,
        goes_on=_share(reached),
        aside=_share(came[beyond]) < SIDE,
        reached=_share(world.goal_at[came] != NEVER),
        others=_share(world.goal_at[as_far] != NEVER),
    )


def _share(marks: Bool) -> float:
    return float(marks.mean()) if len(marks) else 0.0


def _in_time(world: World, chosen: Int64, stopped: Bool) -> Bool:
    """Mark the cases old enough to know how they ended."""
    visits = world.visits
    following = np.minimum(chosen + 1, len(visits.first) - 1)
    gap = world.at[visits.first[following]] - world.at[visits.last[chosen]]
    went = ~stopped & (visits.person[following] == visits.person[chosen]) & (following > chosen)
    patience = float(np.quantile(gap[went], PATIENCE)) if went.any() else 0.0
    return np.asarray(world.at[visits.last[chosen]] <= world.end - patience)
