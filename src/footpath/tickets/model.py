"""Tickets of other tools that items of the library are linked to, and the trackers that they are in."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Category = Literal["open", "in_progress", "done", "dropped"]
"""How far a ticket is, whatever its tracker calls that."""
CATEGORIES: tuple[Category, ...] = ("open", "in_progress", "done", "dropped")
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Account = Annotated[str, Meta(max_length=200)]
Token = Annotated[str, Meta(min_length=1, max_length=4000, pattern=r"^\S+$")]


class Ticket(Struct, frozen=True, kw_only=True):
    """What a tracker says of a ticket.

    Attributes:
        state: as the tracker calls it.
        category: what that comes to.
        changed_at: when it came to that.
        mark: by which the tracker knows whether it has changed since (ETag); empty = it has none.
    """

    title: str
    state: str
    category: Category
    changed_at: datetime
    mark: str = ""


class Wanted(Struct, frozen=True, kw_only=True):
    """A ticket to ask for: the key its tracker knows it by, and the mark of what is known of it."""

    key: str
    mark: str = ""


class NewConnection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tracker to connect.

    Attributes:
        name: what people call it.
        kind: one of the kinds of trackers.
        address: as people open it, such as https://github.com.
        account: e-mail of whose token it is, where the tracker wants that.
        token: what the tracker lets one in with; kept apart and never shown.
        sets_status: whether a ticket that moves on moves the item that is linked to it.
    """

    name: Name
    kind: str
    address: Annotated[str, Meta(max_length=300)]
    account: Account = ""
    token: Token
    sets_status: bool = True


class ConnectionChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a connection; what is left out stays. Another address is another connection."""

    name: Name | UnsetType = UNSET
    token: Token | UnsetType = UNSET
    sets_status: bool | UnsetType = UNSET


class Connection(Struct, frozen=True, kw_only=True):
    """A tracker that is connected.

    Attributes:
        asked_at: when it was asked last.
        wait_until: before when it asks not to be asked.
        problem, hint: why it did not answer then, and what to do; empty = it did.
    """

    id: str
    workspace_id: str
    name: str
    kind: str
    address: str
    account: str
    sets_status: bool
    created_at: datetime
    asked_at: datetime | None
    wait_until: datetime | None
    problem: str
    hint: str


class Tested(Struct, frozen=True, kw_only=True):
    """How a try went: who the tracker takes the token for, or what is wrong and what to do."""

    account: str = ""
    problem: str = ""
    hint: str = ""


class LinkState(Struct, frozen=True, kw_only=True):
    """How far the ticket is that an item is linked to.

    Attributes:
        url: the item's link.
        key: what the tracker calls the ticket.
        connection: name of the connection that it is asked through.
        state, category, title, changed_at: what the tracker said last; empty = it was not asked yet, or never answered.
        checked_at: when it was asked last.
        problem, hint: why it did not say more then, and what to do.
    """

    item_id: str
    url: str
    key: str
    connection: str
    state: str
    category: Category | Literal[""]
    title: str
    changed_at: datetime | None
    checked_at: datetime | None
    problem: str
    hint: str
