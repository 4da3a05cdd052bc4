"""What makes people ask for help, and ask again."""

from collections.abc import Callable

import numpy as np

from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Cases, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.measure import Counted, named, newest, share_figure, thinned, where_of, whom_of
from footpath.insights.types import Bool, Int64
from footpath.insights.world import World

DAY_US = 86_400_000_000
FOLLOWS_US = 14 * DAY_US
AGAIN_US = 30 * DAY_US
MOSTLY_CONTACT = 0.4  # a log that is itself about calls for help has no other steps to blame
LEAST_GAP = 0.01
LEAST_CONTACTS = 30
LEAST_AGAIN = 0.15


class RepeatContact(Detector):
    """Finds the steps that calls for help follow, and people who have to ask more than once."""

    name = "repeat_contact"

    def find(self, context: Context) -> list[Finding]:
        """Return steps followed by contact more than others, segments of them, and asking again."""
        world = context.world
        on_map = world.column > 0
        if not world.contact.any() or world.contact[on_map].mean() > MOSTLY_CONTACT:
            return []
        places = _followed(world, _next_step)
        counted = _steps(_followed(world, _any_next)) + [Counted.of_hit(hit) for hit in search(places)]
        found = [_step_finding(context, one) for one in counted]
        again = _again(world)
        if again is not None:
            everybody = Counted(again, np.ones(len(again.rows), dtype=bool), (0.0, 0.0))
            asked = [everybody] if everybody.rate >= LEAST_AGAIN else []
            asked += [Counted.of_hit(hit) for hit in search([again])]
            found += [_again_finding(context, one) for one in asked]
        return found


