"""The question of attribution, the rules it sets, and the rules that products publish."""

from collections.abc import Mapping
from typing import Any, Literal

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select

Model = Literal[
    "first", "last", "last_non_direct", "linear", "u", "w", "j", "inverse_j", "time_decay", "participation",
    "same_touch", "custom", "markov", "shapley",
]  # fmt: skip
DIRECT = ("direct", "(direct)", "none", "(none)")
TOUCHPOINT = "touchpoint"


class AttributionQuestion(Scope, frozen=True, kw_only=True):
    """What conversions are owed to.

    Attributes:
        conversions: what a conversion is: "Order", "Order & value >= 10"; with several, any of them will do.
        touchpoints: which events are touches; empty = every event that has the property credit goes to.
        by: what credit goes to: channel, campaign, page, name, another property, "trait NAME", or touchpoint (which
            of `touchpoints` it is).
        models: how credit is shared. first, last: all to one touch. last_non_direct: to the last that is not direct.
            linear: evenly. u: 40 % first, 40 % last, 20 % to those between. j: 20 % first, 60 % last; inverse_j: the
            other way round. w: 30 % each to first, milestone and last, 10 % to the others. time_decay: halves every
            `half_life` before the conversion. participation: all of it to everything on the journey. same_touch: to
            the converting event's own. custom: `weights`. markov: by what would be lost without it. shapley: by what
            it adds to any set of others.
        lookback: how long before the conversion touches count: "30 d"; session = in the same session; empty = any time.
        after: with several conversions: restart = a journey starts after the conversion before, overlap = touches count
            for every conversion that looks back at them.
        count: every conversion, or only the first of each unit.
        touch: session = each thing counts once a session, at its first event; event = every event counts.
        own: whether the converting event may be a touch of its conversion.
        direct: values of `by` that are nobody's doing; empty = direct, (direct), none and (none).
        milestone: for w: the event that the middle 30 % go to the touch before of; empty = the middle touch.
        half_life: for time_decay.
        weights: for custom: of the first touch, of those between together, and of the last, as in 40, 20, 40.
        order: for markov: how many last touches the next step depends on.
        worth: for shapley: what a set of things is worth: conversions on journeys with nothing else, or their rate
            among all such journeys, those without a conversion included.
        permutations: for shapley with rates of more than 20 things: how many orders of joining are drawn.
        values: how many things are shown; the rest is put together.
    """

    conversions: tuple[Select, ...]
    touchpoints: tuple[Select, ...] = ()
    by: str = "channel"
    models: tuple[Model, ...] = ("first", "last", "linear", "u", "time_decay", "markov", "shapley")
    lookback: str = "30 d"
    after: Literal["restart", "overlap"] = "restart"
    count: Literal["every", "first"] = "every"
    touch: Literal["session", "event"] = "session"
    own: bool = False
    direct: tuple[str, ...] = ()
    milestone: Select | None = None
    half_life: str = "7 d"
    weights: tuple[float, ...] = ()
    order: int = 1
    worth: Literal["conversions", "rate"] = "conversions"
    permutations: int = 500
    values: int = 20

    def rules(self) -> dict[str, str]:
        """Return every rule in words, for `Answer.rules`."""
        own = "" if self.own else ", the converting event itself not"
        rules = {
            **self.scope_rules(),
            "conversion": " or ".join(one.title for one in self.conversions) + f", {_COUNTS[self.count]}",
            "touches": (" or ".join(one.title for one in self.touchpoints) or f"events with a {self.by}") + own,
            "a touch": f"each {self.by} once a session" if self.touch == "session" else "every event",
            "credit to": self.by,
            "look-back": _lookback(self.lookback),
            "journeys": _AFTER[self.after],
        }
        if self.touch == "session" or self.lookback == "session":
            rules.setdefault("session ends", f"pause over {self.session_gap}")
        return rules | {model: words for model, words in self._of_models().items() if model in self.models}

    def _of_models(self) -> dict[str, str]:
        mile = f"the touch before {self.milestone.title}" if self.milestone else "the middle touch"
        weights = " : ".join(f"{weight:g}" for weight in self.weights)
        return {
            "last_non_direct": f"direct is {', '.join(self.direct or DIRECT)}",
            "u": "first 40 %, last 40 %, between 20 %",
            "w": f"first, last and {mile} 30 % each, others 10 %",
            "j": "first 20 %, last 60 %, between 20 %",
            "inverse_j": "first 60 %, last 20 %, between 20 %",
            "time_decay": f"halves every {self.half_life}",
            "custom": f"first : between : last = {weights}",
            "participation": "everything on a journey gets all of it, so shares add up to more than all",
            "markov": f"removal effects, order {self.order}, solved exactly",
            "shapley": f"a set of things is worth {_WORTH[self.worth]}",
        }


_COUNTS = {"every": "every one", "first": "the first of each"}
_AFTER = {"restart": "start after the conversion before", "overlap": "overlap"}
_WORTH = {
    "conversions": "the conversions on journeys with nothing else",
    "rate": "the conversion rate of journeys with nothing else",
}


def _lookback(text: str) -> str:
    return "the session of the conversion" if text == "session" else f"{text or 'any time'}, bound included"


LIKES: Mapping[str, Mapping[str, Any]] = {
    "mixpanel": {"models": ("last",), "lookback": "30 d", "after": "overlap", "half_life": "7 d", "touch": "event"},
    "ga4": {"models": ("last_non_direct",), "lookback": "90 d", "after": "overlap"},
}
