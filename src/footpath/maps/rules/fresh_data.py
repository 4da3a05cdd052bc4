"""Maps that are still true."""

from collections.abc import Iterator

from footpath.core import clock
from footpath.maps.evidence import FRESH_FOR
from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map


class FreshData(Rule):
    """The newest fact behind a map is at most 90 days old."""

    name = "fresh_data"
    severity = "warn"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield once when the data is older than that today."""
        if model.as_of is None:
            return
        age = clock.now() - model.as_of
        if age > FRESH_FOR:
            day = f"{model.as_of:%Y-%m-%d}"
            message = f"the newest data is {age.days} days old ({day})."
            yield Finding(path="as_of", message=message, hint="Import newer data and draw the map again.")
