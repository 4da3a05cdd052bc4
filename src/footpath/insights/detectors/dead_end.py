"""Pages and events after which nothing comes."""

import numpy as np

from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Cases
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.funnel import Funnel, funnel
from footpath.insights.measure import Counted, named, newest, share_figure
from footpath.insights.types import Int64
from footpath.insights.words import human, page_title
from footpath.insights.world import World

LEAST_RATE = 0.5
LEAST_GAP = 0.15
LEAST_PERSONS = 30


class DeadEnd(Detector):
    """Finds the pages or events of a step at which most journeys end, while at the step's other ones people go on."""

    name = "dead_end"

    def find(self, context: Context) -> list[Finding]:
        """Return signatures after which far more people leave than after the others of the same column."""
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
