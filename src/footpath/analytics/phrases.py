"""Selections of events inside longer texts: `did Order | Purchase & device = mobile at least 2 times`."""

from collections.abc import Callable

from footpath.analytics.select import Select
from footpath.analytics.tokens import Reader, quoted

ANY = "anything"  # the selection of all events
_BOUNDS = {">=": "value_min", "<=": "value_max"}
Stops = Callable[[Reader], bool]


def nowhere(reader: Reader) -> bool:
    """Stop at no word: only at signs and at the end."""
    return reader.peek().kind == "end"


def read_select(reader: Reader, stops: Stops = nowhere) -> Select:
    """Read `NAME | NAME & column = VALUE | VALUE & value >= 10 as "LABEL"`; `anything` stands for all events.

    Args:
        reader: the text, before the first name.
        stops: says where something else than the selection begins.

    Raises:
        Invalid: it cannot be read.
    """
    stops = _or_label(stops)
    where: dict[str, tuple[str, ...]] = {}
    bounds: dict[str, float] = {}
    names = _first(reader, where, bounds, stops)
    while reader.takes("&"):
        _condition(reader, where, bounds, stops)
    label = ""
    if _label(reader):
        reader.take()
        label = reader.take().text
    names += where.pop("name", ())
    return Select(names, where, bounds.get("value_min"), bounds.get("value_max"), label)


def _label(reader: Reader) -> bool:
    return reader.sees("as") and reader.peek(1).kind == "quoted"


def _or_label(stops: Stops) -> Stops:
    return lambda reader: stops(reader) or _label(reader)


def _first(
    reader: Reader, where: dict[str, tuple[str, ...]], bounds: dict[str, float], stops: Stops
) -> tuple[str, ...]:
    """Read names, or the first condition where there are none."""
    start = reader.place
    bare = reader.peek().kind == "word"
    names = _values(reader, stops, "the name of an event")
    if bare and len(names) == 1 and names[0].lower() == ANY:
        return ()
    if len(names) > 1 or not _sign(reader):
        return names
    ahead = reader.peek(1)
    # `sum of Order >= 100` compares the sum, `channel = web` and `value >= 10` are conditions on events.
    if reader.sees("=") or (names[0] == "value" and ahead.kind == "word"):
        reader.place = start
        _condition(reader, where, bounds, stops)
        return ()
    return names


def _sign(reader: Reader) -> bool:
    return any(reader.sees(sign) for sign in ("=", ">=", "<=", ">", "<", "!="))


def _condition(reader: Reader, where: dict[str, tuple[str, ...]], bounds: dict[str, float], stops: Stops) -> None:
    place = reader.peek()
    column = reader.value(stops, "a property")
    sign = reader.take()
    if sign.kind == "sign" and sign.text == "=":
        where[column] = _values(reader, stops, "a value")
    elif sign.kind == "sign" and sign.text in _BOUNDS:
        if column != "value":
            hint = 'Write "value >= 10" or "device = mobile".'
            reader.fail(f"{column} cannot be compared, only value can", hint, at=place)
        bounds[_BOUNDS[sign.text]] = reader.number('Write a number, as in "value >= 10".')
    else:
        reader.fail(f"no condition follows {column!r}", f'Write "{column} = VALUE" or "value >= 10".', at=sign)


def _values(reader: Reader, stops: Stops, expected: str) -> tuple[str, ...]:
    found = [reader.value(stops, expected)]
    while reader.takes("|"):
        found.append(reader.value(stops, expected))
    return tuple(found)


def write_select(one: Select, stops: Stops, *, bound: tuple[str, str] = (">=", "<=")) -> str:
    """Return the text that `read_select` reads the selection from.

    Args:
        bound: how "at least" and "at most" are written.
    """
    parts = [" | ".join(written(name, stops) for name in one.name)] if one.name else []
    parts += [
        f"{written(column, stops)} = {' | '.join(written(value, stops) for value in values)}"
        for column, values in sorted(one.where.items())
    ]
    parts += [f"value {bound[0]} {number(one.value_min)}"] if one.value_min is not None else []
    parts += [f"value {bound[1]} {number(one.value_max)}"] if one.value_max is not None else []
    return " & ".join(parts or [ANY]) + (f" as {quoted(one.label)}" if one.label else "")


def written(name: str, stops: Stops) -> str:
    """Return a name as text: in quotes only where it could be taken for something else."""
    if not name.strip() or name != name.strip() or '"' in name or name.lower() == ANY:
        return quoted(name)
    if any(sign in name for sign in "()|&,=<>≥≤≠\\") or "!=" in name:
        return quoted(name)
    reader = Reader(name, "name")
    while reader.peek().kind != "end":
        if stops(reader):
            return quoted(name)
        reader.take()
    return name


def number(value: float) -> str:
    """Return a number as the shortest text that reads as the same."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
