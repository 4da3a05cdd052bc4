"""What a question about ways has to say: which touchpoints they are made of."""

from typing import Literal

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select

Column = Literal["name", "page", "channel", "type", "source"]


class WaysQuestion(Scope, frozen=True, kw_only=True):
    """A question about the ways journeys take.

    Attributes:
        touchpoints: what ways are made of, as in "Order | Quick buy"; an event is the first that fits, and left out
            where none does; empty = whatever `step` tells apart.
        step: what tells touchpoints apart where none are given: name, page, channel, type or source.
    """

    touchpoints: tuple[Select, ...] = ()
    step: Column = "name"

    def way_rules(self) -> dict[str, str]:
        """Return in words what ways are made of, for `Answer.rules`."""
        chosen = ", ".join(one.title for one in self.touchpoints)
        made = chosen or f"the {self.step} of events"
        return {**self.scope_rules(), "ways": f"made of {made}; repeats in a row are one visit"}
