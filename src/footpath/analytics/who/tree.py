"""Conditions on persons, as a tree: the structs that text, JSON and the saved file are read into."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, Union

import msgspec
from msgspec import Struct

from footpath.analytics import durations
from footpath.analytics.select import MOST, Select
from footpath.core.errors import Invalid

Compare = Literal[">=", ">", "<=", "<"]
Op = Literal["=", "contains", "is set", ">=", ">", "<=", "<"]
MOST_DEEP = 60  # levels of a tree; far beyond what anybody can read, far below what the interpreter bears


class When(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The events that a condition looks at: all, or those in a period.

    Attributes:
        last: length of time up to the newest event there is, as in "30 d".
        since: first instant, as in "2026-01-31" or "2026-01-31T10:00+02:00"; no zone = the zone of the question.
        until: end, not included.
    """

    last: str = ""
    since: str = ""
    until: str = ""


class Did(When, frozen=True, tag="did", omit_defaults=True):
    """Persons who did something between `at_least` and `at_most` times.

    Attributes:
        select: what.
        within: length of time in which the `at_least` events must lie, as in "7 d"; empty = any.
        first: the very first time they did it must lie in the period.
    """

    select: Select
    at_least: int = 1
    at_most: int | None = None
    within: str = ""
    first: bool = False


class InOrder(When, frozen=True, tag="in_order", omit_defaults=True):
    """Persons who did several things one after the other, with anything between.

    Attributes:
        selects: what, in order.
        within: length of time from the first to the last, as in "7 d"; empty = any.
        gap: the longest pause from each to the next; empty = any.
    """

    selects: tuple[Select, ...]
    within: str = ""
    gap: str = ""


class Amount(When, frozen=True, tag="amount", omit_defaults=True):
    """Persons whose events' amounts come to something: spent ≥ 100.

    Who has no such event has a sum of 0, and no mean, least or greatest amount.

    Attributes:
        select: which events.
        op, than: what it is compared with.
        of: sum, mean, min (the least) or max (the greatest).
    """

    select: Select
    op: Compare
    than: float
    of: Literal["sum", "mean", "min", "max"] = "sum"


class Property(When, frozen=True, tag="property", omit_defaults=True):
    """Persons with a value of a property of events: device, channel, campaign, account, …

    Attributes:
        property: name of a dimension or a column of signatures.
        values: what it is compared with: any of them for "=" and "contains", one number or day for the others.
        op: the comparison; "is set" needs no values.
        which: ever = at any event; first, last = at the first or last event where it is known.
    """

    property: str
    values: tuple[str, ...] = ()
    op: Op = "="
    which: Literal["ever", "first", "last"] = "ever"


class Trait(Struct, frozen=True, tag="trait", omit_defaults=True):
    """Persons by something known of them, e.g. plan = pro.

    Attributes:
        trait: its name.
        values, op: as in `Property`.
    """

    trait: str
    values: tuple[str, ...] = ()
    op: Op = "="


class Saved(Struct, frozen=True, tag="saved", omit_defaults=True):
    """Persons who meet a condition saved by name.

    Attributes:
        name: its name.
        of: the condition, once it has been looked up.
    """

    name: str
    of: "Who | None" = None


class All(Struct, frozen=True, tag="all"):
    """Persons who meet every one of the conditions."""

    of: tuple["Who", ...]


class Either(Struct, frozen=True, tag="any"):
    """Persons who meet at least one of the conditions."""

    of: tuple["Who", ...]


class Not(Struct, frozen=True, tag="not"):
    """Persons who do not meet the condition."""

    of: "Who"


Who = Union[Did, InOrder, Amount, Property, Trait, Saved, All, Either, Not]  # noqa: UP007 - named before it exists


def decoded(text: str) -> Who:
    """Return a condition from its JSON.

    Raises:
        Invalid: it is no condition; the message says where.
    """
    try:
        found: Who = msgspec.json.decode(text, type=Who)  # type: ignore[arg-type,unused-ignore]
    except (msgspec.DecodeError, RecursionError) as error:
        hint = 'Write "did Order", or JSON such as {"type": "did", "select": {"name": ["Order"]}}.'
        raise Invalid(f"who says nobody: {error}.", hint=hint) from None
    check(found)
    return found


