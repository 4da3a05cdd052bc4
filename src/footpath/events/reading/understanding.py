"""From columns and their parts to a mapping: what kind of table it is and which facts its rows hold."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.events.mapping import EventRule, Mapping, SignalRule, TraitRule, When, Who
from footpath.events.reading import nouns, opinions
from footpath.events.reading.nouns import Noun
from footpath.events.reading.numbers import decimal_sign
from footpath.events.reading.opinions import Scored
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.profile import Column, profile
from footpath.events.reading.questions import Question, answer
from footpath.events.reading.roles import Choice, Roles, choose
from footpath.events.reading.stage import Stage, Table, ident, quoted
from footpath.events.reading.when import Moment, moments

_NOBODY = {
    "na",
    "n/a",
    "null",
    "none",
    "nan",
    "nil",
    "unknown",
    "-",
    "\\n",
    "undefined",
    "anonymous",
    "guest",
    "0",
    "(not set)",
}


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


class _Parts(Struct, frozen=True):
    table: Table
    columns: list[Column]
    roles: Roles
    moments: list[Moment]
    texts: list[Choice]
    scored: list[Scored]
    noun: Noun | None


def understand(stage: Stage, table: Table, options: ImportOptions) -> Understanding:
    """Recognise a table's columns and make its mapping; raises Unclear where only a person can say."""
    columns = profile(stage, table)
    roles = choose(columns, options)
    found = moments(stage, table, roles, options)
    roles.taken.update(moment.column.name for moment in found)
    texts = opinions.texts(roles)
    roles.taken.update(choice.column for choice in texts)
    scored = opinions.ratings(roles, options, has_text=bool(texts))
    noun = nouns.noun_of([table.name.rsplit(".", 1)[0], *(name for name in (roles.name("event_id"),) if name)])
    noun = noun or nouns.noun_of(column.name for column in columns if column.roles.get("event_id", 0) >= 0.9)
    parts = _Parts(table, columns, roles, found, texts, scored, noun)
    _settle_who(parts)
    return _shape(stage, parts, options)


def _settle_who(parts: _Parts) -> None:
    """Let an id that is the table's own stand for the person where nothing else does."""
    roles = parts.roles
    if _who_roles(roles):
        return
    own = roles.column("event_id")
    if own is not None and own.repeats < 1.02 and not parts.texts:
        roles.chosen.pop("event_id")
        roles.by_content("user", own, 0.7, "an id on every row and nobody else named")
        return
    if not parts.moments:
        return
    if own is not None and own.repeats >= 1.02:
        roles.chosen.pop("event_id")
        roles.by_content("case", own, 0.6, "an id that comes again, and nobody else named")
        return
    for column in roles.free() if not parts.texts else []:
        if column.name.lower() in {"name", "nick", "handle"} or _repeats_like_an_id(column):
            roles.by_content("user", column, 0.5, f"a code that comes {column.repeats:.1f} times each; nobody named")
            return
    named = [column for column in roles.free() if column.name.lower() in {"name", "nick", "handle"}]
    if named and parts.texts:
        roles.by_content("user", named[0], 0.5, "names who said it")


def _repeats_like_an_id(column: Column) -> bool:
    few = column.distinct <= max(5, 0.002 * column.filled)
    codes = column.whole or (column.numeric < 0.3 and column.length < 40)
    return codes and not few and not column.is_prose and 1.05 < column.repeats < 500 and column.share_filled > 0.95


def _who_roles(roles: Roles) -> list[str]:
    return [role for role in ("user", "email", "case", "session", "anonymous", "respondent") if role in roles.chosen]


