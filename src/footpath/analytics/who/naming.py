"""Segments: conditions on persons saved by name, and names looked up wherever a condition is wanted."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from footpath.analytics.keeping import Kept
from footpath.analytics.who.reading import read
from footpath.analytics.who.tree import All, Either, Not, Saved, Who, check, decoded
from footpath.analytics.who.writing import text_of
from footpath.core.errors import Invalid, NotFound

FILE = "segments.yaml"


def condition(given: "str | Who") -> Who:
    """Return a condition from its text, its JSON, or itself.

    Raises:
        Invalid: it cannot be read; the message points at the place, the hint says what would be right.
    """
    if not isinstance(given, str):
        check(given)
        return given
    return decoded(given) if given.lstrip().startswith("{") else read(given)


def resolved(given: "str | Who", store: str) -> Who:
    """Return a condition from text, JSON, itself or a saved name, with the names in it looked up.

    Args:
        given: what is asked for.
        store: folder of the store whose names hold; "" = none.

    Raises:
        NotFound: a name that there is none of.
        Invalid: the text cannot be read, or segments refer to each other in a circle.
    """
    known = _Known(store)
    if isinstance(given, str) and given.strip() in known.names():
        return known.looked_up(Saved(given.strip()))
    try:
        found = condition(given)
    except Invalid:
        near = get_close_matches(str(given).strip(), known.names(), n=1)
        if near:
            raise NotFound(f"No segment is called {given!r}.", hint=f"Did you mean {near[0]!r}?") from None
        raise
    return known.looked_up(found)


class _Known:
    """The segments of a store, read when the first name is met."""

    def __init__(self, store: str | Path, texts: Mapping[str, Any] | None = None) -> None:
        self._kept = segments(store) if store else None
        self._texts = texts

    def names(self) -> Mapping[str, Any]:
        if self._texts is None:
            self._texts = self._kept.all() if self._kept else {}
        return self._texts

    def looked_up(self, one: Who, path: tuple[str, ...] = ()) -> Who:
        """Return a condition with the names in it looked up."""
        if isinstance(one, All | Either):
            return replace(one, of=tuple(self.looked_up(part, path) for part in one.of))
        if isinstance(one, Not):
            return Not(self.looked_up(one.of, path))
        if not isinstance(one, Saved):
            return one
        if one.name in path:
            way = " → ".join((*path, one.name))
            raise Invalid(f"Segments refer to each other in a circle: {way}.", hint="Define one of them anew.")
        if one.name not in self.names():
            raise (self._kept or segments(".")).missing(one.name, self.names())
        return Saved(one.name, self.looked_up(_defined(one.name, self.names()[one.name]), (*path, one.name)))


def _defined(name: str, value: Any) -> Who:
    """Return the condition kept under a name: text, or a tree in YAML."""
    try:
        return condition(value) if isinstance(value, str) else condition(msgspec.convert(value, type=Who))  # type: ignore[call-overload,no-any-return,unused-ignore]
    except (Invalid, msgspec.ValidationError) as problem:
        hint = getattr(problem, "hint", "") or f'Write it as in "{name}: did Order".'
        raise Invalid(f"The segment {name!r} in {FILE}: {problem.args[0]}", hint=hint) from None


def segments(store: str | Path) -> Kept:
    """Return the file of a store's segments."""
    return Kept(store, FILE, "segment")


def saved(store: str | Path) -> dict[str, Who]:
    """Return the segments of a store by name."""
    return {name: _defined(name, value) for name, value in segments(store).all().items()}


def save(store: str | Path, name: str, given: "str | Who") -> None:
    """Keep a condition on persons by name in a store's folder, in place of the one that has the name.

    Raises:
        Invalid: the condition cannot be read, or would refer to itself.
        NotFound: it refers to a name that there is none of.
    """
    found = condition(given)
    kept = segments(store)
    _Known(store, {**kept.all(), name: text_of(found)}).looked_up(Saved(name))
    kept.put(name, text_of(found))


def forget(store: str | Path, name: str) -> None:
    """Delete a saved condition.

    Raises:
        NotFound: nothing has that name.
        Invalid: other segments refer to it.
    """
    kept = segments(store)
    known = kept.all()
    users = [other for other, value in known.items() if other != name and name in _names(_defined(other, value))]
    if name in known and users:
        hint = f"Define {', '.join(map(repr, users))} without it, or delete them first."
        raise Invalid(f"The segment {name!r} is part of {', '.join(map(repr, users))}.", hint=hint)
    kept.remove(name)


def _names(one: Who) -> set[str]:
    """Return the names a condition refers to."""
    if isinstance(one, All | Either):
        return set().union(*(_names(part) for part in one.of))
    return _names(one.of) if isinstance(one, Not) else {one.name} if isinstance(one, Saved) else set()
