"""What personas are called: by what they do, in a few plain words."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from footpath.insights import words
from footpath.insights.features import Feature
from footpath.insights.goal import aim
from footpath.insights.tongue import phrase

LONGEST = 28
USUAL = 0.5  # share of a group that must do something for the group to be called after it


class Apart(Struct, frozen=True):
    """What sets a group apart: whether it is more or less than elsewhere, of which feature."""

    feature: Feature
    more: bool


def persona_names(groups: Sequence[tuple[npt.NDArray[np.bool_], Sequence[Apart]]], features: Sequence[Feature],
                  goal: str) -> list[str]:  # fmt: skip
    """Return a name of at most 28 characters for each group (its persons, what sets it apart), all different.

    A group is called after how far most of its persons go ("Buyers", "Browsers"); where two groups go equally far, or
    nothing says how far that is, after what sets it apart most.
    """
    bases = [_by_deed(inside, features, goal) for inside, _ in groups]
    names: list[str] = []
    for base, (_, apart) in zip(bases, groups, strict=True):
        alone = bases.count(base) == 1
        asides = [text for one in apart if (text := _aside(one, base))]
        wanted = [base] if base and alone else []
        wanted += [_joined(base, aside) for aside in asides] if base else []
        wanted += [base] if base else []
        wanted += [text for one in apart if (text := _by_trait(one))]
        fitting = [name for name in wanted if len(name) <= LONGEST and name not in names]
        names.append(fitting[0] if fitting else _numbered(base or phrase("Group"), names))
    return names


def _numbered(name: str, taken: Sequence[str]) -> str:
    number = 1
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"


def _by_deed(inside: npt.NDArray[np.bool_], features: Sequence[Feature], goal: str) -> str:
    """Return what persons are called who reach the goal, or the furthest column half of them reach; "" if unknown."""
    reached = [one.name for one in features if one.kind == "reach" and float(one.numbers[inside].mean()) >= USUAL]
    if goal and goal in reached:
        return words.people_name(aim(goal, [one.name for one in features if one.kind == "reach"]), done=True)
    called = [words.people_name(words.family(title)) for title in reached]
    return next((name for name in reversed(called) if name), "")


def _aside(one: Apart, base: str) -> str:
    """Return what is said behind a base: "on mobile", "who come back"."""
    feature = one.feature
    if feature.kind == "has":
        value = feature.value if len(feature.value) <= 12 else ""
        return (
            (phrase("on {value}", value=value) if feature.name == "device" else f"({value})")
            if one.more and value
            else ""
        )
    if feature.kind == "amount" and feature.block == "volume":
        return phrase(_VOLUME.get((feature.name, one.more), ""))
    if feature.kind == "reach" and one.more:
        people = words.people_name(words.family(feature.name))
        return "" if people == base else phrase("via {step}", step=words.lower_first(feature.name))
    return ""


_VOLUME = {
    ("active days", True): "who come back",
    ("active days", False): "on one day",
    ("events", True): "who do a lot",
    ("events", False): "in a few steps",
    ("value", True): "who spend most",
    ("value", False): "who spend little",
}


def _joined(base: str, aside: str) -> str:
    return f"{base} {aside}"


def _by_trait(one: Apart) -> str:
    """Return a name after one difference: "High income", "With appeal", "Plan: premium"."""
    feature = one.feature
    if feature.kind == "has":
        return words.human(f"{feature.name}: {feature.value}") if one.more else ""
    if feature.kind == "reach":
        return phrase("With {step}" if one.more else "Without {step}", step=words.lower_first(feature.name))
    if feature.block == "volume":
        aside = _VOLUME.get((feature.name, one.more), "")
        return phrase("People {aside}", aside=phrase(aside)) if aside else ""
    return phrase("High {what}" if one.more else "Low {what}", what=phrase(feature.name))
