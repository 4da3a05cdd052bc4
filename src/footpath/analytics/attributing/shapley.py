"""Shapley attribution: what each thing adds, on average over all orders in which things could join.

Where a set of things is worth the conversions on journeys with nothing else, the value has a closed form: each
conversion is shared evenly among the different things on its journey (Harsanyi 1963; Zhao, Mahboobi & Bagheri 2018).
Where it is worth their rate, all sets are tried, or orders are drawn.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics.attributing.planning import EXACT
from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.attribution_tallies import GROUPS
from footpath.analytics.kernels.cells import MICROS, Cells
from footpath.analytics.kernels.coalition_games import inside, sampled, shapley
from footpath.core import settings
from footpath.core.stats import Z95

Matrix = npt.NDArray[np.float64]
Amounts = tuple[Int64, Int64, Int64]  # conversions, and what they brought in ones and in 10⁻⁶
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
    amounts = (sums[:, 0], sums[:, 1], sums[:, 2])
    if len(used) <= EXACT:
        found, error = game.exact(amounts), None
    else:
        drawn = game.drawn(_orders(len(used), permutations), amounts)
        found, error = [each.mean(axis=0) for each in drawn], _error(drawn[0][:, 0])
    shown = [_placed(each, used, things) for each in found]
    return Additions(shown[0], shown[1], None if error is None else _placed(error[None, :], used, things)[0])


class _Game(Struct, frozen=True):
    """Journeys by the set of things on them and the group of persons, and how many things there are."""

    sets: Int64
    group: Int64
    journeys: Int64
    things: int

    def exact(self, amounts: Amounts) -> list[Matrix]:
        """Return the Shapley values of conversions and of amounts over all sets: (1 + groups) × things each."""
        parts = (self.journeys, *amounts)
        whole = [inside(self.sets, part, self.things) if part.any() else None for part in parts]
        found = np.zeros((2, 1 + GROUPS, self.things))
        found[:, 0] = _values(whole, self.things)

        def without(group: int) -> Matrix:
            own = np.flatnonzero(self.group == group)
            left = [
                total if total is None else total - inside(self.sets[own], part[own], self.things)
                for total, part in zip(whole, parts, strict=True)
            ]
            return _values(left, self.things) if len(own) else np.asarray(found[:, 0])

        with ThreadPoolExecutor(settings.load().threads) as pool:
            found[:, 1:] = np.stack(list(pool.map(without, range(GROUPS))), axis=1)
        return [found[0], found[1]]

    def drawn(self, orders: Int64, amounts: Amounts) -> list[Matrix]:
        """Return what things add in pairs of an order and its reverse: pairs × (1 + groups) × things each."""
        conversions, ones, micros = amounts
        return [
            self._paired(orders, np.column_stack([self.journeys, np.zeros_like(conversions), conversions])),
            self._paired(orders, np.column_stack([self.journeys, micros, ones])),
        ]

    def _paired(self, orders: Int64, amounts: npt.NDArray[np.int64]) -> Matrix:
        added = sampled(self.sets, self.group, amounts, orders)
        grown = np.zeros((len(orders), 1 + GROUPS, self.things))
        grown[:, : added.shape[1]] = added
        grown[:, added.shape[1] :] = added[:, :1]
        return np.asarray((grown[0::2] + grown[1::2]) / 2)


def _values(parts: Sequence[Int64 | None], things: int) -> Matrix:
    """Return the Shapley values of conversions and amounts per journey; None = nothing in any set."""
    journeys, conversions, ones, micros = parts
    found = np.zeros((2, things))
    if journeys is None:
        return found
    sizes = np.maximum(journeys, 1)
    if conversions is not None:
        found[0] = shapley(conversions / sizes)
    if ones is not None or micros is not None:
        total = (0.0 if ones is None else ones) + (0.0 if micros is None else micros / MICROS)
        found[1] = shapley(total / sizes)
    return found


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
