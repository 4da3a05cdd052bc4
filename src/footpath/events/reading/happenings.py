"""Which events the rows of a table hold: one a row, or one a date column of the row."""

from typing import Any

from footpath.events.mapping import EventRule
from footpath.events.reading import nouns
from footpath.events.reading.nouns import Noun
from footpath.events.reading.parts import Parts, own_id
from footpath.events.reading.stage import Stage

_LEAST = 0.3


def events_of(stage: Stage, parts: Parts, *, persons: bool) -> list[EventRule]:
    """Return the events a row holds.

    Args:
        stage: where the table stands.
        parts: what was found in it; with at least one moment.
        persons: its rows are persons.
    """
    roles, event_id = parts.roles, own_id(stage, parts)
    several = [moment for moment in parts.moments if moment.confidence >= _LEAST]
    asked = len(roles.given_times) > 1
    wide = "event" not in roles.chosen and (len(several) > 1 or persons) and (persons or _one_row_each(parts))
    if asked or wide:
        return _milestones(parts, persons=persons, event_id=event_id)
    name, type_ = _name(parts)
    received = next((m.when for m in parts.moments[1:] if "received" in m.column.name.lower()), None)
    return [
        EventRule(
            name=name, at=parts.moments[0].when, type=type_, received_at=received, event_id=event_id, **_shared(parts)
        )
    ]


def _shared(parts: Parts) -> dict[str, Any]:
    roles = ("channel", "page", "campaign", "device", "region", "value", "currency")
    return {role: parts.roles.name(role) for role in roles}


def _milestones(parts: Parts, *, persons: bool, event_id: str | None) -> list[EventRule]:
    """One event a date column, in the order of the columns; an order's amount counts once, at its first date."""
    moments = [moment for moment in parts.moments if moment.confidence >= _LEAST]
    ordered = sorted(moments, key=lambda moment: moment.column.position)
    noun = parts.noun or (Noun("", "crm") if persons else Noun(nouns.from_file(parts.table.name)))
    shared = _shared(parts)
    rules = []
    for index, moment in enumerate(ordered):
        only = len(ordered) == 1 and parts.noun is not None and noun.type != "crm"
        label = noun.label if only else nouns.milestone(moment.column.name, noun)
        rules.append(
            EventRule(
                name="=" + (label or nouns.from_file(parts.table.name)),
                at=moment.when,
                type=f"={noun.type}",
                optional=index > 0 or persons,
                event_id=event_id,
                **shared,
            )
        )
        shared = {**shared, "value": None, "currency": None}
    return rules


def _one_row_each(parts: Parts) -> bool:
    own = parts.roles.column("event_id") or parts.roles.column("case")
    return own is not None and own.repeats < 1.05


def _name(parts: Parts) -> tuple[str, str]:
    roles = parts.roles
    if name := roles.name("event"):
        return name, "=track"
    noun = parts.noun
    if noun is None and parts.texts:
        noun = Noun("Comment", "track", "mention")
    if noun is None and "value" in roles.chosen and "page" not in roles.chosen:
        noun = Noun("Purchase", "order")
    if noun is None and "page" in roles.chosen:
        return "=Page view", "=page"
    if noun is None:
        return "=" + nouns.from_file(parts.table.name), "=track"
    if noun.type == "ticket" and (subject := _subject(parts)):
        return f"={noun.label}: {{{subject}}}", f"={noun.type}"
    return f"={noun.label}", f"={noun.type}"


def _subject(parts: Parts) -> str | None:
    fits = [
        column
        for column in parts.roles.free()
        if column.roles.get("subject", 0) >= 0.5 and 2 <= column.distinct <= 40 and column.numeric < 0.5
    ]
    fits.sort(key=lambda column: (-column.roles["subject"], not column.name.lower().endswith("_en"), column.position))
    return fits[0].name if fits else None
