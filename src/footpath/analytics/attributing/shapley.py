"""Shapley attribution: what each thing adds, on average over all orders in which things could join.

Where a set of things is worth the conversions on journeys with nothing else, the value has a closed form: each
conversion is shared evenly among the different things on its journey (Harsanyi 1963; Zhao, Mahboobi & Bagheri 2018).
Where it is worth their rate, all sets are tried, or orders are drawn.
"""

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.attributing.planning import EXACT
from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.attribution_tallies import GROUPS
from footpath.analytics.kernels.cells import MICROS, Cells
from footpath.analytics.kernels.coalition_games import inside, sampled, shapley
from footpath.core.stats import Z95

Matrix = npt.NDArray[np.float64]
_SEED = 20_260


class Additions(Struct, frozen=True):
    """What each thing adds to the rate.

    Attributes:
        conversions: (1 + groups) × things: row 0 with all persons, row 1 + g without group g.
        amounts: the same of what journeys bring.
        error: things: half-width of the 95 % interval of `conversions[0]` for orders being drawn; None = exact.
    """

    conversions: Matrix
    amounts: Matrix
    error: Float64 | None


def additions(cells: Cells, things: int, permutations: int) -> Additions:
    """Return what each thing adds to the rate of conversions, and of their amounts.

    Args:
        cells: `kernels.attribution_tallies.coalitions` of all buckets.
        things: number of things, "none" included.
        permutations: orders to draw when there are more than 20 things on journeys.
    """
    keys, sums = cells
    sets, group = keys // GROUPS, keys % GROUPS
    used = np.flatnonzero(((int(np.bitwise_or.reduce(sets)) if len(sets) else 0) >> np.arange(things - 1)) & 1)
    narrow = np.zeros(len(sets), np.int64)
    for place, thing in enumerate(used):
        narrow |= ((sets >> thing) & 1) << place
    journeys = sums[:, 0] + sums[:, 3]
    game = _Game(narrow, group, journeys, len(used))
    conversions = (np.zeros_like(journeys), sums[:, 0])
    amounts = (sums[:, 2], sums[:, 1])
    if len(used) <= EXACT:
        found, error = [game.exact(*part) for part in (conversions, amounts)], None
    else:
        orders = _orders(len(used), permutations)
        drawn = [game.drawn(orders, *part) for part in (conversions, amounts)]
        found, error = [each.mean(axis=0) for each in drawn], _error(drawn[0][:, 0])
    shown = [_placed(each, used, things) for each in found]
    return Additions(shown[0], shown[1], None if error is None else _placed(error[None, :], used, things)[0])


class _Game(Struct, frozen=True):
    """Journeys by the set of things on them and the group of persons, and how many things there are."""

    sets: Int64
    group: Int64
    journeys: Int64
    things: int

    def exact(self, micros: Int64, ones: Int64) -> Matrix:
        """Return the Shapley values over all sets: (1 + groups) × things."""
        parts = (self.journeys, ones, micros)
        whole = [inside(self.sets, part, self.things) for part in parts]
        found = np.zeros((1 + GROUPS, self.things))
        found[0] = shapley(_rate(whole))
        for group in range(GROUPS):
            own = self.group == group
            left = [
                total - inside(self.sets[own], part[own], self.things) for total, part in zip(whole, parts, strict=True)
            ]
            found[1 + group] = shapley(_rate(left)) if own.any() else found[0]
        return found

    def drawn(self, orders: Int64, micros: Int64, ones: Int64) -> Matrix:
        """Return what things add in pairs of an order and its reverse: pairs × (1 + groups) × things."""
        amounts = np.column_stack([self.journeys, micros, ones])
        added = sampled(self.sets, self.group, amounts, orders)
        grown = np.zeros((len(orders), 1 + GROUPS, self.things))
        grown[:, : added.shape[1]] = added
        grown[:, added.shape[1] :] = added[:, :1]
        return np.asarray((grown[0::2] + grown[1::2]) / 2)


def _rate(parts: list[Int64]) -> Float64:
    journeys, ones, micros = parts
    total = ones + micros / MICROS
    return np.divide(total, journeys, out=np.zeros(len(total)), where=journeys > 0)


def _orders(things: int, permutations: int) -> Int64:
    """Draw orders, each followed by its reverse; the same ones every time."""
    draw = np.random.default_rng(_SEED)
    half = [draw.permutation(things) for _ in range((permutations + 1) // 2)]
    return np.array([order for one in half for order in (one, one[::-1])], np.int64)


def _error(pairs: Matrix) -> Float64:
    if len(pairs) < 2:
        return np.full(pairs.shape[1], np.inf)
    return np.asarray(Z95 * pairs.std(axis=0, ddof=1) / np.sqrt(len(pairs)))


def _placed(found: Matrix, used: Int64, things: int) -> Matrix:
    wide = np.zeros((len(found), things))
    wide[:, used + 1] = found
    return wide
