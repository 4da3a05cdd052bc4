"""Conditions on persons as text: what `reading` reads, and what answers print."""

from collections.abc import Callable
from typing import Any

from footpath.analytics.phrases import number, write_select, written
from footpath.analytics.select import Select
from footpath.analytics.who.reading import stops, tests
from footpath.analytics.who.tree import All, Amount, Did, Either, InOrder, Not, Property, Saved, Trait, When, Who

_PRINTED = {">=": "≥", "<=": "≤"}


def text_of(one: Who) -> str:
    """Return the text that reads as this very condition."""
    return _Writer({}).text(one)


def title(one: Who) -> str:
    """Return a condition in words, for the rules of an answer; saved ones with what they stand for."""
    return _Writer(_PRINTED).text(one)


class _Writer:
    """Writes conditions, with the signs as they are typed or as they are printed."""

    def __init__(self, signs: dict[str, str]) -> None:
        self._signs = signs

    def text(self, one: Who) -> str:
        """Return the text of a condition."""
        write: Callable[[Any], str] = getattr(self, _WRITERS[type(one)])
        return write(one)

    def _joined(self, one: All | Either) -> str:
        word = " and " if isinstance(one, All) else " or "
        return word.join(self._part(part, inside=one) for part in one.of)

    def _not(self, one: Not) -> str:
        return f"not {self._part(one.of, inside=one)}"

    def _part(self, one: Who, *, inside: Who) -> str:
        """Write a part of a larger condition, in brackets where they are needed."""
        if not isinstance(one, All | Either):
            return self.text(one)
        looser = isinstance(one, All) and isinstance(inside, Either) and len(one.of) > 1
        return self.text(one) if looser else f"({self.text(one)})"

    def _saved(self, one: Saved) -> str:
        meaning = f" ({self.text(one.of)})" if self._signs and one.of is not None else ""
        return f"in {written(one.name, stops)}{meaning}"

    def _trait(self, one: Trait) -> str:
        return f"trait {self._test(one.trait, one)}"

    def _property(self, one: Property) -> str:
        return f"{one.which} {self._test(one.property, one)}{_when(one)}"

    def _amount(self, one: Amount) -> str:
        sign = self._signs.get(one.op, one.op)
        return f"{one.of} of {self._events(one.select)} {sign} {number(one.than)}{_when(one)}"

    def _in_order(self, one: InOrder) -> str:
        within = f" within {one.within}" if one.within else ""
        gap = f" with gaps up to {one.gap}" if one.gap else ""
        return f"did {' then '.join(self._events(select) for select in one.selects)}{within}{gap}{_when(one)}"

    def _events(self, select: Select) -> str:
        bound = (self._signs.get(">=", ">="), self._signs.get("<=", "<="))
        return write_select(select, stops, bound=bound)

    def _did(self, one: Did) -> str:
        within = f" within {one.within}" if one.within else ""
        first = " for the first time" if one.first else ""
        return f"did {self._events(one.select)}{_times(one)}{within}{first}{_when(one)}"

    def _test(self, name: str, one: Property | Trait) -> str:
        named = written(name, tests)
        if one.op == "is set":
            return f"{named} is set"
        values = " | ".join(written(value, stops) for value in one.values)
        return f"{named} {self._signs.get(one.op, one.op)} {values}"


_WRITERS = {
    All: "_joined", Either: "_joined", Not: "_not", Saved: "_saved", Trait: "_trait", Property: "_property",
    Amount: "_amount", InOrder: "_in_order", Did: "_did",
}  # fmt: skip


def _times(one: Did) -> str:
    if one.at_most is None:
        return f" at least {one.at_least} times" if one.at_least != 1 else ""
    if one.at_most == one.at_least:
        return f" exactly {one.at_least} times"
    return f" at most {one.at_most} times" if one.at_least == 1 else f" {one.at_least} to {one.at_most} times"


def _when(one: When) -> str:
    last = f" in the last {one.last}" if one.last else ""
    since = f" since {_instant(one.since)}" if one.since else ""
    until = f" until {_instant(one.until)}" if one.until else ""
    return last + since + until


def _instant(text: str) -> str:
    return f'"{text}"' if " " in text else text
