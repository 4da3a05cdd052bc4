"""A tracking plan as people write it: events by name, their properties with types, values and ranges, their owners."""

import re
from pathlib import Path
from typing import Any, Literal

import duckdb
import msgspec
import yaml
from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.core.querying import querying
from footpath.core.written import read_file, read_text

Kind = Literal["text", "time", "number-text", "integer", "number", "boolean", "list", "object", "any"]
# What counts as each: a whole number is a number, a time and a number in quotes are texts.
ACCEPTS: dict[str, tuple[str, ...]] = {
    "text": ("text", "time", "number-text"),
    "time": ("time",),
    "number-text": ("number-text",),
    "integer": ("integer",),
    "number": ("number", "integer"),
    "boolean": ("boolean",),
    "list": ("list",),
    "object": ("object",),
}
COLUMNS = (
    "user_id", "anonymous_id", "email_hash", "account_id", "channel", "page", "campaign", "device", "region", "value",
    "currency",
)  # fmt: skip
MARK = "@"
_WORD = "tracking plan"


class PropertyPlan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is agreed of a property; "@channel" and the like are the event's own columns.

    Attributes:
        type: one, or several that are all right.
        enum: the only values it may have.
        pattern: a regular expression that the whole text fits.
        min, max: bounds of numbers.
    """

    type: Kind | list[Kind] = "any"
    required: bool = False
    enum: list[str | int | float | bool] = []
    pattern: str = ""
    min: float | None = None
    max: float | None = None
    description: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of values that are all right; empty = any."""
        given = [self.type] if isinstance(self.type, str) else self.type
        return () if "any" in given else tuple(dict.fromkeys(kind for one in given for kind in ACCEPTS[one]))


class EventPlan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is agreed of an event.

    Attributes:
        owner: who to ask.
        sources: the only ones it may come from; none = any.
        properties: by name.
        others: whether it may have properties that are not named: allow | deny.
    """

    description: str = ""
    owner: str = ""
    sources: list[str] = []
    properties: dict[str, PropertyPlan] = {}
    others: Literal["allow", "deny"] = "allow"


class Plan(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The events that are agreed on.

    Attributes:
        events: by name.
        others: whether there may be events that are not named: allow | deny.
        expect: events that have to come at all: all | none.
    """

    version: int = 1
    events: dict[str, EventPlan]
    others: Literal["allow", "deny"] = "deny"
    expect: Literal["all", "none"] = "none"


def load(path: Path) -> Plan:
    """Read a tracking plan; raises Invalid naming line and field."""
    return _checked(read_file(path, Plan, word=_WORD), str(path))


def plan_of(text: str, name: str) -> Plan:
    """Read a tracking plan from YAML text; `name` is what it is called in messages.

    Raises:
        Invalid: it is wrong; says the line and field.
    """
    return _checked(read_text(text, Plan, name=name, word=_WORD), name)


def _checked(plan: Plan, place: str) -> Plan:
    for name, event in plan.events.items():
        for key, wanted in event.properties.items():
            _check(f"{place}: events.{name}.properties.{key}", key, wanted)
    return plan


def _check(place: str, key: str, wanted: PropertyPlan) -> None:
    if key.startswith(MARK) and key[1:] not in COLUMNS:
        raise Invalid(f"{place}: there is no such column.", hint=f"Use one of @{', @'.join(COLUMNS)}.")
    if wanted.min is not None and wanted.max is not None and wanted.min > wanted.max:
        raise Invalid(f"{place}.min: it is above max.", hint="Swap them.")
    if wanted.pattern:
        with querying() as con:
            try:
                con.execute("SELECT regexp_full_match('', ?)", [wanted.pattern])
            except duckdb.Error as problem:
                reason = str(problem).split("\n", 1)[0]
                raise Invalid(f"{place}.pattern: {reason}.", hint="Write it in RE2's syntax.") from problem


def as_yaml(plan: Plan) -> str:
    """Return a plan as YAML, events and properties by name."""
    content: dict[str, Any] = {"version": plan.version, **msgspec.to_builtins(plan)}
    content["others"] = plan.others
    content["events"] = {name: content["events"][name] for name in sorted(content["events"])}
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return re.sub(r"\n(  \S)", r"\n\n\1", text)


class _Dumper(yaml.SafeDumper):
    """Writes each property in one line."""


def _mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    leaf = "type" in data and isinstance(data["type"], str | list)
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=leaf)


_Dumper.add_representer(dict, _mapping)
