"""Cases: what a detector counts, and where among them trouble is concentrated beyond chance.

A detector reduces its question to rows with an outcome (left or not, seconds waited, emotion lost). Where it is
worse than elsewhere is then one search for all detectors: every value of every facet, every run of periods, and each
value within each run of periods, compared with all other rows of which the facet is known.

The place and time that stand out most are found by the likelihood ratio (Kulldorff 1997, scan statistic); a run of
periods pays for all the runs that were tried; all comparisons of a detector together are held to a false-discovery rate
(Benjamini & Hochberg 1995). Rows of one person are not independent: their number is divided by the design effect.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.core.stats import design_effect, discoveries, likelihood_root, mean_shift, midranks, upper_tail
from footpath.insights import signs
from footpath.insights.facets import Facet
from footpath.insights.types import Bool, Float64, Int64
from footpath.insights.world import Frame

FALSE_DISCOVERIES = 0.01
MOST_PER_PLACE = 3
FEWEST = {
    "share": 30.0,
    "ranks": 15.0,
    "mean": 20.0,
}  # effective rows inside and outside: ranks and bounded scores are near normal with fewer rows
MIN_BAD = 10.0  # effective bad outcomes inside
RANK_GAP = 0.1  # a wait inside exceeds one outside in at least 60 of 100 pairs
LARGEST_PART = 0.75  # a segment that is nearly everybody says nothing
RESTATED = 0.97  # an event property that is the outcome under another name


class Cases(Struct, frozen=True, kw_only=True):
    """Rows at one place with an outcome; higher is worse.

    Attributes:
        column: code of the leaf column.
        frame: what `rows` points into.
        rows: positions in the frame.
        outcome: 0/1 for shares, else a quantity.
        kind: share (compared as counts), ranks (by order, for durations) or mean (for scores).
        floor: least absolute and relative difference worth telling.
        leave: names of facets that would be circular here.
        always: look for who, not for when.
    """

    column: int
    frame: Frame
    rows: Int64
    outcome: Float64
    kind: str = "share"
    floor: tuple[float, float] = (0.03, 1.3)
    leave: frozenset[str] = frozenset()
    always: bool = False

    @property
    def least(self) -> float:
        """Effective rows that a segment, and what it is compared with, must have."""
        return FEWEST[self.kind]


class Segment(Struct, frozen=True):
    """A part of the rows: facet values that all hold, within a run of periods (first, last); empty = all rows."""

    parts: tuple[tuple[str, str], ...] = ()
    periods: tuple[int, int] | None = None


class Hit(Struct, frozen=True):
    """A segment in which the outcome is worse than elsewhere at the same place.

    Attributes:
        inside: marks of the cases in the segment; outside: of those it was compared with.
        chance: how likely so large a difference is by chance, after paying for the search inside the facet.
    """

    cases: Cases
    segment: Segment
    inside: Bool
    outside: Bool
    chance: float
    z: float


class _Tables(Struct, frozen=True):
    """Effective rows and their summed outcome by value and period of one facet, and the outcome's variance."""

    n: Float64
    k: Float64
    variance: float

    def usual(self, value: int, least: float) -> float | None:
        """Return the outcome that is usual among the other values (the upper median); None where there is one only.

        Values differ by nature: where several are alike, one that is like them is nothing to tell, though one unlike
        all of them pulls the mean of the others down.
        """
        n, k = self.n.sum(axis=1), self.k.sum(axis=1)
        others = [i for i in range(1, len(n)) if i != value and n[i] >= least]
        rates = sorted(float(k[i] / n[i]) for i in others)
        return rates[len(rates) // 2] if len(rates) > 1 else None


class _Grid(Struct, frozen=True):
    """Counts of one facet by value and period, with what was found best in it."""

    facet: Facet
    value: int
    window: tuple[int, int] | None
    z: float
    chance: float


def search(places: Sequence[Cases]) -> list[Hit]:
    """Return the segments that stand out at any of the places, worst first within a place."""
    found: list[Hit] = []
    left = [np.ones(len(cases.rows), dtype=bool) for cases in places]
    open_places = list(range(len(places)))
    for _ in range(MOST_PER_PLACE):
        grids = [(place, grid) for place in open_places for grid in _scan(places[place], left[place])]
        holds = discoveries(np.array([grid.chance for _, grid in grids]), rate=FALSE_DISCOVERIES)
        best: dict[int, _Grid] = {}
        for (place, grid), held in zip(grids, holds, strict=True):
            if held and grid.z > (best[place].z if place in best else 0.0):
                best[place] = grid
        for place, grid in best.items():
            hit = _hit(places[place], left[place], grid)
            found.append(_refined(hit))
            left[place] = left[place] & ~hit.inside
        open_places = sorted(best)
    return sorted(found, key=lambda hit: (hit.cases.column, -hit.z))


def worth(cases: Cases, inside: float, outside: float) -> bool:
    """Say whether the difference is large enough to matter, not only to be detected."""
    gap, times = cases.floor
    return inside - outside >= gap and (cases.kind == "mean" or inside >= times * max(outside, 1e-12))


def typical(cases: Cases, mask: Bool) -> float:
    """Return the outcome's mean, or its median for durations."""
    values = cases.outcome[mask]
    if len(values) == 0:
        return 0.0
    return float(np.median(values)) if cases.kind == "ranks" else float(values.mean())


def _scan(cases: Cases, left: Bool) -> list[_Grid]:
    periods = int(cases.frame.period.max()) + 1 if len(cases.frame.period) else 1
    everyone = Facet("", np.ones(len(cases.frame.period), np.int32), ("", "all"), True)
    grids: list[_Grid] = []
    for facet in (everyone, *cases.frame.facets):
        if facet.name in cases.leave or signs.known_afterwards(facet.name):
            continue
        codes = facet.codes[cases.rows]
        known = left & (codes > 0)
        if known.sum() >= 2 * cases.least and (facet.core or not _restates(cases, codes, known)):
            grids += _best_in(cases, facet, known, periods)
    return grids


def _restates(cases: Cases, codes: npt.NDArray[np.int32], known: Bool) -> bool:
    """Say whether a property is known only when it went wrong, or splits wrong from right nearly perfectly."""
    if cases.kind != "share":
        return False
    bad = cases.outcome > 0.5
    if bad.any() and (~bad).any():
        shares = known[bad].mean(), known[~bad].mean()
        if min(shares) < 0.1 * max(shares):
            return True
    n = np.bincount(codes[known]).astype(float)
    k = np.bincount(codes[known], weights=cases.outcome[known])
    return bool(np.maximum(k, n - k).sum() >= RESTATED * n.sum() and 0.03 < k.sum() / n.sum() < RESTATED)


def _best_in(cases: Cases, facet: Facet, known: Bool, periods: int) -> list[_Grid]:
    values = _scored(cases, known)
    codes, when = facet.codes[cases.rows][known], cases.frame.period[cases.rows][known]
    effect = design_effect(cases.frame.person[cases.rows][known], values)
    shape = (len(facet.values), periods)
    cell = codes.astype(np.int64) * periods + when
    n = np.bincount(cell, minlength=shape[0] * periods).reshape(shape) / effect
    k = np.bincount(cell, weights=values, minlength=shape[0] * periods).reshape(shape) / effect
    variance = float(values.var()) if cases.kind != "share" else 0.0
    tables = _Tables(n, k, variance)
    grids: list[_Grid] = []
    for value in range(1, shape[0]):
        if n[value].sum() >= cases.least and (facet.values[value] or not facet.name):
            grids += _best_windows(facet, value, tables, cases)
    return grids


def _scored(cases: Cases, known: Bool) -> Float64:
    values = cases.outcome[known]
    return midranks(values) / (len(values) + 1) if cases.kind == "ranks" else values


def _best_windows(facet: Facet, value: int, tables: _Tables, cases: Cases) -> list[_Grid]:
    """Return the test of the value over all time (unless it is everybody) and of its best run of periods.

    A test in which nothing worth telling was found keeps its place in the family, with chance 1.
    """
    n, k = tables.n, tables.k
    whole = float(n.sum()), float(k.sum())
    first, last = _windows(n.shape[1])
    run = _run(n[value], first, last), _run(k[value], first, last)
    z = _z(run, whole, tables.variance, share=cases.kind == "share")
    sized = (run[0] >= cases.least) & (whole[0] - run[0] >= cases.least) & (run[0] <= LARGEST_PART * whole[0])
    matters = _stands_out(cases, run, whole) & _unusual(cases, run, (tables, value, first, last))
    full = (first == 0) & (last == n.shape[1] - 1)
    grids = []
    for runs, window in ((full, False), (~full, True)):
        tried = runs & sized
        if tried.any() and (window or facet.name) and not (window and cases.always):
            best = np.where(tried & matters, z, 0.0)
            at = int(best.argmax())
            chance = float(upper_tail(best[at : at + 1])[0]) * int(tried.sum()) if best[at] > 0 else 1.0
            where = (int(first[at]), int(last[at])) if window else None
            grids.append(_Grid(facet, value, where, float(best[at]), min(1.0, chance)))
    return grids


def _stands_out(cases: Cases, run: tuple[Float64, Float64], whole: tuple[float, float]) -> Bool:
    """Mark the runs in which the outcome is so much worse than in all other rows that it matters."""
    n, k = run
    with np.errstate(divide="ignore", invalid="ignore"):
        matters = _matters(cases, k / n, (whole[1] - k) / (whole[0] - n))
    return np.asarray(matters & ((cases.kind != "share") | (k >= MIN_BAD)))


def _unusual(cases: Cases, run: tuple[Float64, Float64], place: tuple[_Tables, int, Int64, Int64]) -> Bool:
    """Mark the runs that also differ from what is usual: among the other values, and for a part of the time from the
    same value at other times and from the other values at that time. What has too few rows is not held against it."""
    tables, value, first, last = place
    n, k = run
    with np.errstate(divide="ignore", invalid="ignore"):
        here = k / n
        usual = tables.usual(value, cases.least)
        good = np.ones(len(n), dtype=bool) if usual is None else _matters(cases, here, np.full(len(n), usual))
        all_n, all_k = _run(tables.n.sum(axis=0), first, last), _run(tables.k.sum(axis=0), first, last)
        for others_n, others_k in (
            (float(tables.n[value].sum()) - n, float(tables.k[value].sum()) - k),
            (all_n - n, all_k - k),
        ):
            good &= (others_n < cases.least) | _matters(cases, here, others_k / others_n)
    return np.asarray(good)


def _matters(cases: Cases, here: Float64, there: Float64) -> Bool:
    """Mark where one outcome is worse than the other by as much as is worth telling."""
    gap, times = cases.floor
    if cases.kind == "ranks":
        return np.asarray(here - there >= RANK_GAP)
    return np.asarray((here - there >= gap) & ((cases.kind == "mean") | (here >= times * there)))


def _windows(periods: int) -> tuple[Int64, Int64]:
    first, last = np.triu_indices(periods)
    longest = max(1, periods // 2)
    keep = (last - first < longest) | ((first == 0) & (last == periods - 1))
    return first[keep].astype(np.int64), last[keep].astype(np.int64)


def _run(counts: Float64, first: Int64, last: Int64) -> Float64:
    total = np.concatenate([[0.0], np.cumsum(counts)])
    return np.asarray(total[last + 1] - total[first])


def _z(run: tuple[Float64, Float64], whole: tuple[float, float], variance: float, *, share: bool) -> Float64:
    n, k = run
    if share:
        return likelihood_root(k, n, (whole[1] - k, whole[0] - n))
    return mean_shift(k, n, (np.full(len(n), whole[1]), np.full(len(n), whole[0]), variance))


def _hit(cases: Cases, left: Bool, grid: _Grid) -> Hit:
    codes, when = grid.facet.codes[cases.rows], cases.frame.period[cases.rows]
    known = left & (codes > 0)
    inside = known & (codes == grid.value)
    if grid.window is not None:
        inside &= (when >= grid.window[0]) & (when <= grid.window[1])
    parts = ((grid.facet.name, grid.facet.values[grid.value]),) if grid.facet.name else ()
    return Hit(cases, Segment(parts, grid.window), inside, known & ~inside, grid.chance, grid.z)


def _refined(hit: Hit) -> Hit:
    """Narrow a segment by one more facet where that value alone carries what stands out."""
    cases = hit.cases
    taken = {name for name, _ in hit.segment.parts}
    best = hit
    for facet in cases.frame.facets:
        if facet.name in taken or facet.name in cases.leave or not facet.core:
            continue
        codes = facet.codes[cases.rows]
        for value in range(1, len(facet.values)):
            narrow = hit.inside & (codes == value)
            if facet.values[value] and _carries(hit, narrow, codes):
                z = _narrow_z(hit, narrow)
                if z > best.z:
                    segment = Segment((*hit.segment.parts, (facet.name, facet.values[value])), hit.segment.periods)
                    best = Hit(cases, segment, narrow, (hit.outside | hit.inside) & ~narrow, hit.chance, z)
    return best


def _carries(hit: Hit, narrow: Bool, codes: npt.NDArray[np.int32]) -> bool:
    """Say whether the rest of the segment is no worse than outside, so that only the narrow part is to tell."""
    rest = hit.inside & ~narrow & (codes > 0)
    if min(narrow.sum(), rest.sum()) < hit.cases.least:
        return False
    return not worth(hit.cases, typical(hit.cases, rest), typical(hit.cases, hit.outside))


def _narrow_z(hit: Hit, narrow: Bool) -> float:
    cases = hit.cases
    pool = hit.inside | hit.outside
    values = _scored(cases, pool)
    effect = design_effect(cases.frame.person[cases.rows][pool], values)
    n, k = np.array([narrow.sum() / effect]), np.array([values[narrow[pool]].sum() / effect])
    whole = (len(values) / effect, float(values.sum()) / effect)
    return float(_z((n, k), whole, float(values.var()), share=cases.kind == "share")[0])
