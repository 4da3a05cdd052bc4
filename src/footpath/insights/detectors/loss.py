"""What comes before people are lost."""

import numpy as np
from msgspec import Struct

from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES
from footpath.insights.detector import Context, Detector
from footpath.insights.experiences import Experience, experiences, losses
from footpath.insights.finding import Finding
from footpath.insights.measure import named, share_figure
from footpath.insights.returning import Returning, returning
from footpath.insights.types import Bool, Float64, Int64
from footpath.insights.world import World

DAY_US = 86_400_000_000
STRETCH_US = 28 * DAY_US
LEAST_STRETCHES = 3
LEAST_LOST = 30
LEAST_GAP = 0.05
TIMES = 1.5
LEAST_PERSONS = 30
MOST = 3
ALL, ONCE = 0.8, 1.5
ALIKE = 0.95  # part of the people of two experiences, taken together, that must have had both


class After(Struct, frozen=True):
    """Persons (or person-months) with and without an experience, and who was lost next.

    Attributes:
        person: one a row; had, lost: marks of the rows.
        end: column of the loss; 0 = they did not come back.
    """

    experience: Experience
    person: Int64
    had: Bool
    lost: Bool
    end: int


class Loss(Detector):
    """Finds the experiences after which more people than usual do not come back, or cancel."""

    name = "loss"

    def find(self, context: Context) -> list[Finding]:
        """Return experiences with a higher share of losses after them than without them, strongest first."""
        pairs = _different([pair for pair in (*_not_back(context), *_leaving(context)) if _enough(pair)])
        if not pairs:
            return []
        counts = np.array([[*_counts(pair, pair.had), *_counts(pair, ~pair.had)] for pair in pairs])
        root = likelihood_root(counts[:, 0], counts[:, 1], (counts[:, 2], counts[:, 3]))
        held = discoveries(upper_tail(root), rate=FALSE_DISCOVERIES)
        share, other = counts[:, 0] / counts[:, 1], counts[:, 2] / counts[:, 3]
        held &= share - other >= _gap(other)
        best = sorted(np.flatnonzero(held).tolist(), key=lambda i: (-root[i], i))[:MOST]
        return [_finding(context, pairs[i]) for i in best]


def _enough(pair: After) -> bool:
    """Say whether there are enough persons with and without the experience to compare them."""
    return min(int(pair.had.sum()), int((~pair.had).sum())) >= LEAST_PERSONS


def _different(pairs: list[After]) -> list[After]:
    """Return the pairs without those whose people are those of an earlier one: that would be asking one thing twice."""
    kept: list[After] = []
    for pair in pairs:
        if not any(_alike(pair, other) for other in kept):
            kept.append(pair)
    return kept


def _alike(one: After, other: After) -> bool:
    if one.end != other.end or len(one.had) != len(other.had):
        return False
    return int((one.had & other.had).sum()) >= ALIKE * int((one.had | other.had).sum())


def _gap(other: Float64) -> Float64:
    """Return the least difference worth telling: five points, or half as much again of a rarer loss."""
    return np.minimum(LEAST_GAP, (TIMES - 1) * np.maximum(other, 0.01))


def _counts(pair: After, rows: Bool) -> tuple[float, float]:
    return float((pair.lost & rows).sum()), float(rows.sum())


def _not_back(context: Context) -> list[After]:
    """Compare customers by what they met in the first part of the time in which people come back.

    Those who came back within that part are left out, so that having more time to meet something is no cause.
    """
    who = returning(context.world)
    if who is None:
        return []
    still = who.returned_at > who.goal_at + who.watch_us
    person, start = who.person[still], who.goal_at[still]
    return [
        After(one, person, one.within(person, start - _before(one, who), start + who.watch_us), ~who.returned[still], 0)
        for one in experiences(context)
    ]


def _before(one: Experience, who: Returning) -> int:
    """Return how long before the goal an experience still counts: steps on the way to it do not, trouble does."""
    return 0 if one.what == "what.thing" else min(7 * DAY_US, who.watch_us)


