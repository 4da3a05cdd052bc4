"""Markov attribution: what would be lost if a thing led nowhere, from one exact solution of the chain of touches.

Anderl, Becker, von Wangenheim & Schumann 2016. States are the last `order` touches. The chance of a conversion from the
start is s·(I − Q)⁻¹·r; a journey is lost without a thing when it ever comes to a state that ends in it.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.absorbing import CONVERSION, NOTHING, Moves, kept, settled
from footpath.analytics.kernels.attribution_tallies import GROUPS
from footpath.analytics.kernels.cells import MICROS, Cells, gathered

MOST_INVERTED = 1500  # states of a chain that is inverted whole
MOST_THINGS, MOST_IN_ORDER = 1000, 60  # things told apart where one, or several, last touches decide
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
    """A chain of touches.

    Attributes:
        moves: between its states, by group of persons.
        last: state → thing of its last touch, 0 at the start.
        out: state → moves out of it.
    """

    moves: Moves
    last: Int64
    out: Int64

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.last)


def folded(cells: Cells, shape: tuple[int, int], touches: Int64) -> tuple[Cells, int]:
    """Return moves with the things least often touched taken as the last of them, and how many are taken as one.

    As many are told apart as can be solved for in seconds.

    Args:
        cells: `kernels.attribution_tallies.moves` of all buckets.
        shape: base and order of their keys.
        touches: of each thing.
    """
    base, order = shape
    ranked = np.argsort(-touches, kind="stable")
    ranked = ranked[touches[ranked] > 0]
    most = MOST_THINGS if order == 1 else MOST_IN_ORDER
    if len(ranked) <= most:
        return cells, 0
    place = np.arange(base)
    place[ranked[most - 1 :]] = ranked[-1]
    keys, sums = cells
    digits = [keys // GROUPS // base**power % base for power in range(order + 1)]
    moves = sum(place[digit] * base**power for power, digit in enumerate(digits))
    return gathered([(moves * GROUPS + keys % GROUPS, sums)]), len(ranked) - most + 1


def removals(cells: Cells, base: int, order: int, things: int) -> Removals:
    """Return what would be lost without each thing.

    Args:
        cells: `kernels.attribution_tallies.moves` of all buckets.
        base, order: as there.
        things: number of things, "none" included.
    """
    chain = _chain(cells, base, order)
    if not chain.states or not (chain.moves.target == CONVERSION).any():
        none = np.zeros((1 + GROUPS, things))
        return Removals(none, none)
    solved = _inverted(chain) if chain.states <= MOST_INVERTED else _swept(chain)
    found = np.zeros((2, 1 + GROUPS, things))
    whole = _kept(chain, next(solved))
    for solution in solved:
        found[:, :, solution.without] = 1 - _kept(chain, solution) / np.where(whole == 0, np.inf, whole)
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
    return _Chain(Moves(source, target, group, count, sums[:, 1] + sums[:, 2] / MICROS, rest), codes % base, out)


def _gains(chain: _Chain) -> tuple[Float64, Float64]:
    """Return the chance of a conversion, and the amount, at the next step from each state."""
    moves = chain.moves
    ends = moves.target == CONVERSION
    chance = np.bincount(moves.source[ends], moves.times[ends].astype(float), chain.states) / chain.out
    amount = np.bincount(moves.source[ends], moves.amount[ends], chain.states) / chain.out
    return chance, amount


def _inverted(chain: _Chain) -> Iterator[_Solution]:
    """Solve by one inverse; without a thing, by the Schur complement of its states in that inverse."""
    n, moves = chain.states, chain.moves
    inner = moves.target >= 0
    share = np.zeros((n, n))
    np.add.at(share, (moves.source[inner], moves.target[inner]), moves.times[inner].astype(float))
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
    moves = chain.moves
    forward, backward = _rows(chain, moves.source, moves.target), _rows(chain, moves.target, moves.source)
    start = np.zeros(chain.states)
    start[0] = 1
    chance, amount = _gains(chain)
    for thing in (0, *np.unique(chain.last[1:]).tolist()):
        barred = (chain.last == thing) & (thing > 0)
        gains = settled(forward, chance, barred), settled(forward, amount, barred)
        yield _Solution(thing, settled(backward, start, barred), gains)


def _rows(chain: _Chain, row: Int64, column: Int64) -> tuple[Int64, Int64, Float64]:
    """Return the shares of moves between states as compressed rows."""
    moves = chain.moves
    inner = np.flatnonzero(moves.target >= 0)
    key = row[inner] * chain.states + column[inner]
    cells, place = np.unique(key, return_inverse=True)
    share = np.bincount(place, moves.times[inner] / chain.out[moves.source[inner]], len(cells))
    offsets = np.searchsorted(cells // chain.states, np.arange(chain.states + 1))
    return offsets.astype(np.int64), (cells % chain.states).astype(np.int64), share.astype(np.float64)


def _kept(chain: _Chain, solution: _Solution) -> Matrix:
    """Return chance and amount from the start: 2 × (1 + groups), of all persons, then without each group."""
    found = np.empty((2, 1 + GROUPS))
    kept(chain.moves, solution.visits, *solution.gains, found)
    return found
