"""Lengths of time as people write them: "30 min", "7 d", "1.5 h", "1 y"."""

import re

from footpath.core.errors import Invalid
from footpath.core.languages import figure_words

SECOND_US = 1_000_000
FOREVER_US = 1 << 60  # about 36 000 years
_UNITS = {
    "us": 1, "µs": 1, "ms": 1000, "s": SECOND_US, "min": 60 * SECOND_US, "h": 3600 * SECOND_US,
    "d": 86_400 * SECOND_US, "w": 7 * 86_400 * SECOND_US, "mo": 30 * 86_400 * SECOND_US, "y": 365 * 86_400 * SECOND_US,
}  # fmt: skip
_WORDS = {
    "second": "s", "sec": "s", "minute": "min", "hour": "h", "day": "d", "week": "w", "month": "mo", "year": "y",
    "millisecond": "ms", "microsecond": "us", "mins": "min", "secs": "s", "hr": "h",
}  # fmt: skip
_LENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([a-zµ]+)\s*")


def micros(text: str, field: str) -> int:
    """Return the µs in a length of time; "" is forever, a month 30 days, a year 365.

    Args:
        text: a number and a unit: us, ms, s, min, h, d, w, mo, y, or their names.
        field: what it is called in messages.

    Raises:
        Invalid: the text is no length of time, or a negative or endless one.
    """
    if not text.strip():
        return FOREVER_US
    match = _LENGTH.fullmatch(text.lower())
    unit = _unit(match[2]) if match else None
    if match is None or unit is None:
        raise Invalid(f"{field} is {text!r}, not a length of time.", hint='Write a number and a unit, as in "7 d".')
    return min(round(float(match[1]) * _UNITS[unit]), FOREVER_US)


def _unit(word: str) -> str | None:
    for form in (word, word.removesuffix("s")):
        unit = _WORDS.get(form, form)
        if unit in _UNITS:
            return unit
    return None


def told(length_us: float) -> str:
    """Return a length of time in the unit that reads best: "90 s", "2 h 5 min", "3.4 d"."""
    seconds = length_us / SECOND_US
    if length_us >= FOREVER_US:
        return "any time"
    for name, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{figure_words(format(round(seconds / size, 1), 'g'))} {name}"
    return f"{figure_words(format(round(seconds, 3), 'g'))} s"


def is_length(text: str) -> bool:
    """Say whether a text is a length of time."""
    match = _LENGTH.fullmatch(text.lower())
    return match is not None and _unit(match[2]) is not None
