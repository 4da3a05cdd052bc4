"""What fails."""

from collections import Counter

import numpy as np

from footpath.analytics import visits
from footpath.core.stats import discoveries, likelihood_root, upper_tail
from footpath.insights import harm, signs, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Cases, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.measure import Counted, named, newest, persons_of, share_figure, where_of, whom_of
from footpath.insights.types import Int32, Int64
from footpath.insights.world import NEVER, World

ONLY_ERRORS = 0.9  # a column whose events nearly all are errors is where a step ends, not where it is tried
AT_MOST_US = 86_400_000_000  # an error later than a day after a visit is not that visit's
LEAST_RATE = 0.01
LEAST_ERRORS = 10
CORE_REASON = 0.5


class Error(Detector):
    """Finds the steps that fail (error and failure events, HTTP 4xx and 5xx), and on what and when they fail most."""

    name = "error"

    def find(self, context: Context) -> list[Finding]:
        """Return steps that fail more often than the others, then segments in which a step fails more often."""
        places = tries(context.world)
        counted = _steps(places) + [Counted.of_hit(hit) for hit in search(places)]
        return [_finding(context, one) for one in counted]


def tries(world: World) -> list[Cases]:
    """Return each column's visits, outcome 1 = an error during it or before the next visit, within a day."""
    if not world.error.any():
        return []
    tried = _columns_tried(world)
    _, first, _ = visits(world.offsets, tried)
    failed = np.zeros(len(first), dtype=bool)
    errors = np.flatnonzero(world.error)
    visit = np.searchsorted(first, errors, side="right") - 1
    own = (visit >= 0) & (first[np.maximum(visit, 0)] >= world.offsets[world.person[errors]])
    own &= world.at[errors] - world.at[first[np.maximum(visit, 0)]] <= AT_MOST_US
    failed[visit[own]] = True
    column = tried[first]
    return [
        Cases(column=code, frame=world.frame, rows=first[column == code], outcome=failed[column == code].astype(float),
              floor=(0.01, 1.3))
        for code in np.unique(column[failed]).tolist()
    ]  # fmt: skip


def _columns_tried(world: World) -> Int32:
    """Return the events' columns without those columns that only record failures, unless nothing else is left."""
    n = np.bincount(world.column, minlength=world.width + 1)
    bad = np.bincount(world.column, weights=world.error, minlength=world.width + 1)
    only = bad >= ONLY_ERRORS * np.maximum(1, n)
    only[0] = False
    tried = np.where(only[world.column], 0, world.column).astype(np.int32)
    return tried if (tried > 0).any() else world.column


def _steps(places: list[Cases]) -> list[Counted]:
    n = np.array([len(cases.rows) for cases in places], dtype=float)
    k = np.array([cases.outcome.sum() for cases in places], dtype=float)
    others_k, others_n = k.sum() - k, n.sum() - n
    chance = upper_tail(likelihood_root(k, n, (others_k, others_n)))
    held = discoveries(chance, rate=FALSE_DISCOVERIES) if len(places) > 1 else np.ones(len(places), dtype=bool)
    held &= (k >= LEAST_ERRORS) & (k >= LEAST_RATE * n)
    return [
        Counted(places[i], np.ones(len(places[i].rows), dtype=bool), (float(others_k[i]), float(others_n[i])))
        for i in np.flatnonzero(held)
    ]


def _finding(context: Context, counted: Counted) -> Finding:
    world, cases = context.world, counted.cases
    step, place = named(context, cases.column), where_of(context, counted.segment)
    hurt = counted.persons
    spared = np.setdiff1d(persons_of(cases, counted.inside), hurt)
    lost = _lost(world, cases, hurt, spared)
    share = wording.share(counted.rate)
    against = wording.say("error.against", share=share, other=wording.share(counted.other_rate))
    plain = wording.say("error.facts", share=share, persons=wording.count(len(hurt)))
    facts = (against, wording.say("opportunity.reach", persons=wording.count(len(hurt)))) if place else (plain,)
    return Finding(
        detector="error",
        column=cases.column,
        title=wording.titled("error.refused" if _refused(world, hurt) else "error.title", step=step, where=place),
        facts=(*facts, *_reason(world, counted)),
        segment=counted.segment,
        figure=share_figure(
            context,
            counted.counts,
            f"Share of visits to {step}{place} with an error before the next step, within a day.",
        ),
        reference=share_figure(context, counted.others, "The same share of the visits it was compared with."),
        touched=hurt,
        harm=lost * harm.GOAL + harm.ERROR * len(hurt),
        cases=int(counted.counts[0]),
        newest=newest(context, cases, counted.bad),
        challenge=wording.say("error.challenge", step=step, where=whom_of(context, counted.segment)),
    )


def _lost(world: World, cases: Cases, hurt: Int64, spared: Int64) -> float:
    """Return the goals that errors cost the hurt: by their own loss, or by that of all whom the step failed."""
    if cases.column >= world.draft.goal:
        return 0.0
    reached = world.goal_at != NEVER
    failed = persons_of(cases, cases.outcome > 0.5)
    fine = np.setdiff1d(persons_of(cases, np.ones(len(cases.rows), dtype=bool)), failed)
    each = harm.goals_lost(reached, failed, fine) / max(1, len(failed))
    return max(harm.goals_lost(reached, hurt, spared), each * len(hurt))


def _refused(world: World, persons: Int64) -> bool:
    """Say whether most of their errors are refusals, a decision rather than a fault."""
    names = world.draft.journeys.signatures["name"].to_pylist()
    refusal = np.array([*(signs.speaks_of(name, signs.REFUSAL) for name in names), False])
    events = world.error & np.isin(world.person, persons)
    return bool(events.any() and refusal[world.signature[events]].mean() > 0.5)


def _reason(world: World, counted: Counted) -> tuple[str, ...]:
    """Return the reason most errors give, where the events carry one."""
    persons = np.isin(world.person, counted.persons) & world.error
    best = ("", 0)
    for facet in world.frame.facets:
        if facet.core or facet.name == "persona" or facet.name.lower() in signs.STATUS_DIMENSIONS:
            continue
        codes = facet.codes[persons]
        elsewhere = facet.codes[~world.error]
        if (elsewhere > 0).mean() > 0.01 or not (codes > 0).any():
            continue  # a reason is known of errors only
        value, n = Counter(codes[codes > 0].tolist()).most_common(1)[0]
        if n >= CORE_REASON * len(codes) and n > best[1]:
            best = (facet.values[value], n)
    return (wording.say("error.reason", reason=best[0].replace("_", " ")),) if best[0] else ()
