"""A plan from what was seen: what a team begins with, and then agrees on."""

from typing import get_args

from footpath.events.plan.model import MARK, EventPlan, Kind, Plan, PropertyPlan
from footpath.events.plan.seen import Property, Seen

_ALWAYS = 0.999
_LEAST = 20
_MOST_CHOICES = 12
_REPEATS = 20
_BROADER: dict[frozenset[str], Kind] = {
    frozenset({"integer", "number"}): "number",
    frozenset({"text", "time"}): "text",
    frozenset({"text", "number-text"}): "text",
    frozenset({"time", "number-text"}): "text",
    frozenset({"text", "time", "number-text"}): "text",
}


def propose(seen: dict[str, Seen]) -> Plan:
    """Return the plan that what was seen keeps to: types, what is always there, and short lists of values."""
    return Plan(events={name: _event(one) for name, one in seen.items()})


def _event(one: Seen) -> EventPlan:
    properties = {key: _property(held, one.looked) for key, held in one.properties.items() if _tells(key, held, one)}
    return EventPlan(sources=sorted(one.sources), properties=properties)


def _tells(key: str, held: Property, one: Seen) -> bool:
    """Columns are named where they are always there: the others say nothing about what was agreed."""
    return not key.startswith(MARK) or (one.looked >= _LEAST and held.count >= _ALWAYS * one.looked)


def _property(held: Property, looked: int) -> PropertyPlan:
    kinds = frozenset(held.kinds)
    kind: Kind | list[Kind] = _BROADER.get(kinds) or _listed(kinds)
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    required = looked >= _LEAST and held.count >= looked
    return PropertyPlan(type=kind, required=required, enum=_choices(held))


def _listed(kinds: frozenset[str]) -> list[Kind]:
    return [word for word in get_args(Kind) if word in kinds]


def _choices(held: Property) -> list[str | int | float | bool]:
    values = held.values
    if not values or set(held.kinds) != {"text"} or len(values) > _MOST_CHOICES:
        return []
    if held.count < _REPEATS * len(values) or any(len(value) >= 80 for value in values):
        return []
    return sorted(values)
