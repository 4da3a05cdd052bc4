"""From what the detectors found to a short list: one finding a trouble, worst first."""

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from footpath.insights.cases import Segment
from footpath.insights.finding import Finding

MOST_PAINS = 12
MOST_GAINS = 3
MOST_PER_COLUMN = 3
SAME_PERSONS = 0.5  # overlap of the smaller with the larger group from which two findings are one trouble
LEAVING = frozenset({"drop_off", "lost_goal", "dead_end"})
LEAST_PERSONS = 10
HOLDS = 0.5  # part of the harm that a more precise finding must hold to lead
CAUSE_HOLDS = 0.25
EXPLAINS = {"error": 3, "wait": 2, "drop_off": 1, "lost_goal": 1, "dead_end": 1}  # a failure says more than its effects
CONTRAST = 1.5  # times its comparison from which a segment's number is telling enough to lead
LIKE_SIZED = 0.2
LEAST_HARM = 0.005  # of the worst pain's
POINTED = 4.0  # times its harm that a finding counts which names for whom, when or after what, or a failure


def ranked(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Return (the pains to show, those left out), each worst first; what says the same thing is folded together."""
    pains = _ordered(finding for finding in findings if finding.tone == "pain" and _counts(finding))
    least = LEAST_HARM * max((pain.harm for pain in pains), default=0.0)
    return _chosen([pain for pain in _folded(pains) if pain.harm >= least], MOST_PAINS)


def gains(findings: Iterable[Finding]) -> list[Finding]:
    """Return the gains to show, best first."""
    good = sorted((f for f in findings if f.tone == "good"), key=lambda f: (f.harm, f.title))
    return _folded(good)[:MOST_GAINS]


def _counts(finding: Finding) -> bool:
    return finding.persons >= LEAST_PERSONS and finding.harm > 0


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (-_weight(f), -f.persons, f.column, f.detector, f.title))


def _weight(finding: Finding) -> float:
    """Return the harm, several times over where like was compared with like, so that there is surely much to mend."""
    return finding.harm * (POINTED if pointed(finding) else 1.0)


def pointed(finding: Finding) -> bool:
    """Say whether a finding names for whom, when or after what it is, or a failure, rather than a step as a whole."""
    return finding.segment != Segment() or finding.detector in ("error", "loss", "reason")


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
    also = (*first.also, msgspec.structs.replace(second, also=()), *second.also)
    return msgspec.structs.replace(first, also=also, harm=max(first.harm, second.harm, key=abs))


def _says_better(one: Finding, other: Finding) -> bool:
    """Say whether one finding is the cause of the other, or its more precise account, and holds enough of its harm."""
    if EXPLAINS.get(one.detector, 0) > EXPLAINS.get(other.detector, 0) and one.harm >= CAUSE_HOLDS * other.harm:
        return True
    if one.harm < HOLDS * other.harm or EXPLAINS.get(one.detector, 0) < EXPLAINS.get(other.detector, 0):
        return False
    placed = other.detector == "lost_goal" and one.detector in LEAVING and one.segment.parts == other.segment.parts
    narrower = one.detector == other.detector and _narrower(one.segment, other.segment)
    return placed or (narrower and _compatible(one.segment, other.segment) and _contrast(one) >= CONTRAST)


def _contrast(finding: Finding) -> float:
    """Return how many times its comparison the finding's number is; scores, which may be negative, are telling."""
    if finding.reference is None or finding.figure.unit == "score":
        return CONTRAST
    return finding.figure.value / finding.reference.value if finding.reference.value > 0 else CONTRAST


def same_trouble(one: Finding, other: Finding) -> bool:
    """Say whether two findings are about one trouble.

    Of one kind (all leaving is one kind): the same segment wherever it shows, or the same place unless the segments are
    two stories. Of two kinds: the same place, or the next, in the same segment; or the same place and mostly the same
    people.
    """
    if "reason" in (one.detector, other.detector):
        return False
    same_segment = bool(one.segment.parts) and one.segment.parts == other.segment.parts
    if one_kind(one, other):
        alike = one.detector == other.detector or _one_leaving(one, other)
        elsewhere = same_segment and _compatible(one.segment, other.segment)
        return elsewhere or (one.column == other.column and alike and _one_account(one, other))
    if not _compatible(one.segment, other.segment):
        return False
    near = abs(one.column - other.column) <= 1
    return (near and same_segment) or (one.column == other.column and _same_people(one, other))


def _one_leaving(one: Finding, other: Finding) -> bool:
    """Say whether two ways of leaving are one: in the same segment; a dead end only where it is the same people."""
    if "dead_end" in (one.detector, other.detector):
        both = len(np.intersect1d(one.touched, other.touched))
        return both >= SAME_PERSONS * max(len(one.touched), len(other.touched))
    return one.segment.parts == other.segment.parts


def one_kind(one: Finding, other: Finding) -> bool:
    """Say whether two findings count the same kind of harm, so that telling both would be telling it twice."""
    return one.detector == other.detector or {one.detector, other.detector} <= LEAVING


def _one_account(one: Finding, other: Finding) -> bool:
    """Say whether one of two findings of a place makes the other superfluous.

    Values of the same dimension, or runs of periods, go on one card. A part of the whole goes on its card unless
    it stands out clearly while most of the harm lies elsewhere: then both are to tell.
    """
    first, second = _dimensions(one.segment), _dimensions(other.segment)
    if first == second:
        return True
    if not (first < second or second < first):
        return False
    narrow, broad = (one, other) if second < first else (other, one)
    return _contrast(narrow) < CONTRAST or narrow.harm >= HOLDS * broad.harm


def _dimensions(segment: Segment) -> set[str]:
    return {name for name, _ in segment.parts} | ({"period"} if segment.periods else set())


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


def _same_people(one: Finding, other: Finding) -> bool:
    """Say whether the smaller group is mostly part of the larger, and the larger is not simply everybody."""
    both = len(np.intersect1d(one.touched, other.touched))
    smaller, larger = sorted((len(one.touched), len(other.touched)))
    return smaller > 0 and both >= SAME_PERSONS * smaller and both >= LIKE_SIZED * (smaller + larger - both)


def _chosen(findings: Sequence[Finding], most: int) -> tuple[list[Finding], list[Finding]]:
    """Return the first findings and the rest.

    Findings about everybody leave two thirds of the places to those that say for whom, when or after what it is worse,
    where there are any. No more than two of each sort are of one column.
    """
    particular = sum(pointed(finding) for finding in findings)
    places = {True: most, False: most - min(2 * most // 3, particular)}
    shown: list[Finding] = []
    rest: list[Finding] = []
    for finding in _ordered(findings):
        sort = [other for other in shown if pointed(other) == pointed(finding)]
        crowded = sum(other.column == finding.column for other in sort) >= MOST_PER_COLUMN
        crowded &= finding.detector != "reason"
        full = len(shown) == most or len(sort) >= places[pointed(finding)]
        (rest if crowded or full else shown).append(finding)
    return shown, rest
