"""Share: conversion and the like."""

from typing import ClassVar

from footpath.analytics import durations
from footpath.analytics.metrics.measure import ANYTHING, Look, Measure, Recipe, did
from footpath.analytics.metrics.metric import Metric


class Share(Measure):
    """Share of units that did something, of all or of those who did something else: `share of Order among Visit`.

    Both lie in the same period; with `within 7 d` it must come after, so soon, in the same period or later.
    """

    name: ClassVar[str] = "share"
    uses: ClassVar[tuple[str, ...]] = ("of", "among", "within")
    look: ClassVar[Look] = "share"

    def recipe(self, metric: Metric) -> Recipe:
        """Return the units that did both divided by those who did the one."""
        base = ANYTHING if metric.among is None else metric.among
        return Recipe(
            quantities=(did(base, metric.of), did(base)), bottom=(1,), n=1, kind="share", bounds=(0.0, 1.0),
            follow=durations.micros(metric.within, "within") if metric.within else None,
        )  # fmt: skip
