"""From columns and their parts to a mapping: what kind of table it is and which facts its rows hold."""

import re

import msgspec
from msgspec import Struct

from footpath.events.mapping import Mapping, TraitRule, Who
from footpath.events.reading import nouns, opinions, persons
from footpath.events.reading.happenings import events_of
from footpath.events.reading.names import fold
from footpath.events.reading.numbers import decimal_sign
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.parts import Parts
from footpath.events.reading.profile import Column, profile
from footpath.events.reading.questions import Question, answer
from footpath.events.reading.roles import Choice, choose
from footpath.events.reading.sayings import signals_of
from footpath.events.reading.stage import Stage, Table
from footpath.events.reading.when import moments

_CASE = ("case:", "case_", "(case)")
_ORDER = ("user", "email", "case", "anonymous", "session", "respondent", "account", "time", "event", "channel", "page")
_ROW_PERSONS = (
    "Nobody is named, so each row counts as a person of its own: good for personas, not for journeys "
    "(--person COLUMN if a column does)."
)
_TOTALS = (
    "These rows are totals or a list, not persons: kept as they are, good for comparing, not for journeys or personas."
)


class Understanding(Struct, frozen=True):
    """What was made of a table.

    Attributes:
        kind: journal | milestones | opinions | persons | totals.
        choices: the columns' parts, with reasons.
        notes: sentences for the person.
    """

    mapping: Mapping
    kind: str
    choices: tuple[Choice, ...]
    notes: tuple[str, ...] = ()


def understand(stage: Stage, table: Table, options: ImportOptions) -> Understanding:
    """Recognise a table's columns and make its mapping; raises Unclear where only a person can say."""
    parts = _parts(stage, table, options)
    persons.settle(parts)
    return _shape(stage, parts, options)


def _parts(stage: Stage, table: Table, options: ImportOptions) -> Parts:
    columns = profile(stage, table)
    roles = choose(columns, options)
    found = moments(stage, table, roles, options)
    roles.taken.update(moment.column.name for moment in found)
    texts = opinions.texts(roles)
    roles.taken.update(choice.column for choice in texts)
    scored = opinions.ratings(roles, options, has_text=bool(texts))
    named = [table.name.rsplit(".", 1)[0], *(name for name in (roles.name("event_id"),) if name)]
    noun = nouns.noun_of(named) or nouns.noun_of(c.name for c in columns if c.roles.get("event_id", 0) >= 0.9)
    return Parts(table, columns, roles, found, texts, scored, noun)


def _shape(stage: Stage, parts: Parts, options: ImportOptions) -> Understanding:
    who = persons.who_of(parts)
    known = bool(who.user or who.email or who.anonymous)
    if not known and not parts.texts and not parts.scored:
        return _nobody(parts, options)
    is_person = known and _is_person(parts)
    signals = signals_of(stage, parts)
    events = events_of(stage, parts, persons=is_person) if known and parts.moments else []
    wide = is_person and len(parts.columns) - len(parts.roles.taken) >= 2
    traits = TraitRule() if wide or (known and not events and not signals) else None
    if events and not traits and "case" in parts.roles.chosen:
        traits = _case_traits(parts)
    mapping = Mapping(
        match=parts.table.name,
        who=who,
        events=events,
        signals=signals,
        traits=traits,
        leave_out=_left_out(parts),
        decimal=_decimal(parts, options),
    )
    return Understanding(mapping, kind_of(mapping), _explained(parts, mapping), _notes(parts, mapping))


def kind_of(mapping: Mapping) -> str:
    """Return the word for what a mapping makes of a table."""
    if mapping.traits and not mapping.traits.distinct:
        return "persons"
    if len(mapping.events) > 1:
        return "milestones"
    return "opinions" if mapping.signals else "journal"


def _is_person(parts: Parts) -> bool:
    """Each row is a person: an id, address or respondent of its own, and not the row of an order, ticket or log."""
    roles = parts.roles
    once = any(column.is_unique for role in ("user", "email", "respondent") if (column := roles.column(role)))
    thing = roles.column("event_id")
    named = thing is not None and fold(thing.name) != "id" and nouns.noun_of([thing.name]) is not None
    return once and not parts.texts and not named and not ("event" in roles.chosen and parts.moments)


