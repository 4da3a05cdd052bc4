"""Markov attribution: what would be lost if a thing led nowhere, from one exact solution of the chain of touches.

Anderl, Becker, von Wangenheim & Schumann 2016. States are the last `order` touches. The chance of a conversion from the
start is s·(I − Q)⁻¹·r; a journey is lost without a thing when it ever comes to a state that ends in it.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.absorbing import settled
from footpath.analytics.kernels.attribution_tallies import GROUPS
from footpath.analytics.kernels.cells import MICROS, Cells

MOST_INVERTED = 1500  # states of a chain that is inverted whole
CONVERSION, NOTHING = -1, -2
Matrix = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]


class Removals(Struct, frozen=True):
    """What would be lost without each thing.

    Attributes:
        conversions: (1 + groups) × things: share of conversions lost; row 0 with all persons, row 1 + g without group
            g, to first order.
        amounts: the same of what conversions bring.
    """

    conversions: Matrix
    amounts: Matrix


class _Chain(Struct, frozen=True):
    """Moves between states; state 0 is the start.

    Attributes:
        last: state → thing of its last touch, 0 at the start.
        source, target: of each move; CONVERSION and NOTHING are ends.
        group, count, amount: of each move: group of persons, how often, what its conversions brought.
        out: state → moves out of it.
        rest: move → 1 / moves out of its source by other groups, 0 when there are none.
    """

    last: Int64
    source: Int64
    target: Int64
    group: Int64
    count: Int64
    amount: Float64
    out: Int64
    rest: Float64

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.last)


def removals(cells: Cells, base: int, order: int, things: int) -> Removals:
    """Return what would be lost without each thing.

    Args:
        cells: `kernels.attribution_tallies.moves` of all buckets.
        base, order: as there.
        things: number of things, "none" included.
    """
    chain = _chain(cells, base, order)
    if not chain.states or not (chain.target == CONVERSION).any():
        none = np.zeros((1 + GROUPS, things))
        return Removals(none, none)
    solved = _inverted(chain) if chain.states <= MOST_INVERTED else _swept(chain)
    found = np.zeros((2, 1 + GROUPS, things))
    whole = next(solved)
    for ways in solved:
        for kind in range(2):
            kept = _kept(chain, ways, kind) / _nonzero(_kept(chain, whole, kind))
            found[kind, :, ways.without] = 1 - kept
    return Removals(found[0], found[1])


class _Solution(Struct, frozen=True):
    """Visits of each state from the start, and what is got from each state on, when a thing leads nowhere.

    Attributes:
        without: the thing; 0 = none, nothing is removed.
        visits: expected visits.
        gains: (chance of a conversion, amount) from each state on.
    """

    without: int
    visits: Float64
    gains: tuple[Float64, Float64]


def _chain(cells: Cells, base: int, order: int) -> _Chain:
    keys, sums = cells
    moves, group = keys // GROUPS, keys % GROUPS
    before, after = moves // base, moves % base
    codes, source = np.unique(before, return_inverse=True)
    target = np.searchsorted(codes, (before * base + after) % base**order)
    target = np.where(after == base - 2, CONVERSION, np.where(after == base - 1, NOTHING, target))
    count = sums[:, 0]
    out = np.zeros(len(codes), np.int64)
    np.add.at(out, source, count)
    own = np.zeros((len(codes), GROUPS), np.int64)
    np.add.at(own, (source, group), count)
    others = out[source] - own[source, group]
    rest = np.divide(1.0, others, out=np.zeros(len(others)), where=others > 0)
    return _Chain(codes % base, source, target, group, count, sums[:, 1] + sums[:, 2] / MICROS, out, rest)


def _gains(chain: _Chain) -> tuple[Float64, Float64]:
    """Return the chance of a conversion, and the amount, at the next step from each state."""
    ends = chain.target == CONVERSION
    chance = np.bincount(chain.source[ends], chain.count[ends].astype(float), chain.states) / chain.out
    amount = np.bincount(chain.source[ends], chain.amount[ends], chain.states) / chain.out
    return chance, amount


def _inverted(chain: _Chain) -> Iterator[_Solution]:
    """Solve by one inverse; without a thing, by the Schur complement of its states in that inverse."""
    n, inner = chain.states, chain.target >= 0
    share = np.zeros((n, n))
    np.add.at(share, (chain.source[inner], chain.target[inner]), chain.count[inner].astype(float))
    inverse = np.linalg.inv(np.eye(n) - share / chain.out[:, None])
    visits = inverse[0]
    chance, amount = (inverse @ gain for gain in _gains(chain))
    yield _Solution(0, visits, (chance, amount))
    for thing in np.unique(chain.last[1:]).tolist():
        gone = np.flatnonzero(chain.last == thing)
        core = np.linalg.inv(inverse[np.ix_(gone, gone)])
        reduced = [gain - inverse[:, gone] @ (core @ gain[gone]) for gain in (chance, amount)]
        left = visits - (visits[gone] @ core) @ inverse[gone]
        for array in (left, *reduced):
            array[gone] = 0
        yield _Solution(thing, left, (reduced[0], reduced[1]))


def _swept(chain: _Chain) -> Iterator[_Solution]:
    """Solve by sweeps over the moves, to the last digits; for chains too large to invert."""
    forward, backward = _rows(chain, chain.source, chain.target), _rows(chain, chain.target, chain.source)
    start = np.zeros(chain.states)
    start[0] = 1
    chance, amount = _gains(chain)
    for thing in (0, *np.unique(chain.last[1:]).tolist()):
        barred = (chain.last == thing) & (thing > 0)
        gains = settled(forward, chance, barred), settled(forward, amount, barred)
        yield _Solution(thing, settled(backward, start, barred), gains)


def _rows(chain: _Chain, row: Int64, column: Int64) -> tuple[Int64, Int64, Float64]:
    """Return the shares of moves between states as compressed rows."""
    inner = np.flatnonzero(chain.target >= 0)
    key = row[inner] * chain.states + column[inner]
    cells, place = np.unique(key, return_inverse=True)
    share = np.bincount(place, chain.count[inner] / chain.out[chain.source[inner]], len(cells))
    offsets = np.searchsorted(cells // chain.states, np.arange(chain.states + 1))
    return offsets.astype(np.int64), (cells % chain.states).astype(np.int64), share.astype(np.float64)


def _kept(chain: _Chain, solution: _Solution, kind: int) -> Float64:
    """Return the chance of a conversion (or the amount) from the start: of all persons, then without each group.

    Leaving a group out changes the shares of moves; to first order the result changes by visits × change × gain.
    """
    gains = solution.gains[kind]
    worth = np.where(chain.target >= 0, gains[chain.target], 0.0) * chain.count
    worth += np.where(chain.target == CONVERSION, chain.count if kind == 0 else chain.amount, 0.0)
    change = solution.visits[chain.source] * chain.rest * (worth - chain.count * gains[chain.source])
    return np.asarray(gains[0] - np.concatenate([[0.0], np.bincount(chain.group, change, GROUPS)]))


def _nonzero(values: Float64) -> Float64:
    return np.asarray(np.where(values == 0, np.inf, values))
