"""From exact sums over units to a number with its interval, and to the difference of two.

The number is factor × Π tops ÷ Π bottoms. Its variance is that of the number's linear form, unit by unit (the delta
method), so that several events of one person count as what they are. All of it is worked out in whole numbers.
"""

from collections.abc import Sequence
from math import prod, sqrt

from msgspec import Struct

from footpath.analytics.kernels.tallies import AMOUNT, COUNT, DID, LIMB, PROMOTED
from footpath.analytics.metrics.measure import UNITS, Recipe
from footpath.core.stats import Z95, Interval, difference_of, poisson_interval, student, wilson

FEW = 10  # units under which the interval of a mean would be nonsense
_DIGITS = 6  # amounts are in millionths


class Estimate(Struct, frozen=True, kw_only=True):
    """A number.

    Attributes:
        figure: None where there is nothing to divide by.
        interval: at 95 %; None where there are too few.
        n: of how many events, answers or units it is.
        units: of how many persons (accounts).
        slope: by how much the number changes with each sum, as whole numbers over `bottom`².
        bottom: product of the bottoms.
        variance: of the number before factor and scale; 0 = unknown.
    """

    figure: float | None
    interval: Interval | None = None
    n: int = 0
    units: int = 0
    slope: tuple[int, ...] = ()
    bottom: int = 1
    variance: float = 0.0


