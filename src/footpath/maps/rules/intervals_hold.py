"""Intervals that hold their number."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map
from footpath.maps.walk import figures


class IntervalsHold(Rule):
    """A number lies inside its own interval."""

    name = "intervals_hold"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every number outside its interval, and intervals that run backwards."""
        for path, figure in figures(model):
            if figure.lo is not None and figure.hi is not None and not figure.lo <= figure.value <= figure.hi:
                message = f"{figure.value:g} lies outside its interval {figure.lo:g} … {figure.hi:g}."
                yield Finding(path=path, message=message, hint="Compute the interval again.")
