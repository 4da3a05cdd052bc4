"""What rounds and sources of rows agree on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from footpath.core.errors import FootpathError
from footpath.events import Lake, Mapping, Taken

Row = dict[str, Any]


class Job(Struct, frozen=True, kw_only=True):
    """A run of a pull.

    Attributes:
        lake: where the facts go.
        name, source: of the pull.
        state: folder of what it remembers.
        secret: token or password.
    """

    lake: Lake
    name: str
    source: str
    state: Path
    secret: str


class Done(Struct, frozen=True, kw_only=True):
    """What became of one table: rows fetched, what the lake took, and what broke it off."""

    rows: int = 0
    taken: Taken = Taken()
    problem: FootpathError | None = None


class Rows(Protocol):
    """A table that can be read from a point on.

    Attributes:
        cursor: column by which what is new is told; "" = all each time.
        start: where the first pull begins.
        ordered: rows come oldest first.
        mapping: what becomes of them.
    """

    cursor: str
    start: Any
    ordered: bool
    mapping: Mapping

    def pages(self, since: Any, limit: int) -> Iterator[list[Row]]:
        """Yield rows from `since` on, a page at a time, `limit` rounds' worth of them; see `complete`."""

    @property
    def complete(self) -> bool:
        """Whether the last call of `pages` came to the end rather than to its limit."""