def _who(parts: _Parts) -> Who:
    roles, source = parts.roles, parts.table.name
    user = roles.column("user")
    good = user is not None and _present(user) >= 0.5
    case = roles.column("case")
    if case and not (good and user and user.distinct > 0.1 * case.distinct and user.roles.get("user", 0) > 0.9):
        named = roles.name("case")
        return Who(user=named, email=roles.name("email") if not named else None, missing=_missing(case))
    name = roles.name("user")
    anonymous = roles.name("anonymous")
    if not name or (user is not None and _present(user) < 0.99):
        anonymous = anonymous or roles.name("session")
    scope = None
    if not name and not roles.name("email") and not anonymous and (person := roles.column("respondent")):
        name, scope = person.name, f"{source}#" if person.whole else None
    every = [column for role in ("user", "email", "anonymous", "session") if (column := roles.column(role))]
    missing = sorted({word for column in every for word in _missing(column)})
    return Who(
        user=name,
        anonymous=anonymous,
        email=roles.name("email"),
        account=roles.name("account"),
        scope=scope,
        missing=missing,
    )


def _missing(column: Column) -> list[str]:
    """Words that stand for nobody: they say so, and come far more often than any id."""
    others = [n for value, n in column.counts.items() if value.lower() not in _NOBODY]
    most = max(others, default=0)
    return sorted(
        value
        for value, n in column.counts.items()
        if value.lower() in _NOBODY and n > 5 * most and n > 0.02 * column.sampled
    )


def _present(column: Column) -> float:
    nobody = sum(column.counts[word] for word in _missing(column))
    return column.share_filled * (1 - nobody / max(1, column.sampled))


def _shape(stage: Stage, parts: _Parts, options: ImportOptions) -> Understanding:
    who, roles = _who(parts), parts.roles
    known = bool(who.user or who.email or who.anonymous)
    person = roles.column("user") or roles.column("email") or roles.column("respondent")
    once = person is not None and person.is_unique
    if not known and not parts.texts and not parts.scored:
        return _nobody(parts, options)
    signals = _signals(stage, parts)
    is_person = once and known and not parts.texts and not ("event" in roles.chosen and parts.moments)
    events = _events(stage, parts, persons=is_person) if known and parts.moments else []
    wide = is_person and len(parts.columns) - len(roles.taken) >= 2
    no_event = not events and not signals
    traits = _traits(parts) if wide or (no_event and known) else None
    by_case = [name for name in parts.columns if name.name.lower().startswith(("case:", "case_", "(case)"))]
    if events and not traits and by_case and "case" in roles.chosen:
        names = [column.name for column in by_case if column.filled and column.name not in roles.taken]
        traits = TraitRule(columns=names, distinct=True) if names else None
    mapping = Mapping(
        match=parts.table.name, who=who, events=events, signals=signals, traits=traits,
        leave_out=_left_out(parts), decimal=_decimal(parts, options),
    )  # fmt: skip
    return Understanding(mapping, _kind(mapping), _explained(parts, who), _notes(parts, mapping))


def _kind(mapping: Mapping) -> str:
    if len(mapping.events) > 1:
        return "milestones"
    if mapping.traits and not mapping.traits.distinct:
        return "persons"
    if mapping.signals:
        return "opinions"
    return "journal"


def _nobody(parts: _Parts, options: ImportOptions) -> Understanding:
    """A table without persons, texts and scores: each row is a person, or the rows are totals."""
    label = next((column for column in parts.columns if column.is_unique and column.numeric < 0.9), None)
    whole = parts.table.rows >= 2 and not label and not parts.moments and len(parts.columns) > 1
    about = len(parts.columns) >= 5 and whole
    who = Who(by_row=about, scope=f"{parts.table.name}#" if about else None)
    mapping = Mapping(
        match=parts.table.name,
        who=who,
        traits=TraitRule(),
        leave_out=_left_out(parts),
        decimal=_decimal(parts, options),
    )
    note = (
        "Nobody is named, so each row counts as a person of its own: good for personas, not for journeys (--person COLUMN if one does)."
        if about
        else "These rows are totals or a list, not persons: kept as they are, good for comparing, not for journeys or personas."
    )
    return Understanding(mapping, "persons" if about else "totals", _explained(parts, who), (note,))