def _followed(world: World, next_of: Callable[[World, Int64], Int64]) -> list[Cases]:
    """Return each column's visits, outcome 1 = contact within 14 days and before the next step."""
    visits = world.visits
    ours = _contact_columns(world)[visits.column]
    steps = np.flatnonzero(~ours & ~_of_requests(world)[visits.first] & ~_of_requests(world)[visits.last])
    if not len(steps):
        return []
    until = next_of(world, steps)
    contact = world.mates(world.contact)[visits.first[steps]]
    asked = (contact >= 0) & (contact < until)
    asked &= world.at[np.maximum(contact, 0)] - world.at[visits.last[steps]] <= FOLLOWS_US
    seen = world.at[visits.last[steps]] <= world.end - min(FOLLOWS_US, (world.end - int(world.at.min())) // 4)
    column = visits.column[steps]
    return [
        Cases(column=code, frame=world.frame, rows=visits.last[steps][held], outcome=asked[held].astype(np.float64),
              floor=(LEAST_GAP, 1.3))
        for code in np.unique(column).tolist()
        for held in [seen & (column == code)]
        if held.sum() >= LEAST_CONTACTS
    ]  # fmt: skip


def _any_next(world: World, steps: Int64) -> Int64:
    """Return for each of the visits the event that begins the person's next one."""
    found = world.mates(_begins(world, steps))[world.visits.last[steps]]
    return np.asarray(np.where(found < 0, np.iinfo(np.int64).max, found), dtype=np.int64)


def _next_step(world: World, steps: Int64) -> Int64:
    """Return the same, but that what we did to a person (a delivery) lasts until what we do next.

    It is not over when they look at a page or answer a survey. Steps cannot be compared so, only people at one step.
    """
    visits = world.visits
    ours = ~world.own_pace[visits.first[steps]]
    found = world.mates(_begins(world, steps[ours]))[visits.last[steps]]
    done = np.where(found < 0, np.iinfo(np.int64).max, found)
    return np.asarray(np.where(ours, done, _any_next(world, steps)), dtype=np.int64)


def _begins(world: World, steps: Int64) -> Bool:
    marks = np.zeros(len(world.at), dtype=bool)
    marks[world.visits.first[steps]] = True
    return marks


def _of_requests(world: World) -> Bool:
    """Mark the events of requests themselves (opened, answered, closed): that more is asked there is no wonder."""
    kinds = [row["type"] == "ticket" for row in world.draft.journeys.signatures.to_pylist()]
    return np.asarray(np.array([*kinds, False])[world.signature])


def _contact_columns(world: World) -> Bool:
    n = np.bincount(world.column, minlength=world.width + 1)
    contacts = np.bincount(world.column, weights=world.contact, minlength=world.width + 1)
    return np.asarray(contacts > 0.3 * np.maximum(n, 1))


def _steps(places: list[Cases]) -> list[Counted]:
    if len(places) < 2:
        return []
    n = np.array([len(cases.rows) for cases in places], dtype=float)
    k = np.array([cases.outcome.sum() for cases in places], dtype=float)
    effect = np.array([thinned(cases) for cases in places])
    others_k, others_n = k.sum() - k, n.sum() - n
    z = likelihood_root(k / effect, n / effect, (others_k / effect, others_n / effect))
    held = discoveries(upper_tail(z), rate=FALSE_DISCOVERIES)
    held &= (k / n - others_k / others_n >= LEAST_GAP) & (k / n >= 1.5 * others_k / others_n) & (k >= LEAST_CONTACTS)
    return [
        Counted(places[i], np.ones(len(places[i].rows), dtype=bool), (float(others_k[i]), float(others_n[i])))
        for i in np.flatnonzero(held)
    ]


def _again(world: World) -> Cases | None:
    """Return a case a person who asked early enough, outcome 1 = asked again within 30 days, on another day."""
    contacts = np.flatnonzero(world.contact)
    first = np.full(len(world.persons), -1, dtype=np.int64)
    first[world.person[contacts][::-1]] = contacts[::-1]
    rows = first[first >= 0]
    window = min(AGAIN_US, (world.end - int(world.at.min())) // 3)
    rows = rows[world.at[rows] <= world.end - window]
    if len(rows) < LEAST_CONTACTS:
        return None
    outcome = np.zeros(len(rows))
    later = _next_on_another_day(world, contacts, rows)
    outcome[(later >= 0) & (world.at[np.maximum(later, 0)] - world.at[rows] <= window)] = 1.0
    column = world.column[rows]
    place = int(np.bincount(column[column > 0]).argmax()) if (column > 0).any() else 0
    return Cases(column=place, frame=world.frame, rows=rows, outcome=outcome) if place else None


def _next_on_another_day(world: World, contacts: Int64, rows: Int64) -> Int64:
    """Return the person's first contact at least a day after each row, −1 where there is none."""
    found = np.full(len(rows), -1, dtype=np.int64)
    start = np.searchsorted(contacts, rows)
    for step in range(1, 6):  # five messages within one day are one request
        ahead = np.minimum(start + step, len(contacts) - 1)
        candidate = contacts[ahead]
        good = (ahead == start + step) & (world.person[candidate] == world.person[rows])
        good &= (world.at[candidate] - world.at[rows] >= DAY_US) & (found < 0)
        found[good] = candidate[good]
    return found


def _step_finding(context: Context, counted: Counted) -> Finding:
    step, place = named(context, counted.cases.column), where_of(context, counted.segment)
    days = wording.duration(FOLLOWS_US / 1e6)
    facts = wording.say(
        "repeat_contact.facts", share=wording.share(counted.rate), other=wording.share(counted.other_rate), window=days
    )
    return Finding(
        detector="repeat_contact",
        column=counted.cases.column,
        title=wording.titled("repeat_contact.title", step=step, where=place),
        facts=(facts, wording.say("opportunity.reach", persons=wording.count(len(counted.persons)))),
        segment=counted.segment,
        figure=share_figure(
            context,
            counted.counts,
            f"Share of visits to {step}{place} after which help was asked for within {days}, before the next step.",
        ),
        reference=share_figure(context, counted.others, "The same share of what it was compared with."),
        touched=counted.persons,
        harm=harm.CONTACT
        * max(0.0, counted.rate - counted.other_rate)
        / max(counted.rate, 1e-9)
        * len(counted.persons),
        cases=int(counted.counts[1]),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("repeat_contact.challenge", step=step, where=whom_of(context, counted.segment)),
    )


def _again_finding(context: Context, counted: Counted) -> Finding:
    world, place = context.world, where_of(context, counted.segment)
    days = wording.duration(min(AGAIN_US, (world.end - int(world.at.min())) // 3) / 1e6)
    persons = counted.persons
    each = np.bincount(world.person[world.contact], minlength=len(world.persons))[persons]
    facts = wording.say(
        "repeat_contact.again_facts", share=wording.share(counted.rate), window=days,
        each=wording.times(float(each.mean()) if len(each) else 0.0),
    )  # fmt: skip
    return Finding(
        detector="repeat_contact",
        column=counted.cases.column,
        title=wording.titled("repeat_contact.again", where=place),
        facts=(facts, wording.say("opportunity.reach", persons=wording.count(len(persons)))),
        segment=counted.segment,
        figure=share_figure(
            context,
            counted.counts,
            f"Share of the persons who asked for help{place} who asked again within {days}, a day or more later.",
        ),
        reference=share_figure(context, counted.others, "The same share elsewhere.") if counted.others[1] else None,
        touched=persons,
        harm=harm.CONTACT * float(np.maximum(each - 1, 0).sum()),
        cases=int(counted.counts[1]),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("repeat_contact.again_challenge", where=whom_of(context, counted.segment)),
    )
