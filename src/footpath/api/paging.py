"""Long lists in pieces."""

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from litestar.params import Parameter
from msgspec import Struct

T = TypeVar("T")
Limit = Annotated[int, Parameter(ge=1, le=1000, description="How many at most.")]
After = Annotated[int, Parameter(ge=0, le=10_000_000, description="`next` of the piece before; 0 = from the start.")]


class Piece(Struct, Generic[T], frozen=True):
    """A piece of a list.

    Attributes:
        items: the entries.
        next: what to give as `after` for the next piece; None = this is the last.
    """

    items: list[T]
    next: int | None


def piece(found: Sequence[T], after: int, limit: int) -> Piece[T]:
    """Return the piece of a whole list that begins after so many entries."""
    end = after + limit
    return Piece(list(found[after:end]), end if end < len(found) else None)
