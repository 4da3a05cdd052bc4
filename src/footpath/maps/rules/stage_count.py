"""Stages that fit in a head."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map, stages


class StageCount(Rule):
    """A map has three to nine stages; longer stories read better as several linked maps."""

    name = "stage_count"
    severity = "advice"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield once when there are fewer or more."""
        count = len(stages(model))
        if 0 < count < 3:
            hint = "Split the journey where the customer's aim changes."
            yield Finding(path="columns", message=f"the map has fewer than three stages: {count}.", hint=hint)
        if count > 9:
            hint = "Group them, or make a map of each part."
            yield Finding(path="columns", message=f"the map has {count} stages, more than readers keep.", hint=hint)
