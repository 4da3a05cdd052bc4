"""A kind of tracker: which links are tickets of it, and how it is asked what has become of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from msgspec import Struct

from footpath.core.errors import FootpathError
from footpath.core.line import Line
from footpath.core.reach import Reach
from footpath.core.registry import Registry
from footpath.tickets.model import Ticket, Wanted

Said = Ticket | FootpathError | None
"""What became of a ticket: what it says, why it says nothing, or None = the same as before."""


class Place(Struct, frozen=True, kw_only=True):
    """Where a tracker is and who asks it.

    Attributes:
        address: as people open it, without a slash at the end.
        account: e-mail of whose token it is; empty = the token says that itself.
        token: what lets one in.
        reach: which hosts may be asked.
    """

    address: str
    account: str
    token: str
    reach: Reach


class Tracker(ABC):
    """One kind of tracker. Its docstring's first sentence is what people read about it.

    Attributes:
        name: file name of the module and `kind` of connections.
        title: what people call it.
        usual: address of the one that most people use; empty = everybody has their own.
        wants_account: whether it may need an account beside the token.
        help_page: address of the page that tells how a token is made.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    usual: ClassVar[str] = ""
    wants_account: ClassVar[bool] = False
    help_page: ClassVar[str] = ""

    @classmethod
    @abstractmethod
    def key(cls, address: str, link: str) -> str:
        """Return what the tracker at `address` calls the ticket that a link leads to; "" where it is none of its."""

    @classmethod
    @abstractmethod
    def line(cls, place: Place) -> Line:
        """Return a line to it."""

    @classmethod
    @abstractmethod
    def account(cls, place: Place, line: Line) -> str:
        """Return whose token it is, as the tracker says; raises a FootpathError saying what is wrong."""

    @classmethod
    @abstractmethod
    def ask(cls, place: Place, line: Line, wanted: Sequence[Wanted]) -> Iterator[tuple[str, Said]]:
        """Yield what became of tickets, by key, in any order.

        Raises:
            TooMany, SignedOut, Transient, Invalid: it makes no sense to ask for the rest now.
        """


def path_in(address: str, link: str) -> str:
    """Return what of a link follows the address of a tracker; "" where it leads elsewhere."""
    mine, theirs = urlsplit(address), urlsplit(link)
    same = (mine.scheme, mine.netloc) == (theirs.scheme.lower(), theirs.netloc.lower())
    if not same or not theirs.path.startswith(f"{mine.path}/"):
        return ""
    rest = theirs.path.removeprefix(mine.path)
    return f"{rest}?{theirs.query}" if theirs.query else rest


TRACKERS: Registry[Tracker] = Registry("footpath.tickets.trackers", Tracker, word="tracker")  # type: ignore[type-abstract]
