"""Cards lie on lanes."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule, nearest, put
from footpath.maps.model import Map


class LanesExist(Rule):
    """Every card lies on a lane of the map."""

    name = "lanes_exist"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every card whose lane is missing."""
        keys = [lane.key for lane in model.lanes]
        for position, card in enumerate(model.cards):
            if card.lane not in keys:
                message = f"no lane is called {card.lane!r} (card {card.key!r})."
                fix = put("lane", card.lane, keys, empty=False)
                yield Finding(path=f"cards[{position}].lane", message=message, hint=nearest(card.lane, keys), fix=fix)
