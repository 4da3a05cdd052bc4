"""Lanes with something on them."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Fix, Rule
from footpath.maps.model import Map, localised

_DRAWN_WITHOUT_CARDS = ("channel", "chart", "metric", "path", "persona", "time", "traffic")


class LanesFilled(Rule):
    """Every lane holds at least one card of its own words, not only a template's question."""

    name = "lanes_filled"
    severity = "advice"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every lane that is empty."""
        filled = {card.lane for card in model.cards if not card.props.get("prompt")}
        for position, lane in enumerate(model.lanes):
            drawn = lane.type in _DRAWN_WITHOUT_CARDS and any(column.figures for column in model.columns)
            if lane.key not in filled and not drawn:
                message = f"“{localised(lane.title, model.locale)}” is empty."
                hint = "Fill the lane or take it off the map."
                yield Finding(path=f"lanes[{position}]", message=message, hint=hint, fix=Fix(remove=True))
