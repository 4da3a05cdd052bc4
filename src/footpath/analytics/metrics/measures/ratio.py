"""Ratio of two metrics."""

from typing import ClassVar

from footpath.analytics.kernels.tallies import AMOUNT
from footpath.analytics.metrics.measure import MEASURES, UNITS, Measure, Quantity, Recipe
from footpath.analytics.metrics.metric import Metric, Reference
from footpath.core.errors import Invalid


class Ratio(Measure):
    """One metric divided by another, by name or in brackets: `ratio of revenue to (units of Visit)`."""

    name: ClassVar[str] = "ratio"
    uses: ClassVar[tuple[str, ...]] = ("of_metric", "over")

    def recipe(self, metric: Metric) -> Recipe:
        """Return the formula of the one times the inverse of the other's."""
        first, second = _part(metric.of_metric), _part(metric.over)
        known: list[Quantity] = []
        top = (*_placed(first, first.top, known), *_placed(second, second.bottom, known))
        bottom = (*_placed(first, first.bottom, known), *_placed(second, second.top, known))
        plain = [place for place in (*bottom, *top) if known[place].what != AMOUNT]
        return Recipe(
            quantities=tuple(known), top=top, bottom=bottom, n=plain[0] if plain else UNITS, kind="mean",
            factor=first.factor / second.factor,
        )  # fmt: skip


def _part(given: Reference | None) -> Recipe:
    if not isinstance(given, Metric):
        raise Invalid("A ratio is of two metrics.", hint='Write "ratio of revenue to (units of Visit)".')
    recipe = MEASURES[given.measure]().recipe(given)
    if recipe.kind == "percentile" or recipe.follow is not None or given.measure == "ratio":
        hint = "Divide counts, units, sums, means and shares without `within`."
        raise Invalid(f"A {given.measure} cannot be part of a ratio.", hint=hint)
    return recipe


def _placed(recipe: Recipe, places: tuple[int, ...], known: list[Quantity]) -> tuple[int, ...]:
    """Return where a recipe's quantities are among those known, after adding those that are not."""
    found = []
    for place in places:
        if recipe.quantities[place] not in known:
            known.append(recipe.quantities[place])
        found.append(known.index(recipe.quantities[place]))
    return tuple(found)
