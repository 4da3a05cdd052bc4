"""Places in a list as strings: between any two there is always another, so that nobody has to renumber.

A place is a fraction written with the digits 0-9A-Za-z after an unwritten point; it never ends in the digit 0.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}
_RADIX = len(DIGITS)


def between(low: str, high: str) -> str:
    """Return a place after `low` and before `high`; "" means the very start or the very end.

    Places that touch or are written in other letters give one after `low`.
    """
    found = ""
    position = 0
    open_end = not high or high <= low
    while True:
        least = _VALUE.get(low[position : position + 1], 0)
        most = _RADIX if open_end else _VALUE.get(high[position : position + 1], 0)
        if most - least > 1:
            return found + DIGITS[(least + most) // 2]
        found += DIGITS[least]
        open_end = open_end or most > least
        position += 1


def spread(count: int) -> list[str]:
    """Return `count` places in order, evenly apart."""
    width = 1
    while _RADIX**width <= count + 1:
        width += 1
    whole = _RADIX**width
    return [_written((number + 1) * whole // (count + 1), width) for number in range(count)]


def kept(places: Sequence[str]) -> list[str]:
    """Return places that are in order, keeping as many of the given ones as can stay; "" stands for none."""
    good = [index for index, place in enumerate(places) if _is_place(place)]
    stay = [good[index] for index in rising([places[index] for index in good])]
    found = list(places)
    begin, last = 0, ""
    for index in [*stay, len(places)]:
        end = places[index] if index < len(places) else ""
        for gap in range(begin, index):
            last = found[gap] = between(last, end)
        begin, last = index + 1, end
    return found


def rising(values: Sequence[Any]) -> list[int]:
    """Return the positions of a longest run of values that rise."""
    tails: list[Any] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for index, value in enumerate(values):
        at = bisect_left(tails, value)
        before[index] = ends[at - 1] if at else -1
        if at == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[at], ends[at] = value, index
    run: list[int] = []
    here = ends[-1] if ends else -1
    while here >= 0:
        run.append(here)
        here = before[here]
    return run[::-1]


def _is_place(text: str) -> bool:
    return bool(text) and text[-1] != DIGITS[0] and all(sign in _VALUE for sign in text)


def _written(value: int, width: int) -> str:
    text = ""
    for _ in range(width):
        value, digit = divmod(value, _RADIX)
        text = DIGITS[digit] + text
    return text.rstrip(DIGITS[0])
