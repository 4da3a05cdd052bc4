"""A mapping becomes three SELECTs: the rows for events, signals and traits; and one that finds the rows left out."""

import re
from collections.abc import Sequence

from msgspec import Struct

from footpath.core.errors import Invalid
from footpath.events.mapping import EventRule, Mapping, SignalRule, TraitRule, When
from footpath.events.reading import numbers, times
from footpath.events.reading.stage import ROW, Table, ident, quoted

_MANY = 12  # columns that need not stand on each event when they stand on the case
_ADDRESS = r"[\pL\pN._%+-]*[\pL\pN_%+-]@[\pL\pN-]+(\.[\pL\pN-]+)*\.\pL{2,}"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class Compiled(Struct, frozen=True):
    """SQL over the stage.

    Attributes:
        queries: table of the lake → SELECT of its columns, bad rows left out.
        whole: the same for events with no row left out: faster, for tables without bad rows; "" when there is none.
        doubt: SELECT of the number of rows that make `whole` impossible, as far as that can be told cheaply.
        rejects: SELECT of (row, field, value, reason, remedy) for bad rows; "" when no row can be bad.
    """

    queries: dict[str, str]
    rejects: str
    whole: str = ""
    doubt: str = ""


class _Sql:
    """Turns the mapping's references into SQL for one table."""

    def __init__(self, table: Table, mapping: Mapping, source: str) -> None:
        self.table = table
        self.mapping = mapping
        self.source = source

    def text(self, column: str) -> str:
        """Return SQL of a column's trimmed text; null where it is empty."""
        if column not in self.table.columns:
            raise Invalid(
                f"{self.table.name} has no column {column!r}.", hint=f"It has: {', '.join(self.table.columns[:40])}."
            )
        return ident(column)

    def ref(self, reference: str | None) -> str:
        """Return SQL of a column, a constant ("=…") or a constant with columns in it ("=Ticket: {topic}")."""
        if reference is None:
            return "NULL::VARCHAR"
        if not reference.startswith("="):
            return self.text(reference)
        parts, end = [], 0
        for found in _PLACEHOLDER.finditer(reference):
            if found[1] in self.table.columns:
                parts += [quoted(reference[max(1, end) : found.start()]), f"coalesce({self.text(found[1])}, '?')"]
                end = found.end()
        rest = reference[max(1, end) :]
        return " || ".join([*parts, *([quoted(rest)] if rest or not parts else [])])

    def at(self, when: When | None) -> str:
        """Return SQL of an instant."""
        return times.sql(when, self.text) if when else "NULL::TIMESTAMPTZ"

    def number(self, reference: str | None) -> str:
        """Return SQL of a number."""
        return numbers.sql(self.ref(reference), self.mapping.decimal) if reference else "NULL::DOUBLE"

    def who(self, column: str | None) -> str:
        """Return SQL of an id; null where it says that nobody is known."""
        if column is None:
            return "NULL::VARCHAR"
        value = self.ref(column)
        if self.mapping.who.missing and not column.startswith("="):
            words = ", ".join(quoted(word) for word in self.mapping.who.missing)
            value = f"CASE WHEN {value} NOT IN ({words}) THEN {value} END"
        return f"sha256({value})" if column in self.mapping.who.hashed else value

    def whose(self) -> dict[str, str]:
        """Return the columns that say who."""
        who = self.mapping.who
        user = f"{quoted(who.scope or '')} || {ROW}" if who.by_row and who.scope else self.who(who.user)
        if who.scope and who.user:
            user = f"{quoted(who.scope)} || {user}"
        address = f"lower({self.text(who.email)})" if who.email else "NULL"
        whole = f"regexp_full_match({address}, '[0-9a-f]{{64}}')"
        hashed = f"CASE WHEN {whole} THEN {address} WHEN contains({address}, '@') THEN sha256({address}) END"
        return {
            "user_id": user,
            "anonymous_id": self.who(who.anonymous),
            "email_hash": hashed if who.email else "NULL::VARCHAR",
            "account_id": self.who(who.account),
            "ids": self.further(),
        }

    def further(self) -> str:
        """Return SQL of the column `ids`: a JSON object of the ids by type that are not empty; null without any."""
        if not self.mapping.who.ids:
            return "NULL::VARCHAR"
        values = {kind: self.who(column) for kind, column in sorted(self.mapping.who.ids.items())}
        if "phone" in values:
            values["phone"] = f"CASE WHEN {_digits(values['phone'])} <> '' THEN sha256({_digits(values['phone'])}) END"
        pairs = ", ".join(f"{quoted(_key(kind))} || to_json({value})::VARCHAR" for kind, value in values.items())
        return f"'{{' || nullif(concat_ws(',', {pairs}), '') || '}}'"

    def origin(self) -> dict[str, str]:
        """Return the source and the row."""
        return {"source": quoted(self.source), '"row"': ROW}

    def json(self, columns: Sequence[str]) -> str:
        """Return SQL of a JSON object of the columns that are not empty; null when all are."""
        if not columns:
            return "NULL::VARCHAR"
        pairs = ", ".join(
            f"{quoted(_key(name))} || nullif(to_json({self.text(name)})::VARCHAR, 'null')" for name in columns
        )
        return f"'{{' || nullif(concat_ws(',', {pairs}), '') || '}}'"


