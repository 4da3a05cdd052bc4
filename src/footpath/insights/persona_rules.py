"""A rule that says who belongs to a persona that was found, as `--who` reads it: what its persons did and did not do.

A persona is a group by many features at once. The rule is what a person can read, and what tells new persons apart
without grouping anew; it stands for the persona only where it finds nearly the same persons.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.analytics import All, Amount, Did, Not, Select, Who, text_of
from footpath.insights.features import Feature
from footpath.maps import Column, Touchpoint

Bool = npt.NDArray[np.bool_]
MOST_PARTS = 3
GOOD = 0.75  # harmonic mean of "who is found belongs" and "who belongs is found", from which a rule stands for a group
LEAST_GAIN = 0.01  # what another part must add to that
SHARES = (0.2, 0.35, 0.5, 0.65, 0.8)  # quantiles of what persons have, where a rule may cut


class Sign(Struct, frozen=True):
    """Something persons do or do not, and of which persons it is true."""

    who: Who
    true: Bool


def signs_of(features: Sequence[Feature], columns: Sequence[Column], touchpoints: Sequence[Touchpoint]) -> list[Sign]:
    """Return what can be said of persons.

    Args:
        features: of the persons; the first ones are whether they reached each column.
        columns: leaf columns.
        touchpoints: of the map.
    """
    named = {one.key: one.where.get("name", ()) for one in touchpoints}
    signs: list[Sign] = []
    for column, feature in zip(columns, features, strict=False):
        names = tuple(dict.fromkeys(name for key in column.matches for name in named.get(key, ())))
        if names and feature.kind == "reach":
            did = Did(select=Select(name=names))
            signs += [Sign(did, feature.numbers > 0), Sign(Not(of=did), feature.numbers == 0)]
    for feature in features:
        if feature.block == "volume" and feature.name in ("events", "value"):
            for cut in _cuts(feature):
                enough = feature.numbers >= cut
                above, below = _parted(feature.name, cut)
                signs += [Sign(above, enough), Sign(below, ~enough)]
    return signs


def rule_for(inside: Bool, signs: Sequence[Sign]) -> str:
    """Return the rule that finds a group best, all of whose parts hold; empty when none finds it well."""
    chosen: list[Who] = []
    found, best = np.ones(len(inside), np.bool_), 0.0
    while len(chosen) < MOST_PARTS and signs:
        scores = [_agreement(found & sign.true, inside) for sign in signs]
        place = int(np.argmax(scores))
        if scores[place] < best + LEAST_GAIN:
            break
        best = scores[place]
        found = found & signs[place].true
        chosen.append(signs[place].who)
    if best < GOOD:
        return ""
    return text_of(All(of=tuple(chosen)) if len(chosen) > 1 else chosen[0])


def _parted(amount: str, cut: float) -> tuple[Who, Who]:
    """Return who has as much of an amount, and who has less."""
    anything = Select()
    if amount == "events":
        return Did(select=anything, at_least=int(cut)), Did(select=anything, at_most=int(cut) - 1)
    return Amount(select=anything, op=">=", than=cut), Amount(select=anything, op="<", than=cut)


def _agreement(found: Bool, inside: Bool) -> float:
    both = int((found & inside).sum())
    return 2 * both / (int(found.sum()) + int(inside.sum()) or 1)


def _cuts(feature: Feature) -> list[float]:
    some = feature.numbers[feature.numbers > 0]
    cuts = {float(np.ceil(cut)) for cut in np.quantile(some, SHARES)} if len(some) else set()
    return sorted(cut for cut in cuts if cut > 1)
