"""How much of a conversion each place on a journey gets: exact fractions, by model, length and role."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from msgspec import Struct

from footpath.analytics.attributing.question import Model
from footpath.analytics.kernels.attribution_tallies import FIRST, LAST, LAST_NON_DIRECT, MILE, PLAIN, SAME

ALL, NOTHING = Fraction(1), Fraction(0)


class Place(Struct, frozen=True):
    """A place on a journey.

    Attributes:
        length: touches of the journey.
        role: first, last, milestone or plain, as the tallies code them.
        shape: where the milestone is: 0 nowhere, 1 first, 2 last, 3 between.
    """

    length: int
    role: int
    shape: int

    @property
    def is_first(self) -> bool:
        """Whether it is the first touch."""
        return self.role == FIRST

    @property
    def is_last(self) -> bool:
        """Whether it is the last touch; an only touch is both."""
        return self.role == LAST or self.length == 1


Weights = tuple[Fraction, Fraction, Fraction]
_ENDS: Mapping[str, Weights] = {
    "u": (Fraction(40), Fraction(20), Fraction(40)),
    "j": (Fraction(20), Fraction(20), Fraction(60)),
    "inverse_j": (Fraction(60), Fraction(20), Fraction(20)),
}


def weight_of(model: Model, custom: Weights) -> Callable[[int, int], Fraction]:
    """Return (length, code of the place in the tallies) → share of the conversion, for a model that goes by places.

    Args:
        custom: weights of first, between and last for "custom".
    """
    if model in ("last_non_direct", "same_touch"):
        wanted = LAST_NON_DIRECT if model == "last_non_direct" else SAME
        return lambda _, code: ALL if code == wanted else NOTHING
    share = _share(model, custom)
    return lambda length, code: share(Place(length, code % 4, code // 4)) if code < LAST_NON_DIRECT else NOTHING


def _share(model: Model, custom: Weights) -> Callable[[Place], Fraction]:
    if model == "first":
        return lambda place: ALL if place.is_first else NOTHING
    if model == "last":
        return lambda place: ALL if place.is_last else NOTHING
    if model == "linear":
        return lambda place: Fraction(1, place.length)
    if model == "w":
        return _of_w
    weights = _ENDS.get(model, custom)
    return lambda place: _of_ends(place, weights)


def _of_ends(place: Place, weights: Weights) -> Fraction:
    """Share between first, last and those between; with two touches between these two as they stand to each other."""
    first, between, last = weights
    if place.length == 1:
        return ALL
    own = first if place.is_first else last if place.is_last else between
    if place.length == 2:
        return own / (first + last) if first + last else Fraction(1, 2)
    return own / (first + between + last) / (1 if place.is_first or place.is_last else place.length - 2)


def _of_w(place: Place) -> Fraction:
    """Share 30 each to first, milestone and last, 10 to the others; what nobody takes goes to all in proportion."""
    others = place.length - min(place.length, 2) - (place.shape == 3)
    taken = 60 + 30 * (place.shape > 0) + 10 * (others > 0)
    if place.length == 1:
        return ALL
    own = {FIRST: 30 + 30 * (place.shape == 1), LAST: 30 + 30 * (place.shape == 2), MILE: 30}
    return Fraction(10, others * taken) if place.role == PLAIN else Fraction(own[place.role], taken)
