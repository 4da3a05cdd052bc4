"""Who comes back."""

import numpy as np

from footpath.insights import wording
from footpath.insights.cases import Cases, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.funnel import CIRCULAR
from footpath.insights.measure import Counted, named, newest, share_figure
from footpath.insights.returning import returning


class Loyal(Detector):
    """Finds the segments whose people reach the goal again more often than others: gains to keep and to spread."""

    name = "loyal"

    def find(self, context: Context) -> list[Finding]:
        """Return segments with a higher share of returning, whatever the period."""
        world = context.world
        who = returning(world)
        if who is None:
            return []
        goals = np.flatnonzero(world.column == world.draft.goal)[::-1]
        first = np.full(len(world.persons), -1, dtype=np.int64)
        first[world.person[goals]] = goals
        cases = Cases(
            column=world.draft.goal, frame=world.frame, rows=first[who.person],
            outcome=who.returned.astype(np.float64), floor=(0.05, 1.25), leave=CIRCULAR, always=True,
        )  # fmt: skip
        hits = [hit for hit in search([cases]) if hit.segment.parts]
        return [_finding(context, Counted.of_hit(hit)) for hit in hits]


def _finding(context: Context, counted: Counted) -> Finding:
    goal, who = named(context, context.world.draft.goal), wording.who(counted.segment)
    share, other = wording.share(counted.rate), wording.share(counted.other_rate)
    n = counted.counts[1]
    return Finding(
        detector="loyal",
        tone="good",
        column=context.world.draft.goal,
        title=wording.titled("loyal.title", who=who),
        facts=(wording.say("loyal.facts", share=share, other=other, persons=wording.count(n)),),
        segment=counted.segment,
        figure=share_figure(
            context, counted.counts, f"Share of them who came to {goal} again, of those early enough to know."
        ),
        reference=share_figure(context, counted.others, "The same share of the others."),
        touched=counted.persons,
        harm=-(counted.rate - counted.other_rate) * n,
        cases=int(n),
        newest=newest(context, counted.cases, counted.bad),
        challenge=wording.say("loyal.challenge", who=who),
    )
