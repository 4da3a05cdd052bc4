"""Where people have to go back or do it again."""

import numpy as np
from msgspec import Struct

from footpath.core.stats import median_interval
from footpath.insights import harm, wording
from footpath.insights.cases import Cases, Segment, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.funnel import CIRCULAR
from footpath.insights.measure import Counted, named, newest, persons_of, share_figure, where_of, whom_of
from footpath.insights.things import things_of
from footpath.insights.types import Bool, Float64, Int64
from footpath.insights.world import NEVER, World

LEAST_SHARE = 0.05
LEAST_PERSONS = 30
USUAL = 0.6
BOUNCES = 2.0  # times to and fro from which going back is bouncing
MOST = 4


class GoingBack(Struct, frozen=True):
    """Going back from one column to an earlier one: a case a person at the column, outcome 1 = went back once or more.

    Attributes:
        times: how often those who do it do it, on average.
    """

    cases: Cases
    back: int
    times: float


class Loop(Detector):
    """Finds steps from which many go back or which they repeat, where that costs them the goal or their time."""

    name = "loop"

    def find(self, context: Context) -> list[Finding]:
        """Return the loops that cost most, then the segments in which a costly loop is more frequent."""
        loops = loops_of(context.world)
        found = [_finding(context, loop, _everybody(loop)) for loop in loops]
        costly = [(loop, finding) for loop, finding in zip(loops, found, strict=True) if finding.harm > 0]
        costly.sort(key=lambda pair: (-pair[1].harm, pair[1].column))
        kept = costly[:MOST]
        of_cases = {id(loop.cases): loop for loop, _ in kept}
        hits = search([loop.cases for loop, _ in kept])
        narrow = [_finding(context, of_cases[id(hit.cases)], Counted.of_hit(hit)) for hit in hits]
        return [finding for _, finding in kept] + [finding for finding in narrow if finding.harm > 0]


def loops_of(world: World) -> list[GoingBack]:
    """Return the pairs of columns between which at least one person in twenty goes back."""
    visits = world.visits
    if len(visits.column) < 2:
        return []
    back = (visits.person[1:] == visits.person[:-1]) & (visits.column[1:] < visits.column[:-1])
    back &= _met_before(world)[visits.first[1:]] & ~_comes_again(world)
    moves = np.flatnonzero(back)
    pair = visits.column[moves].astype(np.int64) * (world.width + 1) + visits.column[moves + 1]
    found = []
    for code in np.flatnonzero(np.bincount(pair) >= LEAST_PERSONS).tolist():
        loop = _loop(world, moves[pair == code], *divmod(code, world.width + 1))
        if loop is not None:
            found.append(loop)
    return found


def _comes_again(world: World) -> Bool:
    """Mark the moves of customers from what follows the goal to what leads to it: they come back, not go back."""
    visits, goal = world.visits, world.draft.goal
    return np.asarray((visits.column[:-1] >= goal) & (visits.column[1:] < goal) & world.own_pace[visits.first[1:]])


def _met_before(world: World) -> Bool:
    """Mark the events of a kind the person has met before: only who meets it again goes back to it."""
    things = things_of(world)
    met = world.person.astype(np.int64) * len(things.titles) + things.of
    again = np.ones(len(met), dtype=bool)
    again[np.unique(met, return_index=True)[1]] = False
    return again


def _loop(world: World, moves: Int64, column: int, back: int) -> GoingBack | None:
    visits = world.visits
    here = np.flatnonzero(visits.column == column)
    first = np.full(len(world.persons), -1, dtype=np.int64)
    first[visits.person[here][::-1]] = here[::-1]  # the earliest visit is written last
    chosen = first[first >= 0]
    times = np.bincount(visits.person[moves], minlength=len(world.persons))[visits.person[chosen]]
    did = times > 0
    if did.mean() > USUAL:  # where nearly everybody goes that way it is the way; to and fro is doing it again
        did = times > 1
    if did.sum() < LEAST_PERSONS or did.mean() < LEAST_SHARE:
        return None
    cases = Cases(
        column=column, frame=world.frame, rows=visits.last[chosen], outcome=did.astype(np.float64), leave=CIRCULAR
    )
    return GoingBack(cases, back, float(times[did].mean()))


def _everybody(loop: GoingBack) -> Counted:
    return Counted(loop.cases, np.ones(len(loop.cases.rows), dtype=bool), (0.0, 0.0))


def _finding(context: Context, loop: GoingBack, counted: Counted) -> Finding:
    world, cases = context.world, counted.cases
    did, place = counted.persons, where_of(context, counted.segment)
    did_not = np.setdiff1d(persons_of(cases, counted.inside), did)
    extra = _extra_seconds(world, did, did_not)
    lost = harm.goals_lost(world.goal_at != NEVER, did, did_not)
    part = harm.AVOIDABLE if counted.segment == Segment() and _at_own_pace(world) else 1.0  # looking again is natural
    cost = lost * harm.ASSOCIATED * part + harm.waiting(extra, context.journey_s) * len(did)
    words = {"step": named(context, cases.column), "back": named(context, loop.back), "where": place}
    if counted.rate > 0:
        cost *= max(0.0, 1 - counted.other_rate / counted.rate)  # of a segment, what is more than elsewhere
    bounces = loop.times >= BOUNCES
    facts = [wording.say("loop.facts", share=wording.share(counted.rate), persons=wording.count(len(did)))]
    facts += [wording.say("loop.times", times=wording.times(loop.times))] if loop.times >= 1.5 else []
    facts += [wording.say("loop.longer", extra=wording.duration(extra))] if extra > 0 else []
    return Finding(
        detector="loop",
        column=cases.column,
        title=wording.titled("loop.bounce" if bounces else "loop.title", **words),
        facts=tuple(facts),
        segment=counted.segment,
        figure=share_figure(
            context, counted.counts, f"Share of the persons at {words['step']}{place} who went back to {words['back']}."
        ),
        touched=did,
        harm=cost + (harm.DETOUR * part * len(did) if cost > 0 else 0.0),
        cases=int(counted.counts[1]),
        newest=newest(context, cases, counted.bad),
        challenge=wording.say("loop.challenge", step=words["step"], where=whom_of(context, counted.segment)),
    )


def _at_own_pace(world: World) -> bool:
    """Say whether most events are what customers do when they like."""
    return bool(world.own_pace.mean() > 0.5)


def _extra_seconds(world: World, did: Int64, did_not: Int64) -> float:
    """Return by how much longer the journeys of those who went back took, where the organisation set the pace.

    A customer who looks again is not kept waiting; so time counts only where most events are not the customer's own,
    and only where the intervals of both medians stay apart.
    """
    if _at_own_pace(world) or len(did_not) < LEAST_PERSONS:
        return 0.0
    longer, shorter = _lengths(world, did), _lengths(world, did_not)
    one, other = median_interval(longer), median_interval(shorter)
    if one is None or other is None or one[0] <= other[1]:
        return 0.0
    return float(np.median(longer) - np.median(shorter))


def _lengths(world: World, persons: Int64) -> Float64:
    return np.asarray((world.at[world.offsets[persons + 1] - 1] - world.at[world.offsets[persons]]) / 1e6)
