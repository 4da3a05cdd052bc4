"""What every measure is made of: sums over units that add up, and the formula that makes a number of them."""

from abc import ABC, abstractmethod
from typing import ClassVar, Literal

from msgspec import Struct

from footpath.analytics.kernels.tallies import AMOUNT, ANSWERED, COUNT, DID, HAS
from footpath.analytics.metrics.metric import Good, Metric
from footpath.analytics.select import Select
from footpath.core.registry import Registry

Look = Literal["number", "count", "share", "points", "time"]
Kind = Literal["total", "share", "mean", "percentile"]
ANYTHING = Select()
_EDGE = 1.7e308
UNITS = -1  # n is the number of units


class Quantity(Struct, frozen=True):
    """A whole number that every unit has: how many events, whether it did something, the sum of its amounts.

    Attributes:
        selects: the events it is of; for `DID` several, of which a unit must have done all.
        what: a code of `kernels.tallies`.
        property: where the number is, "" = the amount.
        scale: numbers outside are left out.
        least: the least number that counts, for `REACHED`.
    """

    selects: tuple[Select, ...]
    what: int
    property: str = ""
    scale: tuple[float, float] = (-_EDGE, _EDGE)
    least: float = 0.0


class Recipe(Struct, frozen=True, kw_only=True):
    """How a number comes from sums over units: factor × product of the tops ÷ product of the bottoms.

    Attributes:
        quantities: what is summed.
        top, bottom: which of them are multiplied, and by which is divided.
        n: which of them says of how many events, answers or units the number is; `UNITS` = all units there are.
        kind: what its interval is: of a total, of a share (Wilson), of a mean or ratio (delta), of a percentile.
        factor: what the quotient is multiplied with.
        bounds: between which the number always is.
        percent: which percentile of the last quantity's numbers; the first says of how many units they are.
        follow: `of` must come after `among`, within so many µs; None = both in the same period.
        first: only the first event of `among` counts, where `follow` is given.
    """

    quantities: tuple[Quantity, ...]
    top: tuple[int, ...] = (0,)
    bottom: tuple[int, ...] = ()
    n: int = 0
    kind: Kind = "total"
    factor: float = 1.0
    bounds: tuple[float, float] = (-_EDGE, _EDGE)
    percent: float = 50.0
    follow: int | None = None
    first: bool = False


class Measure(ABC):
    """A kind of metric.

    Attributes:
        name: its word in definitions.
        uses: fields of the metric that it looks at.
        look: how its numbers are printed.
        good: the direction that is good news, where the metric does not say.
        answers: whether it is of answers people gave.
    """

    name: ClassVar[str]
    answers: ClassVar[bool] = False
    uses: ClassVar[tuple[str, ...]] = ("of",)
    look: ClassVar[Look] = "number"
    good: ClassVar[Good] = ""

    @abstractmethod
    def recipe(self, metric: Metric) -> Recipe:
        """Return how the number comes from sums over units.

        Raises:
            Invalid: a field of the metric cannot be used; the message names it.
        """

    def default(self) -> Select:
        """Return the events it is of where a definition names none."""
        return ANYTHING


MEASURES: Registry[Measure] = Registry(
    "footpath.analytics.metrics.measures",
    Measure,  # type: ignore[type-abstract]
    word="measure",
)


def did(*selects: Select) -> Quantity:
    """Return whether a unit did all of something."""
    return Quantity(selects, DID)


def counted(select: Select) -> Quantity:
    """Return how often a unit did something."""
    return Quantity((select,), COUNT)


def amounts(metric: Metric, scale: tuple[float, float] = (-_EDGE, _EDGE)) -> tuple[Quantity, Quantity]:
    """Return the sum of a unit's numbers, and how many they are."""
    selects, source = (metric.of,), metric.property
    return Quantity(selects, AMOUNT, source, scale), Quantity(selects, ANSWERED, source, scale)


def numbers(selects: tuple[Select, ...], source: str = "") -> tuple[Quantity, Quantity]:
    """Return whether a unit has any number, and how many: what percentiles need."""
    return Quantity(selects, HAS, source), Quantity(selects, ANSWERED, source)
