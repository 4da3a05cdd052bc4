"""Where people are upset."""

import msgspec
import numpy as np

from footpath.insights import harm, wording
from footpath.insights.cases import Cases, Hit, Segment, search
from footpath.insights.detector import Context, Detector
from footpath.insights.emotion import Point, mean_of, points
from footpath.insights.finding import Finding
from footpath.insights.measure import named, where_of, whom_of
from footpath.insights.types import Bool, Int32, Int64
from footpath.maps import Figure

LEAST_N = 30
BELOW_NEUTRAL = -0.1
UPSET = -0.15
REASON = 0.3  # part of the upset that must give one reason


class LowScore(Detector):
    """Finds the steps people speak or score badly of, and the people who do so more than others at the same step."""

    name = "low_score"

    def find(self, context: Context) -> list[Finding]:
        """Return upsetting steps, then the segments in which a step upsets more than elsewhere."""
        voices = context.voices
        found = points(voices, context.world.width)
        low = [point for point in found if point.n >= LEAST_N and _is_low(point)]
        steps = [_finding(context, point, voices.felt & voices.at_column(point.code), None) for point in low]
        places = [_cases(context, point.code, voices.at_column(point.code)) for point in found]
        return steps + [_segment(context, hit) for hit in search([*places, *_everything(context, found)])]


def _is_low(point: Point) -> bool:
    """Say whether people are upset there: clearly below neutral, beyond the interval."""
    return point.hi is not None and point.hi < 0 and point.mean <= BELOW_NEUTRAL


def _everything(context: Context, found: list[Point]) -> list[Cases]:
    """Return all that was said as one place: some trouble shows in reviews, tickets and surveys, a little in each.

    Emotion counts against what is usual in its source, for tickets are never as glad as reviews.
    """
    if len(found) < 2 or not context.world.draft.goal:
        return []
    cases = _cases(context, 0, np.ones(len(context.voices.emotion), dtype=bool))
    names = np.array(context.voices.table["source"].to_pylist(), dtype=object)[cases.rows]
    source = np.unique(names.astype(str), return_inverse=True)[1]
    usual = np.bincount(source, weights=cases.outcome) / np.bincount(source)
    return [msgspec.structs.replace(cases, outcome=cases.outcome - usual[source])]


def _cases(context: Context, code: int, here: Bool) -> Cases:
    voices = context.voices
    rows = np.flatnonzero(voices.felt & here)
    return Cases(
        column=code, frame=voices.frame, rows=rows, outcome=-voices.emotion[rows], kind="mean", floor=(0.2, 1.0)
    )


def _segment(context: Context, hit: Hit) -> Finding:
    inside = np.zeros(len(context.voices.emotion), dtype=bool)
    inside[hit.cases.rows[hit.inside]] = True
    outside = np.zeros(len(inside), dtype=bool)
    outside[hit.cases.rows[hit.outside]] = True
    point = mean_of(context.voices, inside, hit.cases.column)
    return _finding(context, point, inside, (hit.segment, mean_of(context.voices, outside, point.code)))


def _finding(context: Context, point: Point, here: Bool, against: tuple[Segment, Point] | None) -> Finding:
    voices = context.voices
    segment, other = against or (Segment(), None)
    step, place = named(context, point.code), where_of(context, segment)
    upset = here & (voices.emotion < UPSET)
    column = point.code or _mostly(voices.placed.column[upset])
    touched = _who(context, upset)
    level = max(0.0, other.mean) if other else 0.0
    fall = float(np.maximum(0.0, level - voices.emotion[upset]).sum())
    words = {"mean": wording.score(point.mean), "n": wording.count(point.n)}
    if other is None:
        fact = wording.say("low_score.facts", lo=wording.score(point.lo or 0), hi=wording.score(point.hi or 0), **words)
    else:
        fact = wording.say("low_score.against", other=wording.score(other.mean), **words)
    return Finding(
        detector="low_score",
        column=column,
        title=wording.titled(_title(point), step=step, where=place),
        facts=(wording.say("opportunity.reach", persons=wording.count(len(touched))), fact, *_reason(context, upset)),
        segment=segment,
        figure=_figure(point, f"Mean emotion of what was said about {step}{place}, −1 to 1."),
        reference=_figure(other, f"The same of what others said about {step}.") if other else None,
        touched=touched,
        harm=harm.emotion(fall),
        cases=int(here.sum()),
        newest=max(0, int(voices.placed.at[here].max())) if here.any() else 0,
        challenge=wording.say(_challenge(point), step=step, where=whom_of(context, segment)),
    )


def _title(point: Point) -> str:
    if not point.code:
        return "low_score.all.title"
    return "low_score.title" if _is_low(point) else "low_score.lower.title"


def _challenge(point: Point) -> str:
    return "low_score.challenge" if point.code else "low_score.all.challenge"


def _mostly(column: Int32) -> int:
    """Return the column most of these are on, 0 where they are on none."""
    on_map = column[column > 0]
    return int(np.bincount(on_map).argmax()) if len(on_map) else 0


def _reason(context: Context, upset: Bool) -> tuple[str, ...]:
    """Return the reason most upset people give, where the answers carry one that only upset people give."""
    best = ("", 0)
    spared = context.voices.felt & (context.voices.emotion >= UPSET)
    for facet in context.voices.frame.facets:
        given = facet.codes[upset]
        if facet.core or not spared.any() or (facet.codes[spared] > 0).mean() > 0.05 or not (given > 0).any():
            continue
        counts = np.bincount(given, minlength=len(facet.values))
        counts[[code for code, value in enumerate(facet.values) if not value]] = 0
        top = int(counts.argmax())
        if counts[top] >= max(REASON * len(given), best[1]):
            best = (facet.values[top], int(counts[top]))
    return (wording.say("error.reason", reason=best[0].replace("_", " ")),) if best[0] else ()


def _figure(point: Point, definition: str) -> Figure:
    return Figure(value=point.mean, unit="score", n=point.n, lo=point.lo, hi=point.hi, definition=definition)


def _who(context: Context, rows: Bool) -> Int64:
    """Return the persons behind signals; each signal of an unknown person stands for one, as −2 − its row."""
    at = np.flatnonzero(rows)
    person = context.voices.placed.person[at].astype(np.int64)
    return np.unique(np.where(person >= 0, person, -2 - at))