def _digits(phone: str) -> str:
    """Return SQL of a phone number as it is hashed: digits, with a plus where it says the country."""
    digits = f"regexp_replace({phone}, '[^0-9]', '', 'g')"
    abroad = f"regexp_matches({phone}, '^\\s*(\\+|00)')"
    return f"CASE WHEN {abroad} THEN '+' || regexp_replace({digits}, '^00', '') ELSE {digits} END"


def _key(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}":'


def compile_mapping(table: Table, mapping: Mapping, source: str) -> Compiled:
    """Return the SELECTs that take a staged table in; raises Invalid when the mapping names a column it has not."""
    sql = _Sql(table, mapping, source)
    who = [value for name, value in sql.whose().items() if name != "account_id" and not _is_nothing(value)]
    events = _selects([_event(sql, rule) for rule in mapping.events], table.view)
    signals = _selects([_signal(sql, rule, many=len(mapping.signals) > 1) for rule in mapping.signals], table.view)
    someone = (
        f"coalesce({', '.join(name for name, value in sql.whose().items() if value in who) or 'NULL'}) IS NOT NULL"
    )
    needed = f'"at" IS NOT NULL AND name IS NOT NULL AND {someone}'
    queries = {
        "events": f"SELECT * FROM ({events}) WHERE {needed}" if events else "",
        "signals": f"SELECT * FROM ({signals}) WHERE {_said(mapping)}" if signals else "",
        "traits": _trait(sql, mapping.traits) if mapping.traits else "",
    }
    chosen = {name: query for name, query in queries.items() if query}
    if len(mapping.events) != 1 or mapping.events[0].optional or not who:
        return Compiled(chosen, _rejects(sql))
    rule = mapping.events[0]
    tests = [
        f"coalesce({', '.join(who)}) IS NULL",
        f"{sql.ref(rule.name)} IS NULL",
        f"{sql.text(rule.at.column)} IS NULL",
    ]
    doubt = f"SELECT count(*) FROM {table.view} WHERE {' OR '.join(tests)}"
    return Compiled(chosen, _rejects(sql), events, doubt)


def _union(queries: list[str]) -> str:
    return " UNION ALL ".join(queries)


def _is_nothing(value: str) -> bool:
    return value.startswith("NULL::")


def _selects(rules: list[dict[str, str]], view: str) -> str:
    """Return the rows of all rules, without the columns that none of them fills: the store fills those in faster."""
    filled = [name for name in (rules[0] if rules else {}) if not all(_is_nothing(rule[name]) for rule in rules)]
    parts = [", ".join(f"{rule[name]} AS {name}" for name in filled) for rule in rules]
    return _union([f"SELECT {part} FROM {view}" for part in parts])


def _said(mapping: Mapping) -> str:
    parts = [name for name in ("text", "score") if any(getattr(rule, name) for rule in mapping.signals)]
    return " OR ".join(f"{part} IS NOT NULL" for part in parts) or "true"


