"""Sequences that enough of those lost hold: frequent ones are grown by a touch until none is frequent any more.

Pei et al. 2001 (prefix growth): a sequence that is not frequent has no frequent one it begins, so it is not grown.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Int64
from footpath.analytics.kernels.patterns import KEPT, LOST, Int8, Int32, Tree, count
from footpath.core import settings

MOST_THINGS = 128  # told apart in sequences, so that tables of what may follow what stay small
Sequence = tuple[int, ...]
Counts = dict[Sequence, tuple[int, int]]


class Crowd(Struct, frozen=True):
    """Journeys lost or kept: positions and things of their touches, and their outcomes."""

    offsets: Int64
    tokens: Int32
    outcome: Int8


def frequent(crowd: Crowd, longest: int, least: int, *, direct: bool) -> tuple[Counts, int]:
    """Return how many lost and kept hold each sequence that `least` of those lost hold, and the things left out.

    Args:
        longest: most touches of a sequence.
        direct: whether they must follow directly.
    """
    codes, left_out = _told_apart(crowd, least)
    tokens = codes[crowd.tokens].astype(np.int32)
    things = np.flatnonzero(codes)[np.argsort(codes[codes > 0])]
    tree = Tree(len(things) + 1, np.full(len(things) + 1, -1, np.int32))
    sequences: list[Sequence] = [()]
    ends = [0]  # of the nodes of each length
    found: Counts = {}
    for length in range(1, longest + 1):
        counts = _counted(Crowd(crowd.offsets, tokens, crowd.outcome), tree, (length, direct))
        grown = np.flatnonzero(counts[:, LOST] >= least)
        ends.append(len(sequences))
        sequences += [(*sequences[cell // tree.width], int(things[cell % tree.width - 1])) for cell in grown.tolist()]
        found |= dict(zip(sequences[ends[-1] :], map(tuple, counts[grown][:, [LOST, KEPT]].tolist()), strict=True))
        if not len(grown):
            break
        child = np.full(len(sequences) * tree.width, -1, np.int32)
        child[: len(tree.child)] = tree.child
        child[grown] = np.arange(ends[-1], len(sequences))
        tree = Tree(tree.width, child)
    return found, left_out


def _told_apart(crowd: Crowd, least: int) -> tuple[Int64, int]:
    """Return thing → small code, 0 for what is too rare to be told apart; and how many frequent things that hits."""
    size = int(crowd.tokens.max(initial=0)) + 1
    tree = Tree(size, np.full(size, -1, np.int32))
    lost = count(crowd.tokens.astype(np.int32), crowd.offsets, crowd.outcome, tree, (1, False))[:, LOST]
    often = np.flatnonzero(lost >= least)
    often = often[np.argsort(-lost[often], kind="stable")]
    codes = np.zeros(size, np.int64)
    codes[often[:MOST_THINGS]] = np.arange(1, len(often[:MOST_THINGS]) + 1)
    return codes, max(0, len(often) - MOST_THINGS)


def _counted(crowd: Crowd, tree: Tree, rule: tuple[int, bool]) -> npt.NDArray[np.int64]:
    threads = settings.load().threads
    cuts = np.linspace(0, len(crowd.outcome), max(1, min(threads, len(crowd.outcome) // 1000)) + 1).astype(np.int64)

    def part(span: tuple[int, int]) -> npt.NDArray[np.int64]:
        low, high = span
        return count(crowd.tokens, crowd.offsets[low : high + 1], crowd.outcome[low:high], tree, rule)

    with ThreadPoolExecutor(threads) as pool:
        return np.asarray(sum(pool.map(part, pairwise(cuts.tolist()))))


def parts_of(sequence: Sequence, *, direct: bool) -> Iterator[Sequence]:
    """Yield the sequences with one touch less that a sequence holds."""
    if direct:
        yield from {sequence[1:], sequence[:-1]}
    else:
        yield from {sequence[:place] + sequence[place + 1 :] for place in range(len(sequence))}