def _events(stage: Stage, parts: _Parts, *, persons: bool) -> list[EventRule]:
    roles = parts.roles
    shared = {
        role: roles.name(role) for role in ("channel", "page", "campaign", "device", "region", "value", "currency")
    }
    event_id = _own_id(stage, parts)
    several = [moment for moment in parts.moments if moment.confidence >= 0.45]
    if "event" not in roles.chosen and (len(several) > 1 or persons) and _one_row_each(parts, persons=persons):
        ordered = sorted(several, key=lambda moment: moment.column.position)
        noun = parts.noun or Noun(nouns.from_file(parts.table.name) if not persons else "Contact", "crm")
        return [
            EventRule(
                name="=" + nouns.milestone(moment.column.name, noun),
                at=moment.when,
                type=f"={noun.type}",
                optional=index > 0 or persons,
                event_id=event_id,
                **_once(shared, first=index == 0),
            )  # fmt: skip
            for index, moment in enumerate(ordered)
        ]
    name, type_ = _event_name(parts)
    received = next((m.when for m in parts.moments[1:] if "received" in m.column.name.lower()), None)
    return [
        EventRule(name=name, at=parts.moments[0].when, type=type_, received_at=received, event_id=event_id, **shared)
    ]


def _once(shared: dict[str, str | None], *, first: bool) -> dict[str, str | None]:
    """An order's amount counts once, at its first date."""
    return shared if first else {**shared, "value": None, "currency": None}


def _one_row_each(parts: _Parts, *, persons: bool) -> bool:
    own = parts.roles.column("event_id") or parts.roles.column("case")
    return persons or (own is not None and own.repeats < 1.05)


def _event_name(parts: _Parts) -> tuple[str, str]:
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


def _subject(parts: _Parts) -> str | None:
    fits = [
        column
        for column in parts.roles.free()
        if column.roles.get("subject", 0) >= 0.5 and 2 <= column.distinct <= 40 and column.numeric < 0.5
    ]
    fits.sort(key=lambda column: (-column.roles["subject"], not column.name.lower().endswith("_en"), column.position))
    return fits[0].name if fits else None


def _signals(stage: Stage, parts: _Parts) -> list[SignalRule]:
    roles = parts.roles
    kind = parts.noun.kind if parts.noun else ("review" if parts.texts else "survey")
    at = parts.moments[0].when if parts.moments else None
    about = roles.given.get("about") or _about(parts)
    shared = {
        "kind": f"={kind}",
        "at": at,
        "channel": roles.name("channel"),
        "lang": roles.name("lang"),
        "weight": roles.name("weight"),
    }
    own = _own_id(stage, parts)
    together = bool(parts.texts and parts.scored) and (kind != "ticket" or len(parts.texts) == 0)
    rules = []
    for index, scored in enumerate(parts.scored):
        guess = scored.guess
        text = parts.texts[0].column if index == 0 and together else None
        topic = about or f"={scored.column.name}"
        if len(parts.scored) > 1:
            topic = f"={scored.column.name}" if not about else about
        rules.append(
            SignalRule(
                text=text,
                score=scored.column.name,
                scale=guess.scale,
                labels=dict(guess.labels),
                blanks=list(guess.blanks),
                about=topic,
                metric=f"={guess.metric}",
                signal_id=own,
                **shared,
            )  # fmt: skip
        )
    for index, choice in enumerate(parts.texts):
        if index or not together:
            rules.append(SignalRule(text=choice.column, about=about or f"={choice.column}", signal_id=own, **shared))
    return rules


def _about(parts: _Parts) -> str | None:
    fits = [
        column
        for column in parts.roles.free()
        if column.roles.get("subject", 0) >= 0.75
        and column.distinct <= 2000
        and column.numeric < 0.5
        and not column.is_unique
    ]
    best = max(fits, key=lambda column: (column.roles["subject"], -column.position), default=None)
    if best:
        return best.name
    event = parts.roles.name("event")
    return event or None