def _event(sql: _Sql, rule: EventRule) -> dict[str, str]:
    placed = _placed(sql.mapping)
    traits = sql.mapping.traits
    on_case = traits.columns if traits and traits.distinct and len(traits.columns) > _MANY else []
    rest = [name for name in sql.table.columns if name not in placed and name not in on_case]
    properties = sql.text(sql.mapping.properties) if sql.mapping.properties else sql.json(rest)
    mark = f" || {quoted('#' + rule.name)}" if len(sql.mapping.events) > 1 else ""
    return {
        **sql.origin(),
        **sql.whose(),
        "event_id": sql.ref(rule.event_id),
        "type": f"coalesce({sql.ref(rule.type)}, 'track')",
        "name": sql.ref(rule.name),
        "at": sql.at(rule.at),
        "received_at": sql.at(rule.received_at),
        "channel": sql.ref(rule.channel),
        "page": _path(sql.ref(rule.page)) if rule.page else "NULL::VARCHAR",
        "campaign": sql.ref(rule.campaign),
        "device": sql.ref(rule.device),
        "region": sql.ref(rule.region),
        "value": sql.number(rule.value),
        "currency": sql.ref(rule.currency),
        "properties": _with_unread(sql, rule, properties),
        "dedupe_id": f"{sql.ref(rule.event_id)}{mark}" if rule.event_id else "NULL::VARCHAR",
    }


def _with_unread(sql: _Sql, rule: EventRule, properties: str) -> str:
    """Keep the text of a value that is no number, so that nothing is lost."""
    if not rule.value or rule.value.startswith("=") or sql.mapping.properties:
        return properties
    unread = f"{sql.number(rule.value)} IS NULL AND {sql.text(rule.value)} IS NOT NULL"
    extra = sql.json([rule.value])
    both = f"coalesce(rtrim({properties}, '}}') || ',' || ltrim({extra}, '{{'), {extra})"
    return f"CASE WHEN {unread} THEN {both} ELSE {properties} END"


def _path(value: str) -> str:
    plain = f"starts_with({value}, '/') AND NOT contains({value}, '?') AND NOT contains({value}, '#')"
    bare = f"regexp_replace(regexp_replace({value}, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*', ''), '[?#].*$', '')"
    return f"CASE WHEN {plain} THEN {value} WHEN {value} IS NOT NULL THEN coalesce(nullif({bare}, ''), '/') END"


def _signal(sql: _Sql, rule: SignalRule, *, many: bool) -> dict[str, str]:
    used = {rule.text, rule.score} | _placed(sql.mapping) | {scored.score for scored in sql.mapping.signals}
    rest = [name for name in sql.table.columns if name not in used]
    if len(rest) > _MANY and many:
        rest = []  # a survey's other answers stand on its traits and need not come with every question again
    low, high = rule.scale or (None, None)
    mark = f" || {quoted('#' + (rule.score or rule.text or ''))}" if many else ""
    return {
        **sql.origin(),
        **sql.whose(),
        "signal_id": sql.ref(rule.signal_id),
        "kind": sql.ref(rule.kind),
        "about": sql.ref(rule.about),
        "at": sql.at(rule.at),
        "channel": sql.ref(rule.channel),
        "text": _masked(sql.ref(rule.text)) if rule.text else sql.ref(None),
        "lang": f"lower({sql.ref(rule.lang)})[1:2]",
        "score": _score(sql, rule),
        "scale_min": "NULL::DOUBLE" if low is None else f"{low}::DOUBLE",
        "scale_max": "NULL::DOUBLE" if high is None else f"{high}::DOUBLE",
        "metric": sql.ref(rule.metric),
        "weight": sql.number(rule.weight),
        "properties": sql.text(sql.mapping.properties) if sql.mapping.properties else sql.json(rest),
        "dedupe_id": f"{sql.ref(rule.signal_id)}{mark}" if rule.signal_id else "NULL::VARCHAR",
    }


def _masked(text: str) -> str:
    """Return SQL of a text without the e-mail addresses in it."""
    return f"CASE WHEN contains({text}, '@') THEN regexp_replace({text}, '{_ADDRESS}', '…@…', 'g') ELSE {text} END"


def _score(sql: _Sql, rule: SignalRule) -> str:
    if rule.score is None:
        return "NULL::DOUBLE"
    value = sql.ref(rule.score)
    if rule.labels:
        cases = " ".join(f"WHEN {quoted(word)} THEN {count}" for word, count in sorted(rule.labels.items()))
        return f"(CASE {value} {cases} END)::DOUBLE"
    number = numbers.sql(value, sql.mapping.decimal)
    if rule.blanks:
        words = ", ".join(quoted(word) for word in rule.blanks)
        number = f"CASE WHEN {value} NOT IN ({words}) THEN {number} END"
    if rule.scale:
        number = f"CASE WHEN {number} BETWEEN {rule.scale[0]} AND {rule.scale[1]} THEN {number} END"
    return number


