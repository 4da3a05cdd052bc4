"""The reading order of columns: the line along which most persons meet things first."""

from collections.abc import Sequence

import numpy as np

from footpath.analytics import Float64
from footpath.insights import words
from footpath.insights.tracks import Sums

PRIOR_PERSONS = 10  # persons' worth of doubt about an order that few took
PLACE_WEIGHT = 0.3
MEANING_WEIGHT = 0.15


def reading_order(total: Sums, titles: Sequence[str]) -> list[int]:
    """Return the codes 1…k in reading order.

    For every pair the share of persons who met a before b speaks for that order, pulled to zero where few met both;
    the mean relative place of the first event, and weakly the usual order of what the names mean, speak where journeys
    don't. The order with the least disagreement is found by insertion moves from the best start (Kemeny's rule).
    """
    wish = _wish(total, titles)
    order = sorted(range(total.k), key=lambda code: (-wish[code].sum(), total.place[code + 1], titles[code]))
    while _improve(order, wish):
        pass
    return [code + 1 for code in order]


def _wish(total: Sums, titles: Sequence[str]) -> Float64:
    """Return k × k, antisymmetric: how strongly a should stand before b."""
    before = total.before[1:, 1:].astype(float)
    both = before + before.T
    seen = (before - before.T) / (both + PRIOR_PERSONS)
    place = total.place[1:]
    by_place = np.subtract.outer(place, place).T
    ranks = [words.families()[words.family(title)].rank if words.family(title) else -1 for title in titles]
    known = np.array([rank >= 0 for rank in ranks])
    rank = np.array(ranks, float)
    by_meaning = np.sign(np.subtract.outer(rank, rank).T) * np.outer(known, known)
    doubt = PRIOR_PERSONS / (both + PRIOR_PERSONS)
    return np.asarray(seen + PLACE_WEIGHT * by_place + MEANING_WEIGHT * (0.3 + 0.7 * doubt) * by_meaning)


def _improve(order: list[int], wish: Float64) -> bool:
    """Make the one insertion that most lessens disagreement; say whether there was one."""
    best, move = 1e-9, (0, 0)
    for source, code in enumerate(order):
        gain = 0.0
        for target in range(source - 1, -1, -1):
            gain += wish[code, order[target]] - wish[order[target], code]
            if gain > best + 1e-12:
                best, move = gain, (source, target)
        gain = 0.0
        for target in range(source + 1, len(order)):
            gain += wish[order[target], code] - wish[code, order[target]]
            if gain > best + 1e-12:
                best, move = gain, (source, target)
    if best <= 1e-9:
        return False
    order.insert(move[1], order.pop(move[0]))
    return True
