"""Coming back: who reached the goal again, among those early enough that it would be known."""

import numpy as np
from msgspec import Struct

from footpath.insights.types import Bool, Int64
from footpath.insights.world import NEVER, World

DAY_US = 86_400_000_000
LEAST_RETURNS = 30
LONGEST_WATCH_US = 30 * DAY_US
OTHER_DAY_US = DAY_US


class Returning(Struct, frozen=True):
    """Persons who reached the goal early enough, with what became of them.

    Attributes:
        person: positions, one a customer.
        goal_at: µs of the first goal.
        returned: reached it again within `horizon_us`, at least a day later.
        returned_at: µs of that; `NEVER` where not.
        horizon_us: time within which nine in ten of those who come back do.
        watch_us: the first part of it, in which experiences are looked at.
    """

    person: Int64
    goal_at: Int64
    returned: Bool
    returned_at: Int64
    horizon_us: int
    watch_us: int


def returning(world: World) -> Returning | None:
    """Return who came back; None where a goal is reached once only, by nearly all again, or too seldom to say."""
    goals = np.flatnonzero(world.column == world.draft.goal) if world.draft.goal else np.zeros(0, np.int64)
    if not len(goals) or _is_case_log(world, goals):
        return None
    again = _second(world, goals)
    gap = again - world.goal_at
    came = again != NEVER
    if came.sum() < LEAST_RETURNS:
        return None
    horizon = int(np.quantile(gap[came], 0.9))
    person = np.flatnonzero((world.goal_at != NEVER) & (world.goal_at <= world.end - horizon))
    returned = came[person] & (gap[person] <= horizon)
    if len(person) < 2 * LEAST_RETURNS or not 0.02 <= returned.mean() <= 0.98:
        return None
    back = np.where(returned, again[person], NEVER)
    return Returning(person, world.goal_at[person], returned, back, horizon, min(LONGEST_WATCH_US, horizon // 3))


def _is_case_log(world: World, goals: Int64) -> bool:
    """Say whether the goal ends a case (a process log): reached again is a case reopened, not a customer back."""
    types = world.draft.journeys.signatures["type"].to_pylist()
    tracked = np.array([*(kind == "track" for kind in types), False])
    return bool((tracked[world.signature[goals]] & ~world.own_pace[goals]).mean() > 0.5)


def _second(world: World, goals: Int64) -> Int64:
    """Return µs of each person's first goal event at least a day after their first."""
    again = np.full(len(world.persons), NEVER, dtype=np.int64)
    late = goals[world.at[goals] - world.goal_at[world.person[goals]] >= OTHER_DAY_US][::-1]
    again[world.person[late]] = world.at[late]
    return again
