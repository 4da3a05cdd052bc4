"""What every detector needs to turn rows that were counted into a finding: names, figures, persons and dates."""

import numpy as np
from msgspec import Struct

from footpath.core.stats import design_effect, median_interval, wilson
from footpath.insights import wording
from footpath.insights.attach import instant
from footpath.insights.cases import Cases, Hit, Segment
from footpath.insights.detector import Context
from footpath.insights.tongue import phrase
from footpath.insights.types import Bool, Float64, Int64
from footpath.maps import Figure


class Counted(Struct, frozen=True):
    """Cases of a place, or of a segment of it, with the (bad, all) they were compared with."""

    cases: Cases
    inside: Bool
    others: tuple[float, float]
    segment: Segment = Segment()

    @classmethod
    def of_hit(cls, hit: Hit) -> "Counted":
        """Count a segment against the rest of its place."""
        outside = hit.cases.outcome[hit.outside]
        return cls(hit.cases, hit.inside, (float(outside.sum()), float(len(outside))), hit.segment)

    @property
    def bad(self) -> Bool:
        """Marks of the cases inside that went wrong."""
        return self.inside & (self.cases.outcome > 0.5)

    @property
    def counts(self) -> tuple[float, float]:
        """Number that went wrong, and of all, inside."""
        return float(self.bad.sum()), float(self.inside.sum())

    @property
    def rate(self) -> float:
        """Share that went wrong inside."""
        bad, n = self.counts
        return bad / n if n else 0.0

    @property
    def other_rate(self) -> float:
        """Share that went wrong in the comparison."""
        return self.others[0] / self.others[1] if self.others[1] else 0.0

    @property
    def persons(self) -> Int64:
        """Positions of the persons it happened to."""
        return persons_of(self.cases, self.bad)


def persons_of(cases: Cases, mask: Bool) -> Int64:
    """Return the persons behind the marked cases, ordered and unique; unknown persons are left out."""
    persons = np.unique(cases.frame.person[cases.rows[mask]]).astype(np.int64)
    return np.asarray(persons[persons >= 0])


def named(context: Context, code: int) -> str:
    """Return the title of a leaf column; "the journey" for code 0."""
    if code == 0:
        return "the journey"
    title = context.world.draft.columns[code - 1].title
    return title if isinstance(title, str) else next(iter(title.values()), "")


def where_of(context: Context, segment: Segment) -> str:
    """Return a segment in plain words."""
    return wording.where(segment, context.world.calendar)


def whom_of(context: Context, segment: Segment) -> str:
    """Return a segment without its period: what an opportunity is about, which lies ahead."""
    return wording.where(Segment(segment.parts), context.world.calendar)


def newest(context: Context, cases: Cases, mask: Bool) -> int:
    """Return µs of the newest of the marked cases, which are events; 0 when there is none."""
    rows = cases.rows[mask]
    return int(context.world.at[rows].max()) if len(rows) else 0


def share_figure(context: Context, counts: tuple[float, float], definition: str) -> Figure:
    """Return a share with its Wilson interval."""
    bad, n = counts
    span = wilson(bad, n)
    return Figure(
        value=bad / n if n else 0.0, unit="share", n=int(n), numerator=bad, denominator=n,
        definition=phrase(definition),
        lo=span[0] if span else None, hi=span[1] if span else None,
        source=", ".join(context.world.draft.sources), as_of=instant(context.world.end) if context.world.end else None,
    )  # fmt: skip


def wait_figure(context: Context, seconds: Float64, definition: str) -> Figure:
    """Return a median duration with the interval of its order statistics."""
    span = median_interval(seconds)
    return Figure(
        value=float(np.median(seconds)), unit="seconds", n=len(seconds), definition=phrase(definition),
        lo=span[0] if span else None, hi=span[1] if span else None,
        source=", ".join(context.world.draft.sources), as_of=instant(context.world.end) if context.world.end else None,
    )  # fmt: skip


def thinned(cases: Cases) -> float:
    """Return the design effect of the cases: by how much persons with several rows count less."""
    return design_effect(cases.frame.person[cases.rows], cases.outcome)
