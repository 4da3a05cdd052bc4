"""Which columns say when, how they are written, and in which order days and months stand."""

from collections.abc import Sequence

from msgspec import Struct

from footpath.events.mapping import When
from footpath.events.reading import times
from footpath.events.reading.options import ImportOptions
from footpath.events.reading.profile import Column
from footpath.events.reading.questions import Question, answer
from footpath.events.reading.roles import Roles
from footpath.events.reading.stage import Stage, Table, ident
from footpath.events.reading.times import TimeGuess


class Moment(Struct, frozen=True):
    """A column of instants."""

    column: Column
    guess: TimeGuess
    when: When
    confidence: float
    reason: str


def moments(stage: Stage, table: Table, roles: Roles, options: ImportOptions) -> list[Moment]:
    """Return the columns that say when something happened, surest first.

    Raises:
        Unclear: days and months cannot be told apart in the whole file, and nobody said which comes first.
    """
    found = _given(roles) if roles.given_times else _found(roles)
    settled = _day_first(stage, table, [guess for _, guess in found], [column for column, _ in found])
    result = []
    for column, guess in found:
        format_, reason = _format(column, guess, settled, options)
        plus = roles.name("offset") if guess.day_only else None
        when = When(column=column.name, format=format_, tz="UTC" if guess.zoned else options.tz, plus=plus)
        confidence = 1.0 if roles.given_times else round(_strength(column, guess), 2)
        result.append(Moment(column, guess, when, confidence, reason))
    return result if roles.given_times else sorted(result, key=lambda entry: (-entry.confidence, entry.column.position))


def _given(roles: Roles) -> list[tuple[Column, TimeGuess]]:
    columns = [roles.columns[name] for name in roles.given_times]
    guesses = [(column, times.guess(list(column.counts)[:400], named=True)) for column in columns]
    return [(column, guess or TimeGuess("iso", 0.0, False, False)) for column, guess in guesses]


def _found(roles: Roles) -> list[tuple[Column, TimeGuess]]:
    found = []
    for column in roles.free():
        named, birth = column.roles.get("time", 0.0), column.roles.get("birth", 0.0)
        plan, span = column.roles.get("plan", 0.0), column.roles.get("duration", 0.0)
        if column.name == "time:timestamp":
            named = 1.0
        if max(birth, plan, span) > max(named - 0.01, 0.5) or birth >= 0.5 or column.time is None:
            continue
        if plan >= 0.75 or (column.time.format == "excel" and named < 0.9):
            continue
        if (
            column.whole
            and named < 0.5
            and column.time.format == "%Y%m%d"
            and max(column.roles.values(), default=0) >= 0.75
        ):
            continue
        found.append((column, column.time))
    return found


def _strength(column: Column, guess: TimeGuess) -> float:
    named = 1.0 if column.name == "time:timestamp" else max(0.5, column.roles.get("time", 0.0))
    case = 0.6 if column.name.lower().startswith(("case:", "case_", "(case)")) else 1.0
    return named * guess.share * case * (0.7 + 0.3 * column.share_filled) * (0.97 if guess.day_only else 1.0)


def _format(column: Column, guess: TimeGuess, settled: str, options: ImportOptions) -> tuple[str, str]:
    zone = "with its time zone" if guess.zoned else f"no time zone: read as {options.tz}"
    if not guess.unclear:
        return guess.format, f"{_word(guess.format)}, {zone}"
    order = options.dates or settled
    if not order:
        example = next(iter(column.counts))
        text = f"In {column.name} days and months cannot be told apart ({example})."
        order = answer(Question("--dates", text, ("day-first", "month-first")), options.ask)
    why = "you said so" if options.dates or not settled else "told from other values of the file"
    format_ = guess.format if order == "day-first" else guess.swapped
    return format_, f"{_word(format_)} ({order}: {why}), {zone}"


def _word(format_: str) -> str:
    words = {"iso": "ISO date", "excel": "spreadsheet day number", "iso_week": "ISO week"}
    return words.get(
        format_, format_.replace("epoch_", "seconds since 1970 in ") if format_.startswith("epoch") else format_
    )


def _day_first(stage: Stage, table: Table, guesses: Sequence[TimeGuess], columns: Sequence[Column]) -> str:
    """Look through the whole file for a date that tells days from months; "" when there is none."""
    if not any(guess.unclear for guess in guesses):
        return ""
    orders = {_order(guess) for guess in guesses if not guess.unclear} - {""}
    if len(orders) == 1:
        return orders.pop()
    for column, guess in zip(columns, guesses, strict=True):
        if not guess.unclear:
            continue
        parts = f"regexp_extract_all(split_part(trim({ident(column.name)}), ' ', 1), '\\d+')"
        highest = "max(try_cast(p[1] AS INTEGER)), max(try_cast(p[2] AS INTEGER))"
        query = f"SELECT {highest} FROM (SELECT {parts} AS p FROM {table.view})"
        first, second = stage.con.execute(query).fetchall()[0]
        if (first or 0) > 12 >= (second or 0):
            return "day-first"
        if (second or 0) > 12 >= (first or 0):
            return "month-first"
    return ""


def _order(guess: TimeGuess) -> str:
    head = guess.format.split(" ")[0]
    if head.startswith("%d") and "%m" in head and "." not in head:
        return "day-first"
    return "month-first" if head.startswith("%m") else ""
