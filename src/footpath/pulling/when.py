"""When a pull is due: after an interval, or as a line of cron says, in UTC."""

import re
from datetime import datetime, timedelta

from footpath.core.errors import Invalid
from footpath.pulling.pull import Timed

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_FIELDS = ("minute", "hour", "day", "month", "weekday")
_FURTHEST = timedelta(days=366 * 5)


def check_times(pull: Timed, name: str) -> None:
    """Raise Invalid where a pull's times cannot be read."""
    if pull.every and pull.cron:
        raise Invalid(f"{name}: every: there is a cron too.", hint="Leave one of them out.")
    if pull.every:
        interval(pull.every, name)
    if pull.cron:
        fields(pull.cron, name)


def interval(text: str, name: str = "pull") -> timedelta:
    """Return how long "15m" is."""
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", text.strip())
    if not found or not int(found[1]):
        raise Invalid(f"{name}: every: {text!r} is no interval.", hint="Write it like 90s, 15m, 6h or 1d.")
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]])


def fields(text: str, name: str = "pull") -> list[frozenset[int]]:
    """Return the minutes, hours, days, months and weekdays (0 = Sunday) of a line of cron."""
    parts = text.split()
    if len(parts) != len(_RANGES):
        raise Invalid(f"{name}: cron: {text!r} has {len(parts)} fields.", hint="Write five, like '0 6 * * 1-5'.")
    found = []
    for part, (low, high), word in zip(parts, _RANGES, _FIELDS, strict=True):
        values = frozenset(value for one in part.split(",") for value in _values(one, (low, high), (name, word)))
        found.append(frozenset(value % 7 for value in values) if word == "weekday" else values)
    return found


def _values(text: str, bounds: tuple[int, int], where: tuple[str, str]) -> range:
    low, high = bounds
    found = re.fullmatch(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?", text)
    if found:
        first = low if found[1] is None else int(found[1])
        last = high if found[1] is None or (found[3] and found[2] is None) else int(found[2] or found[1])
        step = int(found[3] or 1)
        if low <= first <= last <= high and step:
            return range(first, last + 1, step)
    name, word = where
    raise Invalid(f"{name}: cron: {text!r} is no {word}.", hint=f"Use {low} to {high}, *, lists, ranges or steps.")


def next_due(pull: Timed, last: datetime | None, now: datetime) -> datetime | None:
    """Return when a pull is to run next, UTC; None where it runs by hand only.

    Args:
        last: when it last began; None = never.
    """
    if pull.every:
        return now if last is None else last + interval(pull.every)
    if not pull.cron:
        return None
    return _next_match(fields(pull.cron), pull.cron.split(), last or now - timedelta(minutes=1))


def _next_match(wanted: list[frozenset[int]], parts: list[str], after: datetime) -> datetime | None:
    minutes, hours, days, months, weekdays = wanted
    at = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while at < after + _FURTHEST:
        by_day, by_week = at.day in days, (at.weekday() + 1) % 7 in weekdays
        # As cron has it: where both are restricted, either will do.
        either = not parts[2].startswith("*") and not parts[4].startswith("*")
        if at.month not in months or not (by_day or by_week if either else by_day and by_week):
            at = at.replace(hour=0, minute=0) + timedelta(days=1)
        elif at.hour not in hours:
            at = at.replace(minute=0) + timedelta(hours=1)
        elif at.minute not in minutes:
            at += timedelta(minutes=1)
        else:
            return at
    return None
