"""Why people are upset, in the categories the data gives."""

import re

import numpy as np

from footpath.insights import harm, wording
from footpath.insights.detector import Context, Detector
from footpath.insights.facets import Facet
from footpath.insights.finding import Finding
from footpath.insights.measure import named, share_figure
from footpath.insights.types import Bool, Int64
from footpath.insights.words import human

UPSET = -0.15
GIVEN = 0.2  # part of the upset that must give a reason
BY_OTHERS = 0.05  # part of the others up to which a category is one that only the upset give
LEAST_N, LEAST_SHARE = 30, 0.05
MOST = 6
NO_REASON = re.compile(r"can.?t tell|unknown|other|none|n/?a|misc.*|inne|nie wiem|cits|其他|不明", re.IGNORECASE)


class Reason(Detector):
    """Finds the reasons that upset people give most, where answers carry a category that only they are given."""

    name = "reason"

    def find(self, context: Context) -> list[Finding]:
        """Return the most frequent reasons."""
        voices = context.voices
        upset = voices.felt & (voices.emotion < UPSET)
        spared = voices.felt & ~upset
        facet = next((f for f in voices.frame.facets if _is_reason(f, upset, spared)), None)
        if facet is None:
            return []
        given = upset & (facet.codes > 0)
        counts = np.bincount(facet.codes[given], minlength=len(facet.values))
        ranked = sorted(range(len(counts)), key=lambda code: (-int(counts[code]), code))
        kept = [code for code in ranked if _tells(facet.values[code], int(counts[code]), int(given.sum()))]
        return [_finding(context, facet, code, given) for code in kept[:MOST]]


def _is_reason(facet: Facet, upset: Bool, spared: Bool) -> bool:
    known = facet.codes > 0
    if facet.core or not upset.any() or not spared.any():
        return False
    return bool(known[upset].mean() >= GIVEN and known[spared].mean() <= BY_OTHERS)


def _tells(value: str, n: int, given: int) -> bool:
    return bool(value) and n >= max(LEAST_N, LEAST_SHARE * given) and not NO_REASON.fullmatch(value.strip())


def _finding(context: Context, facet: Facet, code: int, given: Bool) -> Finding:
    voices = context.voices
    here = given & (facet.codes == code)
    reason, rows = human(facet.values[code]), np.flatnonzero(here)
    column = voices.placed.column[here & (voices.placed.column > 0)]
    place = int(np.bincount(column).argmax()) if len(column) else 0
    counts = float(len(rows)), float(given.sum())
    facts = (
        wording.say("reason.facts", share=wording.share(counts[0] / counts[1]), n=wording.count(counts[1])),
        *((wording.say("reason.where", step=named(context, place)),) if place else ()),
    )
    return Finding(
        detector="reason",
        column=place,
        title=wording.titled("reason.title", reason=reason),
        facts=facts,
        figure=share_figure(context, counts, f"Upset answers that give “{reason}”, of those that give a reason."),
        touched=_who(context, rows),
        harm=harm.emotion(float(-voices.emotion[here].sum())),
        cases=len(rows),
        newest=max(0, int(voices.placed.at[here].max())),
        challenge=wording.say("reason.challenge", reason=reason),
    )


def _who(context: Context, rows: Int64) -> Int64:
    """Return the persons behind signals; each signal of an unknown person stands for one, as −2 − its row."""
    person = context.voices.placed.person[rows].astype(np.int64)
    return np.unique(np.where(person >= 0, person, -2 - rows))