def check(one: Who, depth: int = 0) -> None:
    """Raise Invalid, with a remedy, for a condition that cannot hold a meaning."""
    if depth > MOST_DEEP:
        raise Invalid("who is nested too deep.", hint=f"At most {MOST_DEEP} levels: save parts of it by name.")
    if isinstance(one, All | Either):
        if not one.of:
            raise Invalid("who joins no conditions.", hint='Give at least one: "did Order and did Refund".')
        for part in one.of:
            check(part, depth + 1)
    elif isinstance(one, Not):
        check(one.of, depth + 1)
    elif isinstance(one, Saved):
        if one.of is not None:
            check(one.of, depth + 1)
    else:
        _CHECKS[type(one)](one)


def instant(text: str) -> datetime:
    """Return an instant from ISO text, with or without a zone.

    Raises:
        Invalid: it is none.
    """
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(f"{text!r} is no date.", hint='Write it as in "2026-01-31" or "2026-01-31T10:00".') from None


def number(text: str) -> float | None:
    """Return the number a text is, None when it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) < float("inf") else None


def day(text: str) -> bool:
    """Say whether a text is a day, as in 2026-01-31."""
    try:
        return len(text) == len("2026-01-31") and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _when(one: When) -> None:
    durations.micros(one.last, "last")
    for bound in (one.since, one.until):
        if bound:
            instant(bound)
    if one.last and (one.since or one.until):
        raise Invalid('"in the last" and "since" or "until" do not go together.', hint="Leave one of them out.")


def _did(one: Did) -> None:
    _when(one)
    durations.micros(one.within, "within")
    if one.at_least < 0 or (one.at_most is not None and one.at_most < max(one.at_least, 0)):
        most = "any number of" if one.at_most is None else one.at_most
        raise Invalid(f"Nobody does something {one.at_least} to {most} times.", hint='Write "2 to 5 times".')
    if one.within and one.at_least < 2:
        raise Invalid(
            f'"within {one.within}" needs a number of times.',
            hint=f'Write "at least 2 times within {one.within}", or "in the last {one.within}".',
        )
    if one.first and (one.at_least, one.at_most, one.within) != (1, None, ""):
        raise Invalid('"for the first time" is once.', hint='Leave out how many times, or join both with "and".')


def _in_order(one: InOrder) -> None:
    _when(one)
    durations.micros(one.within, "within")
    durations.micros(one.gap, "gap")
    if not 2 <= len(one.selects) <= MOST:
        raise Invalid(f"{len(one.selects)} things are in no order.", hint=f'Give 2 to {MOST}: "did Visit then Order".')


def _amount(one: Amount) -> None:
    _when(one)
    if not abs(one.than) < float("inf"):
        raise Invalid(f"{one.than} is no amount.", hint='Write a number, as in "sum of Order >= 100".')


def _values(one: Property | Trait) -> None:
    name = one.property if isinstance(one, Property) else one.trait
    if not name:
        raise Invalid("A property or trait has no name.", hint='Write "trait plan = pro" or "first channel = email".')
    if one.op == "is set":
        if one.values:
            raise Invalid(f'"{name} is set" has values too.', hint=f'Write "{name} is set" or "{name} = …".')
        return
    if not one.values:
        raise Invalid(f"{name} is compared with nothing.", hint=f'Write "{name} = VALUE", or "{name} is set".')
    if one.op in ("=", "contains"):
        return
    if len(one.values) > 1 or (number(one.values[0]) is None and not day(one.values[0])):
        raise Invalid(
            f"{name} {one.op} {' | '.join(one.values)}: only a number or a day can be compared.",
            hint=f'Write "{name} {one.op} 10" or "{name} {one.op} 2026-01-31".',
        )


def _property(one: Property) -> None:
    _when(one)
    _values(one)


_CHECKS: dict[type, Callable[..., None]] = {
    Did: _did, InOrder: _in_order, Amount: _amount, Property: _property, Trait: _values,
}  # fmt: skip