def _own_id(stage: Stage, parts: _Parts) -> str | None:
    """Return the row's own id if it is one: rows with the same id must be the same row."""
    column = parts.roles.column("event_id")
    if column is None or column.repeats > 1.3 or column.share_filled < 0.5:
        return None
    whole = ", ".join(f"coalesce({ident(name)}, '')" for name in parts.table.columns)
    query = f"SELECT count(DISTINCT {ident(column.name)}) FROM {parts.table.view}"
    ids = int(stage.one(query))
    filled = int(stage.one(f"SELECT count({ident(column.name)}) FROM {parts.table.view}"))
    if ids < filled:
        rows = int(
            stage.one(
                f"SELECT count(DISTINCT hash({whole})) FROM {parts.table.view} WHERE {ident(column.name)} IS NOT NULL"
            )
        )
        if rows != ids:
            return None
    return column.name


def _traits(parts: _Parts) -> TraitRule:
    return TraitRule()


def _left_out(parts: _Parts) -> list[str]:
    """Columns that name or reach a person: not kept unless the person asked for them."""
    contacts = "email" in parts.roles.chosen
    left = []
    for column in parts.columns:
        if column.name in parts.roles.taken and column.name != parts.roles.name("email"):
            continue
        private = max(column.roles.get("phone", 0.0), column.roles.get("private", 0.0)) >= 0.75
        named = contacts and column.name.lower() in {"name", "nazwa", "vārds", "名稱"} and column.repeats < 1.5
        if (private and not column.roles.get("subject")) or named or column.emails > 0.5:
            left.append(column.name)
    return left


def _decimal(parts: _Parts, options: ImportOptions) -> str:
    if options.decimal:
        return options.decimal
    value = parts.roles.column("value")
    signs = [decimal_sign(value.counts)] if value else []
    others = [
        column
        for column in parts.columns
        if column.numeric > 0.9 and not column.whole and column is not value and not column.time
    ]
    signs += [decimal_sign(column.counts) for column in others]
    said = [sign for sign in signs if sign in {".", ","}]
    if said:
        return str(said[0])
    if value and signs[0] == "?" and not any("separated" in note and "semicolon" in note for note in parts.table.notes):
        example = next(text for text in value.counts if "," in text)
        question = Question(
            "--decimal",
            f"{value.name} holds {example}: is the comma a decimal sign or does it mark thousands?",
            (",", "."),
        )
        return answer(question, options.ask)
    return "," if "?" in signs else "."


def _explained(parts: _Parts, who: Who) -> tuple[Choice, ...]:
    used = {who.user, who.anonymous, who.email, who.account}
    chosen = [
        choice
        for choice in parts.roles.chosen.values()
        if choice.role not in {"user", "case", "session", "anonymous", "respondent"} or choice.column in used
    ]
    for moment in parts.moments:
        chosen.append(Choice("time", moment.column.name, moment.confidence, moment.reason))
    chosen += parts.texts
    chosen += [Choice("score", scored.column.name, scored.confidence, scored.guess.reason) for scored in parts.scored]
    order = (
        "user",
        "email",
        "case",
        "anonymous",
        "session",
        "respondent",
        "account",
        "time",
        "event",
        "channel",
        "page",
    )
    return tuple(sorted(chosen, key=lambda choice: order.index(choice.role) if choice.role in order else len(order)))


def _notes(parts: _Parts, mapping: Mapping) -> tuple[str, ...]:
    notes = []
    if mapping.traits and not mapping.events and not mapping.signals:
        notes.append("One row a person and no time: no journey. Kept as traits, good for personas.")
    if mapping.signals and not mapping.events and not parts.moments:
        notes.append("No time: what was said is kept, but cannot be placed on a journey by itself.")
    if mapping.leave_out:
        notes.append(f"Not kept, for privacy: {', '.join(mapping.leave_out)}.")
    return tuple(notes)


__all__: Sequence[str] = ["Understanding", "understand", "When", "quoted"]