class Sums(Struct, frozen=True):
    """Sums of 1 and of the quantities, and of their products, over units: exact.

    Attributes:
        values: in the order of `kernels.tallies.Tally`.
    """

    values: tuple[int, ...]

    @property
    def units(self) -> int:
        """Number of units."""
        return self.values[0]

    def of(self, a: int) -> int:
        """Return the sum of a quantity."""
        return self.values[1 + a * (a + 3) // 2]

    def product(self, a: int, b: int) -> int:
        """Return the sum of the product of two quantities."""
        high, low = max(a, b), min(a, b)
        return self.values[2 + high * (high + 3) // 2 + low]


def exact(limbs: Sequence[int]) -> int:
    """Return the number that limbs stand for."""
    return sum(limb << (LIMB * place) for place, limb in enumerate(limbs))


def estimate(recipe: Recipe, sums: Sums, *, negative: bool) -> Estimate:
    """Return a number with its interval.

    Args:
        recipe: how it is made.
        sums: over units.
        negative: whether any amount is less than zero.
    """
    top, bottom = prod(sums.of(a) for a in recipe.top), prod(sums.of(b) for b in recipe.bottom)
    n = sums.units if recipe.n == UNITS else sums.of(recipe.n)
    if bottom == 0 or not recipe.top:
        return Estimate(figure=None, n=n, units=sums.units)
    slope = _slope(recipe, sums, top, bottom)
    size = len(recipe.quantities)
    spread = sum(slope[a] * slope[b] * sums.product(a, b) for a in range(size) if slope[a] for b in range(size))
    found = Estimate(
        figure=_scaled(recipe, top, bottom), n=n, units=sums.units, slope=slope, bottom=bottom,
        variance=max(0, spread) / bottom**4,
    )  # fmt: skip
    floor = 0.0 if _never_negative(recipe, negative=negative) else recipe.bounds[0]
    return _with_interval(recipe, sums, found, floor)


def _slope(recipe: Recipe, sums: Sums, top: int, bottom: int) -> tuple[int, ...]:
    slope = [0] * len(recipe.quantities)
    for place, a in enumerate(recipe.top):
        slope[a] += prod(sums.of(other) for k, other in enumerate(recipe.top) if k != place) * bottom
    for place, b in enumerate(recipe.bottom):
        slope[b] -= prod(sums.of(other) for k, other in enumerate(recipe.bottom) if k != place) * top
    return tuple(slope)


def _power(recipe: Recipe) -> int:
    """Return how often the scale of amounts is in the number."""
    amounts = [quantity.what == AMOUNT for quantity in recipe.quantities]
    return sum(amounts[a] for a in recipe.top) - sum(amounts[b] for b in recipe.bottom)


def _scaled(recipe: Recipe, top: int, bottom: int) -> float:
    power = _power(recipe)
    up, down = 10 ** (_DIGITS * max(-power, 0)), 10 ** (_DIGITS * max(power, 0))
    quotient: float = top * up / (bottom * down)
    return recipe.factor * quotient


def _never_negative(recipe: Recipe, *, negative: bool) -> bool:
    kinds = {quantity.what for quantity in recipe.quantities}
    return PROMOTED not in kinds and not (negative and AMOUNT in kinds)


def _with_interval(recipe: Recipe, sums: Sums, found: Estimate, floor: float) -> Estimate:
    figure = found.figure or 0.0
    unit = recipe.factor * 10.0 ** (-_DIGITS * _power(recipe))
    if recipe.kind == "total":
        spread = sqrt(found.variance) * unit
        some = _counts(recipe) or found.units >= FEW
        interval = _of_total(figure, spread, small=_counts(recipe), floor=floor) if some else None
    elif recipe.kind == "share":
        interval = _of_share(figure, found, sums.of(recipe.bottom[0]))
    else:
        interval = _of_mean(recipe, found, unit, floor)
    return Estimate(
        figure=found.figure, interval=interval, n=found.n, units=found.units, slope=found.slope, bottom=found.bottom,
        variance=found.variance,
    )  # fmt: skip


def _counts(recipe: Recipe) -> bool:
    return recipe.quantities[recipe.top[0]].what in (COUNT, DID)


def _of_total(figure: float, spread: float, *, small: bool, floor: float) -> Interval | None:
    """Return the interval of a total: units come by chance, each with what it brings (compound Poisson).

    Args:
        figure, spread: total, and root of the sum of squares over units.
        small: whether a unit brings one at least, so that nothing at all has an interval too.
        floor: the least it can be.
    """
    if spread == 0:
        return poisson_interval(0) if small else None
    if floor < 0 or figure <= 0:
        return figure - Z95 * spread, figure + Z95 * spread
    worth = (figure / spread) ** 2  # so many units of like size
    low, high = poisson_interval(worth)
    return low * figure / worth, high * figure / worth


def _of_share(share: float, found: Estimate, size: int) -> Interval | None:
    """Return Wilson's interval for as many cases as the clustered ones are worth."""
    worth = float(min(size, found.units))
    if 0 < share < 1 and found.variance > 0:
        worth = min(float(size), share * (1 - share) / found.variance)
        worth = float(size) if abs(worth - size) < 1e-6 * size else worth
    return wilson(share * worth, worth)


def _of_mean(recipe: Recipe, found: Estimate, unit: float, floor: float) -> Interval | None:
    figure, n = found.figure or 0.0, found.units
    if n < FEW:
        return None
    low, high = max(recipe.bounds[0], floor), recipe.bounds[1]
    if found.variance == 0 and max(-recipe.bounds[0], high) < 1e6:
        # All answers are the same: as many others as may still be about could have given any.
        same = (wilson(n, n) or (1.0, 1.0))[0]
        return same * figure + (1 - same) * low, same * figure + (1 - same) * high
    half = student(n - 1) * sqrt(found.variance * n / (n - 1)) * abs(unit)
    return max(low, figure - half), min(high, figure + half)


def difference(recipe: Recipe, pair: tuple[Estimate, Estimate], crossed: tuple[int, ...]) -> Interval | None:
    """Return the interval of the first number minus the second; persons who are in both make them correlated.

    Args:
        recipe: of both.
        pair: the numbers.
        crossed: sums of products of a quantity of the first and one of the second, over persons in both.
    """
    one, other = pair
    if one.figure is None or other.figure is None or one.interval is None or other.interval is None:
        return None
    size = len(recipe.quantities)
    shared = sum(one.slope[a] * other.slope[b] * crossed[a * size + b] for a in range(size) for b in range(size))
    both = sqrt(one.variance * other.variance)
    correlation = shared / (one.bottom * other.bottom) ** 2 / both if both > 0 else 0.0
    return difference_of(
        (one.figure, one.interval), (other.figure, other.interval), correlation=max(-1.0, min(1.0, correlation))
    )
