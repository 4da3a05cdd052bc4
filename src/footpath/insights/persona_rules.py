"""A rule that says who belongs to a persona that was found, as `--who` reads it: what its persons did and did not do.

A persona is a group by many features at once. The rule is what a person can read, and what tells new persons apart
without grouping anew; it stands for the persona only where it finds nearly the same persons.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.insights.features import Feature
from footpath.maps import Column, Touchpoint

Bool = npt.NDArray[np.bool_]
MOST_PARTS = 3
GOOD = 0.75  # harmonic mean of "who is found belongs" and "who belongs is found", from which a rule stands for a group
LEAST_GAIN = 0.01  # what another part must add to that
SHARES = (0.2, 0.35, 0.5, 0.65, 0.8)  # quantiles of what persons have, where a rule may cut


class Sign(Struct, frozen=True):
    """Something persons do or do not: how `--who` says it, and of which persons it is true."""

    text: str
    true: Bool


def signs_of(features: Sequence[Feature], columns: Sequence[Column], touchpoints: Sequence[Touchpoint]) -> list[Sign]:
    """Return what can be said of persons.

    Args:
        features: of the persons; the first ones are whether they reached each column.
        columns: leaf columns.
        touchpoints: of the map.
    """
    named = {one.key: one.where.get("name", ()) for one in touchpoints}
    signs = []
    for column, feature in zip(columns, features, strict=False):
        names = list(dict.fromkeys(name for key in column.matches for name in named.get(key, ())))
        if names and feature.kind == "reach":
            did = f"did {' | '.join(_quoted(name) for name in names)}"
            signs += [Sign(did, feature.numbers > 0), Sign(f"not {did}", feature.numbers == 0)]
    for feature in features:
        if feature.block == "volume" and feature.name in _AMOUNTS:
            at_least, below = _AMOUNTS[feature.name]
            for cut in _cuts(feature):
                signs.append(Sign(at_least.format(cut), feature.numbers >= cut))
                signs.append(Sign(below.format(cut - 1 if feature.name == "events" else cut), feature.numbers < cut))
    return signs


_AMOUNTS = {
    "events": ("did anything at least {0:.0f} times", "did anything at most {0:.0f} times"),
    "value": ("spent >= {0:.0f}", "spent < {0:.0f}"),
}


def rule_for(inside: Bool, signs: Sequence[Sign]) -> str:
    """Return the rule that finds a group best, parts joined by `and`; empty when none finds it well."""
    chosen: list[str] = []
    found, best = np.ones(len(inside), np.bool_), 0.0
    while len(chosen) < MOST_PARTS and signs:
        scores = [_agreement(found & sign.true, inside) for sign in signs]
        place = int(np.argmax(scores))
        if scores[place] < best + LEAST_GAIN:
            break
        best = scores[place]
        found = found & signs[place].true
        chosen.append(signs[place].text)
    return " and ".join(chosen) if best >= GOOD else ""


def _agreement(found: Bool, inside: Bool) -> float:
    both = int((found & inside).sum())
    return 2 * both / (int(found.sum()) + int(inside.sum()) or 1)


def _cuts(feature: Feature) -> list[float]:
    some = feature.numbers[feature.numbers > 0]
    cuts = {float(np.ceil(cut)) for cut in np.quantile(some, SHARES)} if len(some) else set()
    return sorted(cut for cut in cuts if cut > 1)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'
