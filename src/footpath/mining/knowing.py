"""Themes known again: what was decided does not come back until it grew, and what the library says already is named."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, structs

from footpath.feedback import Meaning, detect, meanings
from footpath.mining.figuring import unit
from footpath.mining.theming import Candidate

SAME_QUOTES = 0.5  # share of the quotes of either that both have
SAME_MEANING = 0.8  # cosine of their middles, on the same side of feeling, at the same step where both have one
GROWN = 1.5  # times as many quotes as when it was decided …
GROWN_BY = 5  # … and so many more
LIKE = 0.45  # cosine from which an insight says much the same


class Decided(Struct, frozen=True, kw_only=True):
    """A theme somebody decided on; `item` is the insight it went into, empty = it was rejected."""

    members: frozenset[str]
    column: str
    side: int
    encoder: str
    middle: tuple[int, ...]
    item: str


class Insight(Struct, frozen=True, kw_only=True):
    """An insight of the library."""

    id: str
    words: str


def fresh(found: Sequence[Candidate], decided: Sequence[Decided]) -> tuple[list[tuple[Candidate, int]], int]:
    """Return the themes to propose, each with how many quotes more it has than when it was decided, and the others."""
    kept: list[tuple[Candidate, int]] = []
    for one in found:
        known = [other for other in decided if _same(one, other)]
        if not known:
            kept.append((one, 0))
            continue
        last = known[-1]
        before = len(frozenset[str]().union(*(other.members for other in known)))
        now = len(frozenset(one.members).union(*(other.members for other in known)))
        if now >= GROWN * before and now - before >= GROWN_BY:
            said = structs.replace(one.found, likeliest=last.item, likeness=1.0) if last.item else one.found
            kept.append((structs.replace(one, found=said), now - before))
    return kept, len(found) - len(kept)


def _same(one: Candidate, other: Decided) -> bool:
    both = len(other.members.intersection(one.members))
    if both >= SAME_QUOTES * min(len(other.members), len(one.members)) and both:
        return True
    said = one.found
    there = not said.column or not other.column or said.column == other.column
    alike = there and said.encoder == other.encoder and said.side == other.side
    return alike and float(unit(one.found.middle) @ unit(other.middle)) >= SAME_MEANING


def likeliest(found: Sequence[Candidate], insights: Sequence[Insight]) -> list[Candidate]:
    """Return the themes with the insight of the library whose words mean most nearly the same, where one does."""
    if not insights or not found:
        return list(found)
    words = [one.words for one in insights]
    read = meanings(words, [one.code for one in detect(words)])
    return [_likened(one, insights, read) for one in found]


def _likened(one: Candidate, insights: Sequence[Insight], meant: Sequence[Meaning]) -> Candidate:
    best, at = 0.0, -1
    for read in meant:
        if read.encoder != one.found.encoder:
            continue
        near = read.vectors @ unit(one.found.middle)
        place = int(np.argmax(near))
        best, at = float(near[place]), read.places[place]
    if at < 0 or best < LIKE:
        return one
    return structs.replace(one, found=structs.replace(one.found, likeliest=insights[at].id, likeness=round(best, 3)))
