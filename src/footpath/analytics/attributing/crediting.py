"""From what all buckets add up to, to what each thing is credited with by each model."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import fsum, lcm

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from msgspec.structs import replace

from footpath.analytics.attributing.markov import folded, removals
from footpath.analytics.attributing.planning import Plan
from footpath.analytics.attributing.question import Model
from footpath.analytics.attributing.running import Part
from footpath.analytics.attributing.shapley import additions
from footpath.analytics.attributing.weights import weight_of
from footpath.analytics.journeys import Float64, Int64
from footpath.analytics.kernels.attribution_tallies import GROUPS, ROLES, UNIT
from footpath.analytics.kernels.cells import MICROS, Cells, gathered

Matrix = npt.NDArray[np.float64]


class Credit(Struct, frozen=True):
    """What a model credits each thing with.

    Attributes:
        conversions, amounts: by thing.
        shares, amount_shares: (1 + groups) × things: of all that is credited; row 0 with all persons, row 1 + g without
            those of group g.
        error: half-width of the 95 % interval of a share for orders of joining being drawn; None = not drawn.
        effects: for markov, (1 + groups) × things: share of conversions lost without the thing.
        as_one: for markov: how many of the rarest things were taken as one, the rarest of them.
    """

    model: Model
    conversions: Float64
    amounts: Float64
    shares: Matrix
    amount_shares: Matrix
    error: Float64 | None = None
    effects: Matrix | None = None
    as_one: int = 0


class Total(Struct, frozen=True):
    """Conversions: all, those with a touch, and with an amount; amounts of all and of those with a touch, exactly."""

    all: int
    touched: int
    known: int
    amount: Fraction
    touched_amount: Fraction


def total_of(conversions: Int64) -> Total:
    """Return the totals over groups of `Part.conversions`."""
    sums = [sum(column) for column in conversions.T.tolist()]
    return Total(
        all=sums[0],
        touched=sums[1],
        known=sums[6],
        amount=Fraction(sums[2] * MICROS + sums[3], MICROS),
        touched_amount=Fraction(sums[4] * MICROS + sums[5], MICROS),
    )


def credits_of(parts: Sequence[Part], plan: Plan) -> Iterator[Credit]:
    """Yield the credit by each model asked for."""
    size = len(plan.names)
    places = _places(gathered([part.positions for part in parts]), size)
    total = total_of(sum((part.conversions for part in parts[1:]), parts[0].conversions))
    for model in plan.question.models:
        if model == "markov":
            touches = sum((part.touches for part in parts[1:]), parts[0].touches)
            yield _markov(gathered([part.moves for part in parts]), plan, total, touches)
        elif model == "shapley" and plan.question.worth == "rate":
            yield _by_rate(gathered([part.sets for part in parts]), plan, total)
        elif model in ("shapley", "participation"):
            yield _by_takers(model, gathered([part.takers for part in parts]), size)
        elif model == "time_decay":
            yield _by_decay(gathered([part.decays for part in parts]), size)
        else:
            weight = weight_of(model, plan.weights)
            yield shared(model, places, lambda code, weight=weight: weight(code // ROLES, code % ROLES))  # type: ignore[misc]


class Places(Struct, frozen=True):
    """Cells taken apart: code of the place, thing and group of each; conversions, and amounts in whole 10⁻⁶ units.

    Attributes:
        size: number of things, "none" included.
    """

    code: Int64
    thing: Int64
    group: Int64
    count: Int64
    micros: npt.NDArray[np.object_]
    size: int


def _places(cells: Cells, size: int) -> Places:
    keys, sums = cells
    micros = sums[:, 1].astype(object) * MICROS + sums[:, 2].astype(object)
    rest = keys // GROUPS
    return Places(rest // size, rest % size, keys % GROUPS, sums[:, 0], micros, size)


def shared(model: Model, places: Places, weight: Callable[[int], Fraction]) -> Credit:
    """Return credit by exact weights of places: fractions are added up over their common denominator."""
    codes, kind = np.unique(places.code, return_inverse=True)
    weights = [weight(int(code)) for code in codes]
    whole = lcm(*(one.denominator for one in weights)) if weights else 1
    exact = np.array([int(one * whole) for one in weights], object)[kind] if weights else np.zeros(0, object)
    some = np.flatnonzero(exact)
    conversions, amounts = np.zeros(places.size, object), np.zeros(places.size, object)
    np.add.at(conversions, places.thing[some], places.count[some].astype(object) * exact[some])
    np.add.at(amounts, places.thing[some], places.micros[some] * exact[some])
    rough = np.array([float(one) for one in weights])[kind] if weights else np.zeros(0)
    counted, paid = (
        [one / (whole * scale) for one in sums.tolist()] for sums, scale in ((conversions, 1), (amounts, MICROS))
    )
    return Credit(
        model=model,
        conversions=np.array(counted),
        amounts=np.array(paid),
        shares=_shares(places, rough * places.count, counted),
        amount_shares=_shares(places, rough * places.micros.astype(float), paid),
    )


def _shares(places: Places, rough: Float64, credit: list[float]) -> Matrix:
    """Return each thing's share of all credit: with all persons, as exactly as it is known, then without each group."""
    by_group = np.bincount(places.group * places.size + places.thing, rough, GROUPS * places.size)
    left = _left(by_group.reshape(GROUPS, places.size))
    left[0] = credit
    return _of_all(left)


