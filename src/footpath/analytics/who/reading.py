"""Conditions on persons from text: `did Order at least 2 times within 30 d and not (trait plan = free or did Refund)`.

who      = and { "or" and }
and      = not { "and" not }
not      = "not" not | "(" who ")" | one
one      = did | amount | property | trait | "in" NAME
did      = "did" SELECT { "then" SELECT } { times | "within" LENGTH | "with gaps up to" LENGTH | period
         | "for the first time" }
times    = ("at least" | "at most" | "exactly") N "times" | N [ "to" M ] "times"
amount   = ("sum" | "mean" | "min" | "max") "of" SELECT sign NUMBER { period }
         | "spent" sign NUMBER [ "on" SELECT ] { period }
property = ("ever" | "first" | "last") NAME test { period }
trait    = "trait" NAME test
test     = "=" V { "|" V } | "in" V { "," V } | "!=" V { "|" V } | "contains" V { "|" V } | "is" [ "not" ] "set"
         | sign (NUMBER | DAY)
period   = "in the last" LENGTH | "since" DAY | "until" DAY
"""

from collections.abc import Callable
from typing import Any

from footpath.analytics.phrases import read_select
from footpath.analytics.select import Select
from footpath.analytics.tokens import Reader, Token
from footpath.analytics.who.tree import (
    MOST_DEEP,
    All,
    Amount,
    Did,
    Either,
    InOrder,
    Not,
    Property,
    Saved,
    Trait,
    Who,
    check,
    instant,
)
from footpath.core.errors import Invalid

SIGNS = (">=", ">", "<=", "<")
BEGINNINGS = ("did", "trait", "first", "last", "ever", "sum", "mean", "min", "max", "spent", "in", "not")
_ENDS = ("and", "or", "then", "within", "since", "until", "exactly")
_PHRASES = (("at", "least"), ("at", "most"), ("in", "the", "last"), ("for", "the", "first", "time"), ("with", "gaps"))
_TIMES = 'Write a number: "at least 2 times".'
_EXAMPLES = 'Write "did Order", "not did Order", "trait plan = pro", "first channel = email", or join them with "and".'


def stops(reader: Reader) -> bool:
    """Say whether the next word ends the name of an event."""
    return (
        reader.peek().kind == "end"
        or any(reader.sees(word) for word in _ENDS)
        or any(reader.sees(*words) for words in _PHRASES)
        or _counts(reader)
    )


def _counts(reader: Reader) -> bool:
    """Say whether `N times` or `N to M times` comes next."""
    if not (reader.peek().kind == "word" and reader.peek().text.isdecimal()):
        return False
    ahead = 3 if reader.peek(1).text == "to" and reader.peek(2).text.isdecimal() else 1
    return reader.peek(ahead).kind == "word" and reader.peek(ahead).text.lower() in ("times", "time")


def tests(reader: Reader) -> bool:
    """Say whether the next word ends the name of a property or trait."""
    return stops(reader) or any(reader.sees(word) for word in ("contains", "is", "in"))


def read(text: str) -> Who:
    """Return the condition a text states.

    Raises:
        Invalid: it cannot be read; the message points at the place, the hint says what would be right.
    """
    reader = Reader(text, "who")
    if reader.peek().kind == "end":
        reader.fail("nobody is said", _EXAMPLES)
    found = _either(reader, 0)
    if reader.peek().kind != "end":
        problem = "a bracket too many" if reader.sees(")") else f"{reader.peek().text!r} cannot follow"
        reader.fail(problem, 'Join conditions with "and" or "or"; names with signs in them go in quotes.')
    check(found)
    return found


def _either(reader: Reader, depth: int) -> Who:
    parts = [_all(reader, depth)]
    while reader.takes("or"):
        parts.append(_all(reader, depth))
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def _all(reader: Reader, depth: int) -> Who:
    parts = [_not(reader, depth)]
    while reader.takes("and"):
        parts.append(_not(reader, depth))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _not(reader: Reader, depth: int) -> Who:
    if depth > MOST_DEEP:
        reader.fail("this is nested too deep", f"At most {MOST_DEEP} levels: save parts of it by name.")
    if reader.takes("not"):
        return Not(_not(reader, depth + 1))
    opened = reader.peek()
    if reader.takes("("):
        inside = _either(reader, depth + 1)
        if not reader.takes(")"):
            reader.fail("the bracket is not closed", 'Add ")".', at=opened)
        return inside
    return _one(reader)


def _one(reader: Reader) -> Who:
    start = reader.peek()
    word = start.text.lower()
    if start.kind != "word" or word not in _READERS:
        reader.unknown(BEGINNINGS, f"It says nobody. {_EXAMPLES}")
    reader.take()
    found = _READERS[word](reader, word)
    try:
        check(found)
    except Invalid as problem:
        reader.fail(problem.message.rstrip("."), problem.hint, at=start)
    return found


def _did(reader: Reader, _word: str) -> Did | InOrder:
    selects = [read_select(reader, stops)]
    while reader.takes("then"):
        selects.append(read_select(reader, stops))
    fields: dict[str, Any] = {}
    while _period(reader, fields) or _how(reader, fields):
        pass
    if len(selects) == 1:
        return Did(selects[0], **{name: value for name, value in fields.items() if name != "gap"})
    if fields.keys() & {"at_least", "at_most", "first"}:
        reader.fail("things in order are not counted", 'Join both with "and": did A then B and did B at least 2 times.')
    return InOrder(tuple(selects), **fields)


