"""A kind of board says what may stand on it and how its places hang together."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from footpath.core.errors import Invalid
from footpath.core.registry import Registry
from footpath.library.model import Place


class BoardKind(ABC):
    """One kind of board. Its docstring's first sentence is what people read about it.

    Attributes:
        name: file name of the module and `kind` of the boards.
        takes: what may stand there: kinds of items, "map", and "text" for what is just written.
        levels: how many rings or levels there are; 0 = it has none.
    """

    name: ClassVar[str]
    takes: ClassVar[tuple[str, ...]]
    levels: ClassVar[int] = 0

    @abstractmethod
    def check(self, places: Sequence[Place]) -> None:
        """Raise Invalid when places do not hang together."""


BOARDS: Registry[BoardKind] = Registry(
    "footpath.library.boards",
    BoardKind,  # type: ignore[type-abstract]
    word="board kind",
)


def check_levels(kind: type[BoardKind], places: Sequence[Place]) -> None:
    """Raise Invalid when a place is on a level that the board does not have."""
    for place in places:
        if place.level >= max(1, kind.levels):
            raise Invalid(
                f"places: {place.id} is on level {place.level}.", hint=f"Take 0 to {max(1, kind.levels) - 1}."
            )


def check_tree(places: Sequence[Place]) -> None:
    """Raise Invalid when a place hangs under one that is not there, not one level above, or under itself."""
    levels = {place.id: place.level for place in places}
    for place in places:
        if place.parent and levels.get(place.parent, place.level) >= place.level:
            hint = "A place hangs under one of a level above it."
            raise Invalid(f"places: {place.id} cannot hang under {place.parent}.", hint=hint)
