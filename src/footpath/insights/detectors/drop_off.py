"""Where people leave before the goal."""

import numpy as np

from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Segment, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.funnel import Funnel, funnel
from footpath.insights.measure import Counted, named, newest, share_figure, where_of, whom_of
from footpath.insights.words import goal_strength

LEAST_GAP = 0.05  # points above the other steps from which a step's leaving is worth telling
TIMES = 1.5
LEAST_PERSONS = 30
ENDS = 0.8


class DropOff(Detector):
    """Finds the steps where more people leave for good than at the other steps, and the people who leave there most."""

    name = "drop_off"

    def find(self, context: Context) -> list[Finding]:
        """Return steps with more leaving than their peers, then segments with more leaving than other people."""
        places = funnel(context.world)
        chance = {place.cases.column: place.goes_on for place in places}
        counted = _steps(context, places) + [Counted.of_hit(hit) for hit in search([place.cases for place in places])]
        return [_finding(context, one, chance[one.cases.column]) for one in counted]


def _steps(context: Context, places: list[Funnel]) -> list[Counted]:
    """Return the steps at which leaving is above that of the other steps before the goal, beyond chance."""
    if len(places) < 3:
        return []
    n = np.array([len(place.cases.rows) for place in places], dtype=float)
    k = np.array([place.cases.outcome.sum() for place in places], dtype=float)
    others_k, others_n = k.sum() - k, n.sum() - n
    held = discoveries(upper_tail(likelihood_root(k, n, (others_k, others_n))), rate=FALSE_DISCOVERIES)
    held &= (k / n - others_k / others_n >= LEAST_GAP) & (k / n >= TIMES * others_k / others_n) & (n >= LEAST_PERSONS)
    held &= ~np.array([_is_an_end(context, place) or _is_harmless_aside(place) for place in places])
    return [
        Counted(
            places[i].cases, np.ones(len(places[i].cases.rows), dtype=bool), (float(others_k[i]), float(others_n[i]))
        )
        for i in np.flatnonzero(held)
    ]


def _is_harmless_aside(place: Funnel) -> bool:
    """Say whether a step lies aside of the way, and who comes by gets to the goal as often as others who got as far."""
    return place.aside and place.reached >= place.others


def _is_an_end(context: Context, place: Funnel) -> bool:
    """Say whether nearly all journeys end well there: another goal, not a place to lose people."""
    return bool(place.cases.outcome.mean() > ENDS) and goal_strength(named(context, place.cases.column)) > 0


def _finding(context: Context, counted: Counted, goes_on: float) -> Finding:
    step, place = named(context, counted.cases.column), where_of(context, counted.segment)
    left, persons = counted.counts
    part = harm.GOAL if counted.segment != Segment() else harm.AVOIDABLE
    words = {"step": step, "where": place, "share": wording.share(counted.rate)}
    return Finding(
        detector="drop_off",
        column=counted.cases.column,
        title=wording.titled("drop_off.title", **words),
        facts=(wording.say("drop_off.facts", persons=wording.count(left), other=wording.share(counted.other_rate)),),
        segment=counted.segment,
        figure=share_figure(
            context,
            counted.counts,
            f"Share of the persons at {step}{place} who went no further and never reached the goal.",
        ),
        reference=share_figure(context, counted.others, "The same share of those it was compared with."),
        touched=counted.persons,
        harm=max(0.0, counted.rate - counted.other_rate) * persons * goes_on * part,
        cases=int(persons),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("drop_off.challenge", step=step, where=whom_of(context, counted.segment)),
    )
