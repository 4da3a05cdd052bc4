"""Who seldom reaches the goal, over the whole journey."""

import numpy as np

from footpath.insights import harm, wording
from footpath.insights.cases import Cases, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.funnel import CIRCULAR
from footpath.insights.measure import Counted, named, newest, share_figure, where_of, whom_of
from footpath.insights.world import NEVER, World

PATIENCE = 0.9
CHOSEN = CIRCULAR | {"channel"}  # people choose a channel by what they want to do
ELSEWHERE = 0.1  # times the others' share at the goal under which people have another goal
FEWER = 0.65  # reach the goal at most this often, against the others


class LostGoal(Detector):
    """Finds the segments (a campaign, a region, a device …) whose people seldom reach the goal, wherever they leave."""

    name = "lost_goal"

    def find(self, context: Context) -> list[Finding]:
        """Return segments with a lower share at the goal than other people's."""
        cases = _journeys(context.world)
        counted = [Counted.of_hit(hit) for hit in search([cases])] if cases else []
        fewer = [one for one in counted if 1 - one.rate <= FEWER * (1 - one.other_rate)]
        return [_finding(context, one) for one in fewer if not _goes_elsewhere(one)]


def _goes_elsewhere(counted: Counted) -> bool:
    """Say whether a kind of people hardly ever reaches the goal, whenever: they have another way, not a worse one."""
    cases = counted.cases
    kind = np.ones(len(cases.rows), dtype=bool)
    for facet in cases.frame.facets:
        for name, value in counted.segment.parts:
            if facet.name == name:
                kind &= facet.codes[cases.rows] == facet.values.index(value)
    if kind.all():
        return False
    return 1 - float(cases.outcome[kind].mean()) <= ELSEWHERE * (1 - counted.other_rate)


def _journeys(world: World) -> Cases | None:
    """Return one case a person who began before the goal and early enough to reach it; outcome 1 = never did."""
    starts = world.offsets[:-1]
    if not world.draft.goal or not len(starts):
        return None
    begun = world.at[starts]
    lost = world.goal_at == NEVER
    took = (world.goal_at - begun)[~lost]
    patience = float(np.quantile(took, PATIENCE)) if len(took) else 0.0
    held = (begun <= world.end - patience) & (begun < world.goal_at)
    if held.sum() < 2 or not (~lost[held]).any():
        return None
    return Cases(
        column=0, frame=world.frame, rows=starts[held], outcome=lost[held].astype(np.float64),
        floor=(0.02, 1.0), leave=CHOSEN,
    )  # fmt: skip


def _finding(context: Context, counted: Counted) -> Finding:
    world = context.world
    goal, place = named(context, world.draft.goal), where_of(context, counted.segment)
    lost, persons = counted.counts
    reached = persons - lost, persons
    others = counted.others[1] - counted.others[0], counted.others[1]
    share, other = wording.share(1 - counted.rate), wording.share(1 - counted.other_rate)
    return Finding(
        detector="lost_goal",
        column=_where_they_leave(world, counted),
        title=wording.titled("lost_goal.title", goal=goal, where=place),
        facts=(wording.say("lost_goal.facts", share=share, other=other, persons=wording.count(persons)),),
        segment=counted.segment,
        figure=share_figure(context, reached, f"Share of the persons{place} who reached {goal}."),
        reference=share_figure(context, others, f"Share of the other persons who reached {goal}."),
        touched=counted.persons,
        harm=max(0.0, counted.rate - counted.other_rate) * persons * harm.ASSOCIATED,
        cases=int(persons),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("lost_goal.challenge", goal=goal, where=whom_of(context, counted.segment)),
    )


def _where_they_leave(world: World, counted: Counted) -> int:
    """Return the column where most of the lost were last seen."""
    visits = world.visits
    ends = visits.offsets[1:] - 1
    has = ends >= visits.offsets[:-1]
    lost = counted.persons
    last = visits.column[ends[lost[has[lost]]]]
    last = last[last != world.draft.goal]
    return int(np.bincount(last).argmax()) if len(last) else 1