def _left(groups: npt.ArrayLike) -> Matrix:
    """Return the sums over all groups, then without each group."""
    by_group = np.asarray(groups, np.float64)
    whole = by_group.sum(axis=0)
    return np.vstack([whole, whole - by_group])


def _of_all(credit: Matrix) -> Matrix:
    total = np.array([[fsum(row)] for row in credit])
    return np.asarray(np.divide(credit, total, out=np.zeros_like(credit), where=total != 0))


def _by_takers(model: Model, cells: Cells, size: int) -> Credit:
    """Return participation, or what the closed form of Shapley values gives; codes are numbers of different things."""
    places = _places(cells, size)
    if model == "shapley":
        return shared(model, places, lambda things: Fraction(1, things))
    found = shared(model, places, lambda _: Fraction(1))
    # A conversion with two things on its journey is two of the credits, and still one conversion.
    journeys = _left(np.bincount(places.group, places.count / places.code, GROUPS)[:, None])
    amounts = _left(np.bincount(places.group, places.micros.astype(float) / places.code, GROUPS)[:, None])
    by_group = np.bincount(places.group * size + places.thing, places.count, GROUPS * size).reshape(GROUPS, size)
    by_amount = np.bincount(places.group * size + places.thing, places.micros.astype(float), GROUPS * size)
    return Credit(
        model, found.conversions, found.amounts,
        _over(_left(by_group), journeys), _over(_left(by_amount.reshape(GROUPS, size)), amounts),
    )  # fmt: skip


def _over(credit: Matrix, total: Matrix) -> Matrix:
    return np.asarray(np.divide(credit, total, out=np.zeros_like(credit), where=total != 0))


def _by_decay(cells: Cells, size: int) -> Credit:
    keys, sums = cells
    micros = sums[:, 1].astype(object) * MICROS + sums[:, 2].astype(object)
    rest = keys // GROUPS
    places = Places(np.zeros(len(keys), np.int64), rest, keys % GROUPS, sums[:, 0], micros, size)
    found = shared("time_decay", places, lambda _: Fraction(1))
    return Credit("time_decay", found.conversions / UNIT, found.amounts, found.shares, found.amount_shares)


def _markov(cells: Cells, plan: Plan, total: Total, touches: Int64) -> Credit:
    moves, as_one = folded(cells, (plan.base, plan.question.order), touches)
    lost = removals(moves, plan.base, plan.question.order, len(plan.names))
    shares, amounts = _of_all(lost.conversions), _of_all(lost.amounts)
    return replace(_in_shares("markov", total, (shares, amounts)), effects=lost.conversions, as_one=as_one)


def _by_rate(cells: Cells, plan: Plan, total: Total) -> Credit:
    added = additions(cells, len(plan.names), plan.question.permutations)
    shares, amounts = _of_all(added.conversions), _of_all(added.amounts)
    rate = added.conversions[0].sum()
    error = None if added.error is None or not rate else added.error / abs(rate)
    return replace(_in_shares("shapley", total, (shares, amounts)), error=error)


def _in_shares(model: Model, total: Total, shares: tuple[Matrix, Matrix]) -> Credit:
    conversions, amounts = shares[0][0] * total.touched, shares[1][0] * float(total.touched_amount)
    return Credit(model, conversions, amounts, shares[0], shares[1])
