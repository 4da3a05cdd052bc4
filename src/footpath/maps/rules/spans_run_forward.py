"""Cards span columns from left to right."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Fix, Rule
from footpath.maps.model import Map, leaves


class SpansRunForward(Rule):
    """A card's last column does not stand before its first."""

    name = "spans_run_forward"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every card that spans backwards."""
        first, last = _reach(model)
        for position, card in enumerate(model.cards):
            if card.to in last and card.at in first and last[card.to] < first[card.at]:
                message = f"{card.to!r} stands before {card.at!r} (card {card.key!r})."
                fix = Fix(fields={"at": card.to, "to": card.at})
                yield Finding(path=f"cards[{position}].to", message=message, hint="Swap `at` and `to`.", fix=fix)


def _reach(model: Map) -> tuple[dict[str, int], dict[str, int]]:
    """Return for every column the place of the first and of the last leaf under it."""
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    parent = {column.key: column.parent for column in model.columns}
    for place, leaf in enumerate(leaves(model)):
        key, seen = leaf.key, set[str]()
        while key and key not in seen:
            seen.add(key)
            first.setdefault(key, place)
            last[key] = place
            key = parent.get(key, "")
    return first, last
