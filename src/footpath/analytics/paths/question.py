"""What every question about paths has: what a step is called, which events are steps, and whom to compare with."""

from typing import Literal

from msgspec.structs import replace

from footpath.analytics.scope import Scope
from footpath.analytics.select import Select
from footpath.analytics.who import Not, Who, condition, title

Timed = Literal["gap", "first", "last"]


class StepsQuestion(Scope, frozen=True, kw_only=True):
    """A question about journeys as steps.

    Attributes:
        step: what a step is called by: name, page, channel, type, source or a property of events; of several the first
            that is known. Events where none is known are left out.
        touchpoints: selections that are the steps instead; an event is the first that fits, or left out.
        events: only events that fit one of these selections.
        hide: no events that fit one of these selections.
        trim: cut a slash off the end of what steps are called.
        clean: rules for what steps are called, in order: "PATTERN => TEXT" puts TEXT in place of what fits the regular
            expression; steps left without a name are left out.
        wildcards: patterns such as "/product/*/reviews": steps whose name holds one are put together under the first
            that fits.
    """

    step: tuple[str, ...] = ("name",)
    touchpoints: tuple[Select, ...] = ()
    events: tuple[Select, ...] = ()
    hide: tuple[Select, ...] = ()
    trim: bool = False
    clean: tuple[str, ...] = ()
    wildcards: tuple[str, ...] = ()

    def steps_rules(self) -> dict[str, str]:
        """Return what steps are in words, for `Answer.rules`."""
        rules = {**self.scope_rules(), "steps": self._steps()}
        for name, selects in (("only", self.events), ("hidden", self.hide)):
            if selects:
                rules[name] = ", ".join(one.title for one in selects)
        changes = [*(["no slash at the end"] if self.trim else []), *self.clean, *self.wildcards]
        if changes:
            rules["names"] = ", ".join(changes)
        return rules

    def _steps(self) -> str:
        if self.touchpoints:
            return f"{len(self.touchpoints)} touchpoints, the first that fits; other events are left out"
        return f"by {' or else '.join(self.step)}; events without are left out"


class PathQuestion(StepsQuestion, frozen=True, kw_only=True):
    """What people do next.

    Attributes:
        collapse: take repeats of a step, one right after the other, as one.
        versus: a second group of persons, written as `who`; the answer has both and the difference. Without `who`, it
            is compared with everybody else.
    """

    collapse: bool = False
    versus: str | Who = ""

    def groups(self) -> tuple[Scope, ...]:
        """Return the question, or its two groups where one is compared with another."""
        if not self.versus:
            return (self,)
        return replace(self, who=self.who or Not(condition(self.versus))), replace(self, who=self.versus)

    def path_rules(self) -> dict[str, str]:
        """Return what paths are made of in words, for `Answer.rules`."""
        rules = self.steps_rules()
        rules["repeats"] = "taken as one step" if self.collapse else "a step each"
        if self.versus:
            others = title(condition(self.who)) if self.who else "everybody else"
            rules["who"] = f"{others}, beside {title(condition(self.versus))}; who is in both counts in both"
        return rules
