"""A kind of item says which statuses, scores and fields it has, and what it follows from."""

from abc import ABC
from typing import ClassVar

from footpath.core.errors import Invalid
from footpath.core.registry import Registry


class ItemKind(ABC):
    """One kind of item. Its docstring's first sentence is what people read about it.

    Attributes:
        name: file name of the module and `kind` of the items.
        statuses: in order, the first one for new items.
        scores: names of numbers from 0 to 10.
        fields: names of further texts.
        follows: kinds of items it may follow from.
        by_ticket: how far its tickets are (open | in_progress | done | dropped) → the status that is; one that is left
            out changes nothing. "open" counts for tickets that are opened anew.
    """

    name: ClassVar[str]
    statuses: ClassVar[tuple[str, ...]] = ("active", "retired")
    scores: ClassVar[tuple[str, ...]] = ()
    fields: ClassVar[tuple[str, ...]] = ()
    follows: ClassVar[tuple[str, ...]] = ()
    by_ticket: ClassVar[dict[str, str]] = {}


KINDS: Registry[ItemKind] = Registry("footpath.library.kinds", ItemKind, word="item kind")


def check(kind: type[ItemKind], status: str, scores: dict[str, float], fields: dict[str, str]) -> None:
    """Raise Invalid naming the field that the kind does not have."""
    if status not in kind.statuses:
        raise Invalid(f"status: {kind.name} has none called {status!r}.", hint=_there_are(kind.statuses))
    for word, given, known in (("scores", scores, kind.scores), ("fields", fields, kind.fields)):
        for name in given:
            if name not in known:
                raise Invalid(f"{word}.{name}: {kind.name} has none called that.", hint=_there_are(known))


def _there_are(names: tuple[str, ...]) -> str:
    return f"There are: {', '.join(names) or 'none'}."
