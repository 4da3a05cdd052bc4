"""Numbers lie on their scale."""

from collections.abc import Iterator

from footpath.maps.lint import Finding, Rule
from footpath.maps.model import Map
from footpath.maps.walk import figures

_ROUNDING = 1e-9
_SCALES = {"emotion": (-1.0, 1.0), "engagement": (1.0, 5.0), "importance": (1.0, 5.0)}


class ValuesInScale(Rule):
    """A value lies on its lane's scale, and a share between 0 and 1."""

    name = "values_in_scale"
    severity = "error"

    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every number off its scale."""
        kinds = {lane.key: lane.type for lane in model.lanes}
        for position, card in enumerate(model.cards):
            low, high = _SCALES.get(kinds.get(card.lane, ""), (float("-inf"), float("inf")))
            if card.value and not low - _ROUNDING <= card.value.value <= high + _ROUNDING:
                message = f"{card.value.value:g} is off the scale {low:g} … {high:g} (card {card.key!r})."
                hint = "Emotion runs from −1 (upset) to 1 (glad)." if low < 0 else "The scale runs from 1 to 5."
                yield Finding(path=f"cards[{position}].value", message=message, hint=hint)
        for path, figure in figures(model):
            if figure.unit == "share" and not -_ROUNDING <= figure.value <= 1 + _ROUNDING:
                hint = "Write 38 % as 0.38; use unit `ratio` for what may pass 1."
                yield Finding(path=path, message=f"a share of {figure.value:g} is not between 0 and 1.", hint=hint)