def _case_traits(parts: Parts) -> TraitRule | None:
    """What stands on each row of a case, by its name, is kept once as a trait too."""
    names = [
        c.name
        for c in parts.columns
        if c.name.lower().startswith(_CASE) and c.filled and c.name not in parts.roles.taken
    ]
    return TraitRule(columns=names, distinct=True) if names else None


def _nobody(parts: Parts, options: ImportOptions) -> Understanding:
    """A table without persons, texts and scores: each row is a person, or the rows are totals."""
    label = any(column.is_unique and column.numeric < 0.9 for column in parts.columns)
    each = parts.table.rows >= 2 and not label and not parts.moments and len(parts.columns) >= 5
    mapping = Mapping(
        match=parts.table.name,
        who=Who(by_row=each, scope=f"{parts.table.name}#" if each else None),
        traits=TraitRule(),
        leave_out=_left_out(parts),
        decimal=_decimal(parts, options),
    )
    return Understanding(mapping, "persons" if each else "totals", (), (_ROW_PERSONS if each else _TOTALS,))


def _left_out(parts: Parts) -> list[str]:
    """Columns that name or reach a person: not kept unless the person asked for them."""
    email = parts.roles.name("email")
    kept = parts.roles.taken - {email}
    return [
        column.name
        for column in parts.columns
        if column.name not in kept and _is_private(column, contacts=email is not None)
    ]


def _is_private(column: Column, *, contacts: bool) -> bool:
    private = max(column.roles.get("phone", 0.0), column.roles.get("private", 0.0)) >= 0.75
    name = contacts and fold(column.name) in {"name", "nazwa", "vards", "名稱"} and column.repeats < 1.5
    return (private and not column.roles.get("subject")) or name or column.emails > 0.5


def _decimal(parts: Parts, options: ImportOptions) -> str:
    """Return the table's decimal sign; asks when its amounts could be read with either."""
    if options.decimal:
        return options.decimal
    value = parts.roles.column("value")
    numbers = [c for c in parts.columns if c is not value and c.numeric > 0.9 and not c.whole and not c.time]
    signs = [decimal_sign(column.counts) for column in ([value] if value else []) + numbers]
    said = [sign for sign in signs if sign in {".", ","}]
    if said:
        return str(said[0])
    semicolons = any("semicolon" in note for note in parts.table.notes)
    if value and signs[0] == "?" and not semicolons and parts.moments:
        example = next(text for text in value.counts if "," in text)
        text = f"{value.name} holds {example}: is the comma a decimal sign, or does it mark thousands?"
        return answer(Question("--decimal", text, (",", ".")), options.ask)
    return "," if "?" in signs and semicolons else "."


def _explained(parts: Parts, mapping: Mapping) -> tuple[Choice, ...]:
    """Return the choices whose columns the mapping uses, in the order people ask: who, when, what, where."""
    used = set(re.findall(r'"((?:[^"\\]|\\.)*)"', msgspec.json.encode(mapping).decode()))
    used |= {word for name in used for word in re.findall(r"\{([^{}]+)\}", name)}
    chosen = list(parts.roles.chosen.values())
    chosen += [Choice("time", moment.column.name, moment.confidence, moment.reason) for moment in parts.moments]
    chosen += parts.texts
    chosen += [Choice("score", scored.column.name, scored.confidence, scored.guess.reason) for scored in parts.scored]
    known = [
        choice
        for choice in chosen
        if choice.column in used or msgspec.json.encode(choice.column).decode()[1:-1] in used
    ]
    return tuple(sorted(known, key=lambda choice: _ORDER.index(choice.role) if choice.role in _ORDER else len(_ORDER)))


def _notes(parts: Parts, mapping: Mapping) -> tuple[str, ...]:
    notes = []
    if mapping.traits and not mapping.events and not mapping.signals:
        notes.append("One row a person and no time: no journey. Kept as traits, good for personas.")
    if mapping.signals and not mapping.events:
        lacking = "time" if not parts.moments else "person"
        notes.append(f"No {lacking}: what was said is kept, but cannot be placed on a journey by itself.")
    private = [name for name in mapping.leave_out if name != mapping.who.email]
    if mapping.who.email:
        notes.append(f"{mapping.who.email}: kept as a hash only.")
    if private:
        notes.append(f"Not kept, for privacy: {', '.join(private)}.")
    return tuple(notes)
