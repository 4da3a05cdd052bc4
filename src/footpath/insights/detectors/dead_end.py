"""Pages and events after which nothing comes, and searches that find nothing."""

import numpy as np

from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Cases, search
from footpath.insights.detector import Context, Detector
from footpath.insights.empty import Asked, empty_results
from footpath.insights.finding import Finding
from footpath.insights.funnel import Funnel, funnel
from footpath.insights.measure import Counted, named, newest, persons_of, share_figure, where_of, whom_of
from footpath.insights.types import Int64
from footpath.insights.words import human, page_title
from footpath.insights.world import NEVER, World

LEAST_RATE = 0.5
LEAST_GAP = 0.15
LEAST_PERSONS = 30


class DeadEnd(Detector):
    """Finds the pages or events of a step at which most journeys end, while at the step's other ones people go on."""

    name = "dead_end"

    def find(self, context: Context) -> list[Finding]:
        """Return events after which far more leave than after others of their column, then empty searches."""
        return self._left(context) + _empty(context)

    def _left(self, context: Context) -> list[Finding]:
        places = funnel(context.world)
        counted = [one for place in places for one in _ends(context.world, place)]
        if not counted:
            return []
        counts = np.array([one.counts for one in counted])
        others = np.array([one.others for one in counted])
        chance = upper_tail(likelihood_root(counts[:, 0], counts[:, 1], (others[:, 0], others[:, 1])))
        held = discoveries(chance, rate=FALSE_DISCOVERIES)
        onward = {place.cases.column: place.goes_on for place in places}
        telling = [one for one, kept in zip(counted, held, strict=True) if kept and _telling(one)]
        return [_finding(context, one, onward[one.cases.column]) for one in telling]


def _empty(context: Context) -> list[Finding]:
    """Return the people whose searches find nothing more often than those of others."""
    searches = empty_results(context.world)
    return [
        _empty_finding(context, searches[id(hit.cases)], Counted.of_hit(hit))
        for hit in search([one.cases for one in searches.values()])
    ]


def _empty_finding(context: Context, asked: Asked, counted: Counted) -> Finding:
    world, cases, place = context.world, counted.cases, where_of(context, counted.segment)
    persons, share = counted.persons, wording.share(counted.rate)
    spared = np.setdiff1d(persons_of(cases, np.ones(len(cases.rows), dtype=bool)), persons)
    lost = harm.goals_lost(world.goal_at != NEVER, persons, spared)
    more = max(0.0, 1 - counted.other_rate / max(counted.rate, 1e-9))
    return Finding(
        detector="dead_end",
        column=cases.column,
        title=wording.titled("dead_end.empty.title", name=asked.name, where=place),
        facts=(
            wording.say("dead_end.empty.facts", share=share, other=wording.share(counted.other_rate)),
            wording.say("opportunity.reach", persons=wording.count(len(persons))),
        ),
        segment=counted.segment,
        figure=share_figure(context, counted.counts, f"Share of the times {asked.name}{place} that found nothing."),
        reference=share_figure(context, counted.others, "The same share of the others."),
        touched=persons,
        harm=(lost * harm.ASSOCIATED + harm.ERROR * len(persons)) * more,
        cases=int(counted.counts[1]),
        newest=newest(context, cases, counted.bad),
        challenge=wording.say("dead_end.empty.challenge", name=asked.name, where=whom_of(context, counted.segment)),
    )


def _telling(counted: Counted) -> bool:
    return counted.rate >= LEAST_RATE and counted.rate - counted.other_rate >= LEAST_GAP


def _ends(world: World, place: Funnel) -> list[Counted]:
    cases = place.cases
    kind = world.signature[cases.rows]
    found = []
    for code in np.unique(kind).tolist():
        inside = kind == code
        if inside.sum() >= LEAST_PERSONS and (~inside).sum() >= LEAST_PERSONS:
            others = float(cases.outcome[~inside].sum()), float((~inside).sum())
            found.append(Counted(cases, inside, others))
    return found


def _title_of(world: World, cases: Cases, rows: Int64) -> str:
    row = world.draft.journeys.signatures.slice(int(world.signature[cases.rows[rows[0]]]), 1).to_pylist()[0]
    return page_title(row["page"]) if row["page"] else human(row["name"])


def _finding(context: Context, counted: Counted, goes_on: float) -> Finding:
    name = _title_of(context.world, counted.cases, np.flatnonzero(counted.inside))
    step = named(context, counted.cases.column)
    share, other = wording.share(counted.rate), wording.share(counted.other_rate)
    return Finding(
        detector="dead_end",
        column=counted.cases.column,
        title=wording.titled("dead_end.title", name=name),
        facts=(
            wording.say("dead_end.facts", share=share, other=other, step=step),
            wording.say("opportunity.reach", persons=wording.count(counted.counts[0])),
        ),
        figure=share_figure(context, counted.counts, f"Share of the persons last seen at {name} who went no further."),
        reference=share_figure(context, counted.others, f"The same share at the rest of {step}."),
        touched=counted.persons,
        harm=(counted.rate - counted.other_rate) * counted.counts[1] * goes_on * harm.AVOIDABLE,
        cases=int(counted.counts[1]),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("dead_end.challenge", name=name),
    )
