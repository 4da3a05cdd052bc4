"""From what the detectors found to a short list: one finding a trouble, worst first."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from footpath.insights.cases import Segment
from footpath.insights.finding import Finding

MOST_PAINS = 8
MOST_GAINS = 3
MOST_PER_COLUMN = 2
SAME_PERSONS = 0.5  # overlap of the smaller with the larger group from which two findings are one trouble
LEAVING = frozenset({"drop_off", "lost_goal", "dead_end"})
LEAST_PERSONS = 10
HOLDS = 0.5


def ranked(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return (the pains to show, those left out), each worst first; what says the same thing is folded together."""
    pains = _ordered(finding for finding in findings if finding.tone == "pain" and _counts(finding))
    return _chosen(_folded(pains), MOST_PAINS)


def gains(findings: Iterable[Finding]) -> list[Finding]:
    """Return the gains to show, best first."""
    good = sorted((f for f in findings if f.tone == "good"), key=lambda f: (f.harm, f.title))
    return _folded(good)[:MOST_GAINS]


def _counts(finding: Finding) -> bool:
    return finding.persons >= LEAST_PERSONS and finding.harm > 0


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (-f.harm, -f.persons, f.column, f.detector, f.title))


def _folded(findings: Sequence[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for finding in findings:
        at = next((i for i, other in enumerate(kept) if same_trouble(other, finding)), None)
        if at is None:
            kept.append(finding)
        else:
            kept[at] = _joined(kept[at], finding)
    return kept


def _joined(first: Finding, second: Finding) -> Finding:
    """Fold the second into the first, or the other way round where the second says better where the trouble is."""
    if _says_better(second, first):
        first, second = second, first
    return msgspec.structs.replace(first, also=(*first.also, msgspec.structs.replace(second, also=()), *second.also))


def _says_better(one: Finding, other: Finding) -> bool:
    """Say whether one finding is the more precise account of the other and holds at least half of its harm."""
    if one.harm < HOLDS * other.harm:
        return False
    placed = other.detector == "lost_goal" and one.detector in LEAVING
    return placed or (one.detector == other.detector and _narrower(one.segment, other.segment))


def same_trouble(one: Finding, other: Finding) -> bool:
    """Say whether two findings are about one trouble: the same place or people, in segments that do not contradict."""
    if not _compatible(one.segment, other.segment):
        return False
    if one.detector == other.detector or {one.detector, other.detector} <= LEAVING:
        alike = one.segment.parts == other.segment.parts and bool(one.segment.parts)
        return alike or (one.column == other.column and _overlap(one, other) >= SAME_PERSONS)
    same_segment = one.segment.parts == other.segment.parts and one.segment.parts != ()
    near = abs(one.column - other.column) <= 1
    return (one.column == other.column and (same_segment or _overlap(one, other) >= SAME_PERSONS)) or (
        near and same_segment
    )


def _compatible(one: Segment, other: Segment) -> bool:
    """Say whether both segments can hold at once: no facet with two values, no periods apart."""
    values = dict(one.parts)
    if any(values.get(name, value) != value for name, value in other.parts):
        return False
    if one.periods and other.periods:
        return one.periods[0] <= other.periods[1] and other.periods[0] <= one.periods[1]
    return True


def _narrower(one: Segment, other: Segment) -> bool:
    """Say whether one segment says more than the other."""
    size = len(one.parts) + (one.periods is not None), len(other.parts) + (other.periods is not None)
    return size[0] > size[1]


def _overlap(one: Finding, other: Finding) -> float:
    smaller = min(len(one.touched), len(other.touched))
    return len(np.intersect1d(one.touched, other.touched)) / smaller if smaller else 0.0


def _chosen(findings: Sequence[Finding], most: int) -> tuple[list[Finding], list[Finding]]:
    """Return the first findings, no more than two a column, and the rest."""
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in _ordered(findings):
        crowded = sum(other.column == finding.column for other in shown) >= MOST_PER_COLUMN
        (rest if crowded or len(shown) == most else shown).append(finding)
    return shown, rest
