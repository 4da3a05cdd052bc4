"""Does what came keep to the plan? Every event is held against it, and what breaks it is counted, with examples."""

from datetime import datetime

import duckdb
import msgspec
from msgspec import Struct

from footpath.events.facts import quoted
from footpath.events.lake import Lake
from footpath.events.plan.kinds import constant_pointer, kind
from footpath.events.plan.model import MARK, EventPlan, Plan, PropertyPlan
from footpath.events.plan.seen import by_file
from footpath.events.reading.stage import ident

_MOST_EXAMPLES = 5
_AS_OF = 2


class Broken(Struct, frozen=True, kw_only=True):
    """One rule of the plan and what breaks it.

    Attributes:
        event, property: where; property "" = the event itself.
        rule: missing | type | enum | pattern | range | other property | source | other event | not seen.
        said: the rule in words.
        count: how many events break it.
        of: how many events of the name there are.
        examples: ids of some: the sender's, or source and row.
    """

    event: str
    property: str = ""
    rule: str
    said: str
    count: int
    of: int
    examples: tuple[str, ...] = ()


class Checked(Struct, frozen=True):
    """A lake held against a plan.

    Attributes:
        events: how many were looked at.
        broken: the rules that are broken, by event.
    """

    events: int
    broken: tuple[Broken, ...]


class _Rule(Struct, frozen=True):
    event: str
    property: str
    rule: str
    said: str
    broken: str  # SQL over a row


class _Counts(Struct):
    events: dict[str, int] = {}
    broken: dict[str, int] = {}  # position of the rule, or of an event that is not in the plan, by its name
    examples: dict[str, list[str]] = {}


def check(lake: Lake, plan: Plan, *, since: datetime | None = None) -> Checked:
    """Hold the events of a lake against a plan; each file of facts is looked at once for as long as the plan stays.

    Args:
        since: leave out what happened before.
    """
    rules = [rule for name, event in plan.events.items() for rule in _rules(name, event)]
    word = f"check-{_AS_OF}-{since}-{msgspec.json.encode(plan).decode()}"
    found = _Counts(events={}, broken={}, examples={})

    def count(con: duckdb.DuckDBPyConnection, scan: str) -> _Counts:
        rows = f'(SELECT * FROM {scan} WHERE "at" >= {quoted(since.isoformat())}::TIMESTAMPTZ)' if since else scan
        return _count(con, rows, plan, rules)

    for one in by_file(lake, lake.snapshot(), word, _Counts, count):
        for name, number in one.events.items():
            found.events[name] = found.events.get(name, 0) + number
        for key, number in one.broken.items():
            found.broken[key] = found.broken.get(key, 0) + number
            found.examples[key] = [*found.examples.get(key, []), *one.examples[key]][:_MOST_EXAMPLES]
    return Checked(sum(found.events.values()), tuple(_broken(plan, rules, found)))


def _broken(plan: Plan, rules: list[_Rule], found: _Counts) -> list[Broken]:
    result = []
    for position, rule in enumerate(rules):
        if number := found.broken.get(f"r{position}", 0):
            result.append(
                Broken(
                    event=rule.event, property=rule.property, rule=rule.rule, said=rule.said, count=number,
                    of=found.events[rule.event], examples=tuple(found.examples[f"r{position}"]),
                )
            )  # fmt: skip
    for name, number in found.events.items():
        if name not in plan.events and plan.others == "deny":
            said = "the plan has no such event"
            examples = tuple(found.examples.get(f"e{name}", []))
            result.append(Broken(event=name, rule="other event", said=said, count=number, of=number, examples=examples))
    if plan.expect == "all":
        missing = [name for name in plan.events if name not in found.events]
        result += [Broken(event=name, rule="not seen", said="it never came", count=0, of=0) for name in missing]
    return sorted(result, key=lambda one: (one.event, one.property, one.rule))