def _trait(sql: _Sql, rule: TraitRule) -> str:
    who = sql.mapping.who
    out = {
        who.user,
        who.anonymous,
        who.email,
        who.account,
        *who.ids.values(),
        *sql.mapping.leave_out,
        *_texts(sql.mapping),
    }
    kept = rule.columns or [name for name in sql.table.columns if name not in out]
    content = sql.text(rule.json) if rule.json else sql.json(kept)
    columns = {
        **sql.origin(),
        **sql.whose(),
        "at": sql.at(rule.at),
        "traits": content,
        "dedupe_id": sql.ref(rule.row_id),
    }
    filled = ", ".join(f"{value} AS {name}" for name, value in columns.items())
    query = f"SELECT * FROM (SELECT {filled} FROM {sql.table.view}) WHERE traits IS NOT NULL"
    if not rule.distinct:
        return query
    return (
        'SELECT source, min("row") AS "row", user_id, anonymous_id, email_hash, account_id, "at", traits, dedupe_id '
        f"FROM ({query}) GROUP BY ALL ORDER BY 2"
    )


def _placed(mapping: Mapping) -> set[str | None]:
    """Columns that have a place of their own in an event, or are left out."""
    who = mapping.who
    placed: set[str | None] = {who.user, who.anonymous, who.email, who.account, *who.ids.values()}
    placed |= {*mapping.leave_out, *_texts(mapping)}
    for rule in mapping.events:
        placed |= {
            rule.name,
            rule.type,
            rule.at.column,
            rule.at.plus,
            rule.channel,
            rule.page,
            rule.campaign,
            rule.device,
            rule.region,
        }
        placed |= {rule.value, rule.currency, rule.event_id}
        placed |= {rule.received_at.column} if rule.received_at else set()
    return placed


def _texts(mapping: Mapping) -> set[str | None]:
    return {rule.text for rule in mapping.signals}


def _rejects(sql: _Sql) -> str:
    """Return the SELECT of rows that should have given an event and did not."""
    needed = [rule for rule in sql.mapping.events if not rule.optional]
    parts = [_bad(sql, rule) for rule in needed]
    parts += [_unread_time(sql, rule) for rule in sql.mapping.events if rule.optional]
    return _union(parts)


def _bad(sql: _Sql, rule: EventRule) -> str:
    who = " ,".join(sql.whose()[name] for name in ("user_id", "anonymous_id", "email_hash", "ids"))
    named = next(
        (name for name in (sql.mapping.who.user, sql.mapping.who.email, sql.mapping.who.anonymous) if name), "person"
    )
    nobody = "false" if sql.mapping.signals else f"coalesce({who}) IS NULL"  # what nobody said is kept as a signal
    checks = [
        (
            nobody,
            named,
            "nobody is named",
            f"Fill in {named}, or name another column with --person.",
        ),
        (f"{sql.text(rule.at.column)} IS NULL", rule.at.column, "no time", f"Fill in {rule.at.column}."),
        (
            f"{sql.at(rule.at)} IS NULL",
            rule.at.column,
            f"not a time written as {rule.at.format}",
            "Mend it, or name another column with --time.",
        ),
        (
            f"{sql.ref(rule.name)} IS NULL",
            rule.name,
            "no event named",
            "Fill it in, or name another column with --event.",
        ),
    ]
    cases = [" ".join(f"WHEN {test} THEN {quoted(entry[index])}" for test, *entry in checks) for index in range(3)]
    values = " ".join(
        f"WHEN {test} THEN {sql.text(field) if field in sql.table.columns else 'NULL'}" for test, field, *_ in checks
    )
    return (
        f"SELECT * FROM (SELECT {ROW}, CASE {cases[0]} END AS field, CASE {values} END AS value, "
        f"CASE {cases[1]} END AS reason, CASE {cases[2]} END AS remedy FROM {sql.table.view}) WHERE field IS NOT NULL"
    )


def _unread_time(sql: _Sql, rule: EventRule) -> str:
    value, remedy = sql.text(rule.at.column), "Mend it."
    return (
        f"SELECT {ROW}, {quoted(rule.at.column)} AS field, {value} AS value, "
        f"{quoted(f'not a time written as {rule.at.format}')} AS reason, {quoted(remedy)} AS remedy "
        f"FROM {sql.table.view} WHERE {value} IS NOT NULL AND {sql.at(rule.at)} IS NULL"
    )
