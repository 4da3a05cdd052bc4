"""Checking a map: each rule looks at one habit of good maps and says where a map falls short of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, ClassVar, Literal

from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.core.registry import Registry
from footpath.maps.model import Card, Map

Severity = Literal["error", "warn", "advice"]
SEVERITIES: tuple[Severity, ...] = ("error", "warn", "advice")


class Fix(Struct, frozen=True, kw_only=True):
    """What mends a finding by itself: its element is taken off the map, or fields of it are set."""

    remove: bool = False
    fields: dict[str, Any] = {}


class Finding(Struct, frozen=True, kw_only=True):
    """One place where a map falls short of a rule.

    Attributes:
        path: the field, as in "cards[3].lane"; empty when it is about the whole map.
        message: what is wrong, with the name of the element.
        hint: what to do about it.
        fix: what does it, where that needs no thought.
    """

    path: str
    message: str
    hint: str = ""
    fix: Fix | None = None


class Problem(Finding, frozen=True, kw_only=True):
    """A finding with the rule that made it."""

    rule: str
    severity: Severity


class Rule(ABC):
    """One habit of good maps.

    The first line of the docstring states the habit. An `error` would be drawn wrongly, a `warn` misleads readers, an
    `advice` makes a map better.

    Attributes:
        name: file name of the module, shown with every problem.
        severity: how bad it is to break it.
    """

    name: ClassVar[str]
    severity: ClassVar[Severity]

    @abstractmethod
    def check(self, model: Map) -> Iterator[Finding]:
        """Yield every place where `model` breaks the rule, in the order of the file."""


RULES: Registry[Rule] = Registry(
    "footpath.maps.rules",
    Rule,  # type: ignore[type-abstract]
    word="rule",
)


def lint(model: Map) -> tuple[Problem, ...]:
    """Return every problem of `model`, errors first, then by rule and place."""
    found = [
        Problem(rule=kind.name, severity=kind.severity, path=it.path, message=it.message, hint=it.hint, fix=it.fix)
        for kind in RULES.classes()
        for it in kind().check(model)
    ]
    return tuple(sorted(found, key=lambda problem: SEVERITIES.index(problem.severity)))


def demand_sound(model: Map, *, name: str) -> None:
    """Raise Invalid listing the errors of `model`, so that nothing draws a map whose parts don't fit together."""
    errors = [problem for problem in lint(model) if problem.severity == "error"]
    if not errors:
        return
    first, more = errors[0], len(errors) - 1
    rest = f" (and {more} more; `footpath lint` lists them)" if more else ""
    raise Invalid(f"{name}: {_sentence(first)}{rest}", hint=first.hint)


def _sentence(problem: Problem) -> str:
    return f"{problem.path}: {problem.message}" if problem.path else problem.message


def near(key: str, known: list[str]) -> str:
    """Return the likeliest key for one that names nothing; empty = none is like it."""
    return next(iter(get_close_matches(key, known, n=1)), "")


def put(field: str, key: str, known: list[str], *, empty: bool) -> Fix | None:
    """Return the fix that names the likeliest thing in a field, or, where it may be empty, nothing at all."""
    likely = near(key, known)
    return Fix(fields={field: likely}) if likely or empty else None


def nearest(key: str, known: list[str]) -> str:
    """Return advice for a key that names nothing: the likeliest one, or what there is."""
    likely = near(key, known)
    if likely:
        return f"Did you mean {likely!r}?"
    return f"There are: {', '.join(known)}." if known else "There are none yet."


def cards_about(model: Map, *words: str) -> list[tuple[int, Card]]:
    """Return (position, card) of the cards on lanes whose role, type or key is one of `words`.

    A template's prompts and cards without content don't count.
    """
    keys = {lane.key for lane in model.lanes if {lane.role, lane.type, lane.key} & set(words)}
    return [
        (position, card)
        for position, card in enumerate(model.cards)
        if card.lane in keys and (card.text or card.value) and not card.props.get("prompt")
    ]