def _leaving(context: Context) -> list[After]:
    """Compare months of persons by what they met in one and whether they left in the next."""
    world = context.world
    lost = np.flatnonzero(losses(world))
    stretches = int((world.end - int(world.at.min())) // STRETCH_US) if len(world.at) else 0
    if len(np.unique(world.person[lost])) < LEAST_LOST or stretches < LEAST_STRETCHES:
        return []
    left_at = np.full(len(world.persons), np.iinfo(np.int64).max)
    left_at[world.person[lost][::-1]] = world.at[lost][::-1]
    edges = world.end - STRETCH_US * np.arange(stretches, 0, -1)
    person, start = _present(world, left_at, edges)
    population = _who_could(world, lost)
    could = np.isin(person, population)
    person, start = person[could], start[could]
    gone = left_at[person] <= start + 2 * STRETCH_US
    place = world.column[lost]
    end = int(np.bincount(place[place > 0]).argmax()) if (place > 0).any() else 0
    return [
        After(one, person, one.within(person, start, start + STRETCH_US), gone, end or world.width)
        for one in experiences(context)
        if one.column != end and not _befalls_all(one, population)
    ]


def _befalls_all(one: Experience, population: Int64) -> bool:
    """Say whether nearly everybody goes through it once (being registered), so that it says only who is new."""
    had = np.isin(one.person, population)
    persons = len(np.unique(one.person[had]))
    return persons >= ALL * len(population) and int(had.sum()) < ONCE * persons


def _who_could(world: World, lost: Int64) -> Int64:
    """Return the persons whom the sources that tell of losses know: only those could be told of there."""
    sources = np.array([*(name or "" for name in world.draft.journeys.signatures["source"].to_pylist()), ""])
    telling = np.isin(sources, sources[np.unique(world.signature[lost])])
    return np.unique(world.person[telling[world.signature]]).astype(np.int64)


def _present(world: World, left_at: Int64, edges: Int64) -> tuple[Int64, Int64]:
    """Return (person, start of the stretch) for every stretch but the last in which a person was there and stayed."""
    rows = [_there(world, left_at, int(start)) for start in edges[:-1]]
    person = np.concatenate(rows)
    return person, np.repeat(edges[:-1], [len(row) for row in rows])


def _there(world: World, left_at: Int64, start: int) -> Int64:
    seen = np.unique(world.person[(world.at >= start) & (world.at < start + STRETCH_US)]).astype(np.int64)
    return np.asarray(seen[left_at[seen] > start + STRETCH_US])


def _finding(context: Context, pair: After) -> Finding:
    world = context.world
    (lost, n), (other_lost, other_n) = _counts(pair, pair.had), _counts(pair, ~pair.had)
    touched = np.unique(pair.person[pair.had & pair.lost])
    what = wording.say(pair.experience.what, step=pair.experience.name)
    end = named(context, pair.end)
    kind = "loss.ends" if pair.end else "loss"
    shown = (lost / n, other_lost / other_n) if pair.end else (1 - lost / n, 1 - other_lost / other_n)
    persons = wording.count(len(touched))
    facts = wording.say(
        f"{kind}_facts" if pair.end else "loss.facts", share=wording.share(shown[0]), other=wording.share(shown[1]),
        persons=persons,
    )  # fmt: skip
    definition = f"Share lost after {what}, of the {'months of persons' if pair.end else 'persons'} who had it."
    return Finding(
        detector="loss",
        column=pair.experience.column or pair.end or world.draft.goal,
        title=wording.titled(kind if pair.end else "loss.title", what=what, end=end),
        facts=(facts,),
        figure=share_figure(context, (lost, n), definition),
        reference=share_figure(context, (other_lost, other_n), "The same share of those who had not."),
        touched=touched,
        harm=max(0.0, lost / n - other_lost / other_n) * n * harm.GOAL,
        cases=int(n),
        newest=world.end,
        challenge=wording.say("loss.challenge", what=what),
    )
