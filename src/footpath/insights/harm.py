"""Harm on one scale, so that different pains can be ranked: 1 = one person who would have reached the goal did not.

| what happened to a person | harm |
|---|---|
| the goal was lost | 1 |
| the goal was lost by those who made a detour, or by a kind of people, more often than by the others | 0.5 |
| the goal was lost at a step that loses more than the other steps, which differ by nature | 0.1 |
| had to ask for help | 0.25 |
| met an error and got by | 0.1 |
| had to go back or do it again | 0.1 |
| waited as long again as the usual whole journey takes | 0.25, in proportion, at most 0.5 |
| emotion lower by one point on −1…1 | 0.25, in proportion |

The weights are a convention, printed with the map; goals lost are counted only where the loss itself is beyond chance.
"""

import numpy as np

from footpath.core.stats import difference_interval
from footpath.insights.types import Bool, Float64, Int64
from footpath.insights.world import NEVER, World

GOAL = 1.0
AVOIDABLE = 0.1  # steps differ by nature: of what a step is worse than the others, this part counts as avoidable
ASSOCIATED = 0.5  # they go together: people differ, and that one made the other is not shown
CONTACT = 0.25
ERROR = 0.1
DETOUR = 0.1
JOURNEY_OF_WAITING = 0.25
MOST_WAITING = 0.5
POINT_OF_EMOTION = 0.25


def waiting(extra_s: float, journey_s: float) -> float:
    """Return the harm of waiting `extra_s` longer, against the usual length of a journey."""
    if journey_s <= 0 or extra_s <= 0:
        return 0.0
    return min(MOST_WAITING, JOURNEY_OF_WAITING * extra_s / journey_s)


def emotion(points: float) -> float:
    """Return the harm of emotion being lower by `points` on −1…1."""
    return POINT_OF_EMOTION * max(0.0, points)


def goals_lost(reached: Bool, hurt: Int64, spared: Int64) -> float:
    """Return how many of the hurt persons would have reached the goal at the rate of the spared; 0 if by chance.

    Args:
        reached: goal reached, by person.
        hurt, spared: positions of persons.
    """
    if len(hurt) == 0 or len(spared) == 0:
        return 0.0
    got = float(reached[spared].sum()), float(reached[hurt].sum())
    interval = difference_interval(got, (len(spared), len(hurt)))
    if interval is None or interval[0] <= 0:
        return 0.0
    return (got[0] / len(spared) - got[1] / len(hurt)) * len(hurt)


def journey_seconds(world: World) -> float:
    """Return the usual length of a journey: median seconds from first event to goal, else to the last."""
    starts, ends = world.offsets[:-1], world.offsets[1:] - 1
    some = ends > starts
    first, last = world.at[starts[some]], world.at[ends[some]]
    goal = world.goal_at[some]
    reached = goal != NEVER
    lengths: Float64 = (goal[reached] - first[reached]) / 1e6 if reached.any() else (last - first) / 1e6
    lengths = lengths[lengths > 0]
    return float(np.median(lengths)) if len(lengths) else 0.0