def _how(reader: Reader, fields: dict[str, Any]) -> bool:
    """Take how often, within what, or with what gaps, and say whether there was any of it."""
    place = reader.peek()
    found: dict[str, Any]
    if reader.takes("within"):
        found = {"within": reader.length("within")}
    elif reader.takes("with", "gaps", "up", "to"):
        found = {"gap": reader.length("gaps up to")}
    elif reader.takes("for", "the", "first", "time"):
        found = {"first": True}
    elif reader.sees("with", "gaps"):
        reader.fail("gaps of what length?", 'Write "with gaps up to 2 d".')
    else:
        found = _times(reader)
    _add(reader, fields, found, place)
    return bool(found)


def _times(reader: Reader) -> dict[str, Any]:
    if reader.takes("at", "least"):
        found = {"at_least": reader.whole_number(_TIMES)}
    elif reader.takes("at", "most"):
        found = {"at_most": reader.whole_number(_TIMES)}
    elif reader.takes("exactly"):
        count = reader.whole_number(_TIMES)
        found = {"at_least": count, "at_most": count}
    elif _counts(reader):
        count = reader.whole_number(_TIMES)
        most = reader.whole_number(_TIMES) if reader.takes("to") else count
        found = {"at_least": count, "at_most": most}
    else:
        return {}
    if not (reader.takes("times") or reader.takes("time")):
        reader.fail("how many of what?", 'Write "times" behind the number: "at least 2 times".')
    return found


def _period(reader: Reader, fields: dict[str, Any]) -> bool:
    place = reader.peek()
    found = {}
    if reader.takes("in", "the", "last"):
        found = {"last": reader.length("in the last")}
    else:
        for word in ("since", "until"):
            if not found and reader.takes(word):
                found = {word: _instant(reader, word)}
    _add(reader, fields, found, place)
    return bool(found)


def _instant(reader: Reader, word: str) -> str:
    token = reader.take()
    try:
        instant(token.text)
    except Invalid as problem:
        hint = f'{problem.hint} A name with the word "{word}" in it goes in quotes.'
        reader.fail(f'"{word}" needs a day or an instant', hint, at=token)
    return token.text


def _add(reader: Reader, fields: dict[str, Any], found: dict[str, Any], place: Token) -> None:
    """Add what was found, once."""
    if fields.keys() & found.keys():
        hint = 'Leave one out, or join two conditions with "and".'
        reader.fail(f"{place.text!r} is said a second time", hint, at=place)
    fields |= found


def _amount(reader: Reader, word: str) -> Amount:
    fields: dict[str, Any] = {}
    if word == "spent":
        sign, than = _sign(reader, word)
        select = read_select(reader, stops) if reader.takes("on") else Select()
        word = "sum"
    else:
        if not reader.takes("of"):
            reader.fail(f"{word} of what?", f'Write "{word} of Order >= 100".')
        select = read_select(reader, stops)
        sign, than = _sign(reader, word)
    while _period(reader, fields):
        pass
    return Amount(select, sign, than, word, **fields)  # type: ignore[arg-type]


def _sign(reader: Reader, word: str) -> tuple[Any, float]:
    token = reader.take()
    if token.text not in SIGNS or token.kind != "sign":
        example = "spent >= 100" if word == "spent" else f"{word} of Order >= 100"
        reader.fail(f"{word} is compared with nothing", f'Write one of {", ".join(SIGNS)}: "{example}".', at=token)
    return token.text, reader.number('Write a number, as in "spent >= 100".')


def _property(reader: Reader, word: str) -> Who:
    name = reader.value(tests, "a property")
    op, values, negated = _test(reader, name)
    fields: dict[str, Any] = {}
    while _period(reader, fields):
        pass
    found = Property(name, values, op, word, **fields)  # type: ignore[arg-type]
    return Not(found) if negated else found


def _trait(reader: Reader, _word: str) -> Who:
    name = reader.value(tests, "a trait")
    op, values, negated = _test(reader, name)
    return Not(Trait(name, values, op)) if negated else Trait(name, values, op)


def _test(reader: Reader, name: str) -> tuple[Any, tuple[str, ...], bool]:
    """Take a comparison; return the operator, the values, and whether it is to be turned round."""
    sign = reader.peek()
    if reader.takes("is", "set"):
        return "is set", (), False
    if reader.takes("is", "not", "set"):
        return "is set", (), True
    if reader.takes("contains"):
        return "contains", _listed(reader), False
    if reader.takes("in"):
        return "=", _listed(reader, ","), False
    if sign.kind == "sign" and sign.text in ("=", "!="):
        reader.take()
        return "=", _listed(reader), sign.text == "!="
    if not (sign.kind == "sign" and sign.text in SIGNS):
        reader.fail(f"{name!r} is compared with nothing", f'Write "{name} = VALUE", "{name} >= 10" or "{name} is set".')
    reader.take()
    return sign.text, (reader.value(stops, "a number"),), False


def _listed(reader: Reader, comma: str = "|") -> tuple[str, ...]:
    """Take values parted by | (and by commas after `in`), in brackets or not."""

    def ends(at: Reader) -> bool:
        return stops(at) or at.sees(comma)

    opened = reader.peek()
    bracket = comma == "," and reader.takes("(")
    found = [reader.value(ends, "a value")]
    while reader.takes("|") or (comma == "," and reader.takes(",")):
        found.append(reader.value(ends, "a value"))
    if bracket and not reader.takes(")"):
        reader.fail("the bracket is not closed", 'Write "trait plan in (free, pro)".', at=opened)
    return tuple(found)


def _saved(reader: Reader, _word: str) -> Saved:
    return Saved(reader.value(stops, "the name of a saved segment"))


_READERS: dict[str, Callable[[Reader, str], Who]] = {
    "did": _did, "trait": _trait, "in": _saved, **dict.fromkeys(("first", "last", "ever"), _property),
    **dict.fromkeys(("sum", "mean", "min", "max", "spent"), _amount),
}  # fmt: skip
