"""Where people wait for us."""

import numpy as np
from msgspec import Struct

from footpath.core.stats import discoveries, mean_shift, midranks, upper_tail
from footpath.insights import harm, wording
from footpath.insights.cases import FALSE_DISCOVERIES, Hit, Segment, search
from footpath.insights.detector import Context, Detector
from footpath.insights.finding import Finding
from footpath.insights.measure import newest, persons_of, thinned, wait_figure, where_of, whom_of
from footpath.insights.moves import LEAST_S, Move, moves_of
from footpath.insights.types import Bool, Float64

SLOW_SHARE = 0.15  # part of all waiting from which a slow move is worth telling
SLOWER = 2.0  # times the median of the other moves
LONGER = 1.25
FELT = 0.005


class Waits(Struct, frozen=True):
    """Waits of one move (in a segment) with the seconds they were compared with."""

    move: Move
    inside: Bool
    others: Float64
    segment: Segment = Segment()

    @property
    def median(self) -> float:
        """Median wait inside, seconds."""
        return float(np.median(self.move.cases.outcome[self.inside]))

    @property
    def p90(self) -> float:
        """Wait that one in ten inside exceeds, seconds."""
        return float(np.quantile(self.move.cases.outcome[self.inside], 0.9))


class Wait(Detector):
    """Finds the moves between steps on which people wait for us longest, and those for whom it is slow."""

    name = "wait"

    def find(self, context: Context) -> list[Finding]:
        """Return slow moves that hold much of all waiting, then segments that wait longer than other people."""
        moves = moves_of(context.world)
        slow = [_overall(context, moves, index) for index in _slow(moves)]
        hits = search([move.cases for move in moves])
        return slow + [_segment(context, moves, hit) for hit in hits if _longer(hit, context.journey_s)]


def _slow(moves: list[Move]) -> list[int]:
    """Return the moves slower than all others together that also hold a large part of all waiting."""
    if len(moves) < 2:
        return []
    seconds = np.concatenate([move.cases.outcome for move in moves])
    sizes = np.array([len(move.cases.rows) for move in moves])
    owner = np.repeat(np.arange(len(moves)), sizes)
    ranks = midranks(seconds)
    effect = np.array([thinned(move.cases) for move in moves])
    total = np.bincount(owner, weights=ranks).astype(np.float64)
    whole = (np.full(len(moves), ranks.sum()), np.full(len(moves), float(len(ranks))), float(ranks.var()))
    z = mean_shift(total, sizes.astype(np.float64), whole) / np.sqrt(effect)
    held = discoveries(upper_tail(z), rate=FALSE_DISCOVERIES)
    shares = np.bincount(owner, weights=seconds) / seconds.sum()
    return [
        i for i in np.flatnonzero(held & (shares >= SLOW_SHARE)).tolist()
        if np.median(moves[i].cases.outcome) >= SLOWER * np.median(seconds[owner != i])
    ]  # fmt: skip


def _overall(context: Context, moves: list[Move], index: int) -> Finding:
    cases = moves[index].cases
    others = np.concatenate([move.cases.outcome for i, move in enumerate(moves) if i != index])
    part = cases.outcome.sum() / (cases.outcome.sum() + others.sum())
    waits = Waits(moves[index], np.ones(len(cases.rows), dtype=bool), others)
    facts = (
        wording.say("wait.facts", median=wording.duration(waits.median), p90=wording.duration(waits.p90)),
        wording.say("wait.share", share=wording.share(part)),
    )
    return _finding(context, waits, facts)


def _longer(hit: Hit, journey_s: float) -> bool:
    """Say whether the wait inside is longer by enough to be felt: a quarter, and half a percent of a usual journey."""
    inside, outside = (float(np.median(hit.cases.outcome[mask])) for mask in (hit.inside, hit.outside))
    return inside >= LONGER * outside and inside - outside >= max(LEAST_S, FELT * journey_s)


def _segment(context: Context, moves: list[Move], hit: Hit) -> Finding:
    move = next(move for move in moves if move.cases is hit.cases)
    waits = Waits(move, hit.inside, hit.cases.outcome[hit.outside], hit.segment)
    other = wording.duration(float(np.median(waits.others)))
    facts = (wording.say("wait.against", median=wording.duration(waits.median), other=other),)
    return _finding(context, waits, facts)


def _finding(context: Context, waits: Waits, facts: tuple[str, ...]) -> Finding:
    cases, place = waits.move.cases, where_of(context, waits.segment)
    step, following = waits.move.names
    touched = persons_of(cases, waits.inside)
    words = {"step": step, "next": following, "where": place}
    plain = waits.segment == Segment()
    extra = waits.median - float(np.median(waits.others))
    return Finding(
        detector="wait",
        column=waits.move.to,
        title=wording.titled("wait.title", **words),
        facts=(*facts, wording.say("opportunity.reach", persons=wording.count(len(touched)))),
        segment=waits.segment,
        figure=wait_figure(context, cases.outcome[waits.inside], f"Median time from {step} to {following}{place}."),
        reference=wait_figure(context, waits.others, "Median time of what it was compared with."),
        touched=touched,
        harm=harm.waiting(extra, context.journey_s) * len(touched) * (harm.AVOIDABLE if plain else 1.0),
        cases=int(waits.inside.sum()),
        newest=newest(context, cases, waits.inside),
        challenge=wording.say("wait.challenge", **{**words, "where": whom_of(context, waits.segment)}),
    )