def _count(con: duckdb.DuckDBPyConnection, scan: str, plan: Plan, rules: list[_Rule]) -> _Counts:
    counts = _Counts(events={}, broken={}, examples={})
    rows = con.execute(f"SELECT name, count(*), min({_ID}) FROM {scan} GROUP BY name ORDER BY name").fetchall()
    for name, number, example in rows:
        counts.events[name] = number
        if name not in plan.events:
            counts.broken[f"e{name}"], counts.examples[f"e{name}"] = number, [example]
    for name in sorted(plan.events.keys() & counts.events.keys()):
        own = [(position, rule) for position, rule in enumerate(rules) if rule.event == name]
        if own:
            _count_event(con, scan, name, own, counts)
    return counts


_ID = "coalesce(event_id, source || ' row ' || \"row\")"


def _count_event(
    con: duckdb.DuckDBPyConnection, scan: str, name: str, own: list[tuple[int, _Rule]], counts: _Counts
) -> None:
    tests = ", ".join(f"coalesce({rule.broken}, false) AS r{position}" for position, rule in own)
    valid = "CASE WHEN json_valid(properties) THEN properties::JSON END AS p"
    inner = f"SELECT *, {valid} FROM {scan} WHERE name = {quoted(name)}"
    results = ", ".join(
        f"count(*) FILTER (r{n}), arg_min(id, file_row_number, {_MOST_EXAMPLES}) FILTER (r{n})" for n, _ in own
    )
    found = con.execute(
        f"SELECT {results} FROM (SELECT {_ID} AS id, file_row_number, {tests} FROM ({inner}))"
    ).fetchall()[0]
    for (position, _), number, examples in zip(own, found[::2], found[1::2], strict=True):
        if number:
            counts.broken[f"r{position}"], counts.examples[f"r{position}"] = number, list(examples)


def _rules(name: str, event: EventPlan) -> list[_Rule]:
    rules = []
    if event.sources:
        wanted = ", ".join(map(quoted, event.sources))
        said = f"only from {', '.join(event.sources)}"
        rules.append(_Rule(name, "", "source", said, f"source NOT IN ({wanted})"))
    for key, wanted_ in event.properties.items():
        rules += [_Rule(name, key, *rule) for rule in _property_rules(key, wanted_)]
    if event.others == "deny":
        named = ", ".join(quoted(key) for key in event.properties if not key.startswith(MARK)) or "''"
        broken = f"len(list_filter(json_keys(p), lambda k: k NOT IN ({named}))) > 0"
        rules.append(_Rule(name, "", "other property", "only the properties that are named", broken))
    return rules


def _property_rules(key: str, wanted: PropertyPlan) -> list[tuple[str, str, str]]:
    value = f"to_json({ident(key[1:])})" if key.startswith(MARK) else f"json_extract(p, {constant_pointer(key)})"
    text, what = f"({value} ->> '$')", kind(value)
    rules = []
    if wanted.required:
        rules.append(("missing", "required", f"({what}) IS NULL"))
    if wanted.kinds:
        said = " or ".join([wanted.type] if isinstance(wanted.type, str) else wanted.type)
        rules.append(("type", said, f"({what}) NOT IN ({', '.join(map(quoted, wanted.kinds))})"))
    if wanted.enum:
        allowed = ", ".join(quoted(_as_text(one)) for one in wanted.enum)
        rules.append(("enum", f"one of {', '.join(map(str, wanted.enum))}", f"{text} NOT IN ({allowed})"))
    if wanted.pattern:
        rules.append(("pattern", wanted.pattern, f"NOT regexp_full_match({text}, {quoted(wanted.pattern)})"))
    bounds = [f"{sign} {bound:g}" for sign, bound in (("<", wanted.min), (">", wanted.max)) if bound is not None]
    if bounds:
        number = f"try_cast({text} AS DOUBLE)"
        said = f"{'' if wanted.min is None else f'{wanted.min:g}'}…{'' if wanted.max is None else f'{wanted.max:g}'}"
        rules.append(("range", said, " OR ".join(f"{number} {bound}" for bound in bounds)))
    return rules


def _as_text(value: str | float | bool) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
